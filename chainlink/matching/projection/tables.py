"""Facts on their way into the projection: columns, as an engine gives them in bulk."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pyarrow as pa

from chainlink.matching.projection.facts import EnterpriseFact

_TEXT, _FLAG = pa.string(), pa.bool_()
ENTERPRISES = pa.schema(
    dict.fromkeys(("id", "name", "sector", "region", "industry", "size", "status"), _TEXT)
    | {"approved_at": _TEXT, "opted_out": _FLAG, "visibility": _TEXT}
)
CLAIMS = pa.schema(
    {"id": _TEXT, "enterprise": _TEXT, "need": _FLAG, "kind": _TEXT, "title": _TEXT}
    | {"text": _TEXT, "visibility": _TEXT, "valid_from": _TEXT, "valid_until": _TEXT}
    | {"recorded_at": _TEXT, "superseded_at": _TEXT, "source": _TEXT, "evidence": _TEXT}
    | {"checked": _FLAG, "urgency": _TEXT}
)
CATEGORIES = pa.schema(
    {"claim": _TEXT, "category": _TEXT, "confidence": pa.float64(), "declared": _FLAG}
)
MARKETS = pa.schema({"claim": _TEXT, "market": _TEXT})
LINKS = pa.schema(
    {"kind": _TEXT, "start": _TEXT, "end": _TEXT, "valid_from": _TEXT, "valid_until": _TEXT}
    | {"recorded_at": _TEXT, "superseded_at": _TEXT}
)


@dataclass(frozen=True, slots=True)
class Tables:
    """Some enterprises with all their claims and with all links that start at them."""

    enterprises: pa.Table
    claims: pa.Table
    categories: pa.Table
    markets: pa.Table
    links: pa.Table


def table(rows: Sequence[Mapping[str, Any]], schema: pa.Schema) -> pa.Table:
    """Rows as columns."""
    return pa.Table.from_pylist(list(rows), schema=schema)


def tables_of(facts: Iterable[EnterpriseFact]) -> Tables:
    """The same as columns."""
    known = list(facts)
    claims = [claim for fact in known for claim in fact.claims]
    return Tables(
        enterprises=table(
            [{name: getattr(one, name) for name in ENTERPRISES.names} for one in known],
            ENTERPRISES,
        ),
        claims=table(
            [
                {name: getattr(one, name) for name in CLAIMS.names} | {"kind": one.kind.value}
                for one in claims
            ],
            CLAIMS,
        ),
        categories=table(
            [
                {
                    "claim": claim.id,
                    "category": one.category,
                    "confidence": one.confidence,
                    "declared": one.declared,
                }
                for claim in claims
                for one in claim.categories
            ],
            CATEGORIES,
        ),
        markets=table(
            [{"claim": one.id, "market": market} for one in claims for market in one.markets],
            MARKETS,
        ),
        links=table(
            [
                {name: getattr(link, name) for name in LINKS.names}
                for fact in known
                for link in fact.links
            ],
            LINKS,
        ),
    )
