"""Deals: recorded on introductions that were made, counted once, corrected in versions."""

import asyncio
from datetime import date
from fractions import Fraction

import pytest

from chainlink.accounts.model import Role
from chainlink.app import App
from chainlink.deals.drafts import CreditDraft
from chainlink.deals.lookups import DealFilter
from chainlink.deals.model import Additionality, Deal, ReportedAs, Verification
from chainlink.errors import Conflict, Forbidden, InvalidInput, NotFound, StaleVersion
from chainlink.introductions.machine import IntroductionState
from chainlink.introductions.writing import write_changes
from chainlink.journal.service import Change
from chainlink.matching.model import MatchType
from tests.deal_world import deal_draft, introduce, introduced_pair, record_deal
from tests.factories import SYSTEM, create_account, create_member
from tests.refusals import code_of, refusal_of
from tests.settable_clock import SettableClock


async def test_a_deal_has_the_parties_and_the_credit_of_its_introduction(app: App) -> None:
    pair = await introduced_pair(app)
    deal = await record_deal(
        pair,
        expected=[{"year": 2027, "amount": 200_000_000}, {"year": 2026, "amount": 300_000_000}],
        received=[{"year": 2026, "amount": 1}],
        source="合同原件",
    )
    assert deal.parties == tuple(sorted((pair.seller.id, pair.maker.id)))
    assert [(one.introduction, one.committee, one.event, one.share) for one in deal.credits] == [
        (pair.introduction.id, "ka", None, Fraction(1))
    ]
    assert [one.stored() for one in deal.expected] == ["2026:300000000", "2027:200000000"]
    assert [one.stored() for one in deal.received] == ["2026:1"]
    assert (deal.version, deal.verification, deal.reported_as) == (
        1,
        Verification.SELF_REPORTED,
        ReportedAs.OFFICER,
    )
    assert deal.confirmations == ()
    assert await app.deals.get(pair.staff, deal.deal) == deal
    entries = await app.journal.entries(0)
    assert entries[-1].action == "deal.recorded"
    assert "合同原件" not in entries[-1].facts
    assert '"amount":500000000' in entries[-1].facts
    assert set(entries[-1].enterprises) == {pair.seller.id, pair.maker.id}


async def test_a_side_that_records_has_confirmed(app: App) -> None:
    pair = await introduced_pair(app)
    deal = await record_deal(
        pair, pair.seller_account, additionality="ALMOST_CERTAINLY_NOT_WITHOUT"
    )
    assert deal.reported_as is ReportedAs.PARTY
    assert deal.verification is Verification.SELF_REPORTED
    [word] = deal.confirmations
    assert (word.enterprise, word.additionality) == (
        pair.seller.id,
        Additionality.ALMOST_CERTAINLY_NOT_WITHOUT,
    )
    seen = await app.deals.get(pair.maker_account, deal.deal)
    assert (seen.recorded_by, seen.confirmations[0].additionality) == (None, None)
    assert (await app.deals.get(pair.staff, deal.deal)).confirmations == deal.confirmations


@pytest.mark.parametrize(
    ("state", "furthest", "made"),
    [
        ("SHORTLISTED", "SHORTLISTED", False),
        ("CONSENT_PENDING", "CONSENT_PENDING", False),
        ("EXPIRED", "CONSENT_PENDING", False),
        ("INTRODUCED", "INTRODUCED", True),
        ("COMPLETED", "COMPLETED", True),
        ("NO_DEAL", "MET", True),
    ],
)
async def test_a_deal_needs_an_introduction_that_was_made(
    app: App, state: str, furthest: str, made: bool
) -> None:
    _, one = await create_member(app)
    account, other = await create_member(app)
    staff = await create_account(app, Role.STAFF, committees=["ka"])
    introduction = await introduce(
        app, one.id, other.id, state=IntroductionState(state), furthest=IntroductionState(furthest)
    )
    head = await app.journal.head()
    refusal = await refusal_of(app.deals.record(staff, deal_draft([introduction])))
    if made:
        assert refusal is None
        return
    assert isinstance(refusal, InvalidInput)
    assert [(one.path, one.key) for one in refusal.fields] == [
        ("introductions.0", "deal.not_introduced")
    ]
    expected = "NOT_FOUND" if state == "SHORTLISTED" else "INVALID_INPUT"
    assert await code_of(app.deals.record(account, deal_draft([introduction]))) == expected
    assert await app.journal.head() == head


async def test_the_same_deal_is_counted_once_whoever_records_it(app: App) -> None:
    pair = await introduced_pair(app, maker_committee="kb")
    other_staff = await create_account(app, Role.STAFF, committees=["kb"])
    second = await introduce(
        app, pair.maker.id, pair.seller.id, committee="kb", match_type=MatchType.SUPPLY
    )
    results = await asyncio.gather(
        app.deals.record(pair.staff, deal_draft([pair.introduction])),
        app.deals.record(other_staff, deal_draft([second], title="另一个名字")),
        return_exceptions=True,
    )
    [won] = [one for one in results if isinstance(one, Deal)]
    [lost] = [one for one in results if isinstance(one, Conflict)]
    assert lost.key == "deal.exists"
    assert (lost.facts["deal"], lost.facts["signed_on"]) == (won.deal, "2026-11-20")
    assert [one.deal for one in await app.deals.search(SYSTEM, DealFilter(), 10, None)] == [
        won.deal
    ]
    more = await record_deal(pair, amount=500_000_001)
    refusal = await refusal_of(
        app.deals.correct(pair.staff, more.deal, 1, deal_draft([pair.introduction]), "金额录错")
    )
    assert isinstance(refusal, Conflict)
    assert refusal.key == "deal.exists"


async def test_a_double_that_is_not_to_be_seen_is_not_named(app: App) -> None:
    pair = await introduced_pair(app)
    outsider = await create_account(app, Role.STAFF, committees=["kb"])
    second = await introduce(
        app, pair.maker.id, pair.seller.id, committee="kb", match_type=MatchType.SUPPLY
    )
    await record_deal(pair)
    refusal = await refusal_of(app.deals.record(outsider, deal_draft([second])))
    assert isinstance(refusal, Conflict)
    assert (refusal.key, refusal.facts) == ("deal.exists_elsewhere", {})


async def test_a_correction_is_a_new_version_and_the_old_one_stays(
    app: App, clock: SettableClock
) -> None:
    pair = await introduced_pair(app)
    first = await record_deal(pair, pair.seller_account, additionality="ABOUT_EVEN")
    await app.verifications.confirm(
        pair.maker_account, first.deal, 1, Additionality.PROBABLY_WITHOUT
    )
    clock.advance(days=1)
    draft = deal_draft([pair.introduction], amount=480_000_000)
    assert isinstance(
        await refusal_of(app.deals.correct(pair.staff, first.deal, 2, draft, "x")), StaleVersion
    )
    second = await app.deals.correct(pair.seller_account, first.deal, 1, draft, "折让")
    assert (second.version, second.amount, second.correction_text) == (2, 480_000_000, "折让")
    assert second.verification is Verification.SELF_REPORTED
    assert [(one.enterprise, one.additionality) for one in second.confirmations] == [
        (pair.seller.id, Additionality.ABOUT_EVEN)
    ]
    newest, before = await app.deals.history(pair.staff, first.deal)
    assert (newest.id, newest.superseded_at) == (second.id, None)
    assert (before.id, before.amount, before.verification) == (
        first.id,
        500_000_000,
        Verification.BOTH_CONFIRMED,
    )
    assert before.superseded_at is not None
    assert [one.id for one in await app.deals.search(pair.staff, DealFilter(), 10, None)] == [
        second.id
    ]
    refusal = await refusal_of(app.deals.correct(pair.staff, first.deal, 1, draft, "x"))
    assert isinstance(refusal, StaleVersion)


async def test_credit_is_shared_exactly_and_only_where_something_links(app: App) -> None:
    pair = await introduced_pair(app, maker_committee="kb")
    second = await introduce(
        app, pair.maker.id, pair.seller.id, committee="kb", match_type=MatchType.SUPPLY
    )
    both = [pair.introduction, second]
    deal = await app.deals.record(pair.staff, deal_draft(both))
    assert {(one.committee, one.share) for one in deal.credits} == {
        ("ka", Fraction(1, 2)),
        ("kb", Fraction(1, 2)),
    }
    lines = [
        {"introduction": pair.introduction.id, "share": "1/3"},
        {"introduction": pair.introduction.id, "committee": "kb", "share": "1/3"},
        {"introduction": second.id, "share": "1/3"},
    ]
    deal = await app.deals.correct(
        pair.staff, deal.deal, 1, deal_draft(both, credits=lines), "三方各一份"
    )
    assert sorted((one.committee, one.share) for one in deal.credits) == [
        ("ka", Fraction(1, 3)),
        ("kb", Fraction(1, 3)),
        ("kb", Fraction(1, 3)),
    ]

    async def refused(**said: object) -> tuple[str, str]:
        line = {"introduction": pair.introduction.id, "share": "1"} | said
        draft = deal_draft([pair.introduction], amount=7).model_copy(
            update={"credits": (CreditDraft.model_validate(line),)}
        )
        refusal = await refusal_of(app.deals.record(pair.staff, draft))
        assert isinstance(refusal, InvalidInput)
        return refusal.fields[0].path, refusal.fields[0].key

    assert await refused(introduction=second.id) == (
        "credits.0.introduction",
        "credit.introduction_foreign",
    )
    assert await refused(committee="kz") == ("credits.0.committee", "credit.committee_foreign")
    assert await refused(event="nowhere") == ("credits.0.event", "credit.event_foreign")


async def test_what_was_signed_before_the_introduction_did_not_come_of_it(app: App) -> None:
    pair = await introduced_pair(app)

    async def work(change: Change) -> None:
        await write_changes(change, pair.introduction, {"introduced_on": "2026-11-21"})

    await app.journal.change(SYSTEM.account, work)
    before = await app.journal.head()
    with pytest.raises(InvalidInput) as refused:
        await record_deal(pair, signed_on="2026-11-20")
    [problem] = refused.value.fields
    assert (problem.path, problem.key) == ("signedOn", "deal.before_introduction")
    assert await app.journal.head() == before
    assert (await record_deal(pair, signed_on="2026-11-21")).signed_on == date(2026, 11, 21)


async def test_parties_are_those_who_were_introduced(app: App) -> None:
    pair = await introduced_pair(app)
    _, stranger = await create_member(app)
    for parties, problem in (
        ([pair.seller.id, stranger.id], ("parties.1", "deal.party_foreign")),
        ([pair.seller.id], ("parties", "deal.two_parties")),
    ):
        refusal = await refusal_of(record_deal(pair, parties=parties))
        assert isinstance(refusal, InvalidInput)
        assert [(one.path, one.key) for one in refusal.fields] == [problem]


async def test_nothing_happens_in_the_future(app: App) -> None:
    pair = await introduced_pair(app)
    for said, problem in (
        ({"signed_on": "2026-11-25"}, ("signedOn", "deal.future")),
        ({"received": [{"year": 2027, "amount": 1}]}, ("received.0.year", "deal.received_later")),
        (
            {"currency": "USD", "rate": "7.1", "rate_on": "2026-12-01", "rate_source": "中国银行"},
            ("rateOn", "deal.future"),
        ),
    ):
        refusal = await refusal_of(record_deal(pair, **said))
        assert isinstance(refusal, InvalidInput)
        assert [(one.path, one.key) for one in refusal.fields] == [problem]


async def test_who_may_record_and_read(app: App) -> None:
    pair = await introduced_pair(app)
    deal = await record_deal(pair)
    stranger, _ = await create_member(app)
    elsewhere = await create_account(app, Role.SECRETARY, committees=["kb"])
    auditor = await create_account(app, Role.AUDITOR)
    admin = await create_account(app, Role.ADMIN)
    sees = {
        "seller": pair.seller_account,
        "maker": pair.maker_account,
        "staff": pair.staff,
        "secretary": pair.secretary,
        "auditor": auditor,
        "admin": admin,
    }
    for actor in sees.values():
        assert (await app.deals.get(actor, deal.deal)).id == deal.id
        found = await app.deals.search(actor, DealFilter(), 10, None)
        assert [one.id for one in found] == [deal.id]
    for actor in (stranger, elsewhere):
        assert await code_of(app.deals.get(actor, deal.deal)) == "NOT_FOUND"
        assert await code_of(app.deals.history(actor, deal.deal)) == "NOT_FOUND"
        assert await app.deals.search(actor, DealFilter(), 10, None) == []
        assert (await app.deals.of_enterprises(actor, [pair.seller.id]))[pair.seller.id] == []
        assert (await app.deals.of_introductions(actor, [pair.introduction.id]))[
            pair.introduction.id
        ] == []
        refusal = await refusal_of(app.deals.record(actor, deal_draft([pair.introduction])))
        assert isinstance(refusal, NotFound)
    for actor in (auditor, admin):
        draft = deal_draft([pair.introduction], amount=9)
        assert isinstance(await refusal_of(app.deals.record(actor, draft)), Forbidden)


async def test_lists_come_in_pages_the_newest_first(app: App) -> None:
    pair = await introduced_pair(app)
    days = ["2026-03-01", "2026-05-01", "2026-05-01", "2026-07-01", "2025-01-01"]
    for number, day in enumerate(days):
        await record_deal(
            pair,
            signed_on=day,
            amount=number + 1,
            kind="LETTER_OF_INTENT" if number == 3 else "CONTRACT",
        )
    found: list[Deal] = []
    after: tuple[str, str] | None = None
    while page := await app.deals.search(pair.staff, DealFilter(), 2, after):
        found += page
        after = (str(page[-1].signed_on), page[-1].deal)
    assert [str(one.signed_on) for one in found] == sorted(days, reverse=True)
    assert len({one.deal for one in found}) == 5
    contracts = await app.deals.search(pair.staff, DealFilter(kind="CONTRACT"), 10, None)
    assert len(contracts) == 4
    spring = DealFilter(since="2026-03-01", until="2026-05-01", committee="ka")
    assert len(await app.deals.search(pair.staff, spring, 10, None)) == 3
    assert await app.deals.search(pair.staff, DealFilter(committee="kb"), 10, None) == []
    of_maker = DealFilter(enterprise=pair.maker.id, verification="SELF_REPORTED")
    assert len(await app.deals.search(pair.seller_account, of_maker, 10, None)) == 5


async def test_the_same_request_is_done_once(app: App) -> None:
    pair = await introduced_pair(app)
    draft = deal_draft(
        [pair.introduction], credits=[{"introduction": pair.introduction.id, "share": "100%"}]
    )
    first = await app.deals.record(pair.staff, draft, request="r-1")
    head = await app.journal.head()
    assert await app.deals.record(pair.staff, draft, request="r-1") == first
    assert await app.journal.head() == head
    confirmed = await app.verifications.confirm(
        pair.maker_account, first.deal, 1, Additionality.ABOUT_EVEN, request="c"
    )
    again = await app.verifications.confirm(
        pair.maker_account, first.deal, 1, Additionality.ABOUT_EVEN, request="c"
    )
    assert again == confirmed
