"""What is sent of deals and of their proof, and how it becomes a draft."""

from collections.abc import Mapping
from typing import Any

import strawberry
from strawberry import UNSET

from chainlink.api.context import Info
from chainlink.api.inputs import enterprise_id, filled, sent
from chainlink.api.relay import raw_id
from chainlink.api.scalars import Day, MinorUnits
from chainlink.deals.drafts import Correction, DealDraft
from chainlink.deals.evidence import EvidenceKind
from chainlink.deals.model import Additionality, Deal, DealKind
from chainlink.errors import FieldProblem, InvalidInput
from chainlink.validation import checked

NOT_OF_THE_DRAFT = ("id", "version", "deal", "correction_text", "request_id")
_DEAL_NEEDS = {"introductions", "kind", "amount", "currency", "signed_on"}
_DEAL_LISTS = {"parties", "expected", "received", "credits"}
_DEAL_OWN = {
    *("introductions", "parties", "kind", "title", "amount", "currency", "rate", "rate_on"),
    *("rate_source", "signed_on", "expected", "received", "source", "invented"),
}


@strawberry.input
class YearAmountInput:
    """Money of one year."""

    year: int
    amount: MinorUnits


@strawberry.input
class CreditInput:
    """A line of credit; what is not sent is the introduction's own."""

    share: str
    introduction: strawberry.ID | None = UNSET
    committee: strawberry.ID | None = UNSET
    event: strawberry.ID | None = UNSET


@strawberry.input
class _DealInput:
    """What a new deal and a correction share."""

    parties: list[strawberry.ID] | None = UNSET
    title: str | None = UNSET
    currency: str | None = UNSET
    rate: str | None = UNSET
    rate_on: Day | None = UNSET
    rate_source: str | None = UNSET
    expected: list[YearAmountInput] | None = UNSET
    received: list[YearAmountInput] | None = UNSET
    credits: list[CreditInput] | None = UNSET
    additionality: Additionality | None = UNSET
    source: str | None = UNSET
    request_id: strawberry.ID | None = UNSET


@strawberry.input
class RecordDealInput(_DealInput):
    """A new deal."""

    introductions: list[strawberry.ID]
    kind: DealKind
    amount: MinorUnits
    signed_on: Day


@strawberry.input
class CorrectDealInput(_DealInput):
    """A correction: what is not sent keeps its value."""

    id: strawberry.ID
    version: int
    correction_text: str
    introductions: list[strawberry.ID] | None = UNSET
    kind: DealKind | None = UNSET
    amount: MinorUnits | None = UNSET
    signed_on: Day | None = UNSET


@strawberry.input
class AttachEvidenceInput:
    """One piece of evidence for a deal or an order."""

    id: strawberry.ID
    kind: EvidenceKind
    title: str
    digest: str | None = UNSET
    link: str | None = UNSET
    request_id: strawberry.ID | None = UNSET


@strawberry.input
class ConfirmDealInput:
    """A party's word on the version that it saw."""

    id: strawberry.ID
    version: int
    additionality: Additionality | None = UNSET
    request_id: strawberry.ID | None = UNSET


@strawberry.input
class ReviewDealInput:
    """A reviewer's decision on the version that he saw."""

    id: strawberry.ID
    version: int
    accepted: bool
    text: str | None = UNSET
    request_id: strawberry.ID | None = UNSET


def proved_id(value: str) -> str:
    """The stable id behind the global id of a deal or of an order."""
    return raw_id("CrossBorderOrder", raw_id("Deal", value))


def correction_of(form: Any) -> str:
    """Why a version is replaced. Raises InvalidInput."""
    return checked(Correction, {"correction_text": form.correction_text}).correction_text


async def asked_deal(info: Info, form: object) -> dict[str, Any]:
    """The fields of a deal that a form says, by the graph's ids.

    Raises InvalidInput for a null where something is needed, NotFound for unknown codes.
    """
    values = emptied(sent(form, *NOT_OF_THE_DRAFT), _DEAL_NEEDS, _DEAL_LISTS)
    for name in ("expected", "received"):
        if name in values:
            values[name] = [sent(one) for one in values[name]]
    if "introductions" in values:
        values["introductions"] = [raw_id("Introduction", one) for one in values["introductions"]]
    if "parties" in values:
        values["parties"] = [await enterprise_id(info, one) for one in values["parties"]]
    if "credits" in values:
        values["credits"] = [_line(one) for one in values["credits"]]
    return values


def _line(form: CreditInput) -> dict[str, Any]:
    line = filled(sent(form))
    for name, kind in (
        ("introduction", "Introduction"),
        ("committee", "Committee"),
        ("event", "Event"),
    ):
        if name in line:
            line[name] = raw_id(kind, line[name])
    return line


def recorded_deal(asked: Mapping[str, Any]) -> DealDraft:
    """A new deal. Raises InvalidInput."""
    return checked(DealDraft, _credited(filled(asked)))


def merged_deal(before: Deal, asked: Mapping[str, Any]) -> DealDraft:
    """What stands with what a correction says.

    Other introductions bring their own parties and credit, where the form does not say them.
    Raises InvalidInput.
    """
    stands = before.model_dump(include=_DEAL_OWN)
    stands["credits"] = [
        one.model_dump(include={"introduction", "committee", "event"}) | {"share": one.share}
        for one in before.credits
    ]
    if set(asked.get("introductions", before.introductions)) != set(before.introductions):
        stands |= {"credits": [], "parties": []}
    return checked(DealDraft, _credited(stands | dict(asked)))


def _credited(values: dict[str, Any]) -> dict[str, Any]:
    """Lines of credit with the introduction that they mean, where there is but one."""
    only = values["introductions"][0] if len(values["introductions"]) == 1 else None
    lines = values.get("credits") or []
    if only is not None:
        lines = [{"introduction": only} | dict(line) for line in lines]
    return values | {"credits": lines}


def emptied(values: dict[str, Any], needed: set[str], lists: set[str]) -> dict[str, Any]:
    """What is sent, null lists as empty ones. Raises InvalidInput for a null that is needed."""
    if nothing := [name for name in sorted(needed) if name in values and values[name] is None]:
        raise InvalidInput([FieldProblem(_camel(name), "required") for name in nothing])
    return values | {name: [] for name in lists if name in values and values[name] is None}


def _camel(name: str) -> str:
    first, *rest = name.split("_")
    return first + "".join(part.capitalize() for part in rest)
