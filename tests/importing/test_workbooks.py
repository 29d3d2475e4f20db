"""XLSX: the first sheet's cells as text, and what must not be taken from them."""

from datetime import date, datetime
from pathlib import Path

import pytest
from openpyxl import Workbook

from chainlink.errors import InvalidInput
from chainlink.importing.files import read_table
from chainlink.importing.tables import Fault
from chainlink.importing.workbooks import read_workbook
from tests.importing.import_files import write_xlsx


def test_numbers_dates_and_truths_become_text(tmp_path: Path) -> None:
    rows = [
        ["a", "b", "c", "d", "e", "f"],
        [3572, 1.5, date(2025, 6, 1), datetime(2025, 6, 1, 8, 30), True, "文字"],
    ]
    found = read_table(write_xlsx(tmp_path / "x.xlsx", rows))
    [row] = found.rows
    assert row.cells == [
        "3572",
        "1.5",
        "2025-06-01T00:00:00",
        "2025-06-01T08:30:00",
        "true",
        "文字",
    ]
    assert (row.number, row.faults, found.read_as) == (2, {}, "XLSX, Sheet")


def test_empty_rows_count_in_the_numbering(tmp_path: Path) -> None:
    rows = [[None, None], ["a", "b"], [None, None], ["1", None]]
    found = read_table(write_xlsx(tmp_path / "x.xlsx", rows))
    assert [(row.number, row.cells[0]) for row in found.rows] == [(4, "1")]


def test_a_formula_is_never_taken_for_its_value(tmp_path: Path) -> None:
    found = read_table(write_xlsx(tmp_path / "x.xlsx", [["a", "b"], ["1", "=SUM(1,2)"]]))
    assert found.rows[0].faults == {1: Fault("import.formula", {"cell": "B2"})}


def test_an_error_value_and_a_rounded_number_are_the_cells_faults(tmp_path: Path) -> None:
    book = Workbook()
    book.active.append(["a", "b"])
    book.active.append(["#N/A", 913708837392618904])
    book.active["A2"].data_type = "e"
    book.save(tmp_path / "x.xlsx")
    [row] = read_table(tmp_path / "x.xlsx").rows
    assert {place: fault.key for place, fault in row.faults.items()} == {
        0: "import.cell_error",
        1: "import.rounded",
    }
    assert row.faults[1].facts["cell"] == "B2"


def test_only_the_first_sheet_is_read(tmp_path: Path) -> None:
    book = Workbook()
    book.active.title = "企业"
    book.active.append(["a"])
    book.active.append(["1"])
    book.create_sheet("说明").append(["nothing"])
    book.save(tmp_path / "x.xlsx")
    found = read_table(tmp_path / "x.xlsx")
    assert (found.headings, len(found.rows), found.read_as) == (["a"], 1, "XLSX, 企业")


def test_what_is_in_a_file_counts_and_not_its_name(tmp_path: Path) -> None:
    found = read_table(
        write_xlsx(tmp_path / "x.csv.xlsx", [["a"], ["1"]]).rename(tmp_path / "x.csv")
    )
    assert found.read_as == "XLSX, Sheet"


@pytest.mark.parametrize("cut", [10, 200, 2000, -30])
def test_a_damaged_workbook_is_refused_in_one_sentence(tmp_path: Path, cut: int) -> None:
    whole = write_xlsx(tmp_path / "x.xlsx", [["a"], ["1"]]).read_bytes()
    with pytest.raises(InvalidInput) as refusal:
        read_workbook(whole[:cut], "x.xlsx")
    assert [one.key for one in refusal.value.fields] == ["import.not_a_workbook"]


@pytest.mark.parametrize("place", [60, 300, 900, 1500])
def test_a_workbook_with_a_spoilt_part_is_refused_or_read(tmp_path: Path, place: int) -> None:
    content = bytearray(write_xlsx(tmp_path / "x.xlsx", [["a"], ["1"]]).read_bytes())
    content[place : place + 20] = bytes(20)
    try:
        read = read_workbook(bytes(content), "x.xlsx").headings
    except InvalidInput as refusal:
        read = [one.key for one in refusal.fields]
    assert read in (["a"], ["import.not_a_workbook"])


def test_an_archive_that_is_no_workbook_is_refused(tmp_path: Path) -> None:
    (tmp_path / "x.xlsx").write_bytes(b"PK\x05\x06" + bytes(18))
    with pytest.raises(InvalidInput) as refusal:
        read_table(tmp_path / "x.xlsx")
    assert [one.key for one in refusal.value.fields] == ["import.not_a_workbook"]
