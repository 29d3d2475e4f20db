"""The outcome report beside a slow one that counts record by record, on made-up worlds."""

from collections.abc import Callable
from datetime import date, timedelta
from fractions import Fraction
from random import Random
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chainlink.chains.model import Committee
from chainlink.deals.sharing import shared
from chainlink.matching.model import MatchType
from chainlink.reporting.columns import Columns, local_days
from chainlink.reporting.crediting import credited
from chainlink.reporting.facts import Facts
from chainlink.reporting.loading import columns_of, facts_of
from chainlink.reporting.model import Figure, Grouping, ReportQuestion
from chainlink.reporting.naming import named_figures
from chainlink.reporting.part import chosen
from chainlink.reporting.report import Names, Report
from chainlink.reporting.shown import Shown, ShownIds
from chainlink.reporting.waiting import kaplan_meier_median
from tests.outcome_world import (
    DIGITS,
    ENDS,
    LEVELS,
    ORDER_OF_STATES,
    Asked,
    Figures,
    OutcomeWorld,
    Row,
    slow_median,
    slow_report,
)

ZONE = ZoneInfo("Asia/Shanghai")
TODAY = date(2026, 11, 24)
COMMITTEES, EVENTS, TYPES = ("ka", "kb", "kc"), (None, "fair", "salon"), ("SUPPLY", "FINANCE")
CHAINS = {"ka": "castings", "kb": "machines", "kc": "machines"}
COLUMNS = {
    "introductions": "id match_type state furthest disputed committee event introduced_on "
    "recorded_at",
    "deals": "id deal kind amount currency rate rate_on rate_source signed_on verification",
    "credits": "deal introduction committee event numerator denominator match_type",
    "orders": "order_id deal amount currency destination customs_mode maker first_export ordered_on "
    "verification",
    "years": "id received expected",
}
days = st.dates(date(2024, 12, 1), date(2026, 3, 31)).map(date.isoformat)
amounts = st.integers(1, 2**53 - 1) | st.integers(1, 200)


@st.composite
def worlds(draw: st.DrawFn) -> OutcomeWorld:
    """A handful of each, so that every combination comes up."""
    world = OutcomeWorld()
    for n in range(draw(st.integers(0, 8))):
        hour = draw(st.integers(0, 23))  # some are another day in China than in UTC
        world.introductions.append(
            {
                "id": f"i{n}",
                "match_type": draw(st.sampled_from(TYPES)),
                "state": draw(st.sampled_from([*ORDER_OF_STATES, *ENDS])),
                "furthest": draw(st.sampled_from(ORDER_OF_STATES)),
                "disputed": draw(st.booleans()),
                "committee": draw(st.sampled_from(COMMITTEES)),
                "event": draw(st.sampled_from(EVENTS)),
                "introduced_on": draw(st.none() | days),
                "recorded_at": f"{draw(days)}T{hour:02}:30:00.000000Z",
            }
        )
    if world.introductions:
        for n in range(draw(st.integers(0, 7))):
            _draw_deal(draw, world, n)
    for n in range(draw(st.integers(0, 6)) if world.deals else 0):
        world.orders.append(
            {
                "id": f"o{n}:1",
                "order_id": f"o{n}",
                "deal": draw(st.sampled_from(world.deals))["deal"],
                "amount": draw(amounts),
                "currency": draw(st.sampled_from(sorted(DIGITS))),
                "destination": draw(st.sampled_from(("RU", "VN"))),
                "customs_mode": draw(st.sampled_from(("0110", "9810"))),
                "maker": draw(st.sampled_from(("m1", "m2"))),
                "first_export": draw(st.booleans()),
                "ordered_on": draw(days),
                "verification": draw(st.sampled_from((*LEVELS, "REJECTED"))),
            }
        )
    _draw_shown(draw, world)
    return world


def _draw_deal(draw: st.DrawFn, world: OutcomeWorld, n: int) -> None:
    currency = draw(st.sampled_from(sorted(DIGITS)))
    rated = currency != "CNY" and draw(st.booleans())
    years = st.lists(st.sampled_from((2025, 2026)), unique=True)
    deal: Row = {
        "id": f"d{n}:2",
        "deal": f"d{n}",
        "kind": draw(st.sampled_from(("CONTRACT", "INVESTMENT", "LETTER_OF_INTENT"))),
        "amount": draw(amounts),
        "currency": currency,
        "rate": str(draw(st.decimals("0.0001", "9.9999", places=4))) if rated else None,
        "rate_on": "2025-06-30" if rated else None,
        "rate_source": "tests" if rated else None,
        "signed_on": draw(days),
        "verification": draw(st.sampled_from((*LEVELS, "REJECTED"))),
        "received": [f"{year}:{draw(amounts)}" for year in draw(years)] or None,
        "expected": [f"{year}:{draw(amounts)}" for year in draw(years)] or None,
    }
    world.deals.append(deal)
    if draw(st.booleans()):  # an older version, with lines of its own
        old = deal | {"id": f"d{n}:1", "superseded_at": "2025-01-01T00:00:00.000000Z"}
        world.deals.append(old | {"amount": draw(amounts)})
        world.credits.append(_line(f"c{n}-old", f"d{n}:1", "i0", "ka", None, Fraction(1)))
    keys = st.tuples(
        st.sampled_from([one["id"] for one in world.introductions]),
        st.sampled_from(COMMITTEES),
        st.sampled_from(EVENTS),
    )
    lines = draw(st.lists(keys, min_size=1, max_size=4, unique=True))
    weights = [draw(st.integers(1, 9)) for _ in lines]
    for place, (key, weight) in enumerate(zip(lines, weights, strict=True)):
        share = Fraction(weight, sum(weights))
        world.credits.append(_line(f"c{n}-{place}", f"d{n}:2", *key, share))


def _line(
    id_: str, deal: str, introduction: str, committee: str, event: str | None, share: Fraction
) -> Row:
    return {
        "id": id_,
        "deal": deal,
        "introduction": introduction,
        "committee": committee,
        "event": event,
        "numerator": share.numerator,
        "denominator": share.denominator,
    }


def _draw_shown(draw: st.DrawFn, world: OutcomeWorld) -> None:
    world.members = {"e1": {"ka"}, "e2": {"ka", "kb"}, "e3": set()}
    shown = st.tuples(
        st.sampled_from(("e1", "e2", "e3")),
        st.sampled_from(("e1", "e2", "e3")),
        st.sampled_from(TYPES),
        st.sampled_from(("e1", "e2", "e3")),
        days.map(date.fromisoformat),
    )
    rows = sorted(draw(st.lists(shown, max_size=8)), key=lambda one: one[-1])
    world.shown = [(f"s{n}:1", *one) for n, one in enumerate(rows)]


def facts_from(world: OutcomeWorld) -> Facts:
    """The rows as the graph would give them as columns."""
    types = {one["id"]: one["match_type"] for one in world.introductions}
    newest = [one for one in world.deals if one.get("superseded_at") is None]
    rows = {
        "introductions": world.introductions,
        "deals": newest,
        "credits": [line | {"match_type": types[line["introduction"]]} for line in world.credits],
        "orders": world.orders,
        "years": newest,
    }

    def columns(name: str) -> Columns:
        names = COLUMNS[name].split()
        return columns_of(
            pa.table({column: pa.array([row[column] for row in rows[name]]) for column in names})
        )

    return facts_of(*(columns(name) for name in COLUMNS), zone=ZONE)


def shown_from(world: OutcomeWorld) -> Shown:
    askers = sorted(world.members)
    pairs = [one[1:4] for one in world.shown]
    numbers = {pair: n for n, pair in enumerate(dict.fromkeys(pairs))}
    kinds = [one.value for one in MatchType]
    position = np.ones(len(pairs), np.int32)
    return Shown(
        ids=ShownIds(
            pa.array([one[0].partition(":")[0] for one in world.shown], pa.string()),
            np.arange(len(pairs)),
            position,
        ),
        pair=np.array([numbers[one] for one in pairs], np.int32),
        kind=np.array([kinds.index(one[2]) for one in pairs], np.int32),
        asker=np.array([askers.index(one[4]) for one in world.shown], np.int32),
        day=np.array([(one[5] - date(1970, 1, 1)).days for one in world.shown], np.int64),
        members={
            code: np.array([code in world.members[one] for one in askers]) for code in COMMITTEES
        },
    )


def report_on(world: OutcomeWorld, asked: Asked) -> Report:
    kind = MatchType(asked.match_type) if asked.match_type else None
    question = ReportQuestion(asked.first, asked.last, event=asked.event, match_type=kind)
    committees = {
        code: Committee(code=code, name_zh=code, chain=chain, district="370812")
        for code, chain in CHAINS.items()
    }
    part = chosen(facts_from(world), shown_from(world), question, asked.committees)
    return Report(part, Names(committees, {}, {}), asked.today)


def found_in(report: Report) -> Figures:
    """The report's figures as records with what each adds, checked against the value told."""
    found: Figures = {}
    for name, figure in named_figures(report).items():
        records = figure.records()
        found[name] = {one.id: one.part for one in records}
        assert len(found[name]) == len(records), f"{name} has a record twice"
        assert sum(found[name].values()) == figure.value, name
    return found


questions = st.builds(
    lambda first, length, **more: Asked(first, first + timedelta(days=length), TODAY, **more),
    st.dates(date(2024, 12, 1), date(2026, 3, 31)),
    st.integers(0, 500),
    committees=st.none() | st.frozensets(st.sampled_from(COMMITTEES), max_size=2),
    event=st.sampled_from((None, None, "fair")),
    match_type=st.sampled_from((None, None, "SUPPLY")),
)


@given(worlds(), questions)
@settings(max_examples=80)
def test_the_report_is_what_counting_record_by_record_gives(
    world: OutcomeWorld, asked: Asked
) -> None:
    report = report_on(world, asked)
    expected = slow_report(world, asked)
    assert found_in(report) == expected
    median = slow_median(world, expected["introductions"], asked.today)
    assert report.days_to_order.median_of_all == median


KEEPERS: dict[Grouping, Callable[[str | None], tuple[Any, Any, Any]]] = {
    Grouping.MATCH_TYPE: lambda key: (
        lambda line: line["match_type"] == key,
        lambda one: one["match_type"] == key,
        lambda kind: kind == key,
    ),
    Grouping.EVENT: lambda key: (
        lambda line: line["event"] == key,
        lambda one: one["event"] == key,
        None,
    ),
}


@given(worlds(), questions, st.sampled_from(sorted(KEEPERS)))
@settings(max_examples=40)
def test_the_parts_of_a_breakdown_are_reports_of_their_own(
    world: OutcomeWorld, asked: Asked, by: Grouping
) -> None:
    for group, part in report_on(world, asked).broken_down(by):
        assert found_in(part) == slow_report(world, asked, *KEEPERS[by](group.key))


@given(worlds(), questions)
@settings(max_examples=40)
def test_committees_and_chains_are_reports_of_their_own(world: OutcomeWorld, asked: Asked) -> None:
    report = report_on(world, asked)
    own = asked.committees if asked.committees is not None else frozenset(COMMITTEES)
    for by, leaders in (
        (Grouping.COMMITTEE, {code: {code} for code in COMMITTEES}),
        (Grouping.CHAIN, {"castings": {"ka"}, "machines": {"kb", "kc"}}),
    ):
        told = {group.key: part for group, part in report.broken_down(by)}
        for key, committees in leaders.items():
            wanted = frozenset(committees) & own
            # what was shown to members of two committees is of both, whichever is asked for
            shown = asked.committees is None or wanted == committees
            expected = slow_report(world, Asked(**(vars(asked) | {"committees": wanted})))
            if key not in told:
                assert all(not records for records in expected.values()), key
            elif shown:
                assert found_in(told[key]) == expected


@given(worlds(), questions, st.sampled_from(["MONTH", "QUARTER", "YEAR"]))
@settings(max_examples=40)
def test_months_quarters_and_years_make_up_the_period(
    world: OutcomeWorld, asked: Asked, by: str
) -> None:
    report = report_on(world, asked)
    parts = [part for _, part in report.broken_down(Grouping(by))]
    for part in parts:
        period = {"first": part.first, "last": part.last}
        assert found_in(part) == slow_report(world, Asked(**(vars(asked) | period)))
    for name, records in found_in(report).items():
        if name not in {"funnel.SHOWN", "exports.firstExports"}:  # the same one again and again
            told: dict[str, int] = {}
            for part in parts:
                told |= found_in(part).get(name, {})
            assert told == records, name


@given(worlds())
@settings(max_examples=40)
def test_what_committees_and_events_are_credited_with_adds_up_to_the_whole(
    world: OutcomeWorld,
) -> None:
    report = report_on(world, Asked(date(2024, 1, 1), date(2027, 1, 1), TODAY))
    for by in (Grouping.COMMITTEE, Grouping.EVENT, Grouping.MATCH_TYPE):
        parts = [part for _, part in report.broken_down(by)]
        for kind in ("contracts", "intents"):
            for whole in getattr(report, kind).currencies:
                credited = sum(
                    one.credited.value
                    for part in parts
                    for one in getattr(part, kind).currencies
                    if one.currency == whole.currency
                )
                assert credited == whole.total.value == whole.credited.value


@given(worlds(), questions)
@settings(max_examples=40)
def test_each_introduction_ends_in_one_way_and_no_rate_exceeds_the_whole(
    world: OutcomeWorld, asked: Asked
) -> None:
    report = report_on(world, asked)
    ends = {one.ending: one.figure.value for one in report.endings}
    assert sum(n for ending, n in ends.items() if ending != "DISPUTED") == (
        report.introductions.value
    )
    rates = [one.rate for one in report.funnel if one.stage != "SHOWN"]
    if report.introductions.value:
        assert rates == sorted(rates, reverse=True)
        assert all(rate is not None and 0 <= rate <= 1 for rate in rates)
    else:
        assert set(rates) == {None}


weights = st.integers(1, 9) | st.integers(1, 10**9)
shares = st.lists(
    st.tuples(
        st.integers(0, 2**53 - 1) | st.integers(0, 50), st.lists(weights, min_size=1, max_size=4)
    ),
    max_size=6,
)


@given(shares, st.randoms(use_true_random=False))
def test_all_deals_at_once_are_shared_as_one_by_one(
    deals: list[tuple[int, list[int]]], drawn: Random
) -> None:
    """Small fractions and huge ones, lines in any order, beside the rule itself."""
    lines = []
    for place, (_, of_deal) in enumerate(deals):
        for number, weight in enumerate(of_deal):
            share = Fraction(weight, sum(of_deal))
            key = ("i", f"k{number // 2}", "e" if number % 2 else None)
            lines.append((place, key, share))
    drawn.shuffle(lines)
    columns = {
        "introduction": pa.array([key[0] for _, key, _ in lines], pa.string()),
        "committee": pa.array([key[1] for _, key, _ in lines], pa.string()),
        "event": pa.array([key[2] for _, key, _ in lines], pa.string()),
        "numerator": pa.array([share.numerator for *_, share in lines], pa.int64()),
        "denominator": pa.array([share.denominator for *_, share in lines], pa.int64()),
    }
    amounts = np.array([amount for amount, _ in deals], dtype=np.int64)
    found = credited(amounts, np.array([place for place, *_ in lines], dtype=np.intp), columns)
    for place, (amount, _) in enumerate(deals):
        own = {(*key[:2], key[2] or ""): share for at, key, share in lines if at == place}
        told = [int(part) for part, (at, *_) in zip(found, lines, strict=True) if at == place]
        assert told == list(shared(amount, own).values())
        assert sum(told) == amount


@pytest.mark.parametrize(
    ("ended", "censored", "median"),
    [
        ([], [], None),
        ([5], [], 5),
        ([5], [5], 5),  # who is censored on a day was still at risk on it
        ([5], [4], 5),
        ([5], [6, 7], None),
        ([3, 9, 20], [30], 9),
        ([3, 9], [30, 40], 9),  # exactly one half
        # remission under 6-MP, Freireich et al. 1963: the textbook's median is 23 weeks
        (
            [6, 6, 6, 7, 10, 13, 16, 22, 23],
            [6, 9, 10, 11, 17, 19, 20, 25, 32, 32, 34, 35],
            23,
        ),
    ],
)
def test_the_median_of_all_counts_those_still_waiting(
    ended: list[int], censored: list[int], median: int | None
) -> None:
    assert kaplan_meier_median(np.array(ended, int), np.array(censored, int)) == median


def test_sums_stay_exact_beyond_64_bits() -> None:
    most = 2**53 - 1
    parts = np.full(4000, most, dtype=np.int64)
    figure = Figure("Deal", pa.array(["d"] * 4000), np.arange(4000), parts, "CNY")
    assert figure.value == 4000 * most > 2**63
    negative = Figure("Introduction", pa.array(["a", "b"]), np.arange(2), np.array([-3, 1]))
    assert negative.value == -2


def test_a_day_is_the_districts() -> None:
    instants = ["2025-05-31T15:59:59.999999Z", "2025-05-31T16:00:00.000000Z"]
    numbers = local_days(pa.array(instants), ZONE)
    assert [str(date(1970, 1, 1) + timedelta(days=int(one))) for one in numbers] == [
        "2025-05-31",
        "2025-06-01",
    ]
    london = local_days(pa.array(["2025-06-30T22:59:59.000000Z"] * 2), ZoneInfo("Europe/London"))
    assert [str(date(1970, 1, 1) + timedelta(days=int(one))) for one in london] == [
        "2025-06-30",
        "2025-06-30",
    ]
