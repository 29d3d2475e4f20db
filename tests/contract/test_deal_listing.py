"""The lists of deals and orders, and what waits for a reviewer or a side."""

import asyncio
from dataclasses import replace
from datetime import date
from typing import Any

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from chainlink.accounts.model import Actor, Role
from chainlink.app import App, build_app
from chainlink.deals.evidence import EvidenceDraft
from chainlink.deals.listing import DealListing
from chainlink.deals.listing_model import DealOrder, DealQuestion, OrderOrder, OrderQuestion, Proof
from chainlink.deals.lookups import DealFilter
from chainlink.deals.model import Additionality, Deal, DealKind, Verification
from chainlink.deals.order_lookups import OrderFilter
from chainlink.deals.waiting import WaitingProofs
from chainlink.errors import ChainlinkError
from chainlink.settings import Settings
from tests.deal_world import Pair, deal_draft, introduced_pair, record_deal, record_order
from tests.factories import create_account, create_member, load_small_reference
from tests.settable_clock import SettableClock

ANSWER = Additionality.ABOUT_EVEN
V = Verification
EVERYTHING = DealQuestion(size=200)
ALL_ORDERS = OrderQuestion(size=200)


async def ids(app: App, actor: Actor, **asked: Any) -> list[str]:
    return list((await app.deal_listing.page(actor, DealQuestion(**asked))).ids)


async def orders(app: App, actor: Actor, **asked: Any) -> list[str]:
    return list((await app.deal_listing.orders(actor, OrderQuestion(**asked))).ids)


async def to_review(app: App, actor: Actor) -> list[str]:
    return [one.about for one in (await app.waiting_proofs.to_review(actor)).proofs]


async def to_confirm(app: App, actor: Actor) -> list[str]:
    return [one.about for one in (await app.waiting_proofs.to_confirm(actor)).proofs]


async def confirmed(pair: Pair, deal: Deal) -> None:
    for actor in (pair.seller_account, pair.maker_account):
        await pair.app.verifications.confirm(actor, deal.deal, deal.version, ANSWER)


async def test_filters_and_orders(app: App) -> None:
    pair = await introduced_pair(app)
    small = await record_deal(pair, amount=100, signed_on="2026-11-01", title="样机")
    large = await record_deal(pair, amount=900, signed_on="2026-10-01", currency="USD")
    intent = await record_deal(
        pair, kind="LETTER_OF_INTENT", amount=500, signed_on="2026-11-10", title=None
    )
    order = await record_order(pair, large)
    staff = pair.staff
    assert await ids(app, staff) == [intent.deal, small.deal, large.deal]
    assert await ids(app, staff, descending=False) == [large.deal, small.deal, intent.deal]
    assert await ids(app, staff, order=DealOrder.AMOUNT) == [large.deal, intent.deal, small.deal]
    assert await ids(app, staff, order=DealOrder.RECORDED) == [
        intent.deal,
        large.deal,
        small.deal,
    ]
    for asked, expected in [
        ({"kinds": frozenset({DealKind.LETTER_OF_INTENT})}, {intent.deal}),
        ({"introduction": pair.introduction.id}, {small.deal, large.deal, intent.deal}),
        ({"introduction": "no such one"}, set()),
        ({"enterprise": pair.maker.id}, {small.deal, large.deal, intent.deal}),
        ({"committee": "ka"}, {small.deal, large.deal, intent.deal}),
        ({"committee": "kb"}, set()),
        ({"since": date(2026, 11, 1), "until": date(2026, 11, 9)}, {small.deal}),
        ({"destination": "RU"}, {large.deal}),
        ({"incoterm": "FOB", "customs_mode": "9810"}, {large.deal}),
        ({"incoterm": "CIF"}, set()),
        ({"text": "样机"}, {small.deal}),
        ({"text": pair.maker.name}, {small.deal, large.deal, intent.deal}),
        ({"verifications": frozenset({V.REVIEWED})}, set()),
        ({"page": 2, "size": 2}, {large.deal}),
    ]:
        assert set(await ids(app, staff, **asked)) == expected, asked
    page = await app.deal_listing.page(staff, EVERYTHING)
    assert dict(page.amounts) == {"CNY": 100, "USD": 900}  # no intent among them
    assert page.counts[V.SELF_REPORTED] == page.total == 3
    assert await orders(app, staff) == [order.order_id]
    for asked_of, expected_orders in [
        ({"deal": large.deal}, [order.order_id]),
        ({"deal": small.deal}, []),
        ({"deal": "no such one"}, []),
        ({"destination": "DE"}, []),
        ({"enterprise": pair.seller.id, "incoterm": "FOB"}, [order.order_id]),
        ({"order": OrderOrder.AMOUNT, "committee": "ka"}, [order.order_id]),
    ]:
        assert await orders(app, staff, **asked_of) == expected_orders, asked_of


async def test_sums_of_the_largest_amounts_are_exact(app: App) -> None:
    pair = await introduced_pair(app)
    amounts = [10**15 - 1, 10**15 - 2, 7]
    for amount in amounts:
        await record_deal(pair, amount=amount)
    assert dict((await app.deal_listing.page(pair.staff, EVERYTHING)).amounts) == {
        "CNY": sum(amounts)
    }


async def test_everybody_sees_his_own(app: App) -> None:
    pair = await introduced_pair(app)
    deal = await record_deal(pair)
    order = await record_order(pair, deal)
    stranger, _ = await create_member(app)
    elsewhere = await create_account(app, Role.SECRETARY, committees=["kb"])
    auditor = await create_account(app, Role.AUDITOR)
    for actor, seen in [
        (pair.staff, True),
        (pair.seller_account, True),
        (pair.maker_account, True),
        (auditor, True),
        (stranger, False),
        (elsewhere, False),
    ]:
        assert await ids(app, actor) == ([deal.deal] if seen else []), actor
        assert await orders(app, actor) == ([order.order_id] if seen else []), actor
    _, [shown] = await app.deal_listing.views(pair.maker_account, EVERYTHING)
    assert (shown.deal, shown.recorded_by) == (deal.deal, None)


async def test_the_queue_of_a_reviewer(app: App) -> None:
    pair = await introduced_pair(app)
    deal = await record_deal(pair)
    secretary = pair.secretary
    assert await to_review(app, secretary) == []
    await app.verifications.attach(
        pair.staff, deal.deal, EvidenceDraft(kind="CONTRACT", title="合同", digest="a" * 64)
    )
    [proof] = (await app.waiting_proofs.to_review(secretary)).proofs
    assert proof == Proof(deal.deal, "Deal", V.DOCUMENTED, deal.recorded_at)
    assert await to_review(app, pair.staff) == []  # staff decide nothing
    assert await to_review(app, await create_account(app, Role.AUDITOR)) == []
    admin = await create_account(app, Role.ADMIN)
    assert await to_review(app, admin) == [deal.deal]
    await confirmed(pair, deal)
    assert await to_review(app, secretary) == [deal.deal]
    await app.verifications.review(secretary, deal.deal, 1, accepted=True)
    assert await to_review(app, secretary) == await to_review(app, admin) == []
    again = await app.deals.correct(
        secretary, deal.deal, 1, deal_draft([pair.introduction], amount=7), "更正"
    )
    await confirmed(pair, again)
    assert await to_review(app, secretary) == []  # who had a hand in it
    assert await to_review(app, admin) == [deal.deal]


async def test_what_waits_for_a_side_s_own_word(app: App) -> None:
    pair = await introduced_pair(app)
    deal = await record_deal(pair)
    order = await record_order(pair, deal)
    seller, maker = pair.seller_account, pair.maker_account
    assert await to_confirm(app, seller) == [deal.deal, order.order_id]
    assert await to_confirm(app, pair.staff) == []
    await app.verifications.confirm(seller, deal.deal, 1, ANSWER)
    assert await to_confirm(app, seller) == [order.order_id]
    await app.verifications.confirm(seller, order.order_id, 1, None)
    assert await to_confirm(app, seller) == []
    assert await to_confirm(app, maker) == [deal.deal, order.order_id]
    second = await app.waiting_proofs.to_confirm(maker, page=2, size=1)
    assert ([one.kind for one in second.proofs], second.total) == (["CrossBorderOrder"], 2)
    own = await record_deal(pair, maker, amount=5)  # its word, without its answer
    assert own.deal in await to_confirm(app, maker)
    await app.verifications.confirm(maker, own.deal, 1, ANSWER)
    assert own.deal not in await to_confirm(app, maker)


people = st.sampled_from(("staff", "secretary", "seller_account", "maker_account", "admin"))
actions = st.tuples(
    st.sampled_from(("record", "order", "correct", "attach", "confirm", "review")),
    people,
    st.integers(0, 9),
)


async def act(pair: Pair, actor: Actor, what: str, number: int) -> None:
    app = pair.app
    known = await app.deals.search(actor, DealFilter(), 100, None)
    if what == "record" or not known:
        await record_deal(pair, actor, amount=number + 1)
        return
    deal = known[number % len(known)]
    if what == "order":
        await record_order(pair, deal, actor, order_number=f"N{number}")
    elif what == "correct":
        draft = deal_draft([pair.introduction], amount=number + 100)
        await app.deals.correct(actor, deal.deal, deal.version, draft, "更正")
    elif what == "attach":
        proof = EvidenceDraft(kind="CONTRACT", title="合同", digest=f"{number}" * 64)
        await app.verifications.attach(actor, deal.deal, proof)
    elif what == "confirm":
        await app.verifications.confirm(actor, deal.deal, deal.version, ANSWER)
    else:
        await app.verifications.review(
            actor, deal.deal, deal.version, accepted=number % 2 == 0, text="看过"
        )


async def check(pair: Pair, actors: dict[str, Actor]) -> None:
    app = pair.app
    anew = DealListing(app.store, app.follower, app.enterprises, app.deals, app.orders)
    waiting = WaitingProofs(anew.known)
    for actor in actors.values():
        for question in (
            EVERYTHING,
            replace(EVERYTHING, destination="RU"),
            replace(EVERYTHING, verifications=frozenset({V.BOTH_CONFIRMED, V.DOCUMENTED})),
        ):
            assert await app.deal_listing.page(actor, question) == await anew.page(actor, question)
        page, views = await app.deal_listing.views(actor, EVERYTHING)
        plain = await app.deals.search(actor, DealFilter(), 200, None)
        assert page.total == len(plain)
        assert {one.id: one for one in views} == {one.id: one for one in plain}
        kept = await app.deal_listing.orders(actor, ALL_ORDERS)
        assert kept == await anew.orders(actor, ALL_ORDERS)
        placed = await app.orders.search(actor, OrderFilter(), 200, None)
        assert set(kept.ids) == {one.order_id for one in placed}
        assert await app.waiting_proofs.to_review(actor) == await waiting.to_review(actor)
        assert await app.waiting_proofs.to_confirm(actor) == await waiting.to_confirm(actor)


async def walked(steps: list[tuple[str, str, int]]) -> None:
    app = build_app(Settings(_env_file=None, graph="ladybug::memory:"), clock=SettableClock())
    await app.prepare()
    await load_small_reference(app)
    pair = await introduced_pair(app)
    names = ("staff", "secretary", "seller_account", "maker_account")
    actors: dict[str, Actor] = {name: getattr(pair, name) for name in names}
    actors["admin"] = await create_account(app, Role.ADMIN)
    actors["stranger"], _ = await create_member(app)
    await check(pair, actors)
    for what, who, number in steps:
        head = await app.journal.head()
        try:
            await act(pair, actors[who], what, number)
        except ChainlinkError:
            assert await app.journal.head() == head
        await check(pair, actors)
    await app.close()


@settings(max_examples=8, phases=(Phase.generate,), suppress_health_check=list(HealthCheck))
@given(st.lists(actions, min_size=4, max_size=12))
def test_after_any_steps_it_is_what_a_fresh_look_says(steps: list[tuple[str, str, int]]) -> None:
    asyncio.run(walked(steps))
