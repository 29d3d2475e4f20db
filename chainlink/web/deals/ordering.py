"""The pages on which a cross-border order is recorded and corrected."""

from collections.abc import Mapping
from typing import Any

from starlette.responses import Response

from chainlink.accounts.model import Actor
from chainlink.app import App
from chainlink.deals.model import Deal, DealKind
from chainlink.errors import Conflict
from chainlink.matching.model import MatchType
from chainlink.web.deals.choices import order_choices
from chainlink.web.deals.naming import Named, Names, names_for
from chainlink.web.deals.order_fields import order_values
from chainlink.web.desk import Desk
from chainlink.web.guests import Guest


def deal_asked(guest: Guest) -> str:
    """The deal that the address names; empty where it names none."""
    return str(guest.query.get("deal", ""))


async def show_new_order(desk: Desk, guest: Guest) -> Response:
    """The form of a new order; without a deal the list of deals, where one is chosen."""
    if not deal_asked(guest):
        return desk.go(guest, "/deals")
    app, actor, shown = desk.app, guest.actor, desk.shown(guest)
    deal = await app.deals.get(actor, deal_asked(guest))
    if deal.kind is DealKind.LETTER_OF_INTENT:
        raise Conflict("order.under_intent")
    names = await names_for(app, actor, shown, deal.parties)
    values: dict[str, Any] = {"currency": "USD", "orderedOn": shown.today.isoformat()}
    values |= await _ends(app, actor, deal, names.enterprises)
    return _form(desk, guest, deal, names, values, order=None)


async def show_correct_order(desk: Desk, guest: Guest) -> Response:
    """The form of a correction, filled with the version that stands."""
    app, actor, shown = desk.app, guest.actor, desk.shown(guest)
    order = await app.orders.get(actor, str(guest.request.path_params["id"]))
    deal = (await app.deals.by_ids(actor, [order.deal])).get(order.deal)
    names = await names_for(app, actor, shown, ends_of(order.seller, order.maker, deal))
    values = dict(order_values(order, names.enterprises, shown.language.value))
    return _form(desk, guest, deal, names, values, order=order)


def ends_of(seller: str, maker: str, deal: Deal | None) -> list[str]:
    """Everybody who may be named in an order of a deal."""
    return list(dict.fromkeys([seller, maker, *(deal.parties if deal else ())]))


async def _ends(app: App, actor: Actor, deal: Deal, names: Mapping[str, Named]) -> dict[str, str]:
    """Where a channel was introduced, the one who looked for it makes, the other sells abroad."""
    found = await app.introductions.by_ids(actor, list(deal.introductions))
    for one in found.values():
        both = one.seeker in names and one.provider in names
        if one.match_type is MatchType.CHANNEL and both:
            return {"maker": names[one.seeker].name, "seller": names[one.provider].name}
    return {}


def _form(
    desk: Desk,
    guest: Guest,
    deal: Deal | None,
    names: Names,
    values: Mapping[str, Any],
    **facts: Any,
) -> Response:
    shown = desk.shown(guest)
    return desk.page(
        guest,
        "deals/order_form",
        values=values,
        deal=deal,
        names=names,
        **order_choices(shown),
        **facts,
    )
