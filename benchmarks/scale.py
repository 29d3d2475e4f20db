"""How answers, memory and start grow with the district: 1,000 to 1,000,000 enterprises.

Each size is measured in a process of its own (`python -m benchmarks.scale 100000`), so that the
memory is its own: facts, taxonomy of 100,000 categories, and what answering keeps.
"""

import asyncio
import json
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from benchmarks.district import CUT, DAY, District
from benchmarks.memory import parts_of, peak, resident, taxonomy_parts
from benchmarks.tables import milliseconds, percentiles, print_table
from chainlink.matching.model import MatchType
from chainlink.matching.policy import expert_policy
from chainlink.matching.projection.day import Day
from chainlink.matching.projection.index import Index
from chainlink.matching.projection.projection import Projection
from chainlink.matching.ranking import recommend
from chainlink.matching.reach import Reaches
from chainlink.matching.who import Direction, Who
from chainlink.taxonomy.service import Taxonomy

SIZES = (1_000, 10_000, 100_000, 1_000_000)
CATEGORIES = 100_000
ASKED = 300
TYPES: dict[str, list[MatchType]] = {
    "CHAIN": [MatchType.CHAIN],
    "SUPPLY": [MatchType.SUPPLY],
    "all types": list(MatchType),
}
Result = dict[str, Any]


class Asked:
    """One district, asked as a worker is asked."""

    def __init__(self, projection: Projection, taxonomy: Taxonomy) -> None:
        self.day = Day(projection, taxonomy, DAY, CUT)
        self.reaches = Reaches(taxonomy, projection.categories)
        started = time.perf_counter()
        self.who = Who(projection, taxonomy)
        self.who_made = time.perf_counter() - started
        ids = projection.ids.values
        chosen = np.random.default_rng(7).choice(len(ids), min(len(ids), ASKED * 4), replace=False)
        self.ids = [ids[place] for place in chosen.tolist()]

    def top(self, types: Sequence[MatchType]) -> Callable[[str], object]:
        """The best twenty with reasons."""
        return lambda id_: recommend(self.day, self.reaches, expert_policy(), id_, types, None, 20)

    def trades(self, id_: str) -> object:
        """The plain path question."""
        return self.who.of(self.day, id_, Direction.DOWNSTREAM, committees=None)

    def times(self, ask: Callable[[str], object], most: int = ASKED) -> list[float]:
        """Seconds of the answers that are not empty."""
        times: list[float] = []
        for id_ in self.ids:
            started = time.perf_counter()
            if ask(id_):
                times.append(time.perf_counter() - started)
            if len(times) == most:
                break
        return times


def started_district(size: int) -> tuple[Projection, Taxonomy, Result]:
    """A projection of a made-up district; how long its making and the taxonomy's took."""
    district = District(size, CATEGORIES)
    bare = resident()
    taxonomy = district.taxonomy()
    with_taxonomy = resident()
    projection, seconds = Projection(8 * 3_600_000_000), 0.0
    for tables in district.chunks():
        begun = time.perf_counter()
        projection.append(tables)
        seconds += time.perf_counter() - begun
    begun = time.perf_counter()
    projection.settle()
    settled = time.perf_counter() - begun
    return projection, taxonomy, {
        "append": seconds, "settle": settled, "bare": bare, "taxonomy": with_taxonomy - bare,
    }  # fmt: skip


def while_compacting(asked: Asked, projection: Projection) -> Result:
    """CHAIN questions asked while a new index is made and texts are sorted in a thread beside."""
    ask, times, beside = asked.top(TYPES["CHAIN"]), [], []
    made: list[tuple[Index, Any]] = []

    def compact() -> None:
        begun = time.perf_counter()
        made.append((Index(projection), projection.texts.sorted()))
        beside.append(time.perf_counter() - begun)

    projection.begin_compaction()
    thread = threading.Thread(target=compact)
    thread.start()
    place = 0
    while thread.is_alive():
        started = time.perf_counter()
        ask(asked.ids[place % len(asked.ids)])
        times.append(time.perf_counter() - started)
        place += 1
    thread.join()
    started = time.perf_counter()
    index, texts = made[0]
    projection.texts.use(texts)
    projection.end_compaction(index)
    ended = time.perf_counter() - started
    found: Result = {"compaction": beside[0], "took over": ended, "asked beside": len(times)}
    if len(times) > 1:
        found["p50"], found["p99"] = percentiles(times)
    return found


def measured(size: int) -> Result:
    """Everything of one size."""
    projection, taxonomy, found = started_district(size)
    loaded = resident()
    found["claims"] = len(projection.claims)
    asked = Asked(projection, taxonomy)
    questions: dict[str, Callable[[str], object]] = {
        name: asked.top(types) for name, types in TYPES.items()
    }
    questions["who"] = asked.trades
    for name, ask in questions.items():
        first = asked.times(ask, 100)  # what is looked up in the taxonomy once
        times = asked.times(ask)
        found[name] = [len(times), *percentiles(times), percentiles(first)[1]]
    found["who made"] = asked.who_made
    found["resident"], found["peak"], found["loaded"] = resident(), peak(), loaded
    found["parts"] = parts_of(projection)
    found["while compacting"] = while_compacting(asked, projection)
    found["after compacting"] = resident()
    found["taxonomy parts"] = taxonomy_parts(taxonomy)
    before = resident()
    started = time.perf_counter()
    _ = taxonomy.reader
    found["reader"] = [resident() - before, time.perf_counter() - started]
    return found


async def run(_engines: Sequence[str], rows: int) -> None:
    """One size after the other, up to `rows` enterprises."""
    sizes = [size for size in SIZES if size <= rows] or [rows]
    results = []
    for size in sizes:
        done = await asyncio.to_thread(
            subprocess.run,
            [sys.executable, "-m", "benchmarks.scale", str(size)],
            stdout=subprocess.PIPE, text=True, check=True,
        )  # fmt: skip
        results.append((size, json.loads(done.stdout)))
        print(f"{size:,}: {done.stdout}", file=sys.stderr, flush=True)
    print_results(results)


def print_results(results: Sequence[tuple[int, Result]]) -> None:
    """Four tables: start and memory, questions, compaction, what takes the memory."""
    print_table(
        ["enterprises", "claims", "append s", "settle s", "MiB facts", "MiB taxonomy",
         "MiB with the text reader's index", "MiB in all, answering", "MiB at the most"],
        [
            [f"{size:,}", f"{one['claims']:,}", f"{one['append']:.2f}", f"{one['settle']:.2f}",
             one["loaded"] - one["taxonomy"] - one["bare"], one["taxonomy"],
             one["reader"][0], one["resident"], one["peak"]]
            for size, one in results
        ],
    )  # fmt: skip
    print()
    print_table(
        ["enterprises", "question", "answers", "p50 ms", "p99 ms", "p99 ms, first hundred"],
        [[f"{size:,}", name, *one[name]] for size, one in results for name in (*TYPES, "who")],
    )
    print()
    print_table(
        ["enterprises", "new index in a thread, s", "taken over in ms", "questions asked beside",
         "p50 ms", "p99 ms"],
        [
            [f"{size:,}", f"{(of := one['while compacting'])['compaction']:.2f}",
             milliseconds(of["took over"]), of["asked beside"], of.get("p50", "—"),
             of.get("p99", "—")]
            for size, one in results
        ],
    )  # fmt: skip
    print()
    size, last = results[-1]
    parts = sorted({**last["parts"], **last["taxonomy parts"]}.items(), key=lambda part: -part[1])
    print_table([f"what takes memory at {size:,}", "MiB"], parts)


if __name__ == "__main__":
    print(json.dumps(measured(int(sys.argv[1]))))
