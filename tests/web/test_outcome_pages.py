"""成效: numbers that open their records, records that add up to them, a workbook, a page of paper."""

import csv
import io
import re
from datetime import date, datetime
from decimal import Decimal
from html import unescape
from typing import Any
from urllib.parse import urlencode

import pytest
from openpyxl import load_workbook

from chainlink.accounts.model import Role
from chainlink.app import App
from chainlink.deals.money import decimal_amount
from chainlink.reporting.model import Figure, Grouping, ReportQuestion
from chainlink.reporting.naming import named_figures
from chainlink.reporting.report import Report
from chainlink.web.outcomes.asking import NO_KEY
from chainlink.web.outcomes.pictures import periods_between
from tests.contract.test_outcome_report import made_up_world, store
from tests.factories import SYSTEM, create_member
from tests.web.conftest import NAME, Browser, Site

YEAR = {"from": "2025-01-01", "to": "2025-12-31"}
PERIOD = (date(2025, 1, 1), date(2025, 12, 31))
ALWAYS = ReportQuestion(date(2000, 1, 1), date(2026, 11, 24))


async def browse(site: Site, role: Role = Role.AUDITOR, **more: Any) -> Browser:
    await site.account(role, **more)
    browser = await site.browser()
    await browser.sign_in(NAME)
    return browser


@pytest.fixture
async def auditor(site: Site, app: App) -> Browser:
    """An auditor's browser on a made-up year of two committees."""
    await store(app, made_up_world(7))
    return await browse(site)


def written(figure: Figure) -> Decimal:
    """The value as a file has it."""
    if figure.currency is None:
        return Decimal(figure.value)
    return decimal_amount(figure.value, figure.currency)


async def taken(browser: Browser, **said: str) -> list[dict[str, str]]:
    answer = await browser.get(f"/outcomes/records?{urlencode(said | {'as': 'csv', 'lang': 'zh'})}")
    assert answer.status_code == 200, answer.text
    return list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))


async def test_every_figure_opens_the_records_that_add_up_to_it(auditor: Browser, app: App) -> None:
    report = await app.reports.outcome(SYSTEM, ReportQuestion(*PERIOD))
    figures = named_figures(report)
    assert len(figures) > 60
    for name, figure in figures.items():
        rows = await taken(auditor, figure=name, **YEAR)
        assert len(rows) == len(figure.rows), name
        assert sum(Decimal(row["计入"]) for row in rows) == written(figure), name


def everything(report: Report) -> list[tuple[str, Figure]]:
    """All figures of the whole and of every part of every breakdown."""
    parts = [("", report)]
    parts += [
        (f"{by} {group.key}", part) for by in Grouping for group, part in report.broken_down(by)
    ]
    return [
        (f"{place} {name}", figure)
        for place, part in parts
        for name, figure in named_figures(part).items()
    ]


async def test_every_figure_of_the_seeds_is_the_sum_of_its_records(seeded_app: App) -> None:
    report = await seeded_app.reports.outcome(SYSTEM, ALWAYS)
    figures = everything(report)
    assert len(figures) > 200
    for name, figure in figures:
        records = figure.records()
        assert len(records) == len(figure.rows), name
        assert sum(one.part for one in records) == figure.value, name
    known = dict(figures)
    assert known[" contracts.CNY.total"].value == 500_000_000
    assert known["CHAIN yz-ecommerce contracts.CNY.credited"].value == 500_000_000


async def test_the_page_links_each_number_to_its_records(auditor: Browser, app: App) -> None:
    page = (await auditor.get(f"/outcomes?{urlencode(YEAR | {'by': 'COMMITTEE'})}&lang=zh")).text
    report = await app.reports.outcome(SYSTEM, ReportQuestion(*PERIOD))
    links = {
        unescape(href): text
        for href, text in re.findall(r'<a href="(/outcomes/records\?[^"]*)">([^<]*)</a>', page)
    }
    assert len(links) > 40
    asked = {"figure": "funnel.MET", **YEAR}
    stages = {str(one.stage): one.figure.value for one in report.funnel}
    assert links[f"/outcomes/records?{urlencode(asked)}"] == str(stages["MET"])
    for group, part in report.broken_down(Grouping.COMMITTEE):
        said = {"figure": "introductions", **YEAR, "by": "COMMITTEE", "group": group.key}
        path = f"/outcomes/records?{urlencode(said)}"
        assert links[path] == str(part.introductions.value)
        assert len(await taken(auditor, **said)) == part.introductions.value
    for path in links:
        assert (await auditor.get(path)).status_code == 200, path


async def test_what_has_no_event_is_a_part_too(auditor: Browser, app: App) -> None:
    report = await app.reports.outcome(SYSTEM, ReportQuestion(*PERIOD))
    part = {group.key: found for group, found in report.broken_down(Grouping.EVENT)}[None]
    rows = await taken(auditor, figure="introductions", by="EVENT", group=NO_KEY, **YEAR)
    assert len(rows) == part.introductions.value > 0


async def test_filters_narrow_page_records_and_file_alike(auditor: Browser, app: App) -> None:
    question = ReportQuestion(*PERIOD, committee="ka", event="fair")
    report = await app.reports.outcome(SYSTEM, question)
    said = YEAR | {"committee": "ka", "event": "fair"}
    assert len(await taken(auditor, figure="introductions", **said)) == report.introductions.value
    book = load_workbook(
        io.BytesIO((await auditor.get(f"/outcomes?{urlencode(said)}&as=xlsx&lang=en")).content)
    )
    figures = {row[4]: row[1] for row in book["All figures"].values}
    assert figures["introductions"] == report.introductions.value


async def test_the_workbook_has_a_sheet_a_part_and_numbers_as_numbers(
    auditor: Browser, app: App
) -> None:
    answer = await auditor.get(f"/outcomes?{urlencode(YEAR)}&as=xlsx&lang=zh")
    assert "filename*=UTF-8''" in answer.headers["content-disposition"]
    book = load_workbook(io.BytesIO(answer.content))
    assert book.sheetnames == [
        *("说明", "进展", "状况", "成交", "意向", "跨境订单", "首单天数"),
        *(f"按{by}" for by in ("党委", "活动", "匹配类型", "产业链", "月份", "季度", "年份")),
        "全部数",
    ]
    about = dict(list(book["说明"].values)[1:])
    assert about["起"] == datetime(2025, 1, 1)
    assert about["制表人"] == NAME
    assert (about["日志序号"], about["日志摘要"]) == app.follower.position
    report = await app.reports.outcome(SYSTEM, ReportQuestion(*PERIOD))
    rows = {row[4]: row for row in list(book["全部数"].values)[1:]}
    for name, figure in named_figures(report).items():
        value = rows[name][1]
        assert isinstance(value, int | float), name
        assert Decimal(str(value)) == written(figure).normalize(), name
        assert rows[name][3] == len(figure.rows), name
    months = list(book["按月份"].values)[1:]
    assert sum(row[2] for row in months) == report.introductions.value


async def test_the_paper_says_what_it_can_be_checked_by(auditor: Browser, app: App) -> None:
    page = (await auditor.get(f"/outcomes?{urlencode(YEAR)}&print=1&lang=zh")).text
    sequence, digest = app.follower.position
    assert f"日志第 {sequence} 条" in page
    assert digest in page
    assert NAME in page
    assert "2025年1月1日至2025年12月31日" in page
    assert "/outcomes/records" not in page  # paper has no links


async def test_a_period_that_cannot_be_meant_is_said_and_kept(auditor: Browser) -> None:
    answer = await auditor.get("/outcomes?from=2025-06-01&to=2025-01-01&lang=zh")
    assert answer.status_code == 422
    assert "止日 2025-01-01 早于起日 2025-06-01" in answer.text
    assert 'value="2025-06-01"' in answer.text
    assert (await auditor.get("/outcomes?from=yesterday")).status_code == 422
    assert (await auditor.get("/outcomes/records?figure=funnel.MET&from=x")).status_code == 422


@pytest.mark.parametrize(
    "said",
    [
        {"figure": "funnel.NOWHERE"},
        {},
        {"figure": "introductions", "committee": "kz"},
        {"figure": "introductions", "by": "COMMITTEE", "group": "kz"},
        {"figure": "introductions", "event": "nothing"},
    ],
)
async def test_what_is_not_there_is_not_found(auditor: Browser, said: dict[str, str]) -> None:
    assert (await auditor.get(f"/outcomes/records?{urlencode(said)}")).status_code == 404


async def test_an_officer_sees_what_his_committees_brokered(site: Site, app: App) -> None:
    await store(app, made_up_world(7))
    browser = await browse(site, Role.SECRETARY, committees=["kb"])
    report = await app.reports.outcome(SYSTEM, ReportQuestion(*PERIOD, committee="kb"))
    rows = await taken(browser, figure="contracts.inYuan", **YEAR)
    assert sum(Decimal(row["计入"]) for row in rows) == written(report.contracts.in_yuan)
    assert (await browser.get("/outcomes?committee=ka")).status_code == 404
    page = (await browser.get(f"/outcomes?{urlencode(YEAR)}&lang=zh")).text
    assert "铸造党委" not in page


async def test_enterprises_have_no_outcomes(site: Site, app: App) -> None:
    _, own = await create_member(app)
    browser = await browse(site, Role.ENTERPRISE, enterprise=own.id)
    for path in ("/outcomes", "/outcomes/records?figure=introductions", "/outcomes?as=xlsx"):
        assert (await browser.get(path)).status_code == 403
    assert 'href="/outcomes"' not in (await browser.get("/chains")).text


async def test_an_empty_year_says_where_to_begin(site: Site) -> None:
    browser = await browse(site)
    page = (await browser.get("/outcomes?from=2020-01-01&to=2020-12-31&lang=zh")).text
    assert "这段时间里还没有记录" in page
    assert (await browser.get("/outcomes?as=xlsx")).status_code == 200


@pytest.mark.parametrize(
    ("by", "first", "last", "found"),
    [
        (Grouping.MONTH, "2024-11", "2025-02", ["2024-11", "2024-12", "2025-01", "2025-02"]),
        (Grouping.QUARTER, "2024-Q4", "2025-Q1", ["2024-Q4", "2025-Q1"]),
        (Grouping.YEAR, "2023", "2025", ["2023", "2024", "2025"]),
    ],
)
def test_a_chart_has_the_periods_in_which_nothing_was(
    by: Grouping, first: str, last: str, found: list[str]
) -> None:
    assert periods_between(first, last, by) == found
