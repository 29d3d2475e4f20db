"""Categories that a business scope speaks of: suggested and marked so, never declared."""

import asyncio
from collections.abc import Iterable, Mapping, Sequence

from chainlink.enterprises.registry import CYPHER
from chainlink.journal.service import Change
from chainlink.taxonomy.model import Scheme, category_id
from chainlink.taxonomy.reading import CategoryReading
from chainlink.taxonomy.service import TaxonomyService

_MOST = 8
Readings = Mapping[str, Sequence[CategoryReading]]


async def read_scopes(taxonomy: TaxonomyService, scopes: Iterable[str]) -> Readings:
    """Categories by scope text, each text read once and off the event loop."""
    texts = list(dict.fromkeys(scopes))
    if not texts:
        return {}
    reader = (await taxonomy.current()).reader
    found = await asyncio.to_thread(reader.read_many, texts, most=_MOST)
    return dict(zip(texts, found, strict=True))


async def write_suggestions(
    change: Change, scopes: Mapping[str, str], readings: Readings, *, replaced: Sequence[str]
) -> None:
    """Suggestions of enterprises (id -> scope); those of `replaced` ones are written anew.

    One journal entry tells of all: they follow from the scopes, which have their own entries.
    """
    if replaced:
        await change.transaction.write(CYPHER["forget_suggestions"], ids=list(replaced))
    rows = [
        {
            "start": enterprise,
            "end": category_id(Scheme(found.scheme), found.code),
            "confidence": found.confidence,
            "terms": list(found.terms),
            "recorded_at": change.now,
        }
        for enterprise, scope in scopes.items()
        for found in readings.get(scope, ())
    ]
    await change.records.relate("SUGGESTED_AS", rows)
    if rows or replaced:
        told = {"enterprises": len(scopes), "categories": len(rows)}
        change.record("categories.suggested", "SUGGESTED_AS", "scopes", told)
