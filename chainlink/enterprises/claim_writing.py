"""Opening and closing versions of claims: one at a door or thousands from a file."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from chainlink.enterprises import registry
from chainlink.enterprises.claim_model import (
    Claim,
    ClaimCategory,
    ClaimDraft,
    ClaimHistory,
    ClaimType,
    Origin,
)
from chainlink.errors import InvalidInput
from chainlink.identity import new_ids
from chainlink.journal.service import Change
from chainlink.taxonomy.model import CategoryKind, ClaimKind, Scheme, category_id, claim_kind
from chainlink.taxonomy.reading import CategoryReading
from chainlink.taxonomy.service import Taxonomy

_MOST_READ = 6


@dataclass(frozen=True, slots=True)
class PreparedClaim:
    """A draft with its kind, categories and days settled, ready to be written."""

    draft: ClaimDraft
    kind: ClaimKind
    categories: tuple[ClaimCategory, ...]
    valid_from: date
    valid_until: date
    history: ClaimHistory = field(default_factory=ClaimHistory)


def prepare(
    taxonomy: Taxonomy,
    drafts: Sequence[ClaimDraft],
    histories: Sequence[ClaimHistory],
    today: date,
    days: int,
) -> list[PreparedClaim | InvalidInput]:
    """Settle kinds, categories and days of many drafts; a draft that cannot be is its error.

    Categories that the owner ticked are taken as they are; where none is, they are read from
    title and text. A sales channel is ticked as a channel and tells its goods in words: those are
    read too. The kind, where not given, is that of the surest category, else SUPPLY.
    """
    ticked: list[list[str] | InvalidInput] = [_ticked(taxonomy, draft) for draft in drafts]
    unread = [place for place, ids in enumerate(ticked) if _to_be_read(taxonomy, ids)]
    read = taxonomy.reader.read_many(
        [f"{drafts[place].title}\n{drafts[place].text or ''}" for place in unread], most=_MOST_READ
    )
    readings = dict(zip(unread, read, strict=True))
    prepared: list[PreparedClaim | InvalidInput] = []
    for place, (draft, ids) in enumerate(zip(drafts, ticked, strict=True)):
        try:
            if isinstance(ids, InvalidInput):
                raise ids
            found = _categories(taxonomy, ids, readings.get(place, ()))
            prepared.append(_settle(taxonomy, draft, found, histories[place], today, days))
        except InvalidInput as refusal:
            prepared.append(refusal)
    return prepared


def _ticked(taxonomy: Taxonomy, draft: ClaimDraft) -> list[str] | InvalidInput:
    try:
        return taxonomy.resolve(draft.categories)
    except InvalidInput as refusal:
        return refusal


def _to_be_read(taxonomy: Taxonomy, ids: list[str] | InvalidInput) -> bool:
    """Nothing is ticked, or nothing but sales channels."""
    return not isinstance(ids, InvalidInput) and all(
        taxonomy.by_id[one].kind is CategoryKind.SALES_CHANNEL for one in ids
    )


def _categories(
    taxonomy: Taxonomy, ticked: Sequence[str], readings: Sequence[CategoryReading]
) -> tuple[ClaimCategory, ...]:
    found = [ClaimCategory(category=one, origin=Origin.DECLARED, confidence=1.0) for one in ticked]
    for one in readings:
        category = category_id(Scheme(one.scheme), one.code)
        if not ticked or taxonomy.by_id[category].kind is CategoryKind.GOOD:
            found.append(
                ClaimCategory(
                    category=category,
                    origin=Origin.READ,
                    confidence=one.confidence,
                    terms=one.terms,
                )
            )
    return tuple(found)


def _settle(
    taxonomy: Taxonomy,
    draft: ClaimDraft,
    categories: tuple[ClaimCategory, ...],
    history: ClaimHistory,
    today: date,
    days: int,
) -> PreparedClaim:
    kind = draft.kind
    if kind is None:
        kinds = [claim_kind(taxonomy.by_id[one.category].kind) for one in categories]
        kind = kinds[0] if kinds else ClaimKind.SUPPLY
    valid_from = draft.valid_from or history.recorded_on or today
    valid_until = draft.valid_until or valid_from + timedelta(days=days)
    if history.recorded_on is None and valid_until < today:
        raise InvalidInput.of("validUntil", "claim.expired", end=str(valid_until))
    if valid_until < valid_from:
        raise InvalidInput.of(
            "validUntil", "claim.ends_before", start=str(valid_from), end=str(valid_until)
        )
    return PreparedClaim(draft, kind, categories, valid_from, valid_until, history)


@dataclass(frozen=True, slots=True)
class OpenVersion:
    """A version to be opened: whose, which claim (None: a new one), which number."""

    enterprise: str
    prepared: PreparedClaim
    claim: str | None = None
    version: int = 1
    recorded_at: str | None = None


async def open_versions(
    change: Change, type_: ClaimType, versions: Sequence[OpenVersion], *, on_behalf: bool
) -> list[str]:
    """Write new versions with their edges and journal entries; returns their version ids."""
    rows, categories, targets = [], [], []
    for one, id_ in zip(versions, new_ids(len(versions)), strict=True):
        row = _row(change, type_, one, one.claim or id_, on_behalf)
        rows.append(row)
        categories += [
            {
                "start": row["id"],
                "end": found.category,
                "origin": found.origin.value,
                "confidence": found.confidence,
                "terms": list(found.terms),
            }
            for found in one.prepared.categories
        ]
        targets += [(row["id"], market) for market in dict.fromkeys(one.prepared.draft.markets)]
    await change.records.create(type_.label, rows)
    owners = [{"start": row["enterprise"], "end": row["id"]} for row in rows]
    await change.records.relate(type_.owner_edge, owners)
    await change.records.relate("OF", categories, start_label=type_.label)
    await registry.ensure_markets(change, [market for _, market in targets])
    await change.records.relate(
        type_.market_edge, [{"start": id_, "end": market} for id_, market in targets]
    )
    for row in rows:
        action = "declared" if row["version"] == 1 else "revised"
        change.record(
            f"{type_.label.lower()}.{action}", type_.label, row["claim"], row, (row["enterprise"],)
        )
    return [row["id"] for row in rows]


def _row(
    change: Change, type_: ClaimType, one: OpenVersion, claim: str, on_behalf: bool
) -> dict[str, Any]:
    prepared = one.prepared
    draft = prepared.draft.model_dump(mode="json")
    return {
        "id": f"{claim}:{one.version}",
        "claim": claim,
        "version": one.version,
        "enterprise": one.enterprise,
        "kind": prepared.kind.value,
        "title": draft["title"],
        "text": draft["text"],
        "visibility": draft["visibility"],
        "valid_from": prepared.valid_from.isoformat(),
        "valid_until": prepared.valid_until.isoformat(),
        "recorded_at": one.recorded_at or change.now,
        "withdrawn": False,
        "source": draft["source"],
        "declared_by": change.actor,
        "on_behalf": on_behalf,
        "invented": prepared.history.invented,
        **{name: draft[name] for name in type_.own_fields},
    }


async def close_version(
    change: Change, type_: ClaimType, before: Claim, *, withdrawn: bool
) -> None:
    """End the version in force; it stays readable."""
    row = {"id": before.id, "superseded_at": change.now, "withdrawn": withdrawn}
    await change.records.update(type_.label, [row])
    if withdrawn:
        change.record(
            f"{type_.label.lower()}.withdrawn",
            type_.label,
            before.claim,
            row,
            (before.enterprise,),
        )


def same_content(before: Claim, prepared: PreparedClaim, type_: ClaimType) -> bool:
    """Whether a draft says nothing that the version in force does not say already."""
    draft = prepared.draft
    return (
        before.kind == prepared.kind
        and before.title == draft.title
        and before.text == draft.text
        and before.visibility == draft.visibility
        and before.valid_until == prepared.valid_until
        and set(before.markets) == set(draft.markets)
        and {one.category for one in before.categories}
        == {one.category for one in prepared.categories}
        and all(getattr(before, name) == getattr(draft, name) for name in type_.own_fields)
    )
