"""Introductions that were made, and deals on them, for the tests of the deals room."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from chainlink.accounts.model import Actor, Role
from chainlink.app import App
from chainlink.deals.drafts import DealDraft
from chainlink.deals.model import Deal
from chainlink.deals.order_model import CrossBorderOrder, OrderDraft
from chainlink.enterprises.model import Enterprise
from chainlink.introductions.machine import IntroductionState
from chainlink.introductions.model import Introduction
from chainlink.introductions.writing import open_introduction, write_changes
from chainlink.journal.service import Change
from chainlink.matching.model import MatchType
from chainlink.validation import checked
from tests.factories import create_account, create_member


async def introduce(
    app: App,
    seeker: str,
    provider: str,
    *,
    committee: str = "ka",
    match_type: MatchType = MatchType.CHANNEL,
    state: IntroductionState = IntroductionState.NEGOTIATING,
    furthest: IntroductionState | None = None,
    event: str | None = None,
) -> Introduction:
    """An introduction that has come as far as `furthest`, else as far as `state`."""

    async def work(change: Change) -> Introduction:
        opened = await open_introduction(
            change,
            seeker=seeker,
            provider=provider,
            match_type=match_type,
            committee=committee,
            owner="system:tests",
            state=IntroductionState.SHORTLISTED,
            shortlisted_by=committee,
            today=app.settings.today(app.clock()),
            event=event,
        )
        far = (furthest or state).value
        changed = {"state": state.value, "furthest": far}
        await write_changes(change, opened, changed)
        return opened.model_copy(update=changed)

    return await app.journal.change("system:tests", work)


@dataclass(frozen=True, slots=True)
class Pair:
    """A seller and a maker who were introduced by committee ka, and the people around them."""

    app: App
    seller: Enterprise
    maker: Enterprise
    seller_account: Actor
    maker_account: Actor
    staff: Actor
    secretary: Actor
    introduction: Introduction


async def introduced_pair(app: App, *, maker_committee: str = "ka") -> Pair:
    """易运盈's part and 金大丰's part: who sells abroad and who makes."""
    seller_account, seller = await create_member(app)
    maker_account, maker = await create_member(app, committees=[maker_committee])
    return Pair(
        app=app,
        seller=seller,
        maker=maker,
        seller_account=seller_account,
        maker_account=maker_account,
        staff=await create_account(app, Role.STAFF, committees=["ka"]),
        secretary=await create_account(app, Role.SECRETARY, committees=["ka"]),
        introduction=await introduce(app, maker.id, seller.id),
    )


def deal_draft(introductions: Sequence[Introduction | str], **said: Any) -> DealDraft:
    """A purchase of five million yuan; `said` wins."""
    ids = [one if isinstance(one, str) else one.id for one in introductions]
    plain = {
        "introductions": ids,
        "kind": "PURCHASE_ORDER",
        "title": "玉米收获机采购",
        "amount": 500_000_000,
        "currency": "CNY",
        "signed_on": "2026-11-20",
    }
    return checked(DealDraft, plain | said)


async def record_deal(pair: Pair, actor: Actor | None = None, **said: Any) -> Deal:
    """A deal of the pair, recorded by staff where nobody else is named."""
    return await pair.app.deals.record(actor or pair.staff, deal_draft([pair.introduction], **said))


def order_draft(pair: Pair, **said: Any) -> OrderDraft:
    """Ten harvesters to Russia; `said` wins."""
    plain = {
        "order_number": "YYY-2026-001",
        "hs_code": "8433510001",
        "incoterm": "FOB",
        "incoterm_place": "青岛",
        "customs_mode": "9810",
        "amount": 70_000_000,
        "currency": "USD",
        "destination": "RU",
        "seller": pair.seller.id,
        "maker": pair.maker.id,
        "ordered_on": "2026-11-21",
    }
    return checked(OrderDraft, plain | said)


async def record_order(
    pair: Pair, deal: Deal, actor: Actor | None = None, **said: Any
) -> CrossBorderOrder:
    """An order under a deal, recorded by staff where nobody else is named."""
    return await pair.app.orders.record(actor or pair.staff, deal.deal, order_draft(pair, **said))
