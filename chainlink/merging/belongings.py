"""All that names an enterprise in the graph, and what of it moves when the enterprise is merged.

What is between the two themselves stays where it is, for it would be with itself otherwise; what
was read from the scope of the merged one, and what it asked for while it waited, stays too. The
journal, showings and first answers to requests are never written again.
"""

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Any

from chainlink.graph.declaration import GraphSchema
from chainlink.graph.moving import Side, edges_at, holders
from chainlink.graph.port import GraphReader, Row
from chainlink.notifications.model import Audience, AudienceKind

# label: the properties that name enterprises, and what else is needed of each
PROPERTIES: Mapping[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "Contact": (("enterprise",), ()),
    "Capability": (("enterprise",), ("claim", "superseded_at")),
    "Need": (("enterprise",), ("claim", "superseded_at")),
    "Account": (("enterprise",), ("active",)),
    "Decision": (("seeker", "provider"), ()),
    "Introduction": (("seeker", "provider", "shortlisted_by", "ended_for"), ("version",)),
    "IntroductionStep": (("side",), ("introduction",)),
    "Consent": (("enterprise", "recipients"), ("introduction", "state", "version")),
    "Deal": (("parties",), ("deal", "likeness_key", "superseded_at", "verification")),
    "Confirmation": (("enterprise",), ("deal",)),
    "CrossBorderOrder": (("seller", "maker"), ("order_id", "order_number", "superseded_at")),
}
EDGES: tuple[tuple[str, tuple[str, str], Side], ...] = (
    ("HAS_CONTACT", ("Enterprise", "Contact"), "start"),
    ("OFFERS", ("Enterprise", "Capability"), "start"),
    ("NEEDS", ("Enterprise", "Need"), "start"),
    ("EXPORTS_TO", ("Enterprise", "Market"), "start"),
    ("MEMBER_OF", ("Enterprise", "ChainCommittee"), "start"),
    ("ATTENDED", ("Enterprise", "Event"), "start"),
    ("PARTY_TO", ("Enterprise", "Introduction"), "start"),
    ("SOLD_BY", ("CrossBorderOrder", "Enterprise"), "end"),
    ("MADE_BY", ("CrossBorderOrder", "Enterprise"), "end"),
    *(
        (name, ("Enterprise", "Enterprise"), side)
        for name in ("SUPPLIES", "HOLDS_SHARES_IN", "VETOES", "DISCLOSES_TO", "DISMISSES")
        for side in ("start", "end")
    ),
)
STAYING = frozenset({"ASKS_TO_JOIN", "MERGED_INTO", "SUGGESTED_AS"})


@dataclass(slots=True)
class Belongings:
    """What moves: rows by label, edges by type and side; and introductions that stay."""

    nodes: dict[str, list[Row]] = field(default_factory=dict)
    edges: dict[tuple[str, tuple[str, str], Side], list[Row]] = field(default_factory=dict)
    notifications: list[Row] = field(default_factory=list)
    shared: frozenset[str] = frozenset()

    def counts(self) -> dict[str, int]:
        """How many things of each label and type move; versions of one thing count once."""
        found: Counter[str] = Counter()
        for label, rows in self.nodes.items():
            stable = {"Capability": "claim", "Need": "claim", "Deal": "deal"}.get(label, "id")
            stable = "order_id" if label == "CrossBorderOrder" else stable
            found[label] = len({row[stable] for row in rows})
        for (name, _, _), rows in self.edges.items():
            found[name] += len(rows)
        found["Notification"] = len(self.notifications)
        return {name: count for name, count in found.items() if count}


async def belongings(
    reader: GraphReader, schema: GraphSchema, kept: str, merged: str
) -> Belongings:
    """All that moves from `merged` to `kept`."""
    own = {row["end"] for row in await _edges(reader, schema, "PARTY_TO", "Introduction", kept)}
    parties = await _edges(reader, schema, "PARTY_TO", "Introduction", merged)
    shared = frozenset(own & {row["end"] for row in parties})
    found = Belongings(shared=shared)
    stays = set(shared)
    for label, (properties, more) in PROPERTIES.items():
        rows = await holders(reader, schema, label, properties, merged, more)
        moving = [row for row in rows if _moves(row, properties, kept, stays)]
        if label == "Deal":
            stays |= {row["id"] for row in rows} - {row["id"] for row in moving}
        found.nodes[label] = moving
    for name, ends, side in EDGES:
        other = "end" if side == "start" else "start"
        found.edges[name, ends, side] = [
            row
            for row in await edges_at(reader, schema, name, ends, side, merged)
            if row[other] != kept and row[other] not in shared
        ]
    audience = str(Audience(AudienceKind.ENTERPRISE, merged))
    found.notifications = await holders(reader, schema, "Notification", ["audience"], audience)
    return found


async def _edges(
    reader: GraphReader, schema: GraphSchema, name: str, end: str, id_: str
) -> list[Row]:
    return await edges_at(reader, schema, name, ("Enterprise", end), "start", id_)


def _moves(row: Row, properties: Collection[str], kept: str, stays: Collection[str]) -> bool:
    """Whether it is not between the two, and belongs to nothing that is."""
    belongs_to = {row.get("id"), row.get("introduction")}
    if "enterprise" in properties:
        belongs_to.add(row.get("deal"))  # a confirmation's version
    if not belongs_to.isdisjoint(stays):
        return False
    if "seller" in properties:  # who makes may sell, too
        return True
    return not any(_names(row[name], kept) for name in properties)


def _names(value: Any, enterprise: str) -> bool:
    return enterprise in value if isinstance(value, list) else bool(value == enterprise)
