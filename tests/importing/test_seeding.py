"""The seeds come in whole, come in once, and never undo what users have done since."""

import csv
from pathlib import Path

import pytest

from chainlink.app import App, build_app
from chainlink.enterprises.claim_model import CAPABILITY, NEED
from chainlink.enterprises.model import EnterpriseProfile
from chainlink.graph.cypher import Query
from chainlink.graph.port import GraphStore
from chainlink.importing.model import ImportKind
from chainlink.journal.verification import verify
from chainlink.resources import resource_folder
from chainlink.seeding import SeedCounts, seed
from chainlink.settings import Settings
from chainlink.taxonomy.model import Scheme, category_id
from chainlink.validation import checked
from tests.factories import SYSTEM
from tests.importing.import_files import count, load, write_csv
from tests.settable_clock import SettableClock

SEEDS = resource_folder("seeds")
MACHINES = "91370812DEM090021P"  # 山东金大丰机械有限公司
FARM_MACHINES = "91370812DEM000014A"
HS_EDGES = "(a:Category)-[:BROADER]->(b:Category) WHERE a.scheme = 'HS' AND b.scheme = 'HS'"


def rows(name: str) -> list[dict[str, str]]:
    found = []
    for file in sorted(SEEDS.glob(name)):
        with file.open(encoding="utf-8", newline="") as opened:
            found += csv.DictReader(opened)
    return found


def parts(name: str, column: str) -> int:
    return sum(len([one for one in row[column].split("|") if one]) for row in rows(name))


def test_every_hs_code_of_a_category_is_there_with_those_above_it() -> None:
    known = {row["code"]: row for row in rows("hs.csv")}
    used = {code for row in rows("categories/*.csv") for code in row["hs"].split("|") if code}
    assert used <= known.keys()
    above = {code[:length] for code in used for length in (2, 4)}
    assert known.keys() == used | above
    for code, row in known.items():
        assert row["parent"] == code[:-2]
        assert row["name_zh"]
        assert row["name_en"]


def test_the_manifest_names_every_seed_file() -> None:
    manifest = (SEEDS / "manifest.toml").read_text("utf-8")
    for file in SEEDS.glob("**/*.csv"):
        name = file.name if file.parent == SEEDS else f"{file.parent.name}/*.csv"
        assert f'[files."{name}"]' in manifest


async def test_all_that_the_files_say_is_in_the_graph(seeded_app: App) -> None:
    expected = {
        "(c:Category)": sum(
            len(rows(name)) for name in ("gbt4754.csv", "hs.csv", "categories/*.csv")
        ),
        "(:Category)-[r:MAPS_TO]->(:Category)": parts("categories/*.csv", "gbt4754")
        + parts("categories/*.csv", "hs"),
        "(:Category)-[r:INPUT_TO]->(:Category)": len(rows("category_inputs/*.csv")),
        f"{HS_EDGES}": sum(1 for row in rows("hs.csv") if row["parent"]),
        "(c:Chain)": len(rows("chains.csv")),
        "(:Stage)-[r:PART_OF]->(:Chain)": len(rows("stages.csv")),
        "(:Category)-[r:AT]->(:Stage)": parts("stages.csv", "categories"),
        "(:Stage)-[r:FEEDS]->(:Stage)": parts("stages.csv", "feeds"),
        "(:ChainCommittee)-[r:LEADS]->(:Chain)": len(rows("committees.csv")),
        "(e:Enterprise)": len(rows("enterprises.csv")),
        "(:Enterprise)-[r:MEMBER_OF]->(:ChainCommittee)": parts("enterprises.csv", "committees"),
        "(:Enterprise)-[r:EXPORTS_TO]->(:Market)": parts("enterprises.csv", "export_markets"),
        "(:Enterprise)-[r:OFFERS]->(:Capability)": len(rows("capabilities.csv")),
        "(:Enterprise)-[r:NEEDS]->(:Need)": len(rows("needs.csv")),
        "(:Capability)-[r:SERVES]->(:Market)": parts("capabilities.csv", "serves_markets"),
        "(:Need)-[r:TARGETS]->(:Market)": parts("needs.csv", "target_markets"),
        "(:Market)-[r:IN_BLOC]->(:Bloc)": parts("blocs.csv", "members"),
    }
    for relation in ("SUPPLIES", "HOLDS_SHARES_IN", "VETOES"):
        wanted = [row for row in rows("relations.csv") if row["relation"] == relation]
        expected[f"(:Enterprise)-[r:{relation}]->(:Enterprise)"] = len(wanted)
    assert {pattern: await count(seeded_app, pattern) for pattern in expected} == expected


async def test_a_seeded_enterprise_is_known_since_its_day(seeded_app: App) -> None:
    found = await seeded_app.enterprises.find(SYSTEM, MACHINES)
    assert (found.name, found.invented, found.sector) == (
        "山东金大丰机械有限公司",
        False,
        "INDUSTRY",
    )
    assert found.recorded_at == "2023-03-19T16:00:00.000000Z"  # the start of the 20th in China
    claims = await seeded_app.claims.of_enterprises(SYSTEM, CAPABILITY, [found.id])
    assert {one.recorded_at for one in claims[found.id]} == {found.recorded_at}
    assert {category.category for one in claims[found.id] for category in one.categories} == {
        category_id(Scheme.LOCAL, code)
        for code in ("corn-harvesters", "wheat-combine-harvesters", "tractors")
    }


async def test_who_opted_out_in_the_files_has_opted_out(seeded_app: App) -> None:
    out = {row["uscc"] for row in rows("enterprises.csv") if row["matching_opt_out"] == "true"}
    found = await seeded_app.store.read(
        Query("opted_out", "MATCH (e:Enterprise) WHERE e.opted_out RETURN e.uscc AS uscc")
    )
    assert {row["uscc"] for row in found} == out


@pytest.fixture
async def own_app(store: GraphStore, clock: SettableClock) -> App:
    """An empty platform, for the seeds to be loaded into and changed."""
    settings = Settings(_env_file=None, graph="ladybug::memory:")
    built = build_app(settings, store=store, clock=clock)
    await built.journal.prepare()
    return built


async def test_a_second_run_changes_nothing_and_undoes_nothing(
    own_app: App, tmp_path: Path
) -> None:
    app = own_app
    steps: list[tuple[int, int]] = []
    first = await seed(app, progress=lambda done, of: steps.append((done, of)))
    assert (first.failures, first.changed) == ((), sum(map(_created, first.files.values())))
    assert steps == [(number, 11) for number in range(1, 12)]
    head = await app.journal.head()
    second = await seed(app)
    assert (second.changed, second.failures, await app.journal.head()) == (0, (), head)

    machines = await app.enterprises.find(SYSTEM, MACHINES)
    said = machines.model_dump(include=set(EnterpriseProfile.model_fields))
    profile = checked(EnterpriseProfile, said | {"name": "改了名的公司", "export_markets": ["RU"]})
    await app.enterprises.update(SYSTEM, machines.id, 1, profile)
    await app.enterprises.set_opt_out(SYSTEM, machines.id, 2, True)
    [claim, *_] = (await app.claims.of_enterprises(SYSTEM, CAPABILITY, [machines.id]))[machines.id]
    await app.claims.withdraw(SYSTEM, CAPABILITY, claim.claim, 1)
    veto = next(row for row in rows("relations.csv") if row["relation"] == "VETOES")
    ends = [await app.enterprises.find(SYSTEM, veto[end]) for end in ("from_uscc", "to_uscc")]
    await app.vetoes.lift(SYSTEM, ends[0].id, ends[1].id)
    need_of = await app.enterprises.find(SYSTEM, FARM_MACHINES)
    [need, *_] = (await app.claims.of_enterprises(SYSTEM, NEED, [need_of.id]))[need_of.id]
    await app.claims.revise(
        SYSTEM,
        NEED,
        need.claim,
        1,
        checked(NEED.draft, {"title": "改了标题", "categories": ["hydraulic-cylinders"]}),
    )
    rewritten = ["code", "kind", "label_zh"], ["corn-harvesters", "GOOD", "棒子收割机"]
    await load(app, ImportKind.CATEGORIES, write_csv(tmp_path / "x.csv", rewritten))

    head = await app.journal.head()
    third = await seed(app)
    assert (third.changed, third.failures, await app.journal.head()) == (0, (), head)
    assert (await app.enterprises.find(SYSTEM, MACHINES)).opted_out
    assert (await verify(app.journal)).broken_at is None


def _created(counts: SeedCounts) -> int:
    return counts.created


async def test_a_row_that_users_have_made_impossible_is_told_and_the_rest_comes_in(
    own_app: App, tmp_path: Path
) -> None:
    for file in ("gbt4754", "hs", "chains", "stages", "committees", "blocs", "relations"):
        head, *_ = (SEEDS / f"{file}.csv").read_text("utf-8").splitlines()
        (tmp_path / f"{file}.csv").write_text(f"{head}\n", "utf-8")
    headings = ["uscc", "title", "categories"]
    write_csv(tmp_path / "enterprises.csv", [["uscc", "name"], [MACHINES, "甲厂"]])
    for name in ("capabilities", "needs"):
        lost = [FARM_MACHINES, "找不到主", ""]
        write_csv(tmp_path / f"{name}.csv", [headings, lost, [MACHINES, "有主", ""]])
    report = await seed(own_app, folder=tmp_path)
    assert [(one.file, one.result.row) for one in report.failures] == [
        ("capabilities.csv", 2),
        ("needs.csv", 2),
    ]
    assert report.files["capabilities"] == SeedCounts(created=1)
