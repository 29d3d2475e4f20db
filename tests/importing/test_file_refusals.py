"""A file that cannot be imported at all is refused in one sentence that says the way out."""

from pathlib import Path

import pytest

from chainlink.app import App
from chainlink.errors import InvalidInput
from chainlink.importing.kinds import HEADINGS
from chainlink.importing.model import ImportKind
from chainlink.language import Language, say
from tests.importing.import_files import load, write_csv

HEADINGS_AND_ROW = [["uscc", "name"], ["1", "甲"]]


async def refused(
    app: App, path: Path, kind: ImportKind = ImportKind.ENTERPRISES, **options: object
) -> list[tuple[str, str]]:
    before = await app.journal.head()
    with pytest.raises(InvalidInput) as refusal:
        await load(app, kind, path, **options)
    assert await app.journal.head() == before
    for problem in refusal.value.fields:
        for language in Language:
            said = say(problem.key, language, **problem.facts)
            assert said != problem.key
            assert "{" not in said
    return [(problem.path, problem.key) for problem in refusal.value.fields]


async def test_a_path_that_leads_to_no_file(app: App, tmp_path: Path) -> None:
    assert await refused(app, tmp_path / "no.csv") == [("file", "import.missing")]
    assert await refused(app, tmp_path) == [("file", "import.folder")]


@pytest.mark.parametrize(
    ("content", "key"),
    [
        (b"", "import.empty"),
        (b" \r\n\r\n", "import.empty"),
        (b"uscc,name\r\n", "import.only_headings"),
        (b"uscc,name,name\n1,a,b\n", "import.heading_twice"),
        (bytes(range(256)) * 8, "import.not_text"),
        (b"PK\x03\x04nothing", "import.not_a_workbook"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(500), "import.old_excel"),
    ],
)
async def test_a_file_that_is_no_table(app: App, tmp_path: Path, content: bytes, key: str) -> None:
    (tmp_path / "x.csv").write_bytes(content)
    assert await refused(app, tmp_path / "x.csv") == [("file", key)]


async def test_a_required_column_that_is_missing_is_named(app: App, tmp_path: Path) -> None:
    file = write_csv(tmp_path / "x.csv", [["代码", "字号"], ["1", "甲"]])
    assert await refused(app, file) == [
        ("uscc", "import.column_missing"),
        ("name", "import.column_missing"),
    ]
    claims = write_csv(tmp_path / "y.csv", [["说明"], ["甲"]])
    assert await refused(app, claims, ImportKind.NEEDS) == [
        ("uscc", "import.column_missing"),
        ("title", "import.column_missing"),
    ]


def test_the_sentence_for_a_missing_column_says_how_to_map() -> None:
    with pytest.raises(InvalidInput) as refusal:
        HEADINGS[ImportKind.ENTERPRISES].matched(["代码", "企业名称"], {})
    [problem] = refusal.value.fields
    assert say(problem.key, Language.ZH, **problem.facts) == (
        "缺少必需的列 uscc（可用表头：uscc、统一社会信用代码、社会信用代码、信用代码）；"
        "文件中的列：代码、企业名称。如列名不同，请用 --map 列名=uscc 指明。"
    )


@pytest.mark.parametrize(
    ("mapping", "problem"),
    [
        ({"uscc": "usc"}, ("map", "import.map_field")),
        ({"no such": "uscc"}, ("map", "import.map_column")),
        ({"uscc": "name", "name": "name"}, ("map", "import.two_columns")),
    ],
)
async def test_a_mapping_that_leads_nowhere(
    app: App, tmp_path: Path, mapping: dict[str, str], problem: tuple[str, str]
) -> None:
    file = write_csv(tmp_path / "x.csv", HEADINGS_AND_ROW)
    assert await refused(app, file, mapping=mapping) == [problem]


async def test_two_columns_for_one_field_unless_one_is_chosen(app: App, tmp_path: Path) -> None:
    rows = [["uscc", "名称", "企业名称"], ["1", "甲", "乙"]]
    file = write_csv(tmp_path / "x.csv", rows)
    assert await refused(app, file) == [("file", "import.two_columns")]
    report = await load(app, ImportKind.ENTERPRISES, file, mapping={"企业名称": "name"})
    assert (report.rows[0].name, report.ignored) == ("乙", ("名称",))


@pytest.mark.parametrize("kind", ["attendance", "Attendance"])
def test_what_comes_later_says_so_and_is_no_kind(kind: str) -> None:
    with pytest.raises(InvalidInput) as refusal:
        ImportKind.named(kind)
    [problem] = refusal.value.fields
    assert (problem.path, problem.key) == ("kind", "import.kind_later")
    assert problem.facts["offered"] == "enterprises capabilities needs categories deals orders"
    assert kind.lower() not in set(ImportKind)


def test_an_unknown_kind_lists_those_that_there_are() -> None:
    with pytest.raises(InvalidInput) as refusal:
        ImportKind.named("companies")
    assert [one.key for one in refusal.value.fields] == ["import.kind_unknown"]


def test_a_kind_is_found_by_its_name() -> None:
    assert ImportKind.named(" Needs ") is ImportKind.NEEDS
