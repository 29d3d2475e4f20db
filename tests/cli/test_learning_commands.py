"""`learn` and `policy` as they are typed, on either engine; `doctor` on a damaged policy."""

import asyncio
import json
import re
from pathlib import Path

import pytest

from chainlink.app import build_app
from chainlink.graph.records import Records
from chainlink.matching.policy import expert_policy
from chainlink.settings import Settings
from tests.cli.conftest import Run
from tests.learning_world import REAL_TRUTH, keep, year

EXPERT = expert_policy().version
LEARNED = r"learned-\d{4}-\d\d-\d\d"


@pytest.fixture
def lived(on_graph: Run, graph_settings: Settings) -> Run:
    """A graph with a year of showings and decisions, which end in the spring of 2026."""
    on_graph("schema", "apply")

    async def fill() -> None:
        app = build_app(graph_settings)
        await keep(app.store, year(250, truth=REAL_TRUTH))
        await app.close()

    asyncio.run(fill())
    return on_graph


def test_too_little_is_said_with_what_is_needed(on_graph: Run) -> None:
    on_graph("schema", "apply")
    refused = on_graph("learn")

    assert (refused.code, refused.out) == (1, "")
    assert refused.err == (
        "有结果的对接只有 0 对，至少需要 30 对才能学习；请先登记成交或未成的结果。\n"
    )
    english = on_graph("learn", language="en")
    assert english.err.startswith("Only 0 introductions are resolved and 30 are needed to learn")


def test_a_day_that_is_none_or_to_come_is_refused(on_graph: Run) -> None:
    on_graph("schema", "apply")
    assert on_graph("learn", "--until", "soon").code == 2
    refused = on_graph("learn", "--until", "2190-01-01")
    assert (refused.code, refused.err) == (
        1,
        "until：2190-01-01 还没有到，请写今天或以前的日期。\n",
    )


def test_from_learning_to_another_policy_in_force_and_back(lived: Run, tmp_path: Path) -> None:
    first = lived("policy", "list")
    assert EXPERT in first.out
    assert "现行" in first.out

    learned = lived("learn", "--report", "report.json")
    assert learned.code == 0
    [version] = set(re.findall(LEARNED, learned.err))
    assert f"chainlink policy promote {version}" in learned.err
    assert "展示 1500 对" in learned.out
    for measure in ("结果的对数似然", "排序 NDCG@5", "曝光集中度（基尼系数）", "校准误差"):
        assert measure in learned.out
    assert "需方接受：品类契合 1.20 → " in learned.out
    report = json.loads((tmp_path / "report.json").read_text("utf-8"))
    assert (report["version"], report["parent"]) == (version, EXPERT)

    shown = lived("policy", "show", version)
    assert shown.code == 0
    assert f'version = "{version}"' in shown.out
    assert "[factor.category_fit]" in shown.out
    assert "结果的对数似然" in shown.out

    promoted = lived("policy", "promote", version)
    assert (promoted.code, promoted.out) == (0, f"策略 {version} 已生效。\n")
    listed = lived("policy", "list", language="en")
    assert re.search(rf"{version} .* in force", listed.out)
    assert re.search(rf"{EXPERT} .* shipped", listed.out)
    assert version in lived("doctor").out

    again = lived("policy", "promote", version)
    assert (again.code, again.err) == (1, f"策略 {version} 本来就在生效。\n")
    assert lived("policy", "promote", EXPERT).code == 0


def test_the_shipped_policy_is_shown_as_its_file(on_graph: Run) -> None:
    on_graph("schema", "apply")
    shown = on_graph("policy", "show", EXPERT)

    assert shown.code == 0
    assert f'version = "{EXPERT}"' in shown.out


def test_what_is_not_known_is_named(on_graph: Run) -> None:
    on_graph("schema", "apply")
    for words in ("policy show nothing", "policy promote nothing"):
        refused = on_graph(*words.split())
        assert (refused.code, refused.err) == (1, "没有策略版本 nothing；现有：expert-1。\n")


def test_one_that_is_not_better_is_refused_by_what_failed(lived: Run) -> None:
    learned = lived("learn", "--until", "2026-01-02")  # a day and a half of outcomes
    [version] = set(re.findall(LEARNED, learned.err))
    assert "还不能生效，未通过：结果的对数似然" in learned.err

    refused = lived("policy", "promote", version)

    assert refused.code == 1
    assert refused.err.startswith(
        f"策略 {version} 没有被证明更好，不能生效；未通过：结果的对数似然"
    )
    assert refused.err.count("\n") == 1


def test_a_damaged_policy_is_told_by_doctor_and_cannot_be_shown(
    lived: Run, graph_settings: Settings
) -> None:
    [version] = set(re.findall(LEARNED, lived("learn").err))
    lived("policy", "promote", version)

    async def damage() -> None:
        app = build_app(graph_settings)
        row = {"version": version, "text": "weights gone"}
        await app.store.transact(lambda work: Records(work).update("PolicyVersion", [row]))
        await app.close()

    asyncio.run(damage())
    for words in ("doctor", f"policy show {version}", "learn"):
        refused = lived(*words.split())
        assert refused.code == 1
        assert refused.err.startswith(f"策略 {version} 的全文与保存时的摘要不符")
        assert "chainlink policy promote" in refused.err
    assert lived("policy", "promote", EXPERT).code == 0
    assert lived("doctor").code == 0


def test_a_report_that_cannot_be_written_is_said_so(lived: Run) -> None:
    refused = lived("learn", "--report", "no/such/folder/report.json")

    assert refused.code == 1
    assert refused.err.startswith("报告文件 no/such/folder/report.json 无法写入")


@pytest.mark.parametrize("words", ["learn", "policy", "policy list", "policy promote"])
def test_help_is_told_in_both_languages(words: str, on_graph: Run) -> None:
    chinese, english = (
        on_graph(*words.split(), "--help", language=language) for language in ("zh", "en")
    )
    assert (chinese.code, english.code) == (0, 0)
    assert "cli." not in chinese.out + english.out
    assert re.search("[一-鿿]", chinese.out)
    assert not re.search("[一-鿿]", english.out)
