"""`/enterprises/new` and `/enterprises/{id}/edit`: a profile entered and changed."""

from typing import Any

from pydantic.alias_generators import to_camel
from starlette.responses import Response

from chainlink.accounts.model import Role
from chainlink.accounts.permissions import Action
from chainlink.enterprises.model import (
    Enterprise,
    EnterpriseDraft,
    EnterpriseProfile,
    Sector,
    SizeClass,
    Visibility,
)
from chainlink.enterprises.rights import rights_of
from chainlink.errors import Conflict, Forbidden
from chainlink.language import Language
from chainlink.validation import checked
from chainlink.web.bodies import Sent
from chainlink.web.enterprises.deciding import enterprise_in
from chainlink.web.enterprises.typed import (
    capital_fields,
    capital_typed,
    market_codes,
    market_names,
    region_code,
    region_typed,
)
from chainlink.web.guests import Guest
from chainlink.web.inputs import at_fields, request_of, version_of
from chainlink.web.workbench import Workbench

_PLAIN = (
    "name", "name_en", "sector", "industry", "size", "founded", "address", "entity_type", "scope",
    "visibility",
)  # fmt: skip
_CONTACT = ("name", "phone", "email")
_PRIVATE_IS_FOR_CLAIMS = {Visibility.PRIVATE}


def _profile(sent: Sent, before: Enterprise | None = None) -> dict[str, Any]:
    """The fields of a profile as they were typed."""
    values: dict[str, Any] = {
        name: said for name in _PLAIN if (said := sent.text(to_camel(name), required=False))
    }
    if region := sent.text("region", required=False):
        values["region"] = region_code(region)
    values["export_markets"] = market_codes(sent.text("exportMarkets", required=False))
    return values | capital_fields(sent.text("capital", required=False), before)


def _registration(sent: Sent) -> EnterpriseDraft:
    values = _profile(sent) | {"uscc": sent.text("uscc", required=False)}
    values["committees"] = sent.several.get("committees", [])
    contact = {name: sent.text(f"contact.{name}", required=False) for name in _CONTACT}
    if any(contact.values()):
        values["contact"] = contact
    with at_fields():
        return checked(EnterpriseDraft, values)


class Registering:
    """Pages and forms of profiles."""

    def __init__(self, workbench: Workbench) -> None:
        self._workbench = workbench
        self._desk, self._app = workbench.desk, workbench.app

    async def show_new(self, guest: Guest) -> Response:
        """The empty form. Raises Conflict for an account that speaks for an enterprise already."""
        if guest.actor.role is Role.ENTERPRISE and guest.actor.enterprise is not None:
            raise Conflict("enterprise.account_bound")
        return self._desk.page(
            guest,
            "enterprises/new",
            first={"sector": Sector.INDUSTRY.value, "visibility": Visibility.PUBLIC.value},
            committee_choices=[
                (one.code, self._desk.shown(guest).named(one))
                for one in await self._app.chains.committees()
            ],
            needs_committee=guest.actor.role is Role.ENTERPRISE,
            **self._choices(guest),
        )

    async def register(self, guest: Guest, sent: Sent) -> Response:
        """Enter it; its page says what comes next."""
        found = await self._app.enterprises.register(
            guest.actor, _registration(sent), request=request_of(sent)
        )
        to = f"/enterprises/{found.id}"
        return self._workbench.done(guest, sent, "enterprise_registered", to)

    async def show_edit(self, guest: Guest) -> Response:
        """The form with what stands. Raises NotFound, Forbidden."""
        found = await self._editable(guest)
        exports = await self._app.enterprises.exports([found.id])
        english = guest.language is Language.EN
        first = {to_camel(name): getattr(found, name) for name in _PLAIN} | {
            "region": region_typed(found.region),
            "capital": capital_typed(found),
            "exportMarkets": "、".join(
                market_names([one.market for one in exports], english=english)
            ),
        }
        return self._desk.page(
            guest, "enterprises/edit", one=found, first=first, **self._choices(guest)
        )

    async def update(self, guest: Guest, sent: Sent) -> Response:
        """Save the profile."""
        before = await self._editable(guest)
        with at_fields():
            profile = checked(EnterpriseProfile, _profile(sent, before))
        await self._app.enterprises.update(
            guest.actor, before.id, version_of(sent), profile, request=request_of(sent)
        )
        return self._workbench.done(guest, sent, "enterprise_saved", f"/enterprises/{before.id}")

    async def _editable(self, guest: Guest) -> Enterprise:
        found = await self._app.enterprises.get(guest.actor, enterprise_in(guest))
        rights = await rights_of(self._app.enterprises, self._app.store, guest.actor, found)
        if not rights.update:
            raise Forbidden("forbidden", action=Action.WRITE.value, role=guest.actor.role.value)
        return found

    def _choices(self, guest: Guest) -> dict[str, Any]:
        shown = self._desk.shown(guest)
        return {
            "sectors": [(one.value, shown.label(one)) for one in Sector],
            "sizes": [(one.value, shown.label(one)) for one in SizeClass],
            "visibilities": [
                (one.value, shown.label(one))
                for one in Visibility
                if one not in _PRIVATE_IS_FOR_CLAIMS
            ],
        }
