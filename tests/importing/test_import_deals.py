"""Deals and orders from files: by the parties' names, in written amounts, safe to repeat."""

from pathlib import Path

from chainlink.accounts.model import Role
from chainlink.app import App
from chainlink.deals.lookups import DealFilter
from chainlink.deals.model import Deal, DealKind, Verification
from chainlink.deals.order_lookups import OrderFilter
from chainlink.importing.model import ImportKind, ImportReport
from tests.deal_world import Pair, introduced_pair, record_deal
from tests.factories import SYSTEM, create_account, create_enterprise
from tests.importing.import_files import count, load, outcomes, write_csv
from tests.refusals import code_of

DEALS = ["采购方", "供方", "类别", "合同名称", "金额（万元）", "签订日期", "分年到账", "来源"]
ORDERS = [
    *("订单号", "出口方", "制造方", "HS编码", "贸易术语", "交货地点", "监管方式", "金额", "币种"),
    *("目的国", "首次出口", "下单日期", "出运日期"),
]


async def import_rows(
    app: App, folder: Path, kind: ImportKind, *rows: list[object], **options: object
) -> ImportReport:
    return await load(app, kind, write_csv(folder / "成交.csv", rows), **options)


async def deals(app: App) -> list[Deal]:
    return await app.deals.search(SYSTEM, DealFilter(), 100, None)


def deal_row(pair: Pair, **said: object) -> list[object]:
    plain = {
        "buyer": pair.seller.uscc,
        "maker": pair.maker.name,
        "kind": "采购订单",
        "title": "收获机采购",
        "amount": "500",
        "day": "2026/11/20",
        "received": "2026:120万",
        "source": "合同台账",
    }
    return list((plain | said).values())


def order_row(pair: Pair, **said: object) -> list[object]:
    plain = {
        "number": "A-1",
        "seller": pair.seller.uscc,
        "maker": pair.maker.name,
        "hs": "8433.51.0001",
        "term": "fob",
        "place": "青岛",
        "mode": "9810",
        "amount": "70,000",
        "currency": "USD",
        "destination": "ru",
        "first": "是",
        "day": "2026年11月21日",
        "shipped": "",
    }
    return list((plain | said).values())


async def test_a_row_becomes_a_deal_of_its_introductions(app: App, tmp_path: Path) -> None:
    pair = await introduced_pair(app)
    report = await import_rows(app, tmp_path, ImportKind.DEALS, DEALS, deal_row(pair))
    assert outcomes(report) == [(2, "CREATED", [])]
    [deal] = await deals(app)
    assert report.rows[0].subject == deal.deal
    assert (deal.kind, deal.title, deal.amount, deal.currency) == (
        DealKind.PURCHASE_ORDER,
        "收获机采购",
        500_000_000,
        "CNY",
    )
    assert (deal.introductions, str(deal.signed_on), deal.source) == (
        (pair.introduction.id,),
        "2026-11-20",
        "合同台账",
    )
    assert [one.stored() for one in deal.received] == ["2026:120000000"]
    assert deal.verification is Verification.SELF_REPORTED
    assert deal.confirmations == ()


async def test_a_file_is_safe_to_repeat_and_what_it_changes_is_a_version(
    app: App, tmp_path: Path
) -> None:
    pair = await introduced_pair(app)
    await import_rows(app, tmp_path, ImportKind.DEALS, DEALS, deal_row(pair))
    head = await app.journal.head()
    report = await import_rows(app, tmp_path, ImportKind.DEALS, DEALS, deal_row(pair))
    assert outcomes(report) == [(2, "UNCHANGED", [])]
    assert await app.journal.head() == head
    changed = deal_row(pair, received="2026:300万")
    trial = await import_rows(app, tmp_path, ImportKind.DEALS, DEALS, changed, dry_run=True)
    kept = await import_rows(app, tmp_path, ImportKind.DEALS, DEALS, changed, keep=True)
    assert (outcomes(trial), outcomes(kept)) == ([(2, "UPDATED", [])], [(2, "UNCHANGED", [])])
    assert await app.journal.head() == head
    await import_rows(app, tmp_path, ImportKind.DEALS, DEALS, changed)
    [deal] = await deals(app)
    assert (deal.version, deal.correction_text) == (2, "成交.csv")
    assert [one.stored() for one in deal.received] == ["2026:300000000"]


async def test_what_cannot_be_taken_is_told_row_by_row(app: App, tmp_path: Path) -> None:
    pair = await introduced_pair(app)
    stranger = await create_enterprise(app)
    report = await import_rows(
        app,
        tmp_path,
        ImportKind.DEALS,
        DEALS,
        deal_row(pair, buyer=stranger.uscc),
        deal_row(pair, buyer="无此企业"),
        deal_row(pair, amount="若干"),
        deal_row(pair, amount="500美元"),
        deal_row(pair, day="2027-01-01"),
        deal_row(pair, kind="买卖"),
        deal_row(pair, received="明年300万"),
        deal_row(pair),
        deal_row(pair, title="同一笔"),
    )
    assert outcomes(report) == [
        (2, "FAILED", [("", "import.deal_not_introduced")]),
        (3, "FAILED", [("", "enterprise.not_registered")]),
        (4, "FAILED", [("金额（万元）", "import.money")]),
        (5, "CREATED", []),
        (6, "FAILED", [("签订日期", "deal.future")]),
        (7, "FAILED", [("类别", "not_a_choice")]),
        (8, "FAILED", [("分年到账", "import.by_year")]),
        (9, "CREATED", []),
        (10, "FAILED", [("", "import.row_differs")]),
    ]
    assert sorted((one.currency, one.amount) for one in await deals(app)) == [
        ("CNY", 500_000_000),
        ("USD", 50_000),
    ]


async def test_a_row_becomes_an_order_under_the_deal_of_its_parties(
    app: App, tmp_path: Path
) -> None:
    pair = await introduced_pair(app)
    report = await import_rows(app, tmp_path, ImportKind.ORDERS, ORDERS, order_row(pair))
    assert outcomes(report) == [(2, "FAILED", [("", "import.order_no_deal")])]
    deal = await record_deal(pair)
    await record_deal(pair, kind="LETTER_OF_INTENT")
    rows = [
        order_row(pair),
        order_row(pair, number="A-2", day="2026-11-22"),
        order_row(pair, number="A-3", mode="1039", hs="77"),
    ]
    report = await import_rows(app, tmp_path, ImportKind.ORDERS, ORDERS, *rows)
    assert outcomes(report) == [
        (2, "CREATED", []),
        (3, "FAILED", [("首次出口", "order.not_first")]),
        (4, "FAILED", [("HS编码", "hs.form"), ("监管方式", "customs_mode.unknown")]),
    ]
    [order] = await app.orders.search(SYSTEM, OrderFilter(), 10, None)
    assert (order.deal, order.hs_code, order.amount, order.currency) == (
        deal.deal,
        "8433510001",
        7_000_000,
        "USD",
    )
    assert (order.seller, order.maker, order.first_export, order.destination) == (
        pair.seller.id,
        pair.maker.id,
        True,
        "RU",
    )
    head = await app.journal.head()
    report = await import_rows(app, tmp_path, ImportKind.ORDERS, ORDERS, order_row(pair))
    assert outcomes(report) == [(2, "UNCHANGED", [])]
    assert await app.journal.head() == head
    shipped = order_row(pair, shipped="2026-11-23")
    report = await import_rows(app, tmp_path, ImportKind.ORDERS, ORDERS, shipped)
    assert outcomes(report) == [(2, "UPDATED", [])]
    [order] = await app.orders.search(SYSTEM, OrderFilter(), 10, None)
    assert (order.version, str(order.shipped_on)) == (2, "2026-11-23")
    assert await count(app, "(:CrossBorderOrder)") == 2
    await record_deal(pair, kind="CONTRACT")
    other = order_row(pair, number="A-4", first="否", day="2026-11-23")
    report = await import_rows(app, tmp_path, ImportKind.ORDERS, ORDERS, other)
    assert outcomes(report) == [(2, "FAILED", [("", "import.order_several_deals")])]


async def test_files_are_loaded_by_the_platform_s_own_hand(app: App, tmp_path: Path) -> None:
    """An administrator reviews deals and does not record them, in a file as little as at a door."""
    pair = await introduced_pair(app)
    file = write_csv(tmp_path / "成交.csv", [DEALS, deal_row(pair)])
    for role in (Role.ADMIN, Role.AUDITOR, Role.SECRETARY):
        actor = await create_account(app, role)
        assert await code_of(load(app, ImportKind.DEALS, file, actor=actor)) == "FORBIDDEN"
    assert await deals(app) == []
