"""The list of introductions: everybody's own, in every order, and always what a fresh look says."""

import asyncio
from dataclasses import replace
from datetime import timedelta
from typing import Any

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from chainlink.accounts.model import Actor, Role, Scope
from chainlink.app import App, build_app
from chainlink.chains.model import Committee
from chainlink.enterprises.registry import write_links
from chainlink.errors import ChainlinkError
from chainlink.identity import new_id
from chainlink.introductions.drafts import DisputeDraft, FollowUpDraft, JoinDraft, UpdateDraft
from chainlink.introductions.listing import IntroductionListing
from chainlink.introductions.listing_model import ListingOrder, ListingQuestion
from chainlink.introductions.machine import ENDED, IntroductionState, Step
from chainlink.introductions.model import IntroductionView, PartyRole
from chainlink.introductions.reading import follow_ups_of
from chainlink.introductions.views import IntroductionFilter
from chainlink.journal.service import Change
from chainlink.matching.model import MatchType
from chainlink.settings import Settings
from tests.contract.test_introduction_walks import act, answers, others, steps
from tests.deal_world import introduce
from tests.factories import SYSTEM, YANZHOU, create_account, create_member, load_small_reference
from tests.introduction_world import Couple, build_couple
from tests.settable_clock import SettableClock

S = IntroductionState
EVERYTHING = ListingQuestion(size=200)


async def ids(app: App, actor: Actor, **asked: Any) -> list[str]:
    page = await app.introduction_listing.page(actor, ListingQuestion(**asked))
    return list(page.ids)


async def by_search(app: App, actor: Actor) -> dict[str, IntroductionView]:
    found = await app.introductions.search(actor, IntroductionFilter(), passed=0, most=1000)
    return {one.id: one for one in found}


def fresh(app: App) -> IntroductionListing:
    """As after a start of the server."""
    return IntroductionListing(
        app.store, app.follower, app.introductions, app.enterprises, app.chains
    )


async def third_committee(app: App) -> None:
    """Committee kc, of which nobody is a member."""
    one = Committee(code="kc", name_zh="金融党委", name_en="C", chain="castings", district=YANZHOU)
    await app.chains.load(SYSTEM, [], [], [one])


async def join(app: App, enterprise: str, committee: str) -> None:
    """A membership that begins."""

    async def work(change: Change) -> None:
        link = {"id": new_id(), "start": enterprise, "end": committee, "recorded_at": change.now}
        await write_links(change, "MEMBER_OF", [link], "membership.opened")

    await app.journal.change("tests", work)


async def test_an_introduction_is_listed_where_it_is_seen(app: App) -> None:
    couple = await build_couple(app)
    await couple.open()
    for who, expected in {
        "staff of ka": True,
        "secretary of kb": True,
        "auditor": True,
        "admin": True,
        "seeker": False,
        "stranger": False,
    }.items():
        assert await ids(app, couple.actors[who]) == ([couple.id] if expected else []), who
    await couple.ask()
    assert await ids(app, couple.actors["seeker"]) == [couple.id]
    assert await ids(app, couple.actors["stranger"]) == []
    await third_committee(app)
    outsider = await create_account(app, Role.STAFF, committees=["kc"])
    assert await ids(app, outsider) == []
    writes_only = replace(couple.actors["staff of ka"], scopes=frozenset({Scope.WRITE}))
    assert await ids(app, writes_only) == []


async def test_filters_find_what_they_name_and_count_the_rest(app: App) -> None:
    couple = await build_couple(app)
    first = await couple.open()
    second = (
        await introduce(
            app,
            couple.seeker.id,
            couple.provider.id,
            committee="kb",
            match_type=MatchType.RESEARCH,
            state=S.MET,
        )
    ).id
    staff = couple.actors["staff of ka"]
    for asked, expected in [
        ({"states": frozenset({S.MET})}, {second}),
        ({"committees": frozenset({"ka"})}, {first}),
        ({"chain": "machines"}, {second}),
        ({"chain": "machines", "committees": frozenset({"ka"})}, set()),
        ({"match_type": MatchType.SUPPLY}, {first}),
        ({"owner": staff.account}, {first}),
        ({"enterprise": couple.seeker.id}, {first, second}),
        ({"enterprise": "nobody"}, set()),
        ({"event": "no such event"}, set()),
        ({"disputed": True}, set()),
        ({"text": "电机"}, {first, second}),
        ({"text": "旁人"}, set()),
    ]:
        assert set(await ids(app, staff, **asked)) == expected, asked
    page = await app.introduction_listing.page(staff, ListingQuestion(states=frozenset({S.MET})))
    assert (page.total, page.overdue, page.pages) == (1, 0, 1)
    assert {state: n for state, n in page.counts.items() if n} == {S.SHORTLISTED: 1, S.MET: 1}
    assert set(page.counts) == set(S)
    board = await app.introduction_listing.board(staff, ListingQuestion(), 5)
    assert {state: one.ids for state, one in board.items() if one.ids} == {
        S.SHORTLISTED: (first,),
        S.MET: (second,),
    }
    assert set(board) == set(S) - ENDED


async def test_what_is_due_first_comes_first(app: App, clock: SettableClock) -> None:
    couple = await build_couple(app)
    staff = couple.actors["staff of ka"]
    today = app.introductions.today()
    introduced = (await couple.introduced(today)).id  # its first follow-up is three months away
    couple.id = (
        await introduce(app, couple.seeker.id, couple.provider.id, match_type=MatchType.RESEARCH)
    ).id
    due = UpdateDraft(due_on=today + timedelta(days=1))
    await app.introductions.update(staff, couple.id, await couple.version(), due)
    nothing = await introduce(app, couple.seeker.id, couple.provider.id)
    upwards = {"order": ListingOrder.DUE, "descending": False}
    assert await ids(app, staff, **upwards) == [couple.id, introduced, nothing.id]
    assert await ids(app, staff, order=ListingOrder.DUE) == [introduced, couple.id, nothing.id]
    assert await ids(app, staff, overdue=True) == []
    clock.advance(days=2)
    assert await ids(app, staff, overdue=True) == [couple.id]
    assert await ids(app, staff, due_before=today + timedelta(days=200), **upwards) == [
        couple.id,
        introduced,
    ]
    clock.advance(days=100)
    assert set(await ids(app, staff, overdue=True)) == {couple.id, introduced}
    [follow_up, *_] = await follow_ups_of(app.store, [introduced])
    await app.follow_ups.record(staff, follow_up.id, 1, FollowUpDraft(note="已通电话"))
    assert await ids(app, staff, overdue=True) == [couple.id]
    assert await ids(app, couple.actors["seeker"], overdue=True) == []


async def test_pages_follow_on_each_other_and_end(app: App) -> None:
    couple = await build_couple(app)
    staff = couple.actors["staff of ka"]
    for match_type in MatchType:
        await introduce(app, couple.seeker.id, couple.provider.id, match_type=match_type)
    for order in ListingOrder:
        for descending in (True, False):
            asked: dict[str, Any] = {"order": order, "descending": descending}
            whole = await ids(app, staff, **asked)
            parts = [await ids(app, staff, **asked, page=page, size=4) for page in range(1, 5)]
            assert [one for part in parts for one in part] == whole
            assert len(set(whole)) == len(MatchType)
    first = await app.introduction_listing.page(staff, ListingQuestion(page=-1, size=0))
    assert (len(first.ids), first.pages) == (1, len(MatchType))


async def test_a_membership_that_moves_moves_what_officers_see(app: App) -> None:
    couple = await build_couple(app)
    await couple.open()
    await third_committee(app)
    outsider = await create_account(app, Role.STAFF, committees=["kc"])
    assert await ids(app, outsider) == []
    await join(app, couple.seeker.id, "kc")
    assert await ids(app, outsider) == [couple.id]


async def test_a_partner_that_joins_is_a_party(app: App) -> None:
    couple = await build_couple(app)
    await couple.open()
    await third_committee(app)
    account, partner = await create_member(app, name="银行", committees=["kc"])
    officer = await create_account(app, Role.SECRETARY, committees=["kc"])
    assert await ids(app, officer) == []
    draft = JoinDraft(enterprise=partner.id, role=PartyRole.FINANCE_PARTNER)
    await app.introductions.join(couple.actors["admin"], couple.id, 1, draft)
    assert await ids(app, officer) == [couple.id]
    assert await ids(app, couple.actors["staff of ka"], enterprise=partner.id) == [couple.id]
    assert await ids(app, account) == []  # only shortlisted as yet


async def test_another_process_finds_what_this_one_wrote(app: App) -> None:
    couple = await build_couple(app)
    staff = couple.actors["staff of ka"]
    other = build_app(app.settings, store=app.store, clock=app.clock)
    assert (await other.introduction_listing.page(staff, EVERYTHING)).total == 0
    await couple.introduced()
    page = await other.introduction_listing.page(staff, EVERYTHING)
    assert (page.ids, page.counts[S.INTRODUCED]) == ((couple.id,), 1)


async def test_a_refusal_leaves_the_list_as_it_was(app: App) -> None:
    couple = await build_couple(app)
    await couple.open()
    staff = couple.actors["staff of ka"]
    before = await app.introduction_listing.page(staff, EVERYTHING)
    for refused in (
        couple.step("staff of ka", Step.INTRODUCE),
        app.introductions.dispute(staff, couple.id, 1, DisputeDraft(disputed=True, text="价")),
    ):
        try:
            await refused
        except ChainlinkError:
            continue
        raise AssertionError
    assert await app.introduction_listing.page(staff, EVERYTHING) == before


async def check(couple: Couple) -> None:
    """What was kept says what a fresh look says, and both what the plain search finds."""
    app = couple.app
    await app.introduction_listing.known.ready()
    anew = fresh(app)
    today = app.introductions.today()
    for who, actor in couple.actors.items():
        plain = await by_search(app, actor)
        for question in (
            EVERYTHING,
            replace(EVERYTHING, overdue=True),
            replace(EVERYTHING, order=ListingOrder.DUE, descending=False),
            replace(EVERYTHING, due_before=today + timedelta(days=120)),
        ):
            kept = await app.introduction_listing.page(actor, question)
            assert kept == await anew.page(actor, question), who
        page, views = await app.introduction_listing.views(actor, EVERYTHING)
        assert {one.id: one for one in views} == plain, who
        assert page.total == len(plain)
        assert page.counts == {
            state: sum(one.state is state for one in plain.values()) for state in S
        }
        assert page.overdue == sum(bool(one.overdue) for one in plain.values())
        late = await app.introduction_listing.page(actor, replace(EVERYTHING, overdue=True))
        assert set(late.ids) == {id_ for id_, one in plain.items() if one.overdue}


async def walked(actions: list[tuple[Any, ...]]) -> None:
    clock = SettableClock()
    app = build_app(Settings(_env_file=None, graph="ladybug::memory:"), clock=clock)
    await app.prepare()
    await load_small_reference(app)
    couple = await build_couple(app)
    await couple.open()
    await check(couple)
    for action in actions:
        head = await app.journal.head()
        try:
            await act(couple, clock, action)
        except ChainlinkError:
            assert await app.journal.head() == head
        await check(couple)
    await app.close()


def test_after_any_steps_it_is_what_a_fresh_look_says() -> None:
    @settings(max_examples=12, phases=(Phase.generate,), suppress_health_check=list(HealthCheck))
    @given(st.lists(st.one_of(steps, answers, others), min_size=3, max_size=10))
    def walk(actions: list[tuple[Any, ...]]) -> None:
        asyncio.run(walked(actions))

    walk()
