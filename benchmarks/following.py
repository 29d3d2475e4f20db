"""Keeping up with the journal: changes a second into the projection, and entries a second read."""

import time
from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from benchmarks.district import District
from benchmarks.engines import fresh_app
from benchmarks.scale import TYPES, Asked
from benchmarks.servers import at_full_speed
from benchmarks.tables import milliseconds, percentiles, print_table
from chainlink.accounts.model import system_actor
from chainlink.app import App
from chainlink.graph.cypher import Query
from chainlink.journal.service import Change
from chainlink.matching.projection.projection import Projection
from chainlink.matching.projection.tables import (
    CATEGORIES,
    CLAIMS,
    ENTERPRISES,
    LINKS,
    MARKETS,
    Tables,
    table,
)

ACTOR = system_actor("benchmark")
CHANGED = 4_000  # enterprises of the district that change again and again
BATCHES = {1: 2_000, 100: 20_000, 2_000: 100_000}  # size of a batch: changes in all
CATEGORIES_THERE = 20_000
LEAN = Query(
    "benchmark_lean_entries",
    "MATCH (e:JournalEntry) WHERE e.sequence > $after AND e.sequence <= $until "
    "RETURN e.sequence AS sequence, e.subject_label AS subject_label, "
    "e.enterprises AS enterprises, e.previous_hash AS previous_hash, e.hash AS hash "
    "ORDER BY sequence",
)
PAGE = 2_000
ENTRIES = 20_000


class Changing:
    """Some enterprises with all that is said of them; each change revises one capability."""

    def __init__(self, whole: Tables) -> None:
        self._enterprises = {
            row["id"]: row for row in whole.enterprises.slice(0, CHANGED).to_pylist()
        }
        self.ids = list(self._enterprises)
        self._claims: dict[str, list[dict[str, Any]]] = defaultdict(list)
        for claim in whole.claims.to_pylist():
            if claim["enterprise"] in self._enterprises:
                self._claims[claim["enterprise"]].append(claim)
        self._categories: dict[str, list[dict[str, Any]]] = defaultdict(list)
        for row in whole.categories.to_pylist():
            self._categories[row["claim"]].append(row)
        self._links: dict[str, list[dict[str, Any]]] = defaultdict(list)
        for link in whole.links.to_pylist():
            self._links[link["start"]].append(link)
        self._times = 0

    def revised(self, ids: Sequence[str]) -> Tables:
        """The enterprises after each has put a new version in the place of a capability."""
        for id_ in ids:
            self._times += 1
            self._revise(self._claims[id_], f"2026-05-{self._times % 28 + 1:02}T08:00:00.000000Z")
        claims = [claim for id_ in ids for claim in self._claims[id_]]
        return Tables(
            enterprises=table([self._enterprises[id_] for id_ in ids], ENTERPRISES),
            claims=table(claims, CLAIMS),
            categories=table(
                [row for claim in claims for row in self._categories[claim["id"]]], CATEGORIES
            ),
            markets=MARKETS.empty_table(),
            links=table([link for id_ in ids for link in self._links[id_]], LINKS),
        )

    def _revise(self, claims: list[dict[str, Any]], now: str) -> None:
        """The open version is closed; the next has its words, its categories and another number."""
        place = next(n for n, one in enumerate(claims) if one["superseded_at"] is None)
        old = claims[place]
        name, _, version = old["id"].partition(":")
        new = old | {"id": f"{name}:{int(version) + 1}", "recorded_at": now}
        self._categories[new["id"]] = [
            row | {"claim": new["id"]} for row in self._categories[old["id"]]
        ]
        # so that histories do not grow without end, older versions are not told of again
        claims[place] = old | {"superseded_at": now}
        earlier = [one for one in claims if one["superseded_at"] and one["id"] != old["id"]]
        for one in earlier:
            claims.remove(one)
        claims.append(new)


def _followed(size: int, enterprises: int) -> list[list[object]]:
    """Changes a second for each batch size, and questions between the batches."""
    district = District(enterprises, CATEGORIES_THERE)
    projection = Projection(8 * 3_600_000_000)
    changing: Changing | None = None
    for tables in district.chunks():
        projection.append(tables)
        changing = changing or Changing(tables)
    projection.settle()
    assert changing is not None
    asked = Asked(projection, district.taxonomy())
    ask = asked.top(TYPES["CHAIN"])
    before = asked.times(ask)
    ids, seconds, between, longest, done = changing.ids, 0.0, [], 0.0, 0
    while done < BATCHES[size]:
        start = done % (len(ids) - size + 1)
        tables = changing.revised(ids[start : start + size])
        started = time.perf_counter()
        projection.follow(tables)
        took = time.perf_counter() - started
        seconds, longest, done = seconds + took, max(longest, took), done + size
        started = time.perf_counter()
        ask(asked.ids[done % len(asked.ids)])
        between.append(time.perf_counter() - started)
    return [
        [
            *(f"{enterprises:,}", f"{size:,}", f"{done:,}", f"{done / seconds:,.0f}"),
            *(milliseconds(seconds * size / done), milliseconds(longest)),
            *percentiles(before), *percentiles(between), f"{projection.index.beside:,}",
        ]
    ]  # fmt: skip


async def _write_entries(app: App) -> None:
    for place in range(0, ENTRIES, PAGE):

        async def work(change: Change, start: int = place) -> None:
            for number in range(start, start + PAGE):
                id_ = f"benchmark-{number % 500}"
                change.record("enterprise.updated", "Enterprise", id_, {"version": number}, (id_,))

        await app.journal.change(ACTOR.account, work)


async def _read_entries(app: App, engine: str) -> list[list[object]]:
    last, _ = await app.journal.head()
    first = last - ENTRIES
    started = time.perf_counter()
    for after in range(first, last, PAGE):
        assert len(await app.journal.entries(after, PAGE)) == PAGE
    whole = time.perf_counter() - started
    started = time.perf_counter()
    for after in range(first, last, PAGE):
        found = await app.store.read_columns(LEAN, after=after, until=after + PAGE)
        assert found.num_rows == PAGE
    lean = time.perf_counter() - started
    times = []
    for _ in range(300):
        started = time.perf_counter()
        await app.journal.head()
        times.append(time.perf_counter() - started)
    return [[engine, f"{ENTRIES / whole:,.0f}", f"{ENTRIES / lean:,.0f}", *percentiles(times)]]


async def run(engines: Sequence[str], rows: int) -> None:
    """Batches of 1, 100 and 2,000 changed enterprises; then the journal itself on each engine."""
    table_: list[list[object]] = []
    for enterprises in [size for size in (10_000, 100_000, 1_000_000) if size <= rows] or [rows]:
        for size in BATCHES:
            table_ += _followed(size, enterprises)
    print_table(
        ["enterprises", "in a batch", "changes", "changes a second", "ms a batch", "longest ms",
         "question before: p50 ms", "p99 ms", "between batches: p50 ms", "p99 ms",
         "groups beside the arrays"],
        table_,
    )  # fmt: skip
    print()
    at_full_speed()
    entries: list[list[object]] = []
    for engine in engines:
        async with fresh_app(engine) as app:
            if app is not None:
                await _write_entries(app)
                entries += await _read_entries(app, engine)
    print_table(
        ["engine", "whole entries read a second", "only whom they concern", "head: p50 ms",
         "p99 ms"],
        entries,
    )  # fmt: skip
