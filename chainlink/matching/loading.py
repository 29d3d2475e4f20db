"""Facts out of the graph: all of them at start, those of changed enterprises afterwards."""

from collections import defaultdict
from collections.abc import Sequence
from zoneinfo import ZoneInfo

from chainlink.clock import local_day
from chainlink.graph.cypher import Queries
from chainlink.graph.port import GraphReader, Row
from chainlink.matching.facts import (
    CategoryFact,
    ClaimFact,
    EnterpriseFact,
    LinkFact,
    Snapshot,
)
from chainlink.taxonomy.model import ClaimKind

CYPHER = Queries(__package__ or "")
_PAGE = 5000
_LINKS = ("EXPORTS_TO", "MEMBER_OF", "SUPPLIES", "HOLDS_SHARES_IN", "VETOES")


async def load_snapshot(reader: GraphReader, sequence: int, zone: ZoneInfo) -> Snapshot:
    """Every enterprise's facts, page by page."""
    ids = [row["id"] for row in await reader.read(CYPHER["enterprise_ids"])]
    enterprises: dict[str, EnterpriseFact] = {}
    for place in range(0, len(ids), _PAGE):
        for fact in await load_enterprises(reader, ids[place : place + _PAGE], zone):
            enterprises[fact.id] = fact
    return Snapshot(sequence, enterprises)


async def load_enterprises(
    reader: GraphReader, ids: Sequence[str], zone: ZoneInfo
) -> list[EnterpriseFact]:
    """The facts of some enterprises; days are those of the zone's calendar."""
    if not ids:
        return []
    claims: dict[str, list[ClaimFact]] = defaultdict(list)
    for need in (False, True):
        for fact in await _claims(reader, ids, zone, need=need):
            claims[fact.enterprise].append(fact)
    links: dict[str, list[LinkFact]] = defaultdict(list)
    for kind in _LINKS:
        for row in await reader.read(CYPHER[f"links_{kind.lower()}"], ids=list(ids)):
            link = LinkFact(kind=kind, start=row.pop("start_id"), end=row.pop("end_id"), **row)
            links[link.start].append(link)
    return [
        EnterpriseFact(**row, claims=tuple(claims[row["id"]]), links=tuple(links[row["id"]]))
        for row in await reader.read(CYPHER["enterprises"], ids=list(ids))
    ]


async def _claims(
    reader: GraphReader, ids: Sequence[str], zone: ZoneInfo, *, need: bool
) -> list[ClaimFact]:
    name = "needs" if need else "capabilities"
    categories: dict[str, list[CategoryFact]] = defaultdict(list)
    for row in await reader.read(CYPHER[f"{name}_of"], ids=list(ids)):
        categories[row["claim"]].append(
            CategoryFact(row["category"], row["confidence"], row["origin"] == "DECLARED")
        )
    markets: dict[str, set[str]] = defaultdict(set)
    for row in await reader.read(CYPHER[f"{name}_markets"], ids=list(ids)):
        markets[row["claim"]].add(row["market"])
    rows = await reader.read(CYPHER[name], ids=list(ids))
    return [
        _claim(
            row | {"recorded_on": local_day(row["recorded_at"], zone)},
            need,
            categories[row["id"]],
            markets[row["id"]],
        )
        for row in rows
    ]


def _claim(row: Row, need: bool, categories: list[CategoryFact], markets: set[str]) -> ClaimFact:
    return ClaimFact(
        id=row["id"],
        claim=row["claim"],
        version=row["version"],
        enterprise=row["enterprise"],
        need=need,
        kind=ClaimKind(row["kind"]),
        title=row["title"],
        text=row["text"] or "",
        visibility=row["visibility"],
        valid_from=row["valid_from"],
        valid_until=row["valid_until"],
        recorded_at=row["recorded_at"],
        recorded_on=row["recorded_on"],
        superseded_at=row["superseded_at"],
        source=row["source"],
        evidence=row.get("evidence"),
        checked=bool(row.get("checked_by")),
        urgency=row.get("urgency"),
        categories=tuple(categories),
        markets=frozenset(markets),
    )
