"""A backup holds the whole graph, goes from either engine to either, and is believed only whole."""

import gzip
import hashlib
import json
import os
import stat
from collections.abc import AsyncIterator, Callable
from functools import partial
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chainlink.accounts.model import Role
from chainlink.app import App, build_app
from chainlink.backup.making import back_up
from chainlink.backup.model import BackupUnusable, Header
from chainlink.backup.reading import check, read_lines
from chainlink.backup.restoring import MARK, restore, unfinished
from chainlink.errors import Conflict
from chainlink.graph.declaration import load_schema
from chainlink.graph.ladybug import LadybugStore
from chainlink.graph.port import GraphStore, GraphTransaction
from chainlink.graph.records import Records, SchemaViolation
from chainlink.journal.verification import verify
from chainlink.settings import Settings
from tests.cli.graph_contents import contents
from tests.factories import (
    SYSTEM,
    create_account,
    create_enterprise,
    create_member,
    declare_capability,
    declare_need,
    load_small_reference,
)
from tests.settable_clock import SettableClock


@pytest.fixture
async def source(clock: SettableClock) -> AsyncIterator[App]:
    """An embedded graph with something of most labels in it."""
    settings = Settings(_env_file=None, graph="ladybug::memory:", graph_memory=256)
    app = build_app(settings, clock=clock)
    await app.prepare()
    await load_small_reference(app)
    await create_account(app, Role.SECRETARY, committees=["ka"])
    contact = {"name": "张三\n李四", "phone": "1380\\u0000", "email": "a@b.cn"}
    enterprise = await create_enterprise(app, contact=contact, export_markets=["RU", "VN"])
    await create_member(app, approved=False)
    await declare_capability(app, enterprise, text='"引号"、换行\n与 \u2028 🚜', markets=["DE"])
    await declare_need(app, enterprise)
    yield app
    await app.close()


async def made(app: App, file: Path) -> Header:
    return await back_up(app.store, app.journal, app.clock, file)


async def test_from_the_embedded_engine_to_each_and_back(
    source: App, store: GraphStore, tmp_path: Path
) -> None:
    before = await contents(source.store)
    header = await made(source, tmp_path / "one")
    assert (header.journal_sequence, header.journal_hash) == await source.journal.head()

    assert await restore(store, tmp_path / "one") == header
    restored = build_app(source.settings, store=store)
    assert await contents(store) == before
    assert await verify(restored.journal) == await verify(source.journal)
    assert not await unfinished(store)

    await made(restored, tmp_path / "two")
    last = LadybugStore(":memory:", memory=256)
    await restore(last, tmp_path / "two")
    assert await contents(last) == before
    await last.close()


async def test_a_restored_graph_takes_changes_and_its_tokens_still_work(
    source: App, store: GraphStore, tmp_path: Path
) -> None:
    await source.accounts.create(SYSTEM, "admin", Role.ADMIN)
    token = await source.accounts.issue_token(SYSTEM, "admin")
    await made(source, tmp_path / "file")
    await restore(store, tmp_path / "file")
    app = build_app(source.settings, store=store, clock=source.clock)
    actor = await app.accounts.actor_for(token.secret)
    await app.accounts.create(actor, "another", Role.STAFF)
    assert (await verify(app.journal)).key is None


async def test_what_it_needs_not_be_is_told_apart_from_empty(
    source: App, store: GraphStore, tmp_path: Path
) -> None:
    """A graph that was only prepared is empty; one with a single node is not, and is unchanged."""
    await made(source, tmp_path / "file")
    app = build_app(source.settings, store=store)
    await app.journal.prepare()
    await restore(store, tmp_path / "file")
    before = await contents(store)
    with pytest.raises(Conflict) as refused:
        await restore(store, tmp_path / "file")
    assert refused.value.key == "restore.not_empty"
    assert await contents(store) == before


async def test_only_its_owner_reads_the_file_and_no_other_is_left(
    source: App, tmp_path: Path
) -> None:
    await made(source, tmp_path / "file")
    assert stat.S_IMODE((tmp_path / "file").stat().st_mode) == 0o600
    assert os.listdir(tmp_path) == ["file"]


async def test_an_earlier_backup_is_replaced_and_nothing_else(source: App, tmp_path: Path) -> None:
    file, other = tmp_path / "file", tmp_path / "letter.txt"
    await made(source, file)
    await create_enterprise(source)
    assert (await made(source, file)).nodes["Enterprise"] == 3
    other.write_text("dear all")
    with pytest.raises(BackupUnusable) as refused:
        await made(source, other)
    assert refused.value.key == "backup.not_replaced"
    assert other.read_text() == "dear all"


async def test_a_folder_that_cannot_be_written_to_is_named(source: App, tmp_path: Path) -> None:
    with pytest.raises(BackupUnusable) as refused:
        await made(source, tmp_path / "no such folder" / "file")
    assert refused.value.key == "backup.unwritable"


async def test_pages_of_any_size_hold_the_same(
    source: App, store: GraphStore, tmp_path: Path
) -> None:
    """What is more than a page is read in several, without a gap."""
    await made(source, tmp_path / "file")
    await restore(store, tmp_path / "file")
    whole = await contents(store)
    assert len(whole["JournalEntry"]) > 7
    for page in (1, 3):
        assert await store.transact(partial(contents, page=page)) == whole


def rewritten(file: Path, change: Callable[[list[bytes]], list[bytes]]) -> None:
    """Other lines in the file, and a footer that is right for them."""
    lines = change(gzip.decompress(file.read_bytes()).splitlines(keepends=True)[:-1])
    digest = hashlib.sha256(b"".join(lines)).hexdigest()
    text = b"".join([*lines, json.dumps({"sha256": digest}).encode() + b"\n"])
    file.write_bytes(gzip.compress(text))


WRONG: dict[str, tuple[str, Callable[[list[bytes]], list[bytes]]]] = {
    "a line is missing": ("backup.damaged", lambda lines: [*lines[:3], *lines[4:]]),
    "a line is there twice": ("backup.damaged", lambda lines: [*lines, lines[-1]]),
    "a line is no JSON": ("backup.damaged", lambda lines: [*lines, b"{]\n"]),
    "a second header": ("backup.damaged", lambda lines: [*lines, lines[0]]),
    "no header": ("backup.foreign", lambda lines: lines[1:]),
    "nothing": ("backup.foreign", lambda lines: []),
    "a newer format": (
        "backup.newer",
        lambda lines: [lines[0].replace(b'"format_version":1', b'"format_version":2'), *lines[1:]],
    ),
    "a newer schema": (
        "backup.newer",
        lambda lines: [lines[0].replace(b'"schema_version":1', b'"schema_version":999')],
    ),
    "an unknown label": (
        "backup.undeclared",
        lambda lines: [*lines, b'{"node":"Ghost","properties":{}}\n'],
    ),
    "an unknown property": (
        "backup.undeclared",
        lambda lines: [*lines, b'{"node":"Chain","properties":{"code":"x","ghost":1}}\n'],
    ),
}


@pytest.mark.parametrize("case", WRONG)
async def test_what_does_not_hold_together_is_refused(
    case: str, source: App, tmp_path: Path
) -> None:
    key, change = WRONG[case]
    file = tmp_path / "file"
    await made(source, file)
    rewritten(file, change)
    with pytest.raises(BackupUnusable) as refused:
        check(file, load_schema())
    assert refused.value.key == key


async def test_nothing_is_written_from_a_file_that_is_refused(
    source: App, store: GraphStore, tmp_path: Path
) -> None:
    file = tmp_path / "file"
    await made(source, file)
    rewritten(file, lambda lines: [*lines, lines[-1]])
    before = await contents(store)
    with pytest.raises(BackupUnusable):
        await restore(store, file)
    assert await contents(store) == before


@pytest.mark.parametrize(
    ("content", "key"),
    [
        (b"", "backup.foreign"),
        (b"hello", "backup.foreign"),
        (gzip.compress(b"hello"), "backup.foreign"),
        (
            gzip.compress(b'{"format":"other","format_version":1,"schema_version":1}'),
            "backup.foreign",
        ),
        (b"\x1f\x8b\x08", "backup.damaged"),
    ],
    ids=("empty", "text", "packed text", "another format", "cut off"),  # packing tells the time
)
async def test_a_file_of_something_else_is_refused(
    content: bytes, key: str, tmp_path: Path
) -> None:
    (tmp_path / "file").write_bytes(content)
    with pytest.raises(BackupUnusable) as refused:
        check(tmp_path / "file", load_schema())
    assert refused.value.key == key


async def test_any_cut_and_any_altered_byte_shows(source: App, tmp_path: Path) -> None:
    """Refused, or as good as before: a byte of gzip's own header may say nothing of the content."""
    whole, spoilt = tmp_path / "whole", tmp_path / "spoilt"
    header = await made(source, whole)
    content, lines = whole.read_bytes(), list(read_lines(whole))

    @given(place=st.integers(0, len(content) - 1), flip=st.integers(1, 255), cut=st.booleans())
    @settings(max_examples=150, deadline=None)
    def spoil(place: int, flip: int, cut: bool) -> None:
        altered = bytes([content[place] ^ flip])
        spoilt.write_bytes(content[:place] + (b"" if cut else altered + content[place + 1 :]))
        try:
            found = check(spoilt, load_schema())
        except BackupUnusable:
            return
        assert not cut
        assert (found, list(read_lines(spoilt))) == (header, lines)

    spoil()


async def test_one_that_breaks_midway_leaves_an_empty_graph(
    source: App, store: GraphStore, tmp_path: Path
) -> None:
    """A type that is wrong under a right checksum is found only when it is written."""
    file = tmp_path / "file"
    await made(source, file)
    rewritten(
        file, lambda lines: [line.replace(b'"active":true', b'"active":"yes"') for line in lines]
    )
    with pytest.raises(SchemaViolation):
        await restore(store, file)
    assert not any((await contents(store)).values())
    await made(source, file)
    await restore(store, file)
    assert await contents(store) == await contents(source.store)


async def test_a_relationship_to_nowhere_is_found_by_counting(
    source: App, store: GraphStore, tmp_path: Path
) -> None:
    file = tmp_path / "file"
    await made(source, file)
    rewritten(file, lambda lines: [line.replace(b'"end":"ka"', b'"end":"no"') for line in lines])
    with pytest.raises(BackupUnusable) as refused:
        await restore(store, file)
    assert refused.value.key == "backup.incomplete"
    assert not any((await contents(store)).values())


async def test_a_graph_left_by_a_killed_restore_is_emptied_by_the_next(
    source: App, store: GraphStore, tmp_path: Path
) -> None:
    async def half(transaction: GraphTransaction) -> None:
        records = Records(transaction)
        await records.create("PlatformState", [{"id": MARK, "sequence": 0}])
        await records.create("Market", [{"code": "RU", "name_zh": "俄", "name_en": "R"}])

    await store.transact(half)
    assert await unfinished(store)
    await made(source, tmp_path / "file")
    await restore(store, tmp_path / "file")
    assert not await unfinished(store)
    assert await contents(store) == await contents(source.store)


def test_every_pair_of_a_relationship_starts_at_another_label() -> None:
    """`Records.relate`, which restores, is told a pair by the label where it starts."""
    for name, declared in load_schema().relationship.items():
        starts = [start for start, _end in declared.ends]
        assert len(starts) == len(set(starts)), name
