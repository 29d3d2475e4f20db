"""Files as people have them: each fault has one sentence that says where; good rows are kept."""

from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook

from chainlink.accounts.model import Role
from chainlink.app import App
from chainlink.enterprises.claim_model import CAPABILITY
from chainlink.errors import Forbidden, InvalidInput
from chainlink.importing.capital import capital_of
from chainlink.importing.model import ImportKind, ImportReport, RowOutcome
from chainlink.importing.report_files import write_table
from chainlink.importing.service import ImportService
from chainlink.language import Language
from tests.factories import SYSTEM, create_account, create_enterprise, declare_capability, new_uscc

HEAD = "uscc,name,address\n"
REGISTRY = Path(__file__).parents[3] / "shared" / "data" / "shandong_registry" / "jining.csv"


async def load(
    app: App, folder: Path, content: str | bytes, kind: ImportKind = ImportKind.ENTERPRISES
) -> ImportReport:
    file = folder / "file.csv"
    file.write_bytes(content.encode() if isinstance(content, str) else content)
    return await ImportService(app).run(SYSTEM, kind, file)


def told(report: ImportReport) -> dict[int, tuple[str, str, str]]:
    return {
        row.row: (row.outcome.value, row.problems[0].field, row.problems[0].key)
        if row.problems
        else (row.outcome.value, "", "")
        for row in report.rows
    }


@pytest.mark.parametrize(
    ("content", "key"),
    [
        ("", "import.empty"),
        ("\n\n", "import.empty"),
        (HEAD, "import.only_headings"),
        ("uscc,name,name\n1,2,3\n", "import.heading_twice"),
        ("name,address\n甲,乙\n", "import.column_missing"),
        (b"\x89PNG\r\n\x1a\n\x00\x01\x02\x03\xff\xfe", "import.not_text"),
    ],
)
async def test_a_file_that_is_no_table_is_refused_whole(
    app: App, tmp_path: Path, content: str | bytes, key: str
) -> None:
    head = await app.journal.head()
    with pytest.raises(InvalidInput) as refusal:
        await load(app, tmp_path, content)
    assert [one.key for one in refusal.value.fields] == [key]
    assert await app.journal.head() == head


async def test_a_file_that_is_not_there_or_broken_is_one_sentence(app: App, tmp_path: Path) -> None:
    (tmp_path / "broken.xlsx").write_bytes(b"PK\x03\x04 not a workbook")
    for name, key in (
        ("nowhere.csv", "import.missing"),
        (".", "import.folder"),
        ("broken.xlsx", "import.not_a_workbook"),
    ):
        with pytest.raises(InvalidInput) as refusal:
            await ImportService(app).run(SYSTEM, ImportKind.ENTERPRISES, tmp_path / name)
        assert refusal.value.fields[0].key == key


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gbk", "gb18030", "utf-16"])
async def test_common_encodings_are_read(app: App, tmp_path: Path, encoding: str) -> None:
    uscc = new_uscc()
    content = f"统一社会信用代码,企业名称,地址\n{uscc},兖州某某机械厂,济宁市兖州区建设路1号\n"
    report = await load(app, tmp_path, content.encode(encoding))
    assert report.created == 1
    found = await app.enterprises.find(SYSTEM, uscc)
    assert (found.name, found.region) == ("兖州某某机械厂", "370812")


async def test_bad_rows_say_why_and_good_ones_are_kept(app: App, tmp_path: Path) -> None:
    good, other = new_uscc(), new_uscc()
    wrong = good[:-1] + ("0" if good[-1] != "0" else "1")
    rows = [
        f"{good},好的,",
        f"{wrong},错一位,",
        "123,太短,",
        f"{new_uscc()},,",
        f"{new_uscc()},多一格,a,b",
        f"{new_uscc()},=1+1,",
        f"{new_uscc()},{'长' * 1_000_000},",
        f"{other},\u200b表情🚜\u202e名,",
        f"{good},好的,",
        f"{good},不一样,",
    ]
    report = await load(app, tmp_path, HEAD + "\n".join(rows) + "\n")
    assert told(report) == {
        2: ("CREATED", "", ""),
        3: ("FAILED", "uscc", "uscc.check_character"),
        4: ("FAILED", "uscc", "uscc.form"),
        5: ("FAILED", "name", "required"),
        6: ("FAILED", "", "import.row_too_long"),
        7: ("FAILED", "name", "import.formula"),
        8: ("FAILED", "name", "import.cell_too_long"),
        9: ("CREATED", "", ""),
        10: ("UNCHANGED", "", ""),
        11: ("FAILED", "", "import.row_differs"),
    }
    assert (await app.enterprises.find(SYSTEM, other)).name == "表情🚜名"
    for row in report.rows:
        for problem in row.problems:
            for language in Language:
                assert problem.sentence(language) != problem.key


async def test_a_second_run_changes_nothing(app: App, tmp_path: Path) -> None:
    content = HEAD + f"{new_uscc()},甲,济宁市兖州区一路1号\n{new_uscc()},乙,\n"
    await load(app, tmp_path, content)
    head = await app.journal.head()
    again = await load(app, tmp_path, content)
    assert (again.unchanged, again.created, again.updated) == (2, 0, 0)
    assert await app.journal.head() == head


async def test_a_dry_run_tells_and_does_nothing(app: App, tmp_path: Path) -> None:
    file = tmp_path / "file.csv"
    file.write_text(HEAD + f"{new_uscc()},甲,\n", "utf-8")
    head = await app.journal.head()
    report = await ImportService(app).run(SYSTEM, ImportKind.ENTERPRISES, file, dry_run=True)
    assert report.created == 1
    assert await app.journal.head() == head


async def test_claims_need_their_enterprise_and_days_that_fit(app: App, tmp_path: Path) -> None:
    owner = await create_enterprise(app)
    rows = [
        "uscc,title,categories,valid_from,valid_until",
        f"{owner.uscc},铝压铸件,aluminium-die-castings,,",
        f"{new_uscc()},无主,,,",
        f"{owner.uscc},过期,,2020-01-01,2020-12-31",
        f"{owner.uscc},公元元年,,0001-01-01,",
        f"{owner.uscc},没有的品类,no-such,,",
        f"{owner.uscc},不是日期,,去年,",
    ]
    report = await load(app, tmp_path, "\n".join(rows), ImportKind.CAPABILITIES)
    assert told(report) == {
        2: ("CREATED", "", ""),
        3: ("FAILED", "enterprise", "enterprise.not_registered"),
        4: ("FAILED", "valid_until", "claim.expired"),
        5: ("FAILED", "valid_from", "date_implausible"),
        6: ("FAILED", "categories", "category.unknown"),
        7: ("FAILED", "valid_from", "not_a_date"),
    }
    claims = await app.claims.of_enterprises(SYSTEM, CAPABILITY, [owner.id])
    assert [claim.title for claim in claims[owner.id]] == ["铝压铸件"]


async def test_the_same_title_is_the_same_claim(app: App, tmp_path: Path) -> None:
    owner = await create_enterprise(app)
    claim = await declare_capability(app, owner, title="铝压铸件")
    content = f"uscc,title,categories,text\n{owner.uscc},铝压铸件,aluminium-die-castings,新的说明\n"
    report = await load(app, tmp_path, content, ImportKind.CAPABILITIES)
    assert report.updated == 1
    newest = await app.claims.get(SYSTEM, CAPABILITY, claim.claim)
    assert (newest.version, newest.text) == (2, "新的说明")


async def test_a_workbook_with_a_formula_names_the_cell(app: App, tmp_path: Path) -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    good = new_uscc()
    for row in (["uscc", "name"], [good, "好的"], [new_uscc(), "=A1&B1"]):
        sheet.append(row)
    book.save(tmp_path / "file.xlsx")
    report = await ImportService(app).run(SYSTEM, ImportKind.ENTERPRISES, tmp_path / "file.xlsx")
    assert told(report) == {2: ("CREATED", "", ""), 3: ("FAILED", "name", "import.formula")}
    assert report.rows[1].problems[0].facts["cell"] == "B3"


@pytest.mark.parametrize("name", ["report.csv", "report.xlsx"])
def test_a_report_lets_no_formula_through(tmp_path: Path, name: str) -> None:
    write_table(tmp_path / name, [["名称"], ["=1+1"], ["@SUM(A1)"]], "结果")
    if name.endswith(".csv"):
        cells = (tmp_path / name).read_text("utf-8-sig").splitlines()
    else:
        sheet = load_workbook(tmp_path / name).active
        assert sheet is not None
        cells = [str(row[0].value) for row in sheet.iter_rows()]
        assert all(row[0].data_type == "s" for row in sheet.iter_rows())
    assert not any(cell.startswith(("=", "@")) for cell in cells)


@pytest.mark.parametrize(
    ("text", "amount", "currency"),
    [
        ("66万人民币", 66_000_000, "CNY"),
        ("862万人民币", 862_000_000, "CNY"),
        ("78.4000(万元人民币)", 78_400_000, "CNY"),
        ("5,000(万)", 5_000_000_000, "CNY"),
        ("100万美元", 100_000_000, "USD"),
        ("N/A", None, None),
        ("100", None, None),
        ("", None, None),
    ],
)
def test_capital_becomes_an_amount_or_a_stated_unknown(
    text: str, amount: int | None, currency: str | None
) -> None:
    found = capital_of(text)
    assert (found.amount, found.currency) == (amount, currency)
    assert (found.unknown is None) == (amount is not None or text == "")


def test_a_negative_capital_is_refused() -> None:
    with pytest.raises(InvalidInput):
        capital_of("-5万人民币")


async def test_who_may_not_write_may_not_import(app: App, tmp_path: Path) -> None:
    file = tmp_path / "file.csv"
    file.write_text(HEAD + f"{new_uscc()},甲,\n", "utf-8")
    staff = await create_account(app, Role.STAFF, committees=["ka"])
    with pytest.raises(Forbidden):
        await ImportService(app).run(staff, ImportKind.ENTERPRISES, file)


@pytest.mark.skipif(not REGISTRY.exists(), reason="the real registry is not beside the project")
async def test_the_real_registry_is_taken_as_it_is(app: App) -> None:
    report = await ImportService(app).run(SYSTEM, ImportKind.ENTERPRISES, REGISTRY)
    assert (len(report.rows), report.created, report.failed) == (2780, 2780, 0)
    unknown = [
        row for row in report.rows if any(n.key == "import.capital_unknown" for n in row.notes)
    ]
    assert len(unknown) == 457
    head = await app.journal.head()
    again = await ImportService(app).run(SYSTEM, ImportKind.ENTERPRISES, REGISTRY)
    assert again.counts[RowOutcome.UNCHANGED] == 2780
    assert await app.journal.head() == head
    cooperative = await app.enterprises.find(SYSTEM, "济宁高新区柳行供销合作社")
    assert (cooperative.capital, cooperative.capital_currency) == (66_000_000, "CNY")
    not_said = await app.enterprises.find(SYSTEM, "913708837392618904")
    assert (not_said.capital, not_said.region) == (None, "370883")
    assert not_said.capital_unknown
