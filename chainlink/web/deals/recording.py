"""The pages on which a deal is recorded and corrected."""

from typing import Any

from starlette.responses import Response

from chainlink.errors import Conflict, NotFound
from chainlink.introductions.model import IntroductionView
from chainlink.web.deals.choices import deal_choices
from chainlink.web.deals.deal_fields import deal_values
from chainlink.web.deals.filling import Offered, made, offered, recordable
from chainlink.web.deals.typed import market_names
from chainlink.web.desk import Desk
from chainlink.web.guests import Guest

_LONGEST = 100


async def show_new(desk: Desk, guest: Guest) -> Response:
    """The form of a new deal; without an introduction those that a deal can be recorded on."""
    wanted = [one for one in guest.query.getlist("introduction") if one]
    if not wanted:
        return await _choose(desk, guest)
    found = await desk.app.introductions.by_ids(guest.actor, wanted)
    if missing := [one for one in wanted if one not in found]:
        raise NotFound("deal.introduction_unknown", value=missing[0])
    if not all(made(one) for one in found.values()):
        raise Conflict("deal.not_introduced")
    shown = desk.shown(guest)
    offers = await offered(desk.app, guest.actor, shown, [found[one] for one in wanted])
    values = {
        "introductions": wanted,
        "parties": [id_ for id_, _ in offers.parties],
        "currency": "CNY",
        "signedOn": shown.today.isoformat(),
    }
    return _form(desk, guest, offers, values, deal=None)


async def show_correct(desk: Desk, guest: Guest) -> Response:
    """The form of a correction, filled with the version that stands."""
    deal = await desk.app.deals.get(guest.actor, str(guest.request.path_params["id"]))
    shown = desk.shown(guest)
    seen = await desk.app.introductions.by_ids(guest.actor, list(deal.introductions))
    chosen: list[IntroductionView] = [seen[one] for one in deal.introductions if one in seen]
    offers = await offered(desk.app, guest.actor, shown, chosen, len(deal.credits))
    return _form(desk, guest, offers, dict(deal_values(deal)), deal=deal)


def _form(
    desk: Desk, guest: Guest, offers: Offered, values: dict[str, Any], **facts: Any
) -> Response:
    shown = desk.shown(guest)
    return desk.page(
        guest,
        "deals/deal_form",
        values=values,
        offers=offers,
        party=guest.actor.enterprise is not None,
        markets=market_names(shown.language.value),
        **deal_choices(shown),
        **facts,
    )


async def _choose(desk: Desk, guest: Guest) -> Response:
    text = str(guest.query.get("q", "")).strip()[:_LONGEST]
    found = await recordable(desk.app, guest.actor, desk.shown(guest), text)
    return desk.page(guest, "deals/choose", found=found, text=text)
