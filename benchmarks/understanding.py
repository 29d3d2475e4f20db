"""Right ones among the first three, and decoys above them, for what owners write in their words."""

from collections.abc import Callable, Sequence

from benchmarks.engines import fresh_app
from benchmarks.tables import print_table
from tests.understanding.cases import Half, cases
from tests.understanding.measuring import Outcome, Tally, load_categories, measure, tallies

_GROUPS: dict[str, Callable[[Outcome], str]] = {
    "side": lambda one: one.case.side.value,
    "sector": lambda one: one.case.asker.sector.value,
    "kind": lambda one: one.case.kind.value,
}


async def run(engines: Sequence[str], _rows: int) -> None:
    """Both halves on each engine: in all, by the asker's side, by its sector and by kind."""
    table: list[list[object]] = []
    for engine in engines:
        for half in Half:
            async with fresh_app(engine) as app:
                if app is None:
                    continue
                await load_categories(app)
                outcomes = await measure(app, cases(half))
            table.append(_row(engine, half, "all", Tally.of(outcomes)))
            for group, of_group in _GROUPS.items():
                table += [
                    _row(engine, half, f"{group} {name}", tally)
                    for name, tally in tallies(outcomes, of_group)
                ]
    print_table(["engine", "half", "cases", "right in first 3", "of", "decoys above", "of"], table)


def _row(engine: str, half: Half, name: str, tally: Tally) -> list[object]:
    return [engine, half, name, tally.right, tally.cases, tally.decoys_above, tally.cases * 2]
