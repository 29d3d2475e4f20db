"""`/today`: what needs the reader now, each thing with what can be done about it."""

import asyncio
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from starlette.responses import Response

from chainlink.accounts.model import Role
from chainlink.accounts.permissions import Action, Reach, Resource, reach
from chainlink.agenda.model import Agenda
from chainlink.app import App
from chainlink.enterprises.listing_question import EnterpriseOrder, EnterpriseQuestion
from chainlink.enterprises.model import Enterprise, EnterpriseStatus
from chainlink.introductions.model import Consent
from chainlink.matching.model import Factor, Pair, Recommendation
from chainlink.web.guests import Guest
from chainlink.web.places import Needs
from chainlink.web.workbench import Workbench

_PAIRS = 3
_FIRST, _SHOWN = 10, 6


@dataclass(frozen=True, slots=True)
class Named:
    """What the page needs besides the agenda: names, consents that wait, pairs, who waits."""

    names: Mapping[str, str]
    consents: Mapping[str, Consent]
    pairs: tuple[Pair, ...]
    waiting: Sequence[Enterprise]


async def _named(app: App, guest: Guest, agenda: Agenda) -> Named:
    actor = guest.actor
    waiting_for = [one.introduction for one in agenda.consents.items]
    details, pairs, waiting = await asyncio.gather(
        app.introductions.details(actor, waiting_for), _pairs(app, guest), _waiting(app, guest)
    )
    parties = {party.enterprise for one in agenda.introductions.values() for party in one.parties}
    parties |= {id_ for one in agenda.deals.values() for id_ in one.parties}
    parties |= {id_ for one in agenda.orders.values() for id_ in (one.seller, one.maker)}
    parties |= {one.enterprise for one in agenda.claims.items}
    parties |= {id_ for one in pairs for id_ in _sides(one)}
    known = await app.enterprises.visible_by_ids(actor, sorted(parties))
    consents = {one.id: one for found in details.values() for one in found.consents}
    names = {id_: one.name for id_, one in known.items()}
    return Named(names, consents, tuple(pairs), waiting)


def _sides(pair: Pair) -> Iterable[str]:
    return pair.recommendation.enterprise, pair.recommendation.partner


async def _pairs(app: App, guest: Guest) -> list[Pair]:
    """The best pairs of an officer's members, or an enterprise's own."""
    actor = guest.actor
    if actor.role is not Role.ENTERPRISE:
        return await app.recommendations.inbox(actor, most=_PAIRS)
    if actor.enterprise is None:
        return []
    found = await app.recommendations.for_enterprise(actor, actor.enterprise, most=_PAIRS)
    return [Pair(committee=None, recommendation=one) for one in found]


def _strongest(one: Recommendation) -> list[Factor]:
    """The three reasons that count most; what everybody starts from is none."""
    said = [factor for factor in one.factors if factor.code != "base" and factor.contribution > 0]
    return sorted(said, key=lambda factor: -factor.contribution)[:3]


async def _waiting(app: App, guest: Guest) -> Sequence[Enterprise]:
    """Enterprises whose approval is the reader's to decide, the longest waiting first."""
    if reach(guest.actor, Action.DECIDE, Resource.ENTERPRISE) < Reach.COMMITTEE:
        return ()
    question = EnterpriseQuestion(
        status=EnterpriseStatus.PENDING, order=EnterpriseOrder.RECORDED, most=_FIRST
    )
    return (await app.enterprises.listed(guest.actor, question)).found


def add_today(workbench: Workbench) -> None:
    """Serve the page that everybody begins the day with."""
    app, desk = workbench.app, workbench.desk

    async def show(guest: Guest) -> Response:
        mine = guest.query.get("mine") == "1"
        agenda = await app.agenda.today(guest.actor, mine=mine, most=_SHOWN)
        named = await _named(app, guest, agenda)
        return desk.page(
            guest,
            "today",
            agenda=agenda,
            named=named,
            officer=guest.actor.role is not Role.ENTERPRISE,
            writes=reach(guest.actor, Action.WRITE, Resource.INTRODUCTIONS) is not Reach.NONE,
            mine=mine,
            strongest=_strongest,
        )

    workbench.shows("/today", Needs(Resource.INTRODUCTIONS), show)
