"""Making a backup: every declared node and relationship, as they stand between two changes."""

from collections.abc import Callable
from pathlib import Path

from chainlink.backup.model import Header, NodeLine, RelationshipLine
from chainlink.backup.writing import BackupWriter, written_whole
from chainlink.clock import Clock, instant_text
from chainlink.graph.declaration import GraphSchema, load_schema
from chainlink.graph.pages import Pages
from chainlink.graph.port import GraphStore
from chainlink.journal.service import Change, Journal

Progress = Callable[[int, int], None]
ACTOR = "system:backup"


def unheard(_done: int, _total: int) -> None:
    """Progress where nobody watches: how many rows are done, and of how many."""


async def back_up(
    store: GraphStore,
    journal: Journal,
    clock: Clock,
    path: Path,
    *,
    schema: GraphSchema | None = None,
    progress: Progress = unheard,
) -> Header:
    """Write the whole graph to `path` and return what the file says of itself.

    The journal's head is locked meanwhile, so that no change falls between two pages: changes
    wait, readers do not. The file holds contacts and the digests of tokens (never a token).
    Raises BackupUnusable when the file cannot be written, GraphUnavailable.
    """
    declared = schema or load_schema()
    engine = await store.version()

    async def work(change: Change) -> Header:
        pages = Pages(change.transaction, declared)
        sequence, last_hash = await journal.head()
        header = Header(
            schema_version=declared.version,
            engine=engine,
            created_at=instant_text(clock()),
            nodes={label: await pages.count_nodes(label) for label in declared.node},
            relationships={
                name: await pages.count_relationships(name) for name in declared.relationship
            },
            journal_sequence=sequence,
            journal_hash=last_hash,
        )
        with written_whole(path) as writer:
            writer.write(header)
            await _write_rows(pages, declared, writer, header.total, progress)
        return header

    return await journal.change(ACTOR, work)


async def _write_rows(
    pages: Pages, schema: GraphSchema, writer: BackupWriter, total: int, progress: Progress
) -> None:
    done = 0
    for label in schema.node:
        async for rows in pages.nodes(label):
            writer.write(*(NodeLine(node=label, properties=row) for row in rows))
            done += len(rows)
            progress(done, total)
    for name, declared in schema.relationship.items():
        for ends in declared.ends:
            async for rows in pages.relationships(name, ends):
                writer.write(
                    *(
                        RelationshipLine(
                            relationship=name,
                            ends=ends,
                            start=row.pop("start"),
                            end=row.pop("end"),
                            properties=row,
                        )
                        for row in rows
                    )
                )
                done += len(rows)
                progress(done, total)
