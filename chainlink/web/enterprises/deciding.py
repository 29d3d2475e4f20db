"""Forms that stand on the list and on an enterprise's page: decided in one press, and said so."""

from starlette.responses import Response

from chainlink.web.bodies import Sent
from chainlink.web.desk import Desk
from chainlink.web.enterprises.listing import show_list
from chainlink.web.enterprises.profile import show_enterprise
from chainlink.web.guests import Guest
from chainlink.web.inputs import request_of, version_of
from chainlink.web.workbench import Workbench

LIST = "/enterprises"


def enterprise_in(guest: Guest) -> str:
    """The enterprise that the address names."""
    return str(guest.request.path_params["id"])


async def show_place(desk: Desk, guest: Guest) -> Response:
    """The page on which the form stood: the list or the enterprise's own."""
    if guest.place == LIST:
        return await show_list(desk, guest)
    return await show_enterprise(desk, guest)


class Deciding:
    """What is done to an enterprise by a button."""

    def __init__(self, workbench: Workbench) -> None:
        self._workbench = workbench
        self._app = workbench.app

    async def approve(self, guest: Guest, sent: Sent) -> Response:
        """Let one in; the list shows where it stood that it was."""
        found = await self._app.enterprises.approve(
            guest.actor, enterprise_in(guest), version_of(sent), request=request_of(sent)
        )
        return self._workbench.done(guest, sent, "enterprise_approved", undo=found.id)

    async def reject(self, guest: Guest, sent: Sent) -> Response:
        """Turn one down."""
        found = await self._app.enterprises.reject(
            guest.actor, enterprise_in(guest), version_of(sent), request=request_of(sent)
        )
        return self._workbench.done(guest, sent, "enterprise_rejected", undo=found.id)

    async def opt_out(self, guest: Guest, sent: Sent) -> Response:
        """Take part in matching or not."""
        out = sent.text("optedOut") == "1"
        await self._app.enterprises.set_opt_out(
            guest.actor, enterprise_in(guest), version_of(sent), out, request=request_of(sent)
        )
        return self._workbench.done(guest, sent, "opted_out" if out else "opted_in")

    async def veto(self, guest: Guest, sent: Sent) -> Response:
        """Never recommend the two; the partner is named by its id, its code or its exact name."""
        named = sent.text("partner")
        partner = await self._app.enterprises.find(guest.actor, named) if _by_name(sent) else None
        await self._app.vetoes.veto(
            guest.actor,
            enterprise_in(guest),
            partner.id if partner else named,
            request=request_of(sent),
        )
        return self._workbench.done(guest, sent, "veto_set")

    async def lift(self, guest: Guest, sent: Sent) -> Response:
        """Take a veto back."""
        await self._app.vetoes.lift(
            guest.actor, enterprise_in(guest), sent.text("partner"), request=request_of(sent)
        )
        return self._workbench.done(guest, sent, "veto_lifted")

    async def contacts(self, guest: Guest, _sent: Sent) -> Response:
        """Show them this once: it is noted that the guest has read them."""
        found = await self._app.enterprises.contacts(guest.actor, enterprise_in(guest))
        return await show_enterprise(self._workbench.desk, guest, found)


def _by_name(sent: Sent) -> bool:
    return sent.text("by", required=False) == "name"
