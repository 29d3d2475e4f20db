"""Local categories from a file, checked whole: kinds, words, edges, and rows that lead nowhere."""

from pathlib import Path

from chainlink.app import App
from chainlink.importing.model import ImportKind, ImportReport
from chainlink.taxonomy.model import Category, CategoryKind, Scheme
from tests.factories import SYSTEM, local
from tests.importing.import_files import load, notes, outcomes, write_csv

HEADINGS: list[object] = [
    "code", "kind", "label_zh", "label_en", "other_zh", "products", "broader", "gbt4754", "source",
]  # fmt: skip


def row(code: str, **said: str) -> list[object]:
    plain = {"code": code, "kind": "GOOD", "label_zh": f"品类{code}"} | said
    return [plain.get(str(heading), "") for heading in HEADINGS]


async def import_rows(
    app: App, folder: Path, *rows: list[object], **options: object
) -> ImportReport:
    file = write_csv(folder / "品类.csv", [HEADINGS, *rows])
    return await load(app, ImportKind.CATEGORIES, file, **options)


async def test_a_row_becomes_a_category_with_its_edges(app: App, tmp_path: Path) -> None:
    report = await import_rows(
        app,
        tmp_path,
        row(
            "zinc-die-castings",
            label_zh="锌压铸件",
            label_en="Zinc die castings",
            other_zh="锌合金压铸|锌件",
            products="锁体|拉链头",
            broader="castings",
            gbt4754="3392",
            source="铸造协会",
        ),
    )
    assert outcomes(report) == [(2, "CREATED", [])]
    taxonomy = await app.taxonomy.current()
    id_ = local("zinc-die-castings")
    assert taxonomy.by_id[id_] == Category(
        scheme=Scheme.LOCAL,
        code="zinc-die-castings",
        kind=CategoryKind.GOOD,
        label_zh="锌压铸件",
        label_en="Zinc die castings",
        other_zh=("锌合金压铸", "锌件"),
        products=("锁体", "拉链头"),
        edition="2026",
        source="铸造协会",
    )
    assert [link.end for link in taxonomy.broader_of(id_)] == [local("castings")]
    assert taxonomy.maps_to[id_] == ["GBT4754:3392"]
    [(found, _), *_] = await app.taxonomy.suggest("锌合金压铸", scheme=Scheme.LOCAL)
    assert found.id == id_


async def test_a_second_run_changes_nothing_and_other_words_update(
    app: App, tmp_path: Path
) -> None:
    first = row("zinc-die-castings", other_zh="锌件", broader="castings")
    await import_rows(app, tmp_path, first)
    head = await app.journal.head()
    again = await import_rows(app, tmp_path, first)
    assert (outcomes(again), await app.journal.head()) == ([(2, "UNCHANGED", [])], head)
    words = await import_rows(
        app, tmp_path, row("zinc-die-castings", other_zh="锌件|锌合金件", broader="castings")
    )
    edge = await import_rows(
        app,
        tmp_path,
        row("zinc-die-castings", other_zh="锌件|锌合金件", broader="castings", gbt4754="3392"),
    )
    assert (outcomes(words), outcomes(edge)) == ([(2, "UPDATED", [])], [(2, "UPDATED", [])])


async def test_every_bad_row_is_named_and_every_good_one_is_kept(app: App, tmp_path: Path) -> None:
    report = await import_rows(
        app,
        tmp_path,
        row("good-one", broader="good-two"),
        row("good-two"),
        row("Bad Code"),
        row("bad-kind", kind="MAGIC"),
        row("bad-activity", kind="ACTIVITY"),
        row("", label_zh="无代码"),
        row("no-label", label_zh=""),
        row("lost", broader="nowhere"),
        row("lost-too", broader="lost"),
        row("no-industry", gbt4754="9999"),
        row("itself", broader="itself"),
        row("formula", label_zh="=1+1"),
        row("good-two"),
        row("good-two", label_zh="另一个"),
    )
    assert outcomes(report) == [
        (2, "CREATED", []),
        (3, "CREATED", []),
        (4, "FAILED", [("code", "import.category_code")]),
        (5, "FAILED", [("kind", "not_a_choice")]),
        (6, "FAILED", [("kind", "not_a_choice")]),
        (7, "FAILED", [("code", "required")]),
        (8, "FAILED", [("label_zh", "required")]),
        (9, "FAILED", [("broader", "category.unknown")]),
        (10, "FAILED", [("broader", "category.unknown")]),
        (11, "FAILED", [("gbt4754", "category.unknown")]),
        (12, "FAILED", [("broader", "category.loop")]),
        (13, "FAILED", [("label_zh", "import.formula")]),
        (14, "UNCHANGED", []),
        (15, "FAILED", [("", "import.row_differs")]),
    ]
    assert notes(report, 14) == {"import.row_repeats": {"row": 3}}
    by_id = (await app.taxonomy.current()).by_id
    assert {local("good-one"), local("good-two")} <= by_id.keys()
    assert local("lost") not in by_id


async def test_keeping_leaves_alone_what_another_source_says(app: App, tmp_path: Path) -> None:
    report = await import_rows(
        app, tmp_path, row("castings", label_zh="别的名", source="别人"), keep=True
    )
    assert outcomes(report) == [(2, "UNCHANGED", [])]
    assert (await app.taxonomy.current()).by_id[local("castings")].label_zh == "铸件"


async def test_a_dry_run_changes_nothing(app: App, tmp_path: Path) -> None:
    head = await app.journal.head()
    report = await import_rows(app, tmp_path, row("good-one"), dry_run=True, actor=SYSTEM)
    assert (outcomes(report), await app.journal.head()) == ([(2, "CREATED", [])], head)
