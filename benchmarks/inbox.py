"""A committee's inbox in a made-up district of 100,000: made once, then kept through changes."""

import random
import time
from collections.abc import Sequence

import pyarrow as pa
import pyarrow.compute as pc

from benchmarks.district import CUT, DAY, District
from benchmarks.tables import milliseconds, percentiles, print_table
from chainlink.matching.inbox import Inbox, Question
from chainlink.matching.model import MatchType
from chainlink.matching.policy import expert_policy
from chainlink.matching.projection.day import Day
from chainlink.matching.projection.projection import Projection
from chainlink.matching.projection.tables import CATEGORIES, CLAIMS, LINKS, MARKETS, Tables
from chainlink.matching.reach import Reaches

ENTERPRISES = 100_000
MEMBERS = 1_000
CHANGES = 200
RECORDED = f"{DAY}T08:00:00.000000Z"
QUESTION = Question(frozenset({"ka"}), tuple(MatchType), frozenset({"ka"}))


def _district() -> tuple[Projection, list[Tables], District]:
    """All of it, the first thousand of the first chunk being members of one committee."""
    district, projection, chunks = District(ENTERPRISES), Projection(), []
    for chunk in district.chunks():
        tables = chunk if chunks else _with_members(chunk)
        projection.append(tables)
        chunks.append(tables)
    projection.settle()
    return projection, chunks, district


def _with_members(tables: Tables) -> Tables:
    ids = tables.enterprises["id"].to_pylist()[:MEMBERS]
    rows = [_link("MEMBER_OF", one, "ka") for one in ids]
    links = pa.concat_tables([tables.links, pa.Table.from_pylist(rows, LINKS)])
    return Tables(tables.enterprises, tables.claims, tables.categories, tables.markets, links)


def _link(kind: str, start: str, end: str) -> dict[str, str | None]:
    nothing = dict.fromkeys(LINKS.names)
    return nothing | {"kind": kind, "start": start, "end": end, "recorded_at": RECORDED}


def _with_one_more(tables: Tables, enterprise: str, number: int, category: str) -> Tables:
    """One enterprise as it stands, with a need or capability that it stated a moment ago."""
    claims = tables.claims.filter(pc.equal(tables.claims["enterprise"], enterprise))
    known = tables.categories
    categories = known.filter(pc.is_in(known["claim"], value_set=claims["id"].combine_chunks()))
    claim = f"{number:08x}-0000-4000-8000-000000000000:1"
    said = {name: claims[name][0].as_py() for name in CLAIMS.names}
    said |= {"id": claim, "need": number % 2 == 0, "recorded_at": RECORDED, "valid_from": DAY}
    of = {"claim": claim, "category": category, "confidence": 1.0, "declared": True}
    return Tables(
        enterprises=tables.enterprises.filter(pc.equal(tables.enterprises["id"], enterprise)),
        claims=pa.concat_tables([claims, pa.Table.from_pylist([said], CLAIMS)]),
        categories=pa.concat_tables([categories, pa.Table.from_pylist([of], CATEGORIES)]),
        markets=MARKETS.empty_table(),
        links=tables.links.filter(pc.equal(tables.links["start"], enterprise)),
    )


def _changes(chunks: Sequence[Tables], *, of_members: bool) -> list[Tables]:
    """A claim more each: by members, or by anybody else, about what others speak of too."""
    drawn = random.Random(3)  # noqa: S311 - which enterprises change is no secret
    found = []
    for number in range(CHANGES):
        tables = chunks[0] if of_members else drawn.choice(chunks[1:])
        ids = tables.enterprises["id"].to_pylist()
        enterprise = drawn.choice(ids[:MEMBERS] if of_members else ids)
        categories = tables.categories["category"]
        category = categories[drawn.randrange(len(categories))].as_py()
        found.append(_with_one_more(tables, enterprise, number, category))
    return found


async def run(_engines: Sequence[str], _rows: int) -> None:
    """In memory, without an engine: the graph only brings the news."""
    projection, chunks, district = _district()
    taxonomy = district.taxonomy()
    day, reaches = Day(projection, taxonomy, DAY, CUT), Reaches(taxonomy, projection.categories)
    started = time.perf_counter()
    inbox = Inbox(day, reaches, expert_policy(), QUESTION)
    while inbox.sweep(100):
        pass
    made = time.perf_counter() - started
    table: list[list[object]] = [["made for all members", 1, milliseconds(made), "", ""]]
    started = time.perf_counter()
    inbox.first(50)
    table.append(["first page", 1, milliseconds(time.perf_counter() - started), "", ""])
    for name, of_members in (("one member changed", True), ("somebody else changed", False)):
        followed, told = [], []
        for change in _changes(chunks, of_members=of_members):
            projection.follow(change)
            started = time.perf_counter()
            inbox.follow(day)
            followed.append(time.perf_counter() - started)
            inbox.first(20)
            told.append(time.perf_counter() - started)
        longest = milliseconds(max(followed))
        table.append([f"{name}: followed", CHANGES, *percentiles(followed), longest])
        table.append([f"{name}: and 20 pairs told", CHANGES, *percentiles(told), ""])
    before = inbox.places()
    while inbox.sweep(100):
        pass
    after = inbox.places()
    same = sum(before[one] == after[one] for one in after)
    print_table(["step", "times", "p50 ms", "p99 ms", "longest ms"], table)
    print(f"\n{same} of {len(after)} members' lists were what ranking all again gives")
