"""Where the pages of deals and orders are served, and what of the permission table each needs."""

from collections.abc import Awaitable, Callable
from functools import partial

from starlette.responses import Response

from chainlink.accounts.permissions import Action, Resource
from chainlink.web.bodies import Sent
from chainlink.web.deals.listing import show_deals, show_orders
from chainlink.web.deals.naming import names_for
from chainlink.web.deals.ordering import (
    deal_asked,
    ends_of,
    show_correct_order,
    show_new_order,
)
from chainlink.web.deals.pages import id_of, show_deal, show_order
from chainlink.web.deals.recording import show_correct, show_new
from chainlink.web.deals.taking import (
    attached,
    confirmed,
    corrected_deal,
    corrected_order,
    recorded_deal,
    recorded_order,
    reviewed,
)
from chainlink.web.deals.waiting import CONFIRM, REVIEW, show_waiting
from chainlink.web.desk import Desk
from chainlink.web.guests import Guest
from chainlink.web.places import Needs
from chainlink.web.workbench import Work, Workbench

_READS = Needs(Resource.DEALS)
_WRITES = Needs(Resource.DEALS, Action.WRITE)
_DECIDES = Needs(Resource.DEALS, Action.DECIDE)
_AFTER = "then"  # in the address of a form: it did not come from the introduction's page


def add_deals(workbench: Workbench) -> None:
    """Serve the lists and queues, each deal and order, and the forms that record and prove."""
    _add_deals(workbench)
    _add_orders(workbench)
    for kind, show in (("deals", show_deal), ("orders", show_order)):
        _add_proof(workbench, kind, partial(show, workbench.desk))


async def _listed(desk: Desk, guest: Guest) -> Response:
    queue = guest.query.get("waiting", "")
    if queue in {REVIEW, CONFIRM}:
        return await show_waiting(desk, guest, queue)
    return await show_deals(desk, guest)


def _add_deals(workbench: Workbench) -> None:
    desk, app = workbench.desk, workbench.app

    async def record(guest: Guest, sent: Sent) -> Response:
        deal = await recorded_deal(app, guest.actor, sent)
        asked = guest.query.get("introduction", "")
        back = asked in deal.introductions and _AFTER not in guest.query
        to = f"/introductions/{asked}" if back else f"/deals/{deal.deal}"
        return workbench.done(guest, sent, "deal_recorded", to)

    async def correct(guest: Guest, sent: Sent) -> Response:
        deal = await corrected_deal(app, guest.actor, id_of(guest), sent)
        return workbench.done(guest, sent, "deal_corrected", f"/deals/{deal.deal}")

    new, again = partial(show_new, desk), partial(show_correct, desk)
    workbench.shows("/deals", _READS, partial(_listed, desk))
    workbench.shows("/deals/new", _WRITES, new)
    workbench.takes("/deals/new", _WRITES, record, new)
    workbench.shows("/deals/{id}", _READS, partial(show_deal, desk))
    workbench.shows("/deals/{id}/correct", _WRITES, again)
    workbench.takes("/deals/{id}/correct", _WRITES, correct, again)


def _add_orders(workbench: Workbench) -> None:
    desk, app = workbench.desk, workbench.app

    async def record(guest: Guest, sent: Sent) -> Response:
        deal = await app.deals.get(guest.actor, deal_asked(guest) or sent.text("deal"))
        names = await names_for(app, guest.actor, desk.shown(guest), deal.parties)
        order = await recorded_order(app, guest.actor, deal.deal, sent, names.enterprises)
        return workbench.done(guest, sent, "order_recorded", f"/orders/{order.order_id}")

    async def correct(guest: Guest, sent: Sent) -> Response:
        before = await app.orders.get(guest.actor, id_of(guest))
        deal = (await app.deals.by_ids(guest.actor, [before.deal])).get(before.deal)
        ends = ends_of(before.seller, before.maker, deal)
        names = await names_for(app, guest.actor, desk.shown(guest), ends)
        await corrected_order(app, guest.actor, before, sent, names.enterprises)
        return workbench.done(guest, sent, "order_corrected", f"/orders/{before.order_id}")

    new, again = partial(show_new_order, desk), partial(show_correct_order, desk)
    workbench.shows("/orders", _READS, partial(show_orders, desk))
    workbench.shows("/orders/new", _WRITES, new)
    workbench.takes("/orders/new", _WRITES, record, new)
    workbench.shows("/orders/{id}", _READS, partial(show_order, desk))
    workbench.shows("/orders/{id}/correct", _WRITES, again)
    workbench.takes("/orders/{id}/correct", _WRITES, correct, again)


def _add_proof(
    workbench: Workbench, kind: str, show: Callable[[Guest], Awaitable[Response]]
) -> None:
    """The same three forms for both kinds of things."""
    app = workbench.app

    async def attach(guest: Guest, sent: Sent) -> Response:
        await attached(app, guest.actor, id_of(guest), sent)
        return workbench.done(guest, sent, "evidence_attached")

    async def confirm(guest: Guest, sent: Sent) -> Response:
        await confirmed(app, guest.actor, id_of(guest), sent)
        return workbench.done(guest, sent, "deal_confirmed")

    async def review(guest: Guest, sent: Sent) -> Response:
        accepted = await reviewed(app, guest.actor, id_of(guest), sent)
        return workbench.done(guest, sent, "deal_accepted" if accepted else "deal_rejected")

    ways: tuple[tuple[str, Needs, Work], ...] = (
        ("evidence", _WRITES, attach),
        ("confirm", _WRITES, confirm),
        ("review", _DECIDES, review),
    )
    for word, needs, work in ways:
        workbench.takes(f"/{kind}/{{id}}/{word}", needs, work, show)
