"""Writing a merge: what named the one names the other, each thing telling that it has moved."""

from collections.abc import Mapping, Sequence
from typing import Any

from chainlink.accounts.service import bind_enterprise
from chainlink.enterprises.claim_model import CAPABILITY, NEED, ClaimType
from chainlink.enterprises.claim_reading import claims_by_query
from chainlink.enterprises.claim_writing import close_version
from chainlink.events.model import AttendanceState
from chainlink.graph.moving import edges_at, remove_edges
from chainlink.graph.port import Row
from chainlink.introductions.model import ConsentState
from chainlink.journal.service import Change
from chainlink.merging.belongings import PROPERTIES, Belongings
from chainlink.merging.hindrances import key_after
from chainlink.notifications.model import Audience, AudienceKind
from chainlink.taxonomy.text import fold

_OPEN_ONCE = {"EXPORTS_TO", "MEMBER_OF"}  # of which one that stands is enough
_TOLD = {
    "SUPPLIES": "supply.moved",
    "HOLDS_SHARES_IN": "shares.moved",
    "VETOES": "veto.moved",
    "DISCLOSES_TO": "disclosure.moved",
    "DISMISSES": "dismissal.moved",
}
_ALIKE = [state.value for state in AttendanceState]


async def move(change: Change, moving: Belongings, kept: str, merged: str) -> None:
    """Everything that moves, in the order in which nothing is read that is half moved."""
    await _close_doubles(change, kept, merged)
    for label, rows in moving.nodes.items():
        if label == "Account":
            for row in rows:
                await bind_enterprise(change, row["id"], kept)
        else:
            await change.records.update(label, [_renamed(label, one, kept, merged) for one in rows])
    audience = str(Audience(AudienceKind.ENTERPRISE, kept))
    notified = [{"id": row["id"], "audience": audience} for row in moving.notifications]
    await change.records.update("Notification", notified)
    for (name, ends, side), rows in moving.edges.items():
        other = "end" if side == "start" else "start"
        schema = change.schema
        standing = await edges_at(change.transaction, schema, name, ends, side, kept)
        await remove_edges(
            change.transaction, schema, name, ends, side, merged, {row[other] for row in rows}
        )
        settled = [_settled(name, row, standing, change.now) for row in rows]
        moved = [row | {side: kept} for row in settled]
        await change.records.relate(name, moved)
        if name in _TOLD:
            _tell_edges(change, name, moved, kept, merged)
    _tell_nodes(change, moving, kept, merged)


def _renamed(label: str, row: Row, kept: str, merged: str) -> Row:
    """The properties of a node that name the merged enterprise, naming the kept one."""

    def renamed(value: Any) -> Any:
        if isinstance(value, list):
            return list(dict.fromkeys(kept if one == merged else one for one in value))
        return kept if value == merged else value

    changed = {name: renamed(row[name]) for name in PROPERTIES[label][0]}
    if label == "Deal":
        changed["likeness_key"] = key_after(row, kept, merged)
    elif label == "Introduction":
        changed["version"] = row["version"] + 1
    elif label == "Consent" and row["state"] == ConsentState.ASKED.value:
        changed["version"] = row["version"] + 1  # who answers must have seen for whom it is now
    return changed | {"id": row["id"]}


def _settled(name: str, row: Row, standing: Sequence[Row], now: str) -> Row:
    """An edge as it is written again, where the kept enterprise has one to the same end."""
    same = [one for one in standing if one["end"] == row["end"]]
    if name in _OPEN_ONCE and row.get("superseded_at") is None:
        doubled = any(one.get("superseded_at") is None for one in same)
        return row | {"superseded_at": now} if doubled else row
    if name == "DISCLOSES_TO":  # let the one, not the other: see consents.py
        return row | {"superseded_at": row.get("superseded_at") or now}
    if name == "ATTENDED" and same:  # who came, came, under whichever name
        return max(row, same[0], key=lambda one: _ALIKE.index(one["state"]))
    return row


async def _close_doubles(change: Change, kept: str, merged: str) -> None:
    """Claims in force that both declared: the merged one's ends, so that none counts twice."""
    for type_ in (CAPABILITY, NEED):
        claims = await claims_by_query(change.transaction, type_, "in_force", ids=[kept, merged])
        said = {(one.kind, fold(one.title)) for one in claims if one.enterprise == kept}
        for one in claims:
            if one.enterprise == merged and (one.kind, fold(one.title)) in said:
                await close_version(change, type_, one, withdrawn=False)
                _tell_double(change, type_, one.claim, one.id, kept)


def _tell_double(change: Change, type_: ClaimType, claim: str, version: str, kept: str) -> None:
    facts = {"id": version, "superseded_at": change.now}
    change.record(f"{type_.label.lower()}.doubled", type_.label, claim, facts, (kept,))


def _tell_edges(
    change: Change, name: str, rows: Sequence[Mapping[str, Any]], kept: str, merged: str
) -> None:
    """Whoever follows these edges from the other end learns by its id that they have moved."""
    for row in rows:
        concerned = () if name == "DISMISSES" else (row["start"], row["end"])
        facts = {"from": merged, "to": kept}
        change.record(_TOLD[name], name, row["id"], facts, concerned)


def _tell_nodes(change: Change, moving: Belongings, kept: str, merged: str) -> None:
    """Each thing that has a history of its own has in it that a party's name was another."""
    facts = {"from": merged, "to": kept}
    for row in moving.nodes["Introduction"]:
        change.record("introduction.moved", "Introduction", row["id"], facts)
    for row in moving.nodes["Consent"]:
        change.record("consent.moved", "Consent", row["id"], facts)
    deals = {row["deal"]: row["parties"] for row in moving.nodes["Deal"]}
    for deal, parties in deals.items():
        after = tuple(sorted(kept if one == merged else one for one in parties))
        change.record("deal.moved", "Deal", deal, facts, after)
    orders = {row["order_id"]: row for row in moving.nodes["CrossBorderOrder"]}
    for order, row in orders.items():
        ends = [kept if row[name] == merged else row[name] for name in ("seller", "maker")]
        change.record("order.moved", "CrossBorderOrder", order, facts, tuple(dict.fromkeys(ends)))
