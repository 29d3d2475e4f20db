"""Capabilities and needs from a file: opened, repeated, revised, and refused row by row."""

from pathlib import Path

from chainlink.accounts.model import Role
from chainlink.app import App
from chainlink.enterprises.claim_model import CAPABILITY, NEED, Capability, Claim, Need, Origin
from chainlink.graph.cypher import Query
from chainlink.importing.model import ImportKind, ImportReport
from chainlink.journal.verification import verify
from tests.factories import (
    SYSTEM,
    create_account,
    create_enterprise,
    create_member,
    declare_capability,
    local,
    new_uscc,
)
from tests.importing.import_files import (
    count,
    in_batches_of,
    load,
    notes,
    outcomes,
    write_csv,
)
from tests.refusals import code_of
from tests.settable_clock import SettableClock

CAPABILITIES, NEEDS = ImportKind.CAPABILITIES, ImportKind.NEEDS
CODE = new_uscc(99_002)
_VERSIONS = Query(
    "versions",
    "MATCH (c:Capability) RETURN c.title AS title, c.version AS version, "
    "c.superseded_at AS superseded_at ORDER BY title, version",
)


async def import_rows(
    app: App, folder: Path, kind: ImportKind, *rows: list[object], **options: object
) -> ImportReport:
    return await load(app, kind, write_csv(folder / "能力.csv", rows), **options)


async def capabilities(app: App, owner: str) -> list[Claim]:
    return (await app.claims.of_enterprises(SYSTEM, CAPABILITY, [owner]))[owner]


async def test_a_row_becomes_a_capability_with_all_that_it_says(app: App, tmp_path: Path) -> None:
    owner = await create_enterprise(app, uscc=CODE, name="甲厂")
    headings = [
        "统一社会信用代码", "类别", "标题", "说明", "品类", "服务市场", "产能", "证书", "证据等级",
        "可见范围", "生效日", "有效期至", "入库日期", "示例数据", "来源",
    ]  # fmt: skip
    row = [
        CODE, "供应", "铝压铸件", "280吨到1250吨", "aluminium-die-castings|motor-housings", "de,RU",
        "年产3000吨", "IATF 16949、ISO 9001", "证书", "匿名", "2023/3/1", "2034-12-31",
        "2023-03-20", "是", "登记表",
    ]  # fmt: skip
    report = await import_rows(app, tmp_path, CAPABILITIES, headings, row)
    assert outcomes(report) == [(2, "CREATED", [])]
    [claim] = await capabilities(app, owner.id)
    assert isinstance(claim, Capability)
    assert report.rows[0].subject == claim.claim
    assert claim.model_dump(mode="json", exclude={"id", "claim", "categories", "markets"}) == {
        "version": 1,
        "enterprise": owner.id,
        "kind": "SUPPLY",
        "title": "铝压铸件",
        "text": "280吨到1250吨",
        "visibility": "ANONYMOUS",
        "valid_from": "2023-03-01",
        "valid_until": "2034-12-31",
        "recorded_at": "2023-03-19T16:00:00.000000Z",
        "superseded_at": None,
        "withdrawn": False,
        "source": "登记表",
        "declared_by": SYSTEM.account,
        "on_behalf": True,
        "invented": True,
        "capacity": "年产3000吨",
        "certificates": ["IATF 16949", "ISO 9001"],
        "evidence": "CERTIFICATE",
        "checked_by": None,
        "checked_at": None,
    }
    assert {(one.category, one.origin, one.confidence) for one in claim.categories} == {
        (local("aluminium-die-castings"), Origin.DECLARED, 1.0),
        (local("motor-housings"), Origin.DECLARED, 1.0),
    }
    assert set(claim.markets) == {"DE", "RU"}
    assert (await verify(app.journal)).broken_at is None


async def test_a_need_by_the_name_of_its_owner_is_read_into_categories(
    app: App, tmp_path: Path
) -> None:
    owner = await create_enterprise(app, name="乙电机厂")
    headings = ["企业名称", "标题", "说明", "目标市场", "紧急程度"]
    row = ["乙电机厂", "找电机外壳", "压铸的", "VN", "高"]
    await import_rows(app, tmp_path, NEEDS, headings, row)
    [need] = (await app.claims.of_enterprises(SYSTEM, NEED, [owner.id]))[owner.id]
    assert isinstance(need, Need)
    assert (need.kind, need.urgency, need.markets) == ("SUPPLY", "HIGH", ("VN",))
    assert local("motor-housings") in {one.category for one in need.categories}
    assert {one.origin for one in need.categories} == {Origin.READ}
    # as an owner would have it: a year from today
    assert (str(need.valid_from), str(need.valid_until)) == ("2026-11-24", "2027-11-24")


async def test_a_second_run_changes_nothing_though_days_pass(
    app: App, tmp_path: Path, clock: SettableClock
) -> None:
    await create_enterprise(app, uscc=CODE, name="甲厂")
    headings = ["uscc", "title", "text", "categories", "markets", "valid_until"]
    rows = [
        [CODE, "铝压铸件", "压铸", "aluminium-die-castings", "DE|RU", ""],
        ["甲厂", "玉米收割机", "四行的", "", "", "2027-01-31"],
    ]
    mapping = {"uscc": "enterprise"}
    await import_rows(app, tmp_path, CAPABILITIES, headings, *rows, mapping=mapping)
    head = await app.journal.head()
    clock.advance(days=90)  # past the day on which the second ended
    report = await import_rows(app, tmp_path, CAPABILITIES, headings, *rows, mapping=mapping)
    assert [row.outcome.value for row in report.rows] == ["UNCHANGED", "UNCHANGED"]
    assert await app.journal.head() == head


async def test_other_content_under_the_same_title_is_the_next_version(
    app: App, tmp_path: Path
) -> None:
    owner = await create_enterprise(app, uscc=CODE)
    before = await declare_capability(
        app,
        owner,
        title="铝压铸件",
        text="压铸",
        markets=["DE"],
        capacity="年产1000吨",
        certificates=["ISO 9001"],
        evidence="VISIT",
        valid_until="2030-01-31",
    )
    rows: list[list[object]] = [["uscc", "title", "capacity"], [CODE, "铝压铸件", "年产2000吨"]]
    report = await import_rows(app, tmp_path, CAPABILITIES, *rows)
    assert outcomes(report) == [(2, "UPDATED", [])]
    [after] = await capabilities(app, owner.id)
    said = {"id", "version", "recorded_at", "declared_by"}
    assert after.model_dump(exclude=said) == before.model_dump(exclude=said) | {
        "capacity": "年产2000吨",
    }
    assert (after.version, report.rows[0].subject) == (2, before.claim)
    versions = await app.store.read(_VERSIONS)
    assert [(row["version"], row["superseded_at"] is None) for row in versions] == [
        (1, False),
        (2, True),
    ]
    assert versions[0]["superseded_at"] == after.recorded_at


async def test_a_changed_text_is_read_again(app: App, tmp_path: Path) -> None:
    owner = await create_enterprise(app, uscc=CODE)
    for text, code in (
        ("收玉米的玉米收割机", "corn-harvesters"),
        ("找麦收机", "wheat-combine-harvesters"),
    ):
        await import_rows(
            app, tmp_path, CAPABILITIES, ["uscc", "title", "text"], [CODE, "整机", text]
        )
        [claim] = await capabilities(app, owner.id)
        assert claim.categories[0].category == local(code)
    assert claim.version == 2


async def test_every_bad_row_is_named_and_every_good_one_is_kept(app: App, tmp_path: Path) -> None:
    owner = await create_enterprise(app, uscc=CODE, name="甲厂")
    await create_enterprise(app, name="同名厂")
    await create_enterprise(app, name="同名厂")
    _, rejected = await create_member(app, approved=False, name="被拒厂")
    await app.enterprises.reject(SYSTEM, rejected.id, 1)
    headings = [
        "企业名称", "title", "categories", "markets", "valid_from", "valid_until", "kind",
        "urgency", "recorded_on",
    ]  # fmt: skip
    rows: list[list[object]] = [
        [CODE, "好一", "motor-housings", "RU", "", "", "", "", ""],
        [new_uscc(), "无此代码", "", "", "", "", "", "", ""],
        ["无此厂", "无此名称", "", "", "", "", "", "", ""],
        ["同名厂", "哪一家", "", "", "", "", "", "", ""],
        ["被拒厂", "被拒", "", "", "", "", "", "", ""],
        ["", "没有企业", "", "", "", "", "", "", ""],
        ["甲厂", "", "", "", "", "", "", "", ""],
        ["甲厂", "无此品类", "no-such-code", "", "", "", "", "", ""],
        ["甲厂", "无此市场", "", "XX", "", "", "", "", ""],
        ["甲厂", "已过期", "", "", "", "2026-11-23", "", "", ""],
        ["甲厂", "先止后始", "", "", "2027-02-01", "2027-01-01", "", "", ""],
        ["甲厂", "公元元年", "", "", "", "0001-01-01", "", "", ""],
        ["甲厂", "无此类别", "", "", "", "", "MAGIC", "", ""],
        ["甲厂", "无此紧急", "", "", "", "", "", "非常", ""],
        ["甲厂", "还没到", "", "", "", "", "", "", "2026-11-25"],
        ["甲厂", "=1+1", "", "", "", "", "", "", ""],
        ["甲厂", "从前的", "", "", "2020-01-01", "2021-01-01", "", "", "2020-01-01"],
        ["甲厂", "好二", "", "", "", "", "", "紧急", ""],
    ]
    report = await import_rows(app, tmp_path, NEEDS, headings, *rows)
    assert [(row, outcome, keys) for row, outcome, keys in outcomes(report) if keys] == [
        (3, "FAILED", [("企业名称", "enterprise.not_registered")]),
        (4, "FAILED", [("企业名称", "enterprise.not_registered")]),
        (5, "FAILED", [("企业名称", "enterprise.several")]),
        (6, "FAILED", [("", "enterprise.decided")]),
        (7, "FAILED", [("企业名称", "required")]),
        (8, "FAILED", [("title", "required")]),
        (9, "FAILED", [("categories", "category.unknown")]),
        (10, "FAILED", [("markets", "market.unknown")]),
        (11, "FAILED", [("valid_until", "claim.expired")]),
        (12, "FAILED", [("valid_until", "claim.ends_before")]),
        (13, "FAILED", [("valid_until", "date_implausible")]),
        (14, "FAILED", [("kind", "not_a_choice")]),
        (15, "FAILED", [("urgency", "not_a_choice")]),
        (16, "FAILED", [("recorded_on", "import.recorded_later")]),
        (17, "FAILED", [("title", "import.formula")]),
    ]
    assert [(row.row, row.outcome.value) for row in report.rows if not row.problems] == [
        (2, "CREATED"),
        (18, "CREATED"),
        (19, "CREATED"),
    ]
    found = (await app.claims.of_enterprises(SYSTEM, NEED, [owner.id]))[owner.id]
    assert {one.title for one in found} == {"好一", "好二", "从前的"}


async def test_a_claim_twice_in_a_file(app: App, tmp_path: Path) -> None:
    await create_enterprise(app, uscc=CODE, name="甲厂")
    rows: list[list[object]] = [
        ["enterprise", "title", "text"],
        [CODE, "铝压铸件", "压铸"],
        [CODE, "铝压铸件", "压铸"],
        [CODE, "铝压铸件", "铸造"],
        ["甲厂", "铝压铸件", "压铸"],
    ]
    report = await import_rows(app, tmp_path, CAPABILITIES, *rows)
    assert outcomes(report) == [
        (2, "CREATED", []),
        (3, "UNCHANGED", []),
        (4, "FAILED", [("", "import.row_differs")]),
        (5, "FAILED", [("title", "claim.twice")]),
    ]
    assert notes(report, 3) == {"import.row_repeats": {"row": 2}}
    assert await count(app, "(c:Capability)") == 1


async def test_rows_of_one_owner_may_lie_in_different_batches(app: App, tmp_path: Path) -> None:
    owner = await create_enterprise(app, uscc=CODE, name="甲厂")
    rows: list[list[object]] = [
        [CODE if n % 2 else "甲厂", f"产品{n}", f"第{n}种"] for n in range(7)
    ]
    rows.append(["甲厂", "产品1", "第1种"])  # told before by the code, in another batch
    headings: list[object] = ["enterprise", "title", "text"]
    report = await import_rows(in_batches_of(app, 3), tmp_path, CAPABILITIES, headings, *rows)
    assert [row.outcome.value for row in report.rows] == ["CREATED"] * 7 + ["UNCHANGED"]
    assert len(await capabilities(app, owner.id)) == 7


async def test_a_withdrawn_claim_is_declared_anew_unless_it_is_to_be_kept(
    app: App, tmp_path: Path
) -> None:
    owner = await create_enterprise(app, uscc=CODE)
    claim = await declare_capability(app, owner, title="铝压铸件")
    await app.claims.withdraw(SYSTEM, CAPABILITY, claim.claim, 1)
    rows: list[list[object]] = [["uscc", "title"], [CODE, "铝压铸件"]]
    kept = await import_rows(app, tmp_path, CAPABILITIES, *rows, keep=True)
    assert (outcomes(kept), await capabilities(app, owner.id)) == ([(2, "UNCHANGED", [])], [])
    anew = await import_rows(app, tmp_path, CAPABILITIES, *rows)
    assert outcomes(anew) == [(2, "CREATED", [])]
    assert len(await capabilities(app, owner.id)) == 1


async def test_keeping_leaves_alone_a_claim_that_its_owner_renamed(
    app: App, tmp_path: Path
) -> None:
    member, owner = await create_member(app, uscc=CODE)
    rows: list[list[object]] = [["uscc", "title", "text"], [CODE, "铝压铸件", "压铸"]]
    await import_rows(app, tmp_path, CAPABILITIES, *rows, keep=True)
    [claim] = await capabilities(app, owner.id)
    from_owner = await declare_capability(app, owner, actor=member, title="另一条")
    await app.claims.withdraw(member, CAPABILITY, claim.claim, 1)
    head = await app.journal.head()
    report = await import_rows(app, tmp_path, CAPABILITIES, *rows, keep=True)
    assert (outcomes(report), await app.journal.head()) == ([(2, "UNCHANGED", [])], head)
    assert [one.id for one in await capabilities(app, owner.id)] == [from_owner.id]


async def test_a_dry_run_tells_the_same_and_changes_nothing(app: App, tmp_path: Path) -> None:
    owner = await create_enterprise(app, uscc=CODE)
    await declare_capability(app, owner, title="铝压铸件", text="压铸")
    rows: list[list[object]] = [
        ["uscc", "title", "text"],
        [CODE, "铝压铸件", "重力铸造"],
        [CODE, "电机外壳", ""],
        [new_uscc(), "电机外壳", ""],
    ]
    head = await app.journal.head()
    dry = await import_rows(app, tmp_path, CAPABILITIES, *rows, dry_run=True)
    assert (await app.journal.head(), await count(app, "(c:Capability)")) == (head, 1)
    wet = await import_rows(app, tmp_path, CAPABILITIES, *rows)
    assert outcomes(dry) == outcomes(wet)
    assert [row.outcome.value for row in wet.rows] == ["UPDATED", "CREATED", "FAILED"]


async def test_who_may_write_only_for_some_may_not_import(app: App, tmp_path: Path) -> None:
    await create_enterprise(app, uscc=CODE, committees=["ka"])
    staff = await create_account(app, Role.STAFF, committees=["ka"])
    file = write_csv(tmp_path / "x.csv", [["uscc", "title"], [CODE, "铝压铸件"]])
    for kind in (CAPABILITIES, NEEDS, ImportKind.CATEGORIES):
        assert await code_of(load(app, kind, file, actor=staff)) == "FORBIDDEN"
    assert await count(app, "(c:Capability)") == 0
