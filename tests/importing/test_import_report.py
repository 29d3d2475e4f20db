"""The report of an import: counted, told in both languages, and safe to open in a spreadsheet."""

import csv
from pathlib import Path

import pytest
from openpyxl import load_workbook

from chainlink.app import App
from chainlink.errors import InvalidInput
from chainlink.importing.model import ImportKind, ImportReport, RowOutcome
from chainlink.language import Language
from tests.factories import new_uscc
from tests.importing.import_files import load, write_csv

CODE = new_uscc(99_003)


async def a_report(app: App, folder: Path) -> ImportReport:
    rows = [
        ["企业名称", "uscc", "注册资本", "scope"],
        ["甲机械厂", CODE, "N/A", "=1+1"],
        ["@甲机械厂", CODE, "N/A", ""],
        ["+乙", "9137", "", ""],
    ]
    return await load(app, ImportKind.ENTERPRISES, write_csv(folder / "x.csv", rows))


async def test_counts_name_every_outcome(app: App, tmp_path: Path) -> None:
    report = await a_report(app, tmp_path)
    assert dict(report.counts) == {
        RowOutcome.CREATED: 1,
        RowOutcome.UPDATED: 0,
        RowOutcome.UNCHANGED: 0,
        RowOutcome.FAILED: 2,
    }
    assert (report.created, report.updated, report.unchanged, report.failed) == (1, 0, 0, 2)


async def test_the_table_is_told_in_both_languages(app: App, tmp_path: Path) -> None:
    report = await a_report(app, tmp_path)
    subject = report.rows[1].subject
    assert report.table(Language.ZH) == [
        ["行", "结果", "名称", "标识", "问题", "说明"],
        [
            "2",
            "失败",
            "甲机械厂",
            "",
            "“scope”列：单元格 D2 是公式；请改成它的值（复制后选择性粘贴为数值）。",
            "",
        ],
        [
            "3",
            "新增",
            "@甲机械厂",
            subject,
            "",
            "注册资本“N/A”无法读成金额，记为不详。\n"
            "行政区划由统一社会信用代码的登记机关推定：兖州区（370812）。\n"
            "七方类别由名称或经营范围推定：生产企业（依据：机械）。",
        ],
        [
            "4",
            "失败",
            "+乙",
            "",
            "“uscc”列：统一社会信用代码“9137”格式不对："
            "应为 18 位数字和大写字母（不含 I、O、S、V、Z），现为 4 位。",
            "七方类别由名称或经营范围推定：服务机构（依据：—）。",
        ],
    ]
    english = report.table(Language.EN)
    assert english[0] == ["Row", "Outcome", "Name", "Id", "Problems", "Notes"]
    assert english[1][4] == (
        "Column “scope”: The cell D2 holds a formula; replace it by its value "
        "(copy, paste as values)."
    )


async def test_a_csv_report_opens_in_excel_and_runs_nothing(app: App, tmp_path: Path) -> None:
    report = await a_report(app, tmp_path)
    report.write(tmp_path / "r.csv", Language.ZH)
    assert (tmp_path / "r.csv").read_bytes().startswith("\ufeff行".encode())
    with (tmp_path / "r.csv").open(encoding="utf-8-sig", newline="") as file:
        written = list(csv.reader(file))
    assert [row[2] for row in written] == ["名称", "甲机械厂", "'@甲机械厂", "'+乙"]
    assert [row[0] for row in written] == ["行", "2", "3", "4"]


async def test_a_workbook_report_holds_text_only(app: App, tmp_path: Path) -> None:
    report = await a_report(app, tmp_path)
    report.write(tmp_path / "r.XLSX", Language.EN)
    sheet = load_workbook(tmp_path / "r.XLSX").active
    assert sheet.title == "Import result"
    cells = [cell for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert {cell.data_type for cell in cells} == {"s"}
    assert sheet["C3"].value == "'@甲机械厂"


async def test_a_report_elsewhere_is_refused(app: App, tmp_path: Path) -> None:
    report = await a_report(app, tmp_path)
    for path, key in (
        (tmp_path / "r.pdf", "import.report_ending"),
        (tmp_path / "no" / "r.csv", "import.report_unwritable"),
        (tmp_path / "no" / "r.xlsx", "import.report_unwritable"),
    ):
        with pytest.raises(InvalidInput) as refusal:
            report.write(path, Language.ZH)
        assert [(one.path, one.key) for one in refusal.value.fields] == [("report", key)]
