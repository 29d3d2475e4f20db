"""Claims out of the graph, with their categories and markets."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from chainlink.enterprises.claim_model import Claim, ClaimCategory, ClaimType
from chainlink.enterprises.registry import CYPHER
from chainlink.graph.port import GraphReader, Row


async def claims_by_query(
    reader: GraphReader, type_: ClaimType, question: str, **parameters: Any
) -> list[Claim]:
    """Claims that the statement `<label>_<question>` finds, complete."""
    rows = await reader.read(CYPHER[f"{type_.label.lower()}_{question}"], **parameters)
    return await complete(reader, type_, rows)


async def complete(reader: GraphReader, type_: ClaimType, rows: Sequence[Row]) -> list[Claim]:
    """Rows of claims with what they are of and which markets they speak of."""
    if not rows:
        return []
    label, ids = type_.label.lower(), [row["id"] for row in rows]
    categories: dict[str, list[ClaimCategory]] = defaultdict(list)
    for row in await reader.read(CYPHER[f"{label}_categories"], ids=ids):
        claim = row.pop("claim")
        categories[claim].append(ClaimCategory(**(row | {"terms": tuple(row["terms"] or ())})))
    targets: dict[str, list[str]] = defaultdict(list)
    for row in await reader.read(CYPHER[f"{label}_markets"], ids=ids):
        targets[row["claim"]].append(row["market"])
    return [
        type_.model(
            **_plain(row),
            categories=tuple(categories[row["id"]]),
            markets=tuple(targets[row["id"]]),
        )
        for row in rows
    ]


def _plain(row: Row) -> Row:
    if "certificates" in row:
        return row | {"certificates": tuple(row["certificates"] or ())}
    return row
