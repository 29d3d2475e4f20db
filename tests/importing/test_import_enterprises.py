"""Enterprises from a file: what each row comes to, what is kept, and that nothing good is lost."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from chainlink.accounts.model import Role, Scope
from chainlink.app import App
from chainlink.enterprises.model import Enterprise, EnterpriseProfile
from chainlink.importing.model import ImportKind, ImportReport
from chainlink.journal.verification import verify
from chainlink.validation import checked
from tests.factories import SYSTEM, create_account, create_enterprise, create_member, new_uscc
from tests.importing.import_files import (
    count,
    in_batches_of,
    load,
    notes,
    outcomes,
    write_csv,
    write_xlsx,
)
from tests.refusals import code_of
from tests.settable_clock import SettableClock

KIND = ImportKind.ENTERPRISES
GOOD = new_uscc(99_001)


async def read(app: App, code: str) -> Enterprise:
    return await app.enterprises.find(SYSTEM, code)


async def import_rows(
    app: App, folder: Path, *rows: list[object], **options: object
) -> ImportReport:
    return await load(app, KIND, write_csv(folder / "企业.csv", rows), **options)


async def test_a_row_becomes_an_enterprise_with_all_that_it_says(app: App, tmp_path: Path) -> None:
    headings = [
        "统一社会信用代码", "企业名称", "英文名称", "七方类别", "行政区划", "行业代码", "企业规模",
        "成立日期", "住所", "企业类型", "注册资本（万元）", "币种", "经营范围", "出口市场",
        "归口党委", "不参与推荐", "入库日期", "示例数据", "来源", "联系人", "联系电话", "可见范围",
    ]  # fmt: skip
    row = [
        GOOD, " 兖州王五\u200b铸造有限公司 ", "Wang Wu Castings", "产", "兖州区", "3392", "小型",
        "2001年2月3日", "山东省济宁市兖州区大安镇王五路48号", "有限责任公司", "862", "人民币",
        "铝压铸件加工", "ru、VN", "ka|kb", "是", "2023-03-20", "否", "登记簿", "王五",
        "13800000000", "匿名",
    ]  # fmt: skip
    report = await import_rows(app, tmp_path, headings, row)
    assert outcomes(report) == [(2, "CREATED", [])]
    assert report.read_as == "UTF-8, comma"
    found = await read(app, GOOD)
    assert found.model_dump(mode="json", exclude={"id"}) == {
        "uscc": GOOD,
        "name": "兖州王五铸造有限公司",
        "name_en": "Wang Wu Castings",
        "former_names": [],
        "sector": "INDUSTRY",
        "region": "370812",
        "industry": "3392",
        "size": "SMALL",
        "founded": "2001-02-03",
        "address": "山东省济宁市兖州区大安镇王五路48号",
        "entity_type": "有限责任公司",
        "capital": 862_000_000,
        "capital_currency": "CNY",
        "capital_unknown": None,
        "scope": "铝压铸件加工",
        "visibility": "ANONYMOUS",
        "status": "APPROVED",
        "opted_out": True,
        "recorded_at": "2023-03-19T16:00:00.000000Z",
        "approved_at": "2023-03-19T16:00:00.000000Z",
        "version": 1,
        "source": "登记簿",
        "invented": False,
        "merged_into": None,
    }
    exports = await app.enterprises.exports([found.id])
    assert {(one.market, one.recorded_at, one.source) for one in exports} == {
        ("RU", "2023-03-19T16:00:00.000000Z", "登记簿"),
        ("VN", "2023-03-19T16:00:00.000000Z", "登记簿"),
    }
    members = await app.enterprises.memberships([found.id])
    assert {(one.committee, one.recorded_at) for one in members} == {
        ("ka", "2023-03-19T16:00:00.000000Z"),
        ("kb", "2023-03-19T16:00:00.000000Z"),
    }
    [contact] = await app.enterprises.contacts(SYSTEM, found.id)
    assert (contact.name, contact.phone) == ("王五", "13800000000")


async def test_what_people_wrote_stays_out_of_the_journal(app: App, tmp_path: Path) -> None:
    headings = ["uscc", "name", "address", "scope", "source", "contact_name", "export_markets"]
    row = [GOOD, "王五铸造厂", "王五路四十八号院东厂房", "王五压铸", "王五说的", "王五", "RU"]
    await import_rows(app, tmp_path, headings, row)
    entries = await app.journal.entries(0)
    assert [entry.action for entry in entries][-4:] == [
        "enterprise.registered",
        "contact.added",
        "market.claimed",
        "categories.suggested",
    ]
    assert "王五" not in "".join(entry.facts for entry in entries)
    assert (await verify(app.journal)).broken_at is None


async def test_a_second_run_changes_nothing(app: App, tmp_path: Path, clock: SettableClock) -> None:
    rows = [
        ["uscc", "name", "address", "capital", "scope", "committees", "export_markets"],
        [GOOD, "甲厂", "济宁市兖州区", "N/A", "铝压铸件加工", "ka", "RU"],
        [new_uscc(), "乙厂", "邹城市", "5万", "电机外壳", "", ""],
    ]
    await import_rows(app, tmp_path, *rows)
    head = await app.journal.head()
    clock.advance(days=400)
    report = await import_rows(app, tmp_path, *rows)
    assert [row.outcome.value for row in report.rows] == ["UNCHANGED", "UNCHANGED"]
    assert await app.journal.head() == head


async def test_every_bad_row_is_named_and_every_good_one_is_kept(app: App, tmp_path: Path) -> None:
    headings = [
        "uscc",
        "企业名称",
        "成立日期",
        "注册资本",
        "行业代码",
        "党委",
        "行政区划",
        "经营范围",
    ]
    mapping = {"党委": "committees"}
    codes = [new_uscc() for _ in range(16)]
    wrong = codes[2][:-1] + ("1" if codes[2][-1] != "1" else "2")
    rows: list[list[object]] = [
        headings,
        [codes[0], "好一厂", "2001-02-03", "5万元", "3572", "ka", "兖州区", "收割机"],
        ["", "无代码厂", "", "", "", "", "", ""],
        [wrong, "抄错厂", "", "", "", "", "", ""],
        ["9137", "太短厂", "", "", "", "", "", ""],
        [codes[3], "", "", "", "", "", "", ""],
        [codes[4], "年代厂", "0001-01-01", "", "", "", "", ""],
        [codes[5], "日期厂", "2024-02-30", "", "", "", "", ""],
        [codes[6], "时间戳厂", "1717200000", "", "", "", "", ""],
        [codes[7], "负数厂", "", "-5万元", "", "", "", ""],
        [codes[8], "行业厂", "", "", "9999", "", "", ""],
        [codes[9], "党委厂", "", "", "", "kz", "", ""],
        [codes[10], "区划厂", "", "", "", "", "火星区", ""],
        [codes[11], "公式厂", "", "", "", "", "", "=1+1"],
        [codes[12], "长格厂", "", "", "", "", "", "长" * 10**6],
        [codes[13], "长句厂", "", "", "", "", "", "长" * 20_001],
        [codes[14], "太长行", "", "", "", "", "", "", "多一格"],
        [codes[1], "好二厂🎉\u202e", "2001/2/3", "N/A", "", "", "370812", ""],
    ]
    report = await import_rows(app, tmp_path, *rows, mapping=mapping)
    assert outcomes(report) == [
        (2, "CREATED", []),
        (3, "FAILED", [("uscc", "required")]),
        (4, "FAILED", [("uscc", "uscc.check_character")]),
        (5, "FAILED", [("uscc", "uscc.form")]),
        (6, "FAILED", [("企业名称", "required")]),
        (7, "FAILED", [("成立日期", "date_implausible")]),
        (8, "FAILED", [("成立日期", "not_a_date")]),
        (9, "FAILED", [("成立日期", "not_a_date")]),
        (10, "FAILED", [("注册资本", "import.capital_negative")]),
        (11, "FAILED", [("行业代码", "industry.unknown")]),
        (12, "FAILED", [("党委", "unknown_code")]),
        (13, "FAILED", [("行政区划", "region.unknown")]),
        (14, "FAILED", [("经营范围", "import.formula")]),
        (15, "FAILED", [("经营范围", "import.cell_too_long")]),
        (16, "FAILED", [("经营范围", "too_long")]),
        (17, "FAILED", [("", "import.row_too_long")]),
        (18, "CREATED", []),
    ]
    assert (report.created, report.failed) == (2, 15)
    assert await count(app, "(e:Enterprise)") == 2
    assert (await read(app, codes[1])).name == "好二厂🎉"
    assert notes(report, 18)["import.capital_unknown"] == {"value": "N/A"}
    assert (await read(app, codes[1])).capital_unknown == "N/A"


async def test_several_faults_of_a_row_are_all_told(app: App, tmp_path: Path) -> None:
    report = await import_rows(
        app, tmp_path, ["uscc", "name", "founded", "size"], ["9137", "", "昨天", "巨型"]
    )
    assert outcomes(report) == [
        (
            2,
            "FAILED",
            [
                ("founded", "not_a_date"),
                ("name", "required"),
                ("size", "not_a_choice"),
                ("uscc", "uscc.form"),
            ],
        )
    ]


async def test_a_code_twice_in_a_file(app: App, tmp_path: Path) -> None:
    other = new_uscc()
    rows: list[list[object]] = [
        ["uscc", "name"],
        [GOOD, "甲厂"],
        [other, "乙厂"],
        [GOOD, " 甲厂 "],
        [GOOD, "丙厂"],
    ]
    for app_of_size in (app, in_batches_of(app, 1)):
        report = await import_rows(app_of_size, tmp_path, *rows)
        assert [(row.row, row.outcome.value) for row in report.rows][2:] == [
            (4, "UNCHANGED"),
            (5, "FAILED"),
        ]
        assert notes(report, 4) == {"import.row_repeats": {"row": 2}}
        assert [(one.key, one.facts) for one in report.rows[3].problems] == [
            ("import.row_differs", {"row": 2})
        ]
    assert (await read(app, GOOD)).name == "甲厂"


async def test_the_repeat_of_a_row_that_failed_fails_too(app: App, tmp_path: Path) -> None:
    row: list[object] = [GOOD, "甲厂", "kz"]
    report = await import_rows(app, tmp_path, ["uscc", "name", "committees"], row, row)
    assert [one for _, *one in outcomes(report)] == [
        ["FAILED", [("committees", "unknown_code")]],
        ["FAILED", [("committees", "unknown_code")]],
    ]


async def test_only_what_the_file_says_is_updated_and_nothing_is_cleared(
    app: App, tmp_path: Path
) -> None:
    before = await create_enterprise(
        app,
        uscc=GOOD,
        name="甲厂",
        size="SMALL",
        capital=100,
        capital_currency="CNY",
        export_markets=["RU"],
        region="370883",
    )
    headings = ["uscc", "name", "size", "capital", "export_markets", "committees", "address"]
    row = [GOOD, "甲铸造厂", "", "N/A", "VN", "kb", "济宁市兖州区大安镇工业一路18号"]
    report = await import_rows(app, tmp_path, headings, row)
    assert outcomes(report) == [(2, "UPDATED", [])]
    after = await read(app, GOOD)
    assert after == before.model_copy(
        update={
            "name": "甲铸造厂",
            "former_names": ("甲厂",),
            "address": "济宁市兖州区大安镇工业一路18号",
            "version": 2,
        }
    )
    assert {one.market for one in await app.enterprises.exports([after.id])} == {"RU", "VN"}
    members = await app.enterprises.memberships([after.id])
    assert {one.committee for one in members} == {"ka", "kb"}
    entries = [
        (entry.action, entry.subject_label)
        for entry in await app.journal.entries(0)
        if entry.actor == SYSTEM.account
    ]
    assert entries[-3:] == [
        ("enterprise.updated", "Enterprise"),
        ("market.claimed", "EXPORTS_TO"),
        ("membership.opened", "MEMBER_OF"),
    ]


async def test_the_names_of_duplicates_are_found_after_an_update(app: App, tmp_path: Path) -> None:
    await create_enterprise(app, uscc=GOOD, name="甲厂")
    twin = await create_enterprise(app, name="兖州宏达精密铸造有限公司")
    await import_rows(app, tmp_path, ["uscc", "name"], [GOOD, "兖州区宏达精密铸造公司"])
    found = await app.duplicates.of(SYSTEM, (await read(app, GOOD)).id)
    assert [one.enterprise.id for one in found] == [twin.id]


async def test_an_opt_out_is_never_taken_back_by_a_file(app: App, tmp_path: Path) -> None:
    member, enterprise = await create_member(app, uscc=GOOD, name="甲厂")
    await app.enterprises.set_opt_out(member, enterprise.id, enterprise.version, True)
    report = await import_rows(
        app, tmp_path, ["uscc", "name", "opted_out"], [GOOD, "甲厂", "false"]
    )
    assert outcomes(report) == [(2, "UNCHANGED", [])]
    assert notes(report, 2) == {"import.kept_opted_out": {}}
    assert (await read(app, GOOD)).opted_out


async def test_what_a_user_changed_is_not_worked_out_anew(app: App, tmp_path: Path) -> None:
    rows: list[list[object]] = [["uscc", "name", "address"], [GOOD, "甲机械厂", "邹城市"]]
    first = await import_rows(app, tmp_path, *rows)
    assert set(notes(first, 2)) == {"import.region_by_address", "import.sector_derived"}
    found = await read(app, GOOD)
    said = found.model_dump(include=set(EnterpriseProfile.model_fields)) | {
        "sector": "SERVICE",
        "region": "370812",
    }
    await app.enterprises.update(SYSTEM, found.id, 1, checked(EnterpriseProfile, said))
    second = await import_rows(app, tmp_path, *rows)
    assert (outcomes(second), notes(second, 2)) == ([(2, "UNCHANGED", [])], {})
    assert (await read(app, GOOD)).sector == "SERVICE"


async def test_a_scope_suggests_categories_and_declares_none(app: App, tmp_path: Path) -> None:
    headings = ["uscc", "name", "scope"]
    await import_rows(app, tmp_path, headings, [GOOD, "甲厂", "铝压铸件加工；玉米收割机销售"])
    suggested = "(:Enterprise)-[:SUGGESTED_AS]->(c:Category)"
    assert await count(app, f"{suggested} WHERE c.code = 'aluminium-die-castings'") == 1
    assert await count(app, f"{suggested} WHERE c.code = 'corn-harvesters'") == 1
    assert await count(app, "(c:Capability)") == 0
    await import_rows(app, tmp_path, headings, [GOOD, "甲厂", "玉米收割机销售"])
    assert await count(app, f"{suggested} WHERE c.code = 'aluminium-die-castings'") == 0
    assert await count(app, f"{suggested} WHERE c.code = 'corn-harvesters'") == 1


async def test_a_dry_run_tells_the_same_and_changes_nothing(app: App, tmp_path: Path) -> None:
    await create_enterprise(app, uscc=GOOD, name="甲厂")
    rows: list[list[object]] = [
        ["uscc", "name", "committees"],
        [GOOD, "甲铸造厂", ""],
        [new_uscc(), "乙厂", ""],
        [new_uscc(), "丙厂", "kz"],
    ]
    head = await app.journal.head()
    dry = await import_rows(app, tmp_path, *rows, dry_run=True)
    assert (await app.journal.head(), dry.dry_run) == (head, True)
    assert await count(app, "(e:Enterprise)") == 1
    wet = await import_rows(app, tmp_path, *rows)
    assert outcomes(dry) == outcomes(wet)
    assert [row.outcome.value for row in wet.rows] == ["UPDATED", "CREATED", "FAILED"]


async def test_keeping_leaves_alone_what_is_there(app: App, tmp_path: Path) -> None:
    await create_enterprise(app, uscc=GOOD, name="甲厂")
    report = await import_rows(
        app, tmp_path, ["uscc", "name"], [GOOD, "乙厂"], [new_uscc(), "丙厂"], keep=True
    )
    assert [row.outcome.value for row in report.rows] == ["UNCHANGED", "CREATED"]
    assert (await read(app, GOOD)).name == "甲厂"


async def test_a_workbook_comes_to_the_same(app: App, tmp_path: Path) -> None:
    rows: list[list[object]] = [
        ["uscc", "name", "founded", "industry", "capital"],
        [GOOD, "甲厂", datetime(2001, 2, 3, tzinfo=UTC).date(), 3572, "=1+1"],
        [new_uscc(), "乙厂", datetime(2001, 2, 3, tzinfo=UTC).date(), 3572, "5万"],
    ]
    report = await load(app, KIND, write_xlsx(tmp_path / "x.xlsx", rows))
    assert outcomes(report) == [
        (2, "FAILED", [("capital", "import.formula")]),
        (3, "CREATED", []),
    ]
    assert report.rows[0].problems[0].facts == {"cell": "E2"}
    found = await read(app, str(rows[2][0]))
    assert (str(found.founded), found.industry) == ("2001-02-03", "3572")


async def test_a_day_of_recording_that_is_to_come_is_refused(app: App, tmp_path: Path) -> None:
    headings = ["uscc", "name", "recorded_on"]
    report = await import_rows(app, tmp_path, headings, [GOOD, "甲厂", "2026-11-25"])
    assert outcomes(report) == [(2, "FAILED", [("recorded_on", "import.recorded_later")])]


async def test_columns_that_are_no_field_are_named(app: App, tmp_path: Path) -> None:
    report = await import_rows(
        app, tmp_path, ["uscc", "", "name", "file_year"], [GOOD, "x", "甲厂", "1981"]
    )
    assert (report.ignored, report.created) == (("file_year",), 1)


@pytest.mark.parametrize(
    ("role", "scopes", "code"),
    [
        (Role.STAFF, [Scope.READ, Scope.WRITE], "FORBIDDEN"),
        (Role.SECRETARY, [Scope.READ, Scope.WRITE], "FORBIDDEN"),
        (Role.AUDITOR, [Scope.READ, Scope.WRITE], "FORBIDDEN"),
        (Role.ENTERPRISE, [Scope.READ, Scope.WRITE], "FORBIDDEN"),
        (Role.ADMIN, [Scope.READ], "FORBIDDEN"),
        (Role.ADMIN, [Scope.READ, Scope.WRITE], None),
    ],
)
async def test_only_an_administrator_who_may_write_imports(
    app: App, tmp_path: Path, role: Role, scopes: list[Scope], code: str | None
) -> None:
    committees = ["ka"] if role in {Role.STAFF, Role.SECRETARY} else []
    actor = await create_account(app, role, committees=committees, scopes=scopes)
    file = write_csv(tmp_path / "x.csv", [["uscc", "name"], [GOOD, "甲厂"]])
    head = await app.journal.head()
    assert await code_of(load(app, KIND, file, actor=actor)) == code
    assert (await app.journal.head() == head) is (code is not None)
    if code:
        assert await code_of(load(app, KIND, tmp_path / "no.csv", actor=actor)) == code
