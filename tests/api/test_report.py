"""The outcome report through GraphQL: every number added up again from the records it names."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from typing import Any

import pytest

from chainlink.accounts.model import Role
from chainlink.api.relay import global_id
from chainlink.app import App
from chainlink.introductions.machine import IntroductionState
from chainlink.introductions.model import Introduction
from chainlink.introductions.reading import introductions_by_ids
from chainlink.introductions.writing import write_changes
from chainlink.journal.service import Change
from chainlink.matching.model import MatchType
from tests.api.conftest import Door
from tests.deal_world import Pair, deal_draft, introduce, record_order
from tests.factories import (
    create_account,
    create_enterprise,
    create_member,
    declare_capability,
    declare_need,
)

FIGURE = "{ value records(first: 5) { edges { node { record part } } } }"
MONEY = "{ value currency records(first: 5) { edges { node { record part rate } } } }"
REPORT = f"""from to introductions {FIGURE}
  funnel {{ stage rate figure {FIGURE} }} endings {{ ending rate figure {FIGURE} }}
  contracts {{ ...Money }} intents {{ ...Money }}
  exports {{ orders {FIGURE} rejected {FIGURE} value {MONEY} firstExports {FIGURE}
    byCustomsMode {{ code orders {FIGURE} value {MONEY} }}
    byDestination {{ code orders {FIGURE} value {MONEY} }} }}
  daysToFirstOrder {{ ordered {FIGURE} waiting {FIGURE} days {FIGURE} median medianOfAll }}"""
FRAGMENT = f"""fragment Money on ReportedMoney {{
  deals {FIGURE} inYuan {MONEY} withoutRate {FIGURE} rejected {FIGURE}
  currencies {{ currency deals {FIGURE} total {MONEY} credited {MONEY} rejected {MONEY}
    inYuan {MONEY} withoutRate {FIGURE}
    byVerification {{ verification figure {MONEY} }}
    received {{ year figure {MONEY} }} expected {{ year figure {MONEY} }} }} }}"""
QUERY = f"""query ($committee: ID, $event: ID, $type: MatchType, $chain: ID) {{
  outcomeReport(from: "2026-01-01", to: "2026-12-31", committee: $committee, event: $event,
    matchType: $type, chain: $chain) {{ {REPORT} }} }} {FRAGMENT}"""
GROUPS = """query ($by: ReportGrouping!) { outcomeReport(from: "2026-01-01", to: "2026-12-31") {
  groups(by: $by) { edges { node { key name report { introductions { value }
    contracts { currencies { currency total { value } credited { value } } } } } } } } }"""
DEAL = """... on Deal { id kind amount currency verification signedOn rate amountInCny
  received { year amount } expected { year amount }
  credits { amount committee { code } event { id } } introductions { id } }"""
ORDER = """... on CrossBorderOrder { id amount currency verification destination { code }
  customsMode firstExport maker { id } orderedOn deal { id } }"""
INTRODUCTION = "... on Introduction { id introducedOn }"


@dataclass
class Told:
    """A platform with a few introductions and what came of them."""

    door: Door
    auditor: str
    staff: dict[str, str]
    introductions: list[Introduction]

    async def report(self, token: str | None = None, **asked: Any) -> dict[str, Any]:
        data = await self.door.ask(QUERY, token=token or self.auditor, **asked)
        found: dict[str, Any] = data["outcomeReport"]
        return found

    async def node(self, id_: str, shown: str) -> dict[str, Any]:
        """A record, as it is told by itself."""
        query = f"query ($id: ID!) {{ node(id: $id) {{ {shown} }} }}"
        data = await self.door.ask(query, id=id_, token=self.auditor)
        assert data["node"] is not None, id_
        found: dict[str, Any] = data["node"]
        return found


DEALS: tuple[dict[str, Any], ...] = (
    {"of": (0,), "amount": 500_000_001, "received": [{"year": 2026, "amount": 100_000_000}]},
    {"of": (0, 1, 2), "amount": 1_000_000_001, "kind": "CONTRACT", "signed_on": "2026-10-21"},
    {
        **{"of": (1,), "kind": "FIRST_EXPORT", "amount": 70_000_001, "currency": "USD"},
        **{"rate": "7.12345", "rate_on": "2026-11-01", "rate_source": "中国银行"},
        "expected": [{"year": 2027, "amount": 5}],
    },
    {"of": (1,), "kind": "CONTRACT", "amount": 900, "currency": "JPY", "signed_on": "2026-11-02"},
    {"of": (2,), "kind": "LETTER_OF_INTENT", "amount": 300_000_000_000},
    {"of": (2,), "kind": "CONTRACT", "amount": 77, "signed_on": "2026-11-03"},  # rejected below
    {"of": (4,), "kind": "CONTRACT", "amount": 88, "signed_on": "2025-12-31"},  # the year before
)
REJECTED = 5
ORDERS: dict[int, tuple[dict[str, Any], ...]] = {
    2: (
        {"by": 1, "first_export": True, "destination": "VN", "customs_mode": "0110"},
        {"by": 1, "amount": 3},
        {"by": 1, "amount": 5, "currency": "CNY"},
    ),
    5: ({"by": 2, "amount": 7},),
}


@pytest.fixture
async def told(door: Door) -> Told:
    app = door.app
    seller_account, seller = await create_member(app)
    makers = [await create_enterprise(app, committees=[code]) for code in ("ka", "kb", "kb")]
    states = (
        *(IntroductionState.COMPLETED, IntroductionState.NEGOTIATING),
        *(IntroductionState.INTRODUCED, IntroductionState.SHORTLISTED),
    )
    found = []
    for n, state in enumerate(states):
        kind = MatchType.CHANNEL if n % 2 else MatchType.SUPPLY
        code = "kb" if n == 1 else "ka"
        maker = makers[n % 3].id
        found.append(
            await introduce(app, maker, seller.id, committee=code, match_type=kind, state=state)
        )
    found.append(
        await introduce(
            app,
            makers[0].id,
            seller.id,
            committee="ka",
            match_type=MatchType.SERVICE,
            state=IntroductionState.COMPLETED,
        )
    )
    days = {0: "2026-10-01", 1: "2026-10-11", 2: "2026-10-21", 4: "2025-12-01"}
    for n, day in days.items():
        await _say(app, found[n], introduced_on=day, disputed=n == 1)
    officer = await create_account(app, Role.STAFF, committees=["ka", "kb"])
    reviewer = await create_account(app, Role.SECRETARY, committees=["ka", "kb"])
    for n, said in enumerate(DEALS):
        plain = dict(said)
        behind = [found[place] for place in plain.pop("of")]
        deal = await app.deals.record(officer, deal_draft(behind, **plain))
        for place, order in enumerate(ORDERS.get(n, ())):
            pair = Pair(
                app, seller, makers[order["by"]], seller_account, seller_account, officer, reviewer,
                behind[0],
            )  # fmt: skip
            draft = {name: value for name, value in order.items() if name != "by"}
            await record_order(pair, deal, order_number=f"N{n}-{place}", **draft)
        if n == REJECTED:
            await app.verifications.review(reviewer, deal.deal, 1, accepted=False, text="不实")
    await declare_capability(app, makers[0])
    await declare_need(app, seller, categories=["aluminium-die-castings"])
    await app.recommendations.for_enterprise(seller_account, seller.id)
    staff = {code: await door.token(Role.STAFF, committees=[code]) for code in ("ka", "kb")}
    return Told(door, await door.token(Role.AUDITOR), staff, found[:4])


async def _say(app: App, introduction: Introduction, **said: Any) -> None:
    async def work(change: Change) -> None:
        [found] = (await introductions_by_ids(change.transaction, [introduction.id])).values()
        await write_changes(change, found, said)
        change.record("tests.said", "Introduction", introduction.id, {})

    await app.journal.change("tests", work)


def figures_in(value: Any, path: str = "") -> dict[str, dict[str, Any]]:
    """Every figure of an answer by its path."""
    if isinstance(value, dict):
        if "records" in value:
            return {path: value}
        found = {}
        for name, under in value.items():
            found |= figures_in(under, f"{path}.{name}" if path else name)
        return found
    if isinstance(value, list):
        found = {}
        for one in value:
            names = ("stage", "ending", "currency", "verification", "year", "code")
            key = next((str(one[name]) for name in names if name in one), "")
            found |= figures_in(one, f"{path}.{key}")
        return found
    return {}


def parts_of(figure: dict[str, Any]) -> dict[str, int]:
    edges = figure["records"]["edges"]
    found = {edge["node"]["record"]: int(edge["node"]["part"]) for edge in edges}
    assert len(found) == len(edges)
    return found


async def test_every_number_is_the_sum_of_its_records(told: Told) -> None:
    report = await told.report()
    found = figures_in(report)
    assert len(found) > 60
    for path, figure in found.items():
        assert sum(parts_of(figure).values()) == int(figure["value"]), path
    values = {path: int(figure["value"]) for path, figure in found.items()}
    assert {name: value for name, value in values.items() if name.startswith("funnel")} == {
        "funnel.SHOWN.figure": 1,
        "funnel.SHORTLISTED.figure": 4,
        "funnel.CONSENT_ASKED.figure": 3,
        "funnel.INTRODUCED.figure": 3,
        "funnel.MEETING_SCHEDULED.figure": 2,
        "funnel.MET.figure": 2,
        "funnel.NEGOTIATING.figure": 2,
        "funnel.INTENT_SIGNED.figure": 1,
        "funnel.CONTRACT_SIGNED.figure": 1,
        "funnel.IN_FULFILMENT.figure": 1,
        "funnel.COMPLETED.figure": 1,
    }
    assert {one["stage"]: one["rate"] for one in report["funnel"]}["INTRODUCED"] == 0.75
    assert {one["ending"]: one["figure"]["value"] for one in report["endings"]} == {
        "COMPLETED": 1,
        "DECLINED": 0,
        "WITHDRAWN": 0,
        "EXPIRED": 0,
        "NO_DEAL": 0,
        "OPEN": 3,
        "DISPUTED": 1,
    }


async def test_money_is_added_up_again_from_the_deals_themselves(told: Told) -> None:
    report = await told.report()
    found = figures_in(report)
    deals = {
        id_: await told.node(id_, DEAL)
        for name in ("contracts", "intents")
        for place in (f"{name}.deals", f"{name}.rejected")
        for id_ in parts_of(found[place])
    }
    assert len(deals) == 6  # the one of 2025 is not among them
    again: dict[str, int] = defaultdict(int)
    for deal in deals.values():
        kind = "intents" if deal["kind"] == "LETTER_OF_INTENT" else "contracts"
        here = f"{kind}.currencies.{deal['currency']}"
        amount = int(deal["amount"])
        if deal["verification"] == "REJECTED":
            again[f"{here}.rejected"] += amount
            again[f"{kind}.rejected"] += 1
            continue
        again[f"{kind}.deals"] += 1
        again[f"{here}.deals"] += 1
        again[f"{here}.total"] += amount
        again[f"{here}.byVerification.{deal['verification']}.figure"] += amount
        again[f"{here}.credited"] += sum(int(line["amount"]) for line in deal["credits"])
        for place in (kind, here):
            if deal["amountInCny"] is None:
                again[f"{place}.withoutRate"] += 1
            else:
                again[f"{place}.inYuan"] += int(deal["amountInCny"])
        for told_of in ("received", "expected"):
            for year in deal[told_of]:
                again[f"{here}.{told_of}.{year['year']}.figure"] += int(year["amount"])
    reported = {
        path: int(figure["value"])
        for path, figure in found.items()
        if path.startswith(("contracts", "intents")) and int(figure["value"])
    }
    assert reported == dict(again)
    assert reported["contracts.currencies.CNY.total"] == 1_500_000_002
    assert reported["contracts.currencies.USD.inYuan"] == 498_641_507
    assert reported["intents.currencies.CNY.total"] == 300_000_000_000
    [rate] = [
        edge["node"]["rate"]
        for edge in found["contracts.inYuan"]["records"]["edges"]
        if edge["node"]["rate"]
    ]
    assert rate == "7.12345"


async def test_exports_are_added_up_again_from_the_orders_themselves(told: Told) -> None:
    found = figures_in(await told.report())
    orders = [await told.node(id_, ORDER) for id_ in parts_of(found["exports.orders"])]
    again: dict[str, int] = defaultdict(int)
    makers = set()
    for order in orders:
        again["exports.orders"] += 1
        for place in (
            "exports",
            f"exports.byCustomsMode.{order['customsMode']}",
            f"exports.byDestination.{order['destination']['code']}",
        ):
            again[f"{place}.value.{order['currency']}"] += int(order["amount"])
            again[f"{place}.orders"] += place != "exports"
        if order["firstExport"]:
            makers.add(order["maker"]["id"])
    again["exports.firstExports"] = len(makers)
    again["exports.rejected"] = 1  # its deal was rejected
    del again["exports.orders"]
    again["exports.orders"] = len(orders)
    reported = {
        path: int(figure["value"]) for path, figure in found.items() if path.startswith("exports")
    }
    assert reported == dict(again)
    assert reported["exports.value.USD"] == 70_000_003


async def test_days_are_counted_again_from_introductions_and_deals(told: Told) -> None:
    report = (await told.report())["daysToFirstOrder"]
    days = parts_of(report["days"])
    found = {}
    for id_ in [*days, *parts_of(report["waiting"])]:
        introduction = await told.node(id_, INTRODUCTION)
        found[id_] = date.fromisoformat(introduction["introducedOn"])
    contracts = figures_in(await told.report())["contracts.deals"]
    first: dict[str, date] = {}
    for id_ in parts_of(contracts):
        deal = await told.node(id_, DEAL)
        for one in deal["introductions"]:
            signed = date.fromisoformat(deal["signedOn"])
            first[one["id"]] = min(first.get(one["id"], signed), signed)
    assert days == {id_: (first[id_] - found[id_]).days for id_ in first}
    assert sorted(days.values()) == [0, 10, 20]
    assert (report["median"], report["medianOfAll"]) == (10.0, 10)
    assert report["waiting"]["value"] == 0


@pytest.mark.parametrize("by", ["COMMITTEE", "EVENT", "MATCH_TYPE", "CHAIN", "MONTH"])
async def test_parts_are_credited_with_the_whole(told: Told, by: str) -> None:
    data = await told.door.ask(GROUPS, token=told.auditor, by=by)
    credited: dict[str, int] = defaultdict(int)
    keys = []
    for edge in data["outcomeReport"]["groups"]["edges"]:
        keys.append(edge["node"]["key"])
        for one in edge["node"]["report"]["contracts"]["currencies"]:
            credited[one["currency"]] += int(one["credited"]["value"])
    assert credited == {"CNY": 1_500_000_002, "USD": 70_000_001, "JPY": 900}
    assert (
        keys
        == {
            "COMMITTEE": ["ka", "kb"],
            "EVENT": [None],
            "MATCH_TYPE": ["SUPPLY", "CHANNEL"],
            "CHAIN": ["castings", "machines"],
            "MONTH": ["2026-10", "2026-11"],
        }[by]
    )


async def test_a_committee_has_its_share_to_the_last_fen(told: Told) -> None:
    whole = {}
    for code, token in told.staff.items():
        money = (await told.report(token))["contracts"]["currencies"]
        whole[code] = {one["currency"]: one for one in money}
    # a third each of 1,000,000,001: two introductions of ka, one of kb
    assert int(whole["ka"]["CNY"]["total"]["value"]) == 1_500_000_002
    credited = [int(whole[code]["CNY"]["credited"]["value"]) for code in ("ka", "kb")]
    assert sum(credited) == 1_500_000_002
    assert credited[1] in {333_333_333, 333_333_334}
    assert set(whole["ka"]) == {"CNY"}
    assert set(whole["kb"]) == {"CNY", "USD", "JPY"}


async def test_officers_find_every_record_of_their_report(told: Told) -> None:
    for token in told.staff.values():
        for path, figure in figures_in(await told.report(token)).items():
            for id_ in parts_of(figure):
                query = "query ($id: ID!) { node(id: $id) { id } }"
                data = await told.door.ask(query, id=id_, token=token)
                assert data["node"] == {"id": id_}, path


async def test_records_are_read_page_by_page(told: Told) -> None:
    query = """query ($after: String) { outcomeReport { introductions {
      value records(first: 3, after: $after) { edges { node { record node { id } } }
        pageInfo { hasNextPage endCursor } } } } }"""
    found, after = [], None
    for last in (False, True):
        data = await told.door.ask(query, token=told.auditor, after=after)
        page = data["outcomeReport"]["introductions"]["records"]
        found += [edge["node"] for edge in page["edges"]]
        after = page["pageInfo"]["endCursor"]
        assert page["pageInfo"]["hasNextPage"] is not last
    assert all(one["node"]["id"] == one["record"] for one in found)
    assert {one["record"] for one in found} == {
        global_id("Introduction", one.id) for one in told.introductions
    }
    answer = await told.door.send(query, token=told.auditor, after="bm90aGluZw==")
    [error] = answer["errors"]
    assert error["extensions"]["fields"][0]["path"] == "after"


async def test_a_shown_pair_is_told_as_it_was_shown(told: Told) -> None:
    figure = figures_in(await told.report())["funnel.SHOWN.figure"]
    [id_] = parts_of(figure)
    shown = "... on ShownPair { id recommendation { rank seeker { name } provider { name } } }"
    pair = await told.node(id_, shown)
    assert pair["id"] == id_
    assert pair["recommendation"]["rank"] == 1


async def test_only_officers_and_overseers_have_a_report(told: Told) -> None:
    query = "{ outcomeReport { introductions { value } } }"
    answer = await told.door.send(query)
    assert (answer["data"], answer["errors"][0]["extensions"]["code"]) == (
        {"outcomeReport": None},
        "NOT_FOUND",
    )
    token, _ = await told.door.member()
    answer = await told.door.send(query, token=token, language="en")
    [error] = answer["errors"]
    assert error["extensions"]["code"] == "FORBIDDEN"
    assert error["message"].startswith("The outcome report is for chain committees")


@pytest.mark.parametrize(
    ("arguments", "path", "message"),
    [
        ('from: "2026-02-30"', "from", "“2026-02-30” is not a date; write it as 2025-06-01."),
        (
            'from: "2026-03-01", to: "2026-02-01"',
            "to",
            "The last day 2026-02-01 lies before the first day 2026-03-01; swap or correct them.",
        ),
        ('from: "0001-01-01"', "from", None),
        ('to: "9999-12-31"', "to", None),
    ],
)
async def test_days_that_cannot_be_meant_are_named(
    told: Told, arguments: str, path: str, message: str | None
) -> None:
    query = f"{{ outcomeReport({arguments}) {{ from }} }}"
    answer = await told.door.send(query, token=told.auditor, language="en")
    [error] = answer["errors"]
    [field] = error["extensions"]["fields"]
    assert field["path"] == path
    assert message in {None, field["message"]}


async def test_the_year_so_far_where_no_days_are_said(told: Told) -> None:
    data = await told.door.ask("{ outcomeReport { from to } }", token=told.auditor)
    assert data["outcomeReport"] == {"from": "2026-01-01", "to": "2026-11-24"}
