"""Restoring a backup into an empty graph: whole, or the graph is empty again.

A restore is many transactions, because a whole district is too much for one on a small server.
From the first to the last the graph carries the mark of an unfinished restore, so that one that
was killed shows: commands refuse to work on it, and the next restore starts by emptying it.
"""

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from itertools import groupby, islice
from pathlib import Path
from typing import Any

from chainlink.backup.making import Progress, unheard
from chainlink.backup.model import BackupUnusable, Header, Line, NodeLine, RelationshipLine
from chainlink.backup.reading import check, read_lines
from chainlink.errors import Conflict
from chainlink.graph.cypher import Queries, Query
from chainlink.graph.declaration import GraphSchema, load_schema
from chainlink.graph.pages import PAGE, Pages
from chainlink.graph.port import GraphStore, GraphTransaction
from chainlink.graph.records import Records

CYPHER = Queries(__package__ or "")
MARK = "restore"
_STATE = "PlatformState"


async def unfinished(store: GraphStore) -> bool:
    """Whether a restore was broken off here. The tables must be there."""
    return bool(await store.read(CYPHER["state"], id=MARK))


async def restore(
    store: GraphStore,
    path: Path,
    *,
    schema: GraphSchema | None = None,
    progress: Progress = unheard,
) -> Header:
    """Fill an empty graph from a backup of either engine and return what the file says of itself.

    Raises BackupUnusable before anything is written, Conflict when the graph is not empty,
    GraphUnavailable. When it breaks midway the graph is emptied again.
    """
    declared = schema or load_schema()
    header = await asyncio.to_thread(check, path, declared)
    await store.apply_schema(declared)
    if await unfinished(store):
        await _empty(store, declared)
    await _begin(store, declared)
    try:
        await _fill(store, declared, path, header, progress)
    except BaseException:
        await asyncio.shield(_empty(store, declared))
        raise
    return header


async def _begin(store: GraphStore, schema: GraphSchema) -> None:
    """Mark the graph, if it is empty but for the head of a journal without entries."""

    async def work(transaction: GraphTransaction) -> None:
        pages = Pages(transaction, schema)
        heads = await transaction.read(CYPHER["state"], id="journal")
        untouched = [row for row in heads if row["sequence"] == 0]
        found = sum([await pages.count_nodes(label) for label in schema.node]) - len(untouched)
        if found:
            raise Conflict("restore.not_empty", count=found)
        await transaction.write(CYPHER["forget"], id="journal")
        await Records(transaction, schema).create(_STATE, [{"id": MARK, "sequence": 0}])

    await store.transact(work)


async def _fill(
    store: GraphStore, schema: GraphSchema, path: Path, header: Header, progress: Progress
) -> None:
    done = 0
    last: list[Line] = []  # the journal's head among them: without it nothing can be changed
    for kind, lines in _batches(path):
        if kind == _STATE:
            last += lines
            continue
        await store.transact(_writing(schema, lines))
        done += len(lines)
        progress(done, header.total)

    async def finish(transaction: GraphTransaction) -> None:
        await _compare(Pages(transaction, schema), header, path)
        await _writing(schema, last)(transaction)
        await transaction.write(CYPHER["forget"], id=MARK)

    await store.transact(finish)
    progress(header.total, header.total)


async def _compare(pages: Pages, header: Header, path: Path) -> None:
    """Count what arrived: a relationship whose end is not in the file is written nowhere."""
    for label, count in header.nodes.items():
        if label != _STATE and await pages.count_nodes(label) != count:
            raise BackupUnusable("backup.incomplete", path=path, kind=label)
    for name, count in header.relationships.items():
        if await pages.count_relationships(name) != count:
            raise BackupUnusable("backup.incomplete", path=path, kind=name)


def _batches(path: Path) -> Iterator[tuple[str, list[Line]]]:
    """Lines of one label, or of one relationship between one pair of labels, a page at a time."""
    for (kind, _ends), lines in groupby(read_lines(path), lambda line: (line.kind, _ends_of(line))):
        while batch := list(islice(lines, PAGE)):
            yield kind, batch


def _ends_of(line: Line) -> tuple[str, str] | None:
    return line.ends if isinstance(line, RelationshipLine) else None


def _writing(
    schema: GraphSchema, lines: list[Line]
) -> Callable[[GraphTransaction], Awaitable[None]]:
    async def work(transaction: GraphTransaction) -> None:
        records = Records(transaction, schema)
        nodes = [line for line in lines if isinstance(line, NodeLine)]
        if nodes:
            await records.create(nodes[0].node, [line.properties for line in nodes])
        edges = [line for line in lines if isinstance(line, RelationshipLine)]
        if edges:
            await records.relate(
                edges[0].relationship,
                [line.properties | {"start": line.start, "end": line.end} for line in edges],
                start_label=edges[0].ends[0],
            )

    return work


async def _empty(store: GraphStore, schema: GraphSchema) -> None:
    """Take away all nodes with what hangs on them; the mark goes last."""
    for label in sorted(schema.node, key=lambda label: label == _STATE):
        key = schema.node[label].key
        text = f"UNWIND $keys AS wanted MATCH (n:{label}) WHERE n.{key} = wanted DETACH DELETE n"
        query = Query(f"delete_{label}", text)
        async for keys in Pages(store, schema).keys(label):
            await store.transact(_deleting(query, keys))


def _deleting(query: Query, keys: list[Any]) -> Callable[[GraphTransaction], Awaitable[None]]:
    async def work(transaction: GraphTransaction) -> None:
        await transaction.write(query, keys=keys)

    return work
