"""Writing enterprises: one at a door or thousands from a file, by the same steps."""

from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import Any

from chainlink.enterprises.likeness import address_key, name_key
from chainlink.enterprises.model import (
    ContactDraft,
    Enterprise,
    EnterpriseDraft,
    EnterpriseProfile,
    EnterpriseStatus,
)
from chainlink.graph.cypher import Queries
from chainlink.graph.port import GraphReader, Row
from chainlink.identity import new_id, new_ids
from chainlink.journal.service import Change
from chainlink.taxonomy.markets import markets

CYPHER = Queries(__package__ or "")
_COLUMNS = set(EnterpriseProfile.model_fields) - {"export_markets"}  # those are edges


class Outcome(StrEnum):
    """What became of one row."""

    CREATED = "CREATED"
    UPDATED = "UPDATED"
    UNCHANGED = "UNCHANGED"


def enterprise_of(row: Row) -> Enterprise:
    """A row of the graph as an enterprise."""
    return Enterprise(**(row | {"former_names": tuple(row["former_names"] or ())}))


async def stored(reader: GraphReader, ids: Sequence[str]) -> dict[str, Enterprise]:
    """Enterprises by id as they stand, merged ones among them; unknown ids are absent."""
    if not ids:
        return {}
    rows = await reader.read(CYPHER["by_ids"], ids=list(ids))
    return {row["id"]: enterprise_of(row) for row in rows}


async def by_ids(reader: GraphReader, ids: Sequence[str]) -> dict[str, Enterprise]:
    """Enterprises by the id asked for; a merged one's leads to the one kept."""
    return await _kept(reader, await stored(reader, ids))


async def by_codes(reader: GraphReader, codes: Sequence[str]) -> dict[str, Enterprise]:
    """Enterprises by the 统一社会信用代码 asked for; a merged one's leads to the one kept."""
    if not codes:
        return {}
    rows = await reader.read(CYPHER["by_codes"], codes=list(codes))
    return await _kept(reader, {row["uscc"]: enterprise_of(row) for row in rows})


async def _kept(reader: GraphReader, found: dict[str, Enterprise]) -> dict[str, Enterprise]:
    """In the place of each merged enterprise the one that it was merged into."""
    merged = {key: one.merged_into for key, one in found.items() if one.merged_into is not None}
    if merged:
        kept = await stored(reader, sorted(set(merged.values())))
        found = found | {key: kept[id_] for key, id_ in merged.items()}
    return found


def profile_columns(profile: EnterpriseProfile) -> Row:
    """A profile as properties of a node, with the keys that duplicates are found by."""
    return profile.model_dump(mode="json", include=_COLUMNS) | {
        "name_key": name_key(profile.name),
        "address_key": address_key(profile.address),
    }


def new_row(
    id_: str, draft: EnterpriseDraft, *, now: str, status: EnterpriseStatus, **extra: Any
) -> Row:
    """A draft as the properties of a new node; `extra` holds what only a file may say."""
    row = profile_columns(draft) | {
        "id": id_,
        "uscc": draft.uscc,
        "status": status.value,
        "opted_out": False,
        "recorded_at": now,
        "version": 1,
        "invented": False,
    }
    row |= extra
    row["approved_at"] = row["recorded_at"] if status is EnterpriseStatus.APPROVED else None
    return row


async def write_new(change: Change, rows: Sequence[Row]) -> None:
    """New nodes with their journal entries."""
    await change.records.create("Enterprise", rows)
    for row in rows:
        change.record("enterprise.registered", "Enterprise", row["id"], row, (row["id"],))


async def create(
    change: Change, drafts: Sequence[EnterpriseDraft], *, status: EnterpriseStatus
) -> list[Enterprise]:
    """New nodes with their journal entries, as enterprises."""
    rows = [new_row(new_id(), draft, now=change.now, status=status) for draft in drafts]
    await write_new(change, rows)
    keys = {"name_key", "address_key"}
    return [
        enterprise_of(
            {name: value for name, value in row.items() if name not in keys} | {"former_names": ()}
        )
        for row in rows
    ]


async def ensure_markets(change: Change, codes: Sequence[str]) -> None:
    """Nodes for markets that are spoken of for the first time."""
    known = markets()
    rows = [
        {"code": code, "name_zh": known[code].name_zh, "name_en": known[code].name_en}
        for code in sorted(set(codes))
    ]
    if rows:
        await change.transaction.write(CYPHER["ensure_markets"], rows=rows)


async def write_exports(
    change: Change, exports: Sequence[tuple[str, str, Mapping[str, Any]]]
) -> None:
    """Market claims (enterprise id, market code, link properties), each with its entry."""
    if not exports:
        return
    await ensure_markets(change, [market for _, market, _ in exports])
    rows = [
        {"id": id_, "recorded_at": change.now, **properties, "start": owner, "end": market}
        for id_, (owner, market, properties) in zip(new_ids(len(exports)), exports, strict=True)
    ]
    await change.records.relate("EXPORTS_TO", rows)
    for row in rows:
        change.record("market.claimed", "EXPORTS_TO", row["id"], row, (row["start"],))


async def write_contact(change: Change, enterprise: str, contact: ContactDraft | None) -> None:
    """A contact beside its enterprise; the journal hears of it, never what it says."""
    if contact is None:
        return
    row = {"id": new_id(), "enterprise": enterprise, **contact.model_dump()}
    await change.records.create("Contact", [row])
    await change.records.relate("HAS_CONTACT", [{"start": enterprise, "end": row["id"]}])
    change.record("contact.added", "Contact", row["id"], row, (enterprise,))


async def write_links(
    change: Change, relationship: str, rows: Sequence[Mapping[str, Any]], action: str
) -> None:
    """Dated edges between an enterprise and something (`MEMBER_OF`, `SUPPLIES`, `VETOES` …)."""
    filled = [
        {"id": id_, "recorded_at": change.now, **row}
        for id_, row in zip(new_ids(len(rows)), rows, strict=True)
    ]
    await change.records.relate(relationship, filled)
    for row in filled:
        concerned = (row["start"], row["end"]) if relationship != "MEMBER_OF" else (row["start"],)
        change.record(action, relationship, row["id"], row, concerned)
