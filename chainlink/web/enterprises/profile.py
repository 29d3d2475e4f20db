"""`/enterprises/{id}`: everything about one enterprise that the guest may know."""

from collections.abc import Sequence
from dataclasses import dataclass

from starlette.responses import Response

from chainlink.accounts.permissions import Action, Reach, Resource, reach
from chainlink.app import App
from chainlink.chains.model import Committee
from chainlink.deals.listing_model import DealQuestion
from chainlink.deals.model import Deal
from chainlink.enterprises.disclosure import Contact
from chainlink.enterprises.duplicates import PossibleDuplicate
from chainlink.enterprises.model import Enterprise
from chainlink.enterprises.rights import Rights, rights_of
from chainlink.introductions.listing_model import ListingQuestion
from chainlink.introductions.model import IntroductionView
from chainlink.language import Language
from chainlink.matching.model import MatchType
from chainlink.web.desk import Desk
from chainlink.web.enterprises.claims import category_name, claims_shown
from chainlink.web.enterprises.partners import partners_shown
from chainlink.web.enterprises.standing import standing_of
from chainlink.web.enterprises.timeline import timeline_of
from chainlink.web.enterprises.typed import local_day, market_names, region_text
from chainlink.web.guests import Guest
from chainlink.web.shown import Shown

_FEW = 5  # introductions and deals, beside the link to all of them


@dataclass(frozen=True, slots=True)
class Dealings:
    """Introductions and deals of an enterprise: the newest few, and how many there are."""

    introductions: Sequence[IntroductionView]
    all_introductions: int
    deals: Sequence[Deal]
    all_deals: int
    names: dict[str, str]


async def show_enterprise(
    desk: Desk, guest: Guest, contacts: Sequence[Contact] | None = None
) -> Response:
    """The page; `contacts` where they were asked for, which was noted."""
    app, shown, wanted = desk.app, desk.shown(guest), guest.request.path_params["id"]
    found = await app.enterprises.get(guest.actor, wanted)
    if found.id != wanted:  # merged into another since
        return desk.go(guest, f"/enterprises/{found.id}")
    rights = await rights_of(app.enterprises, app.store, guest.actor, found)
    codes = (await app.enterprises.known.committees([found.id]))[found.id]
    committees = [one for one in await app.chains.committees() if one.code in codes]
    capabilities, needs = await claims_shown(app, guest.actor, found.id, shown)
    return desk.page(
        guest,
        "enterprises/one",
        one=found,
        rights=rights,
        facts=await _facts(app, found, shown),
        memberships=await _memberships(app, found, committees, shown),
        capabilities=capabilities,
        needs=needs,
        standing=await standing_of(app, found.id, committees, [one.claim for one in capabilities]),
        recorded=local_day(found.recorded_at, shown),
        match_types=list(MatchType),
        partners=await partners_shown(app, guest, found, rights),
        dealings=await _dealings(app, guest, found, rights),
        timeline=await timeline_of(app, guest, found, rights, shown),
        contacts=await _contacts(app, guest, found, rights, contacts),
        has_contacts=await _has_contacts(app, guest, found),
        duplicates=await _duplicates(app, guest, found),
        vetoes=await _vetoes(app, guest, found, rights),
    )


async def _facts(app: App, one: Enterprise, shown: Shown) -> list[tuple[str, str]]:
    """What is known of it, by the name of each field; what is not known is left out."""
    english = shown.language is Language.EN
    taxonomy = await app.taxonomy.current()
    industry = taxonomy.by_id.get(f"GBT4754:{one.industry}") if one.industry else None
    markets = [presence.market for presence in await app.enterprises.exports([one.id])]
    capital = shown.money(one.capital, one.capital_currency) or one.capital_unknown or ""
    between = shown.say("page.enterprises.between")
    said = [
        ("uscc", one.uscc),
        ("nameEn", one.name_en or ""),
        ("formerNames", between.join(one.former_names)),
        ("sector", shown.label(one.sector)),
        ("region", region_text(one.region)),
        ("address", one.address or ""),
        (
            "industry",
            f"{one.industry} {category_name(industry, shown.language)}" if industry else "",
        ),
        ("size", shown.label(one.size)),
        ("founded", shown.day(one.founded)),
        ("entityType", one.entity_type or ""),
        ("capital", capital),
        ("exportMarkets", between.join(market_names(markets, english=english))),
        ("visibility", shown.label(one.visibility)),
        ("source", one.source or ""),
    ]
    return [(name, text) for name, text in said if text]


async def _memberships(
    app: App, one: Enterprise, committees: Sequence[Committee], shown: Shown
) -> list[tuple[Committee, str, bool]]:
    """Committees with the day of joining, and whether it only asks to."""
    since = {}
    for membership in await app.enterprises.memberships([one.id]):
        day = membership.valid_from or local_day(membership.recorded_at, shown)
        since[membership.committee] = shown.day(day)
    return [(known, since.get(known.code, ""), known.code not in since) for known in committees]


async def _dealings(app: App, guest: Guest, one: Enterprise, rights: Rights) -> Dealings | None:
    """None for who may read none of any enterprise."""
    if reach(guest.actor, Action.READ, Resource.INTRODUCTIONS) is Reach.NONE:
        return None
    page, introductions = await app.introduction_listing.views(
        guest.actor, ListingQuestion(enterprise=one.id, size=_FEW)
    )
    deal_page, deals = await app.deal_listing.views(
        guest.actor, DealQuestion(enterprise=one.id, size=_FEW)
    )
    ids = {party.enterprise for view in introductions for party in view.parties}
    ids |= {party for deal in deals for party in deal.parties}
    seen = await app.enterprises.visible_by_ids(guest.actor, sorted(ids))
    names = {id_: found.name for id_, found in seen.items()}
    return Dealings(introductions, page.total, deals, deal_page.total, names)


async def _contacts(
    app: App, guest: Guest, one: Enterprise, rights: Rights, asked: Sequence[Contact] | None
) -> Sequence[Contact] | None:
    """None until they are asked for; one's own stand there at once: reading them tells nobody."""
    if asked is None and rights.own:
        return await app.enterprises.contacts(guest.actor, one.id)
    return asked


async def _has_contacts(app: App, guest: Guest, one: Enterprise) -> bool:
    """Whether there is something to ask for; none of it is shown by this."""
    return bool((await app.enterprises.contacts_of(guest.actor, [one.id])).get(one.id))


async def _duplicates(app: App, guest: Guest, one: Enterprise) -> list[PossibleDuplicate]:
    return await app.duplicates.of(guest.actor, one.id)


async def _vetoes(app: App, guest: Guest, one: Enterprise, rights: Rights) -> list[Enterprise]:
    if not rights.claims:
        return []
    ids = await app.vetoes.of(guest.actor, one.id)
    seen = await app.enterprises.visible_by_ids(guest.actor, ids)
    return [seen[id_] for id_ in ids if id_ in seen]
