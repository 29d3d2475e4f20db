"""`chainlink report`: tables and JSON of the same figures, and what is refused."""

import asyncio
import json

import pytest

from chainlink.app import build_app
from chainlink.settings import Settings
from tests.cli.conftest import Run
from tests.contract.test_outcome_report import made_up_world, store
from tests.factories import load_small_reference

YEAR = ("--from", "2025-01-01", "--to", "2025-12-31")


@pytest.fixture
def reported(on_graph: Run, graph_settings: Settings) -> Run:
    """Commands on a graph with a made-up world."""

    async def prepare() -> None:
        app = build_app(graph_settings)
        try:
            await app.prepare()
            await load_small_reference(app)
            await store(app, made_up_world(7))
        finally:
            await app.close()

    asyncio.run(prepare())
    return on_graph


def test_tables_json_and_records_tell_the_same(reported: Run) -> None:
    told = json.loads(reported("report", *YEAR, "--json").out)
    assert set(told) == {
        *("from", "to", "introductions", "funnel", "endings", "contracts", "intents"),
        *("exports", "daysToFirstOrder"),
    }
    met = next(one for one in told["funnel"] if one["stage"] == "MET")
    shown = reported("report", *YEAR, language="en")
    assert shown.code == 0
    [line] = [line for line in shown.out.splitlines() if line.startswith("│ Met ")]
    cells = [cell.strip() for cell in line.split("│")]
    assert cells[1:4] == ["Met", str(met["figure"]["value"]), f"{met['rate']:.1%}"]
    assert "成交（不含意向）" in reported("report", *YEAR).out
    for name, figure in {
        "funnel.MET": met["figure"],
        "contracts.deals": told["contracts"]["deals"],
        "contracts.CNY.total": next(
            one["total"] for one in told["contracts"]["currencies"] if one["currency"] == "CNY"
        ),
    }.items():
        listed = json.loads(reported("report", *YEAR, "--records", name, "--json").out)
        assert listed["value"] == str(figure["value"])
        assert sum(int(one["part"]) for one in listed["records"]) == int(listed["value"])
    plain = reported("report", *YEAR, "--records", "funnel.MET", language="en")
    count = met["figure"]["value"]
    assert plain.err.strip() == f"funnel.MET = {count}, {count} records"


def test_a_breakdown_has_a_line_a_part(reported: Run) -> None:
    told = reported("report", *YEAR, "--by", "committee", language="en")
    assert "│ A " in told.out
    assert "│ B " in told.out
    plain = json.loads(reported("report", *YEAR, "--by", "quarter", "--json").out)
    assert [one["key"] for one in plain["groups"]] == [f"2025-Q{n}" for n in (1, 2, 3, 4)]
    parts = [one["report"]["introductions"]["value"] for one in plain["groups"]]
    assert sum(parts) == plain["introductions"]["value"]


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        ("--from 2025-02-30", 2, "--from：“2025-02-30”不是日期"),
        ("--from 2025-03-01 --to 2025-01-01", 2, "止日 2025-01-01 早于起日 2025-03-01"),
        ("--from 1700-01-01", 2, "1700-01-01"),
        ("--by week", 2, "--by：“week”不在可选范围内"),
        ("--match-type LOVE", 2, "--match-type：“LOVE”不在可选范围内"),
        ("--committee zz", 1, "没有“zz”这个产业链党委"),
        ("--event zz", 1, "没有“zz”这场活动"),
        ("--chain zz", 1, "zz"),
        ("--records nothing", 2, "报告中没有“nothing”这个数"),
    ],
)
def test_what_cannot_be_meant_is_one_sentence(
    reported: Run, words: str, code: int, said: str
) -> None:
    ran = reported("report", *words.split())
    assert (ran.code, ran.out) == (code, "")
    assert said in ran.err
    assert ran.err.count("\n") == 1
