"""What the platform reads from a sentence while somebody types it: categories to tick."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from chainlink.app import App
from chainlink.language import Language
from chainlink.taxonomy.model import ClaimKind, claim_kind
from chainlink.web.enterprises.claims import category_name

_SHOWN = 8
_SURE = 0.5
LONGEST = 2_000  # characters that are read while one types


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A category that may be meant; `sure` ones would be read without a tick, too."""

    id: str
    name: str
    kind: ClaimKind
    terms: Sequence[str]
    sure: bool
    ticked: bool


async def understood(
    app: App, text: str, ticked: Collection[str], language: Language
) -> list[Suggestion]:
    """Suggestions, likeliest first; what is ticked already stays on the list."""
    taxonomy = await app.taxonomy.current()
    found = await app.taxonomy.suggest(text[:LONGEST], first=_SHOWN) if text.strip() else []
    shown = [
        Suggestion(
            category.id,
            category_name(category, language),
            claim_kind(category.kind),
            reading.terms,
            reading.confidence >= _SURE,
            category.id in ticked,
        )
        for category, reading in found
    ]
    there = {one.id for one in shown}
    kept = [
        Suggestion(id_, category_name(known, language), claim_kind(known.kind), (), True, True)
        for id_ in ticked
        if id_ not in there and (known := taxonomy.by_id.get(id_)) is not None
    ]
    return [*kept, *shown]
