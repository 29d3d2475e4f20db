"""CSV as offices have it: whatever encoding and separator, and never a good row lost."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chainlink.errors import InvalidInput
from chainlink.importing.csv_files import read_csv
from chainlink.importing.tables import LONGEST_CELL, Fault, FileRow, Table, cell_name

ROWS = "uscc,企业名称\n1,兖州铸造厂\n2,“引号”与—破折号\n"


def table(text: str) -> Table:
    return read_csv(text.encode(), "x.csv")


def cells(found: Table) -> list[tuple[int, list[str]]]:
    return [(row.number, row.cells) for row in found.rows]


@pytest.mark.parametrize(
    ("encoding", "said"),
    [
        ("utf-8", "UTF-8"),
        ("utf-8-sig", "UTF-8"),
        ("gbk", "GBK"),
        ("gb18030", "GBK"),
        ("utf-16", "UTF-16"),
        ("utf-16-le", "UTF-16"),
        ("utf-16-be", "UTF-16"),
    ],
)
def test_the_encoding_is_found_and_said(encoding: str, said: str) -> None:
    found = read_csv(ROWS.encode(encoding), "x.csv")
    assert found.headings == ["uscc", "企业名称"]
    assert cells(found) == [(2, ["1", "兖州铸造厂"]), (3, ["2", "“引号”与—破折号"])]
    assert found.read_as == f"{said}, comma"


def test_a_character_that_only_gb18030_has_is_read_and_said() -> None:
    found = read_csv("name\n山东𠮷祥厂\n".encode("gb18030"), "x.csv")
    assert (cells(found), found.read_as) == ([(2, ["山东𠮷祥厂"])], "GB18030, comma")


@pytest.mark.parametrize(("separator", "said"), [(",", "comma"), (";", "semicolon"), ("\t", "tab")])
def test_the_separator_is_found_and_said(separator: str, said: str) -> None:
    found = table(f'uscc{separator}"a,b;c"{separator}name\n1{separator}2{separator}3\n')
    assert (cells(found), found.read_as) == ([(2, ["1", "2", "3"])], f"UTF-8, {said}")


def test_rows_are_numbered_as_a_spreadsheet_shows_them() -> None:
    found = table('\nname,text\n"a\nb",1\n\n , \nc,2\n')
    assert cells(found) == [(3, ["a\nb", "1"]), (6, ["c", "2"])]


plain = st.text(
    st.characters(
        codec="utf-8", exclude_characters="\r\n\x00", exclude_categories=("Cs", "Cc", "Co", "Cn")
    ),
    max_size=8,
)


@given(st.lists(st.lists(st.one_of(plain, st.just("x\ny")), min_size=2, max_size=2), max_size=20))
def test_every_row_keeps_its_number_and_its_cells(rows: list[list[str]]) -> None:
    written = io.StringIO()
    csv.writer(written).writerows([["first", "second"], *rows, ["last", "row"]])
    expected = [
        (number, row) for number, row in enumerate(rows, start=2) if any(map(str.strip, row))
    ]
    assert cells(table(written.getvalue())) == [*expected, (len(rows) + 2, ["last", "row"])]


@given(st.lists(st.sampled_from(["good,1", 'bad,"2', 'worse,"x"y', "", "good,3"]), max_size=12))
def test_a_bad_quotation_mark_spoils_no_other_row(lines: list[str]) -> None:
    found = table("\n".join(["name,text", *lines, "end,9"]))
    good = [
        (number, line.split(","))
        for number, line in enumerate(lines, start=2)
        if line.startswith("good")
    ]
    read = [(row.number, row.cells) for row in found.rows if row.fault is None]
    if 'bad,"2' not in lines:  # one that never closes may take the next quotation mark for its end
        assert read == [*good, (len(lines) + 2, ["end", "9"])]
    assert read[-1] == (len(lines) + 2, ["end", "9"])


def test_a_quotation_mark_that_never_closes_is_its_own_rows_fault() -> None:
    found = table('name,text\na,1\nb,"2\nc,3\n')
    assert [(row.number, row.cells, row.fault) for row in found.rows] == [
        (2, ["a", "1"], None),
        (3, [], Fault("import.quotes")),
        (4, ["c", "3"], None),
    ]


def test_a_row_with_more_cells_than_headings_is_at_fault_and_empty_ones_are_not() -> None:
    found = table("a,b,,\n1,2,,\n1,2,3\n1,2,,4\n")
    assert [row.fault for row in found.rows] == [
        None,
        Fault("import.row_too_long", {"cells": 3, "most": 2}),
        Fault("import.row_too_long", {"cells": 4, "most": 2}),
    ]


def test_a_cell_of_a_million_characters_is_at_fault() -> None:
    [row] = table("a,b\n1," + "长" * 10**6 + "\n").rows
    told = {"length": 10**6, "most": LONGEST_CELL}
    assert row.faults == {1: Fault("import.cell_too_long", told)}


@pytest.mark.parametrize("formula", ["=1+1", " =1+1", "\u200b=1+1", "+SUM(A1)", "-A1", "@SUM(A1)"])
def test_a_formula_is_the_cells_fault(formula: str) -> None:
    [row] = table(f'a,b\n1,"{formula}"\n').rows
    assert row.faults == {1: Fault("import.formula", {"cell": "B2"})}


@pytest.mark.parametrize("plain", ["-5", "+86-537-3412345", "- 加工"])
def test_numbers_and_telephone_numbers_are_not(plain: str) -> None:
    [row] = table(f"a,b\n1,{plain}\n").rows
    assert row.faults == {}


@pytest.mark.parametrize(
    ("content", "key"),
    [
        (bytes(range(256)) * 20, "import.not_text"),
        (b"\x89PNG\r\n\x1a\n" + bytes(range(200)) * 9, "import.not_text"),
        (b"\xff\xfea", "import.not_text"),
        (b"a,b\n1,\xff\xff\xff\n", "import.not_text"),
        (b"\n \n , \n", "import.empty"),
        (b"a,b\n\n , \n", "import.only_headings"),
        (b"a,b,a\n1,2,3\n", "import.heading_twice"),
        (b'a,"b\n1,2\n', "import.quotes"),
    ],
)
def test_a_file_that_is_no_table_is_refused(content: bytes, key: str) -> None:
    with pytest.raises(InvalidInput) as refusal:
        read_csv(content, "x.csv")
    assert [(one.path, one.key) for one in refusal.value.fields] == [("file", key)]


@pytest.mark.parametrize(
    ("column", "row", "name"), [(0, 1, "A1"), (25, 2, "Z2"), (26, 3, "AA3"), (701, 4, "ZZ4")]
)
def test_a_cell_is_named_as_a_spreadsheet_names_it(column: int, row: int, name: str) -> None:
    assert cell_name(column, row) == name


def test_a_row_of_its_own_has_no_faults() -> None:
    assert FileRow(1, []).faults == {}
