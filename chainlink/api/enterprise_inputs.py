"""What is sent of an enterprise, and how it becomes a draft."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

import strawberry
from strawberry import UNSET

from chainlink.api.context import Info
from chainlink.api.inputs import filled, sent
from chainlink.api.relay import raw_id
from chainlink.api.scalars import Day, MinorUnits
from chainlink.enterprises.model import (
    Enterprise,
    EnterpriseDraft,
    EnterpriseProfile,
    Sector,
    SizeClass,
    Visibility,
)
from chainlink.errors import FieldProblem, InvalidInput
from chainlink.validation import checked

# where a flat draft's field stands in the form
_PATHS = {
    "capital": "capital.amount",
    "capitalCurrency": "capital.currency",
    "capitalUnknown": "capital.unknownReason",
}
_NEEDED = {"name", "sector", "visibility"}


@strawberry.input
class ContactInput:
    """A person to speak to."""

    name: str
    phone: str | None = UNSET
    email: str | None = UNSET


@strawberry.input
class CapitalInput:
    """Registered capital, or why it is not known."""

    amount: MinorUnits | None = UNSET
    currency: str | None = UNSET
    unknown_reason: str | None = UNSET


@strawberry.input
class RegisterEnterpriseInput:
    """A registration."""

    uscc: str
    name: str
    sector: Sector
    committees: list[str] | None = UNSET
    name_en: str | None = UNSET
    region: str | None = UNSET
    industry: str | None = UNSET
    size: SizeClass | None = UNSET
    founded: Day | None = UNSET
    address: str | None = UNSET
    entity_type: str | None = UNSET
    capital: CapitalInput | None = UNSET
    scope: str | None = UNSET
    visibility: Visibility | None = UNSET
    export_markets: list[str] | None = UNSET
    contact: ContactInput | None = UNSET
    request_id: strawberry.ID | None = UNSET


@strawberry.input
class UpdateEnterpriseInput:
    """A change of a profile: what is not sent keeps its value, what is sent as null is emptied."""

    id: strawberry.ID
    version: int
    name: str | None = UNSET
    sector: Sector | None = UNSET
    name_en: str | None = UNSET
    region: str | None = UNSET
    industry: str | None = UNSET
    size: SizeClass | None = UNSET
    founded: Day | None = UNSET
    address: str | None = UNSET
    entity_type: str | None = UNSET
    capital: CapitalInput | None = UNSET
    scope: str | None = UNSET
    visibility: Visibility | None = UNSET
    export_markets: list[str] | None = UNSET
    request_id: strawberry.ID | None = UNSET


@contextmanager
def _form_paths() -> Iterator[None]:
    try:
        yield
    except InvalidInput as refusal:
        raise InvalidInput(
            [replace(one, path=_PATHS.get(one.path, one.path)) for one in refusal.fields]
        ) from refusal


def _flat(values: Mapping[str, Any]) -> dict[str, Any]:
    """Capital as the three fields that a draft has of it; a new one replaces all three."""
    if "capital" not in values:
        return dict(values)
    capital = values["capital"]
    said = {} if capital is None else sent(capital)
    return dict(values) | {
        "capital": said.get("amount"),
        "capital_currency": said.get("currency"),
        "capital_unknown": said.get("unknown_reason"),
    }


def registration(form: RegisterEnterpriseInput) -> EnterpriseDraft:
    """The form as a draft. Raises InvalidInput."""
    values = filled(_flat(sent(form, "request_id")))
    if "contact" in values:
        values["contact"] = filled(sent(values["contact"]))
    if "committees" in values:
        values["committees"] = [raw_id("Committee", one) for one in values["committees"]]
    with _form_paths():
        return checked(EnterpriseDraft, values)


def asked_profile(form: UpdateEnterpriseInput) -> dict[str, Any]:
    """The fields of the profile that the form changes. Raises InvalidInput for a needed null."""
    values = _flat(sent(form, "id", "version", "request_id"))
    if emptied := [name for name in sorted(_NEEDED) if name in values and values[name] is None]:
        raise InvalidInput([FieldProblem(name, "required") for name in emptied])
    if values.get("export_markets", ()) is None:
        values["export_markets"] = []
    return values


async def merged_profile(
    info: Info, before: Enterprise, asked: Mapping[str, Any]
) -> EnterpriseProfile:
    """The profile that stands with what the form changes. Raises InvalidInput."""
    stands = before.model_dump(include=set(EnterpriseProfile.model_fields) - {"export_markets"})
    exports = await info.context.app.enterprises.exports([before.id])
    stands["export_markets"] = [one.market for one in exports]
    with _form_paths():
        return checked(EnterpriseProfile, stands | dict(asked))
