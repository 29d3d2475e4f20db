"""What is sent of capabilities and needs, and how it becomes a draft."""

from collections.abc import Mapping
from typing import Any

import strawberry
from strawberry import UNSET

from chainlink.api.inputs import filled, sent
from chainlink.api.relay import raw_id
from chainlink.api.scalars import Day
from chainlink.enterprises.claim_model import (
    Claim,
    ClaimDraft,
    ClaimType,
    Evidence,
    Origin,
    Urgency,
)
from chainlink.enterprises.model import Visibility
from chainlink.errors import FieldProblem, InvalidInput
from chainlink.taxonomy.model import ClaimKind
from chainlink.validation import checked

_NEEDED = {"title", "visibility", "evidence", "urgency"}
_LISTS = {"categories", "markets", "certificates"}
_NOT_OF_THE_DRAFT = ("id", "version", "enterprise", "request_id")


@strawberry.input
class _ClaimInput:
    """What capabilities and needs share."""

    text: str | None = UNSET
    kind: ClaimKind | None = UNSET
    categories: list[str] | None = UNSET
    markets: list[str] | None = UNSET
    visibility: Visibility | None = UNSET
    valid_from: Day | None = UNSET
    valid_until: Day | None = UNSET
    source: str | None = UNSET
    request_id: strawberry.ID | None = UNSET


@strawberry.input
class _CapabilityInput(_ClaimInput):
    """What only a capability says."""

    capacity: str | None = UNSET
    certificates: list[str] | None = UNSET
    evidence: Evidence | None = UNSET


@strawberry.input
class DeclareCapabilityInput(_CapabilityInput):
    """A new capability."""

    title: str
    enterprise: strawberry.ID | None = UNSET


@strawberry.input
class UpdateCapabilityInput(_CapabilityInput):
    """A change of a capability: what is not sent keeps its value."""

    id: strawberry.ID
    version: int
    title: str | None = UNSET


@strawberry.input
class DeclareNeedInput(_ClaimInput):
    """A new need."""

    title: str
    urgency: Urgency | None = UNSET
    enterprise: strawberry.ID | None = UNSET


@strawberry.input
class UpdateNeedInput(_ClaimInput):
    """A change of a need: what is not sent keeps its value."""

    id: strawberry.ID
    version: int
    title: str | None = UNSET
    urgency: Urgency | None = UNSET


@strawberry.input
class WithdrawCapabilityInput:
    """The capability to end."""

    id: strawberry.ID
    version: int
    request_id: strawberry.ID | None = UNSET


@strawberry.input
class WithdrawNeedInput:
    """The need to end."""

    id: strawberry.ID
    version: int
    request_id: strawberry.ID | None = UNSET


def _category_codes(values: dict[str, Any]) -> dict[str, Any]:
    if values.get("categories"):
        values["categories"] = [raw_id("Category", one) for one in values["categories"]]
    return values


def declared(type_: ClaimType, form: object) -> ClaimDraft:
    """A new claim's form as a draft. Raises InvalidInput."""
    return checked(type_.draft, _category_codes(filled(sent(form, *_NOT_OF_THE_DRAFT))))


def asked_claim(form: object) -> dict[str, Any]:
    """The fields that a form changes. Raises InvalidInput for a null where something is needed."""
    values = _category_codes(sent(form, *_NOT_OF_THE_DRAFT))
    if emptied := [name for name in sorted(_NEEDED) if name in values and values[name] is None]:
        raise InvalidInput([FieldProblem(name, "required") for name in emptied])
    return values | {name: [] for name in _LISTS if name in values and values[name] is None}


def merged_claim(type_: ClaimType, before: Claim, asked: Mapping[str, Any]) -> ClaimDraft:
    """What stands with what the form changes; categories read from the text are read again.

    Raises InvalidInput.
    """
    stands = before.model_dump(include=set(type_.draft.model_fields) - {"categories"})
    stands["categories"] = [
        one.category for one in before.categories if one.origin is Origin.DECLARED
    ]
    return checked(type_.draft, stands | dict(asked))
