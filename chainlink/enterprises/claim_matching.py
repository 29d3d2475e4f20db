"""A row that speaks of a claim, against the version in force that it may repeat or revise."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from chainlink.enterprises.claim_model import Claim, ClaimDraft, ClaimHistory, ClaimType, Origin

_SHARED: Final = ("kind", "text", "visibility", "valid_from", "valid_until")


@dataclass(frozen=True, slots=True)
class ClaimRow:
    """A row of a file: whose claim, what it says; `given` are the fields that it fills in."""

    owner: str  # a 统一社会信用代码 or an exact name
    draft: ClaimDraft
    given: frozenset[str]
    history: ClaimHistory


def _ticked(claim: Claim) -> list[str]:
    return [one.category for one in claim.categories if one.origin is Origin.DECLARED]


def says_the_same(
    type_: ClaimType, before: Claim, row: ClaimRow, ticked: Sequence[str] | None
) -> bool:
    """Whether all that the row gives is in the version in force; `ticked` are its category ids.

    Where a row comes from, when it was recorded and whether it is an example is not its content.
    """
    draft = row.draft
    return (
        all(
            getattr(before, name) == getattr(draft, name)
            for name in (*_SHARED, *type_.own_fields)
            if name in row.given
        )
        and ("markets" not in row.given or set(before.markets) == set(draft.markets))
        and (ticked is None or set(_ticked(before)) == set(ticked))
    )


def completed(type_: ClaimType, before: Claim, row: ClaimRow, today: date) -> ClaimRow:
    """The row with what it does not give taken from the version that it revises.

    Categories that were read are read again; a period that is over is not taken over.
    """
    left_out = {*_SHARED, *type_.own_fields, "markets"} - row.given
    if before.valid_until < today:
        left_out -= {"valid_from", "valid_until"}
    values: dict[str, Any] = {name: getattr(before, name) for name in left_out}
    if "categories" not in row.given:
        values["categories"] = tuple(_ticked(before))
    if not {"invented", "source"} & row.given:
        values["source"] = before.source
    history = row.history
    if "invented" not in row.given:
        history = history.model_copy(update={"invented": before.invented})
    return ClaimRow(row.owner, row.draft.model_copy(update=values), row.given, history)
