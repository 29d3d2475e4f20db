"""The pages of one deal and of one order: all that stands on them, gathered once."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from starlette.responses import Response

from chainlink.accounts.permissions import Action, Reach, Resource, reach
from chainlink.app import App
from chainlink.deals.model import Deal, DealKind
from chainlink.deals.money import in_home_currency
from chainlink.deals.order_model import CrossBorderOrder
from chainlink.deals.rights import rights_of
from chainlink.deals.sharing import shared
from chainlink.introductions.model import IntroductionView
from chainlink.web.deals.choices import deal_choices, mode_name
from chainlink.web.deals.comparing import corrections, deal_told, order_told
from chainlink.web.deals.filling import introduction_text
from chainlink.web.deals.firsts import first_export_of
from chainlink.web.deals.naming import names_for
from chainlink.web.deals.ordering import ends_of
from chainlink.web.deals.past import past_of
from chainlink.web.deals.proof import duties_of, line_of
from chainlink.web.deals.typed import market_name
from chainlink.web.desk import Desk
from chainlink.web.guests import Guest
from chainlink.web.shown import Shown

_LEVELS = (6, 4, 2)  # subheading, heading, chapter


def id_of(guest: Guest) -> str:
    """The deal or order that the address names."""
    return str(guest.request.path_params["id"])


async def show_deal(desk: Desk, guest: Guest) -> Response:
    """The deal's page."""
    app, actor, shown = desk.app, guest.actor, desk.shown(guest)
    guest.place = f"/deals/{id_of(guest)}"
    history = await app.deals.history(actor, id_of(guest))
    deal = history[0]
    rights = await rights_of(app.verifications, app.store, actor, deal.deal)
    orders = (await app.orders.of_deals(actor, [deal.deal]))[deal.deal]
    introduced = await _introductions(app, guest, history)
    parties = {id_ for one in history for id_ in one.parties}
    parties |= {id_ for one in introduced.values() for id_ in (one.seeker, one.provider)}
    parties |= set(rights.unconfirmed)
    events = {line.event for one in history for line in one.credits if line.event}
    names = await names_for(app, actor, shown, parties, events)
    texts = {
        id_: introduction_text(one, names.enterprises, shown) for id_, one in introduced.items()
    }
    return desk.page(
        guest,
        "deals/one",
        deal=deal,
        thing=deal,
        names=names,
        rights=rights,
        line=line_of(deal),
        duties=duties_of(deal, rights, names, actor.enterprise),
        credit=_credit(deal),
        worth=in_home_currency(deal.amount, deal.currency, deal.rate),
        orders=orders,
        takes_orders=rights.write and deal.kind is not DealKind.LETTER_OF_INTENT,
        introductions=texts,
        corrections=corrections(history, deal_told(names, texts, shown)),
        past=await past_of(app, actor, "Deal", deal.deal, shown),
        own_answer=_own_answer(deal, actor.enterprise),
        place=f"/deals/{deal.deal}",
        **_common(shown),
    )


async def show_order(desk: Desk, guest: Guest) -> Response:
    """The order's page."""
    app, actor, shown = desk.app, guest.actor, desk.shown(guest)
    guest.place = f"/orders/{id_of(guest)}"
    history = await app.orders.history(actor, id_of(guest))
    order = history[0]
    deal = (await app.deals.by_ids(actor, [order.deal])).get(order.deal)
    rights = await rights_of(app.verifications, app.store, actor, order.order_id)
    ends = {id_ for one in history for id_ in ends_of(one.seller, one.maker, deal)}
    ends |= set(rights.unconfirmed)
    names = await names_for(app, actor, shown, ends)
    return desk.page(
        guest,
        "deals/order",
        order=order,
        thing=order,
        deal=deal,
        names=names,
        rights=rights,
        line=line_of(order),
        duties=duties_of(order, rights, names, actor.enterprise),
        goods=await _goods(app, order, shown),
        mode=mode_name(order.customs_mode, shown),
        destination=market_name(order.destination, shown.language.value),
        first=await first_export_of(app, actor, order, history, shown),
        corrections=corrections(history, order_told(names, shown)),
        past=await past_of(app, actor, "CrossBorderOrder", order.order_id, shown),
        own_answer=None,
        place=f"/orders/{order.order_id}",
        **_common(shown),
    )


def _common(shown: Shown) -> dict[str, Any]:
    found = deal_choices(shown)
    return {"answers": found["answers"], "evidence_kinds": found["evidence_kinds"]}


@dataclass(frozen=True, slots=True)
class CreditLine:
    """A share of the credit with the money that falls to it."""

    committee: str
    event: str | None
    introduction: str
    share: str
    amount: int


def _credit(deal: Deal) -> Sequence[CreditLine]:
    """Lines whose amounts add up to the deal's."""
    keys = [(one.introduction, one.committee, one.event or "") for one in deal.credits]
    shares = {key: one.share for key, one in zip(keys, deal.credits, strict=True)}
    parts = shared(deal.amount, shares)
    return sorted(
        (
            CreditLine(one.committee, one.event, one.introduction, str(one.share), parts[key])
            for key, one in zip(keys, deal.credits, strict=True)
        ),
        key=lambda line: (-line.amount, line.committee, line.event or ""),
    )


async def _introductions(
    app: App, guest: Guest, history: Sequence[Deal]
) -> Mapping[str, IntroductionView]:
    if reach(guest.actor, Action.READ, Resource.INTRODUCTIONS) is Reach.NONE:
        return {}
    wanted = list(dict.fromkeys(id_ for one in history for id_ in one.introductions))
    return await app.introductions.by_ids(guest.actor, wanted)


def _own_answer(deal: Deal, enterprise: str | None) -> str:
    """What the reader's enterprise answered, as a value's name."""
    found = (one.additionality for one in deal.confirmations if one.enterprise == enterprise)
    return next((one.value for one in found if one is not None), "")


async def _goods(app: App, order: CrossBorderOrder, shown: Shown) -> str:
    """What the taxonomy knows the goods as: subheading, else heading, else chapter."""
    by_id = (await app.taxonomy.current()).by_id
    ids = [f"HS:{order.hs_code[:digits]}" for digits in _LEVELS]
    return next((shown.named(by_id[id_]) for id_ in ids if id_ in by_id), "")
