"""The outcome report on a graph: who may ask for what, and figures that add up again."""

import random
from datetime import date, timedelta

import pytest

from chainlink.accounts.model import PUBLIC, Actor, Role
from chainlink.app import App
from chainlink.journal.service import Change
from chainlink.matching.model import MatchType
from chainlink.reporting.model import Grouping, ReportQuestion
from chainlink.reporting.naming import named_figures
from chainlink.reporting.report import Report
from tests.factories import (
    SYSTEM,
    create_account,
    create_enterprise,
    create_member,
    declare_capability,
    declare_need,
)
from tests.outcome_world import (
    DIGITS,
    ENDS,
    LEVELS,
    ORDER_OF_STATES,
    Asked,
    Figures,
    OutcomeWorld,
    Row,
    slow_report,
)
from tests.refusals import code_of, refusal_of

YEAR = (date(2025, 1, 1), date(2025, 12, 31))
ALL_OF_2025 = ReportQuestion(*YEAR)
NOW = "2026-11-24T08:00:00.000000Z"
TYPES = ("SUPPLY", "FINANCE")


def made_up_world(seed: int) -> OutcomeWorld:
    """Sixty introductions, forty deals and thirty orders of two committees."""
    drawn = random.Random(seed)  # noqa: S311 - which rows are made up is no secret
    start = date(2024, 11, 1)

    def day() -> str:
        return (start + timedelta(days=drawn.randrange(450))).isoformat()

    world = OutcomeWorld()
    for n in range(60):
        world.introductions.append(
            {
                "id": f"i{n}",
                "seeker": f"e{n}",
                "provider": f"e{n + 1}",
                "match_type": drawn.choice(TYPES),
                "state": drawn.choice([*ORDER_OF_STATES, *ENDS]),
                "state_since": NOW,
                "furthest": drawn.choice(ORDER_OF_STATES),
                "disputed": drawn.random() < 0.2,
                "committee": drawn.choice(("ka", "kb")),
                "event": drawn.choice((None, "fair")),
                "introduced_on": drawn.choice((None, day())),
                "owner": "account",
                "shortlisted_by": ["ka"],
                "invented": True,
                "version": 1,
                "recorded_at": f"{day()}T{drawn.randrange(24):02}:00:00.000000Z",
                "recorded_by": "account",
            }
        )
    for n in range(40):
        _deal(world, drawn, n, day())
    for n in range(30):
        _order(world, drawn, n, day())
    return world


def _deal(world: OutcomeWorld, drawn: random.Random, n: int, signed_on: str) -> None:
    currency = drawn.choice(sorted(DIGITS))
    rated = currency != "CNY" and drawn.random() < 0.7
    deal: Row = {
        "deal": f"d{n}",
        "kind": drawn.choice(("CONTRACT", "FIRST_EXPORT", "LETTER_OF_INTENT")),
        "parties": ["e1", "e2"],
        "likeness_key": f"key{n}",
        "currency": currency,
        "signed_on": signed_on,
        "reported_as": "OFFICER",
        "invented": True,
        "recorded_at": NOW,
        "recorded_by": "account",
    }
    if rated:
        deal |= {"rate": f"7.{drawn.randrange(10000):04}", "rate_on": "2025-06-30"}
        deal |= {"rate_source": "tests"}
    if drawn.random() < 0.5:
        deal["received"] = [f"2025:{drawn.randrange(1, 10**9)}", f"2026:{drawn.randrange(10**9)}"]
    versions = drawn.choice((1, 1, 2))
    for version in range(1, versions + 1):
        id_ = f"d{n}:{version}"
        world.deals.append(
            deal
            | {
                "id": id_,
                "version": version,
                "amount": drawn.randrange(1, 10**11),
                "verification": drawn.choice((*LEVELS, "REJECTED")),
                "superseded_at": NOW if version < versions else None,
            }
        )
        lines = drawn.sample(world.introductions, drawn.choice((1, 1, 2, 3)))
        weights = [drawn.randrange(1, 5) for _ in lines]
        for place, (one, weight) in enumerate(zip(lines, weights, strict=True)):
            world.credits.append(
                {
                    "id": f"{id_}/{place}",
                    "deal": id_,
                    "introduction": one["id"],
                    "committee": one["committee"],
                    "event": one["event"],
                    "numerator": weight,
                    "denominator": sum(weights),
                }
            )


def _order(world: OutcomeWorld, drawn: random.Random, n: int, ordered_on: str) -> None:
    world.orders.append(
        {
            "id": f"o{n}:1",
            "order_id": f"o{n}",
            "version": 1,
            "deal": drawn.choice(world.deals)["deal"],
            "order_number": f"N{n}",
            "hs_code": "843359",
            "incoterm": "FOB",
            "incoterm_place": "青岛",
            "customs_mode": drawn.choice(("0110", "9810")),
            "amount": drawn.randrange(1, 10**9),
            "currency": drawn.choice(("USD", "CNY")),
            "destination": drawn.choice(("RU", "VN", "DE")),
            "seller": "e1",
            "maker": drawn.choice(("e1", "e2", "e3")),
            "first_export": drawn.random() < 0.4,
            "ordered_on": ordered_on,
            "verification": drawn.choice((*LEVELS, "REJECTED")),
            "reported_as": "OFFICER",
            "invented": True,
            "recorded_at": NOW,
            "recorded_by": "account",
        }
    )


async def store(app: App, world: OutcomeWorld) -> None:
    """The rows as they would stand after many changes."""

    async def work(change: Change) -> None:
        fair = {"id": "fair", "name_zh": "对接会", "name_en": "Fair", "kind": "MATCHMAKING"}
        fair |= {"held_on": "2025-05-01", "recorded_at": NOW, "recorded_by": "account"}
        rows = {
            "Event": [fair | {"invented": True, "version": 1}],
            "Introduction": world.introductions,
            "Deal": world.deals,
            "Credit": world.credits,
            "CrossBorderOrder": world.orders,
        }
        for label, of_label in rows.items():
            await change.records.create(label, of_label)
        change.record("tests.stored", "Introduction", "i0", {})

    await app.journal.change("tests", work)


@pytest.fixture(scope="module")
async def world(shared_app: App) -> OutcomeWorld:
    made = made_up_world(7)
    await store(shared_app, made)
    return made


def figures(report: Report) -> Figures:
    found: Figures = {}
    for name, figure in named_figures(report).items():
        records = figure.records()
        assert sum(one.part for one in records) == figure.value
        found[name] = {one.id: one.part for one in records}
    return found


@pytest.mark.parametrize("match_type", [None, MatchType.SUPPLY])
@pytest.mark.parametrize("event", [None, "fair"])
@pytest.mark.parametrize("committee", [None, "ka"])
async def test_every_figure_is_what_its_records_add_up_to(
    shared_app: App,
    world: OutcomeWorld,
    committee: str | None,
    event: str | None,
    match_type: MatchType | None,
) -> None:
    question = ReportQuestion(*YEAR, committee, event, match_type)
    report = await shared_app.reports.outcome(SYSTEM, question)
    asked = Asked(
        *YEAR,
        shared_app.reports.today,
        committees=frozenset({committee}) if committee else None,
        event=event,
        match_type=match_type,
    )
    assert report.introductions.value > 3
    assert report.contracts.deals.value > 0
    assert report.days_to_order.ordered.value > 0
    assert figures(report) == slow_report(world, asked)


@pytest.mark.parametrize("by", list(Grouping))
async def test_every_breakdown_makes_up_the_whole(
    shared_app: App, world: OutcomeWorld, by: Grouping
) -> None:
    whole = await shared_app.reports.outcome(SYSTEM, ALL_OF_2025)
    parts = whole.broken_down(by)
    assert len(parts) > (by is not Grouping.YEAR)
    assert sum(part.introductions.value for _, part in parts) == whole.introductions.value
    for currency in whole.contracts.currencies:
        credited = sum(
            one.credited.value
            for _, part in parts
            for one in part.contracts.currencies
            if one.currency == currency.currency
        )
        assert credited == currency.total.value


async def test_parts_have_names_and_an_order(shared_app: App, world: OutcomeWorld) -> None:
    whole = await shared_app.reports.outcome(SYSTEM, ALL_OF_2025)
    told = {by: [group for group, _ in whole.broken_down(by)] for by in Grouping}
    assert [(one.key, one.name_zh) for one in told[Grouping.COMMITTEE]] == [
        ("ka", "铸造党委"),
        ("kb", "农机党委"),
    ]
    assert [(one.key, one.name_en) for one in told[Grouping.CHAIN]] == [
        ("castings", "Castings"),
        ("machines", "Machines"),
    ]
    assert [(one.key, one.name_zh) for one in told[Grouping.EVENT]] == [
        ("fair", "对接会"),
        (None, None),
    ]
    assert [one.key for one in told[Grouping.MATCH_TYPE]] == ["SUPPLY", "FINANCE"]
    assert [one.key for one in told[Grouping.QUARTER]] == [f"2025-Q{n}" for n in (1, 2, 3, 4)]
    assert [one.key for one in told[Grouping.MONTH]] == [f"2025-{n:02}" for n in range(1, 13)]
    assert [one.key for one in told[Grouping.YEAR]] == ["2025"]


@pytest.fixture(scope="module")
async def actors(shared_app: App) -> dict[str, Actor]:
    return {
        "public": PUBLIC,
        "enterprise": (await create_member(shared_app))[0],
        "staff of ka": await create_account(shared_app, Role.STAFF, committees=["ka"]),
        "secretary of kb": await create_account(shared_app, Role.SECRETARY, committees=["kb"]),
        "secretary of both": await create_account(
            shared_app, Role.SECRETARY, committees=["ka", "kb"]
        ),
        "staff of none": await create_account(shared_app, Role.STAFF),
        "auditor": await create_account(shared_app, Role.AUDITOR),
        "admin": await create_account(shared_app, Role.ADMIN),
    }


@pytest.mark.parametrize(
    ("who", "committees"),
    [
        ("staff of ka", {"ka"}),
        ("secretary of kb", {"kb"}),
        ("secretary of both", {"ka", "kb"}),
        ("staff of none", set()),
        ("auditor", None),
        ("admin", None),
    ],
)
async def test_officers_see_what_their_committees_brokered_and_overseers_everything(
    shared_app: App,
    world: OutcomeWorld,
    actors: dict[str, Actor],
    who: str,
    committees: set[str] | None,
) -> None:
    report = await shared_app.reports.outcome(actors[who], ALL_OF_2025)
    wanted = frozenset(committees) if committees is not None else None
    asked = Asked(*YEAR, shared_app.reports.today, committees=wanted)
    assert figures(report) == slow_report(world, asked)


@pytest.mark.parametrize(
    ("who", "question", "code"),
    [
        ("public", {}, "NOT_FOUND"),
        ("enterprise", {}, "FORBIDDEN"),
        ("enterprise", {"committee": "ka"}, "FORBIDDEN"),
        ("staff of ka", {"committee": "ka"}, None),
        ("staff of ka", {"committee": "kb"}, "NOT_FOUND"),
        ("staff of ka", {"committee": "kc"}, "NOT_FOUND"),
        ("staff of ka", {"chain": "castings"}, None),
        ("staff of ka", {"chain": "machines"}, "NOT_FOUND"),
        ("staff of ka", {"event": "fair"}, None),
        ("secretary of kb", {"committee": "ka"}, "NOT_FOUND"),
        ("staff of none", {"committee": "ka"}, "NOT_FOUND"),
        ("auditor", {"committee": "kb"}, None),
        ("admin", {"committee": "kc"}, "NOT_FOUND"),
        ("admin", {"event": "nowhere"}, "NOT_FOUND"),
        ("admin", {"chain": "nowhere"}, "NOT_FOUND"),
        ("admin", {"committee": "ka", "chain": "machines"}, None),
    ],
)
async def test_what_is_not_theirs_reads_as_not_found(
    shared_app: App,
    world: OutcomeWorld,
    actors: dict[str, Actor],
    who: str,
    question: dict[str, str],
    code: str | None,
) -> None:
    asked = ReportQuestion(*YEAR, **question)
    assert await code_of(shared_app.reports.outcome(actors[who], asked)) == code


async def test_anothers_committee_is_refused_as_one_that_is_not_there(
    shared_app: App, actors: dict[str, Actor]
) -> None:
    refusals = [
        await refusal_of(
            shared_app.reports.outcome(
                actors["staff of ka"], ReportQuestion(*YEAR, committee=committee)
            )
        )
        for committee in ("kb", "kc")
    ]
    assert [(one.key, one.facts) for one in refusals if one] == [
        ("report.committee", {"value": "kb"}),
        ("report.committee", {"value": "kc"}),
    ]


async def test_the_days_must_be_days_that_can_be(shared_app: App) -> None:
    for first, last in (
        (date(2025, 6, 2), date(2025, 6, 1)),
        (date.min, date(2025, 6, 1)),
        (date(2025, 6, 1), date.max),
    ):
        assert await code_of(shared_app.reports.outcome(SYSTEM, ReportQuestion(first, last))) == (
            "INVALID_INPUT"
        )


async def test_a_report_of_nothing_is_all_zeros(shared_app: App, world: OutcomeWorld) -> None:
    day = date(2001, 1, 1)
    report = await shared_app.reports.outcome(SYSTEM, ReportQuestion(day, day))
    assert {figure.value for figure in named_figures(report).values()} == {0}
    assert {one.rate for one in report.funnel} == {None}
    assert report.days_to_order.median is None
    assert all(report.broken_down(by) == [] for by in Grouping)


async def test_a_report_follows_what_is_recorded(app: App) -> None:
    world = made_up_world(3)
    late = world.introductions.pop()
    late |= {"recorded_at": "2025-06-01T00:00:00.000000Z", "introduced_on": None}
    world.credits = [one for one in world.credits if one["introduction"] != late["id"]]
    await store(app, world)
    before = await app.reports.outcome(SYSTEM, ALL_OF_2025)

    async def work(change: Change) -> None:
        await change.records.create("Introduction", [late])
        change.record("tests.stored", "Introduction", late["id"], {})

    await app.journal.change("tests", work)
    after = await app.reports.outcome(SYSTEM, ALL_OF_2025)
    assert after.introductions.value == before.introductions.value + 1


async def test_pairs_are_counted_once_however_often_they_were_shown(app: App) -> None:
    buyer = await create_enterprise(app, committees=["kb"])
    makers = [await create_enterprise(app) for _ in range(3)]
    for maker in makers:
        await declare_capability(app, maker)
    await declare_need(app, buyer, categories=["aluminium-die-castings"])
    shown = await app.recommendations.for_enterprise(SYSTEM, buyer.id)
    auditor = await create_account(app, Role.AUDITOR)
    again = await app.recommendations.for_enterprise(auditor, buyer.id)
    back = await app.recommendations.for_enterprise(SYSTEM, makers[0].id)
    pairs = {(one.seeker, one.provider, one.match_type) for one in [*shown, *again, *back]}
    assert len(pairs) < len(shown) + len(again) + len(back)
    today = ReportQuestion(app.reports.today, app.reports.today)

    async def shown_to(actor: Actor, **more: str) -> set[str]:
        question = ReportQuestion(today.first, today.last, **more)
        stage = (await app.reports.outcome(actor, question)).funnel[0]
        assert stage.stage == "SHOWN"
        return {one.id for one in stage.figure.records()}

    everything = await shown_to(SYSTEM)
    assert len(everything) == len(pairs)
    to_kb = {(one.seeker, one.provider, one.match_type) for one in [*shown, *again]}
    secretary = await create_account(app, Role.SECRETARY, committees=["kb"])
    assert len(await shown_to(secretary)) == len(to_kb)
    for id_ in everything:
        showing, _, position = id_.rpartition(":")
        found = await app.reports.shown_pair(SYSTEM, showing, int(position))
        pairs.remove((found.seeker, found.provider, found.match_type))
    assert pairs == set()
    yesterday = today.first - timedelta(days=1)
    before = await app.reports.outcome(SYSTEM, ReportQuestion(yesterday, yesterday))
    assert before.funnel[0].figure.value == 0


async def test_a_shown_pair_is_only_found_by_whoever_may_see_it(app: App) -> None:
    member, buyer = await create_member(app, committees=["kb"])
    await declare_capability(app, await create_enterprise(app))
    await declare_need(app, buyer, categories=["aluminium-die-castings"])
    await app.recommendations.for_enterprise(member, buyer.id)
    today = app.reports.today
    report = await app.reports.outcome(SYSTEM, ReportQuestion(today, today))
    [record] = report.funnel[0].figure.records()
    showing, _, position = record.id.rpartition(":")
    codes = {}
    for name, actor in {
        "public": PUBLIC,
        "its own": member,
        "staff of ka": await create_account(app, Role.STAFF, committees=["ka"]),
        "staff of kb": await create_account(app, Role.STAFF, committees=["kb"]),
        "auditor": await create_account(app, Role.AUDITOR),
    }.items():
        codes[name] = await code_of(app.reports.shown_pair(actor, showing, int(position)))
    assert codes == {
        "public": "NOT_FOUND",
        "its own": "NOT_FOUND",
        "staff of ka": "NOT_FOUND",
        "staff of kb": None,
        "auditor": None,
    }
    assert await code_of(app.reports.shown_pair(SYSTEM, showing, 99)) == "NOT_FOUND"
    assert await code_of(app.reports.shown_pair(SYSTEM, "nothing", 1)) == "NOT_FOUND"
