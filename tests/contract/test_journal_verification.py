"""The chain of hashes: every way to tamper with the journal is found, and where it begins."""

import asyncio
import hashlib
import json
from collections.abc import Mapping
from typing import Any

import pytest
import rfc8785

from chainlink.accounts.model import Role
from chainlink.app import App, build_app
from chainlink.errors import Conflict
from chainlink.graph.cypher import Query
from chainlink.graph.port import GraphStore, GraphTransaction
from chainlink.journal.model import START_HASH, JournalEntry
from chainlink.journal.service import PAGE, Change
from chainlink.journal.verification import Verification, verify
from chainlink.language import Language, say
from chainlink.settings import Settings
from tests.factories import SYSTEM

ENTRIES = 8
FIELDS = {
    "at": "2020-01-01T00:00:00.000000Z",
    "actor": "somebody else",
    "action": "account.removed",
    "subject_label": "Enterprise",
    "subject": "another",
    "enterprises": ["another"],
    "facts": "{}",
}


@pytest.fixture
async def journalled(store: GraphStore) -> App:
    """The platform with a journal of eight entries and nothing else."""
    app = build_app(Settings(_env_file=None, graph="ladybug::memory:"), store=store)
    await app.journal.prepare()
    await add_accounts(app, ENTRIES)
    return app


async def add_accounts(app: App, count: int) -> None:
    for number in range(count):
        await app.accounts.create(SYSTEM, f"account-{number}", Role.AUDITOR)


async def tamper(app: App, text: str, **parameters: Any) -> None:
    """Change the graph as somebody with its password would, past the platform."""

    async def work(transaction: GraphTransaction) -> None:
        await transaction.write(Query("tests/tamper", text), **parameters)

    await app.store.transact(work)


async def set_fields(app: App, sequence: int, **fields: Any) -> None:
    for name, value in fields.items():
        text = f"MATCH (e:JournalEntry) WHERE e.sequence = $sequence SET e.{name} = $value"
        await tamper(app, text, sequence=sequence, value=value)


async def drop(app: App, sequence: int) -> None:
    await tamper(
        app, "MATCH (e:JournalEntry) WHERE e.sequence = $sequence DELETE e", sequence=sequence
    )


async def set_head(app: App, **fields: Any) -> None:
    for name, value in fields.items():
        text = f"MATCH (s:PlatformState) WHERE s.id = 'journal' SET s.{name} = $value"
        await tamper(app, text, value=value)


async def entry(app: App, sequence: int) -> JournalEntry:
    return (await app.journal.entries(sequence - 1, 1))[0]


def content(of: JournalEntry, *but: str) -> dict[str, Any]:
    plain = of.model_dump() | {"enterprises": list(of.enterprises) or None}
    return {name: value for name, value in plain.items() if name not in {"sequence", *but}}


async def broken(app: App) -> tuple[int | None, str | None]:
    found = await verify(app.journal)
    return found.broken_at, found.key


async def test_an_untouched_journal_holds(journalled: App) -> None:
    sequence, head = await journalled.journal.head()
    assert sequence == ENTRIES
    assert await verify(journalled.journal) == Verification(ENTRIES, head)


async def test_an_empty_journal_holds(store: GraphStore) -> None:
    app = build_app(Settings(_env_file=None, graph="ladybug::memory:"), store=store)
    assert await verify(app.journal) == Verification(0, START_HASH)
    await app.journal.prepare()
    await app.journal.prepare()
    assert await app.journal.head() == (0, START_HASH)
    assert await verify(app.journal) == Verification(0, START_HASH)


async def test_an_earlier_head_shows_that_the_end_was_cut_off(journalled: App) -> None:
    noted = await journalled.journal.head()
    assert (await verify(journalled.journal, noted)).key is None
    last = await entry(journalled, ENTRIES - 1)
    await drop(journalled, ENTRIES)
    await set_head(journalled, sequence=ENTRIES - 1, hash=last.hash)
    assert await broken(journalled) == (None, None)  # whole in itself
    found = await verify(journalled.journal, noted)
    assert (found.broken_at, found.key) == (ENTRIES, "journal.cut")
    await journalled.accounts.create(SYSTEM, "somebody else", Role.AUDITOR)
    found = await verify(journalled.journal, noted)
    assert (found.broken_at, found.key) == (ENTRIES, "journal.rewritten")
    assert (await verify(journalled.journal, (ENTRIES - 1, last.hash))).key is None


async def test_hashes_can_be_recomputed_by_anybody(journalled: App) -> None:
    entries = await journalled.journal.entries(0)
    previous = "0" * 64
    for one in entries:
        body = json.loads(one.model_dump_json())
        stated = body.pop("hash")
        assert body["previous_hash"] == previous
        assert hashlib.sha256(rfc8785.dumps(body)).hexdigest() == stated
        previous = stated
    assert await journalled.journal.head() == (ENTRIES, previous)


@pytest.mark.parametrize("name", FIELDS)
async def test_an_entry_whose_content_was_changed(journalled: App, name: str) -> None:
    await set_fields(journalled, 3, **{name: FIELDS[name]})
    assert await broken(journalled) == (3, "journal.altered")


async def test_an_entry_that_was_taken_out(journalled: App) -> None:
    await drop(journalled, 3)
    assert await broken(journalled) == (3, "journal.missing")


async def test_the_first_entry_taken_out(journalled: App) -> None:
    await drop(journalled, 1)
    assert await broken(journalled) == (1, "journal.missing")


async def test_a_tail_that_was_cut_off(journalled: App) -> None:
    for sequence in (6, 7, 8):
        await drop(journalled, sequence)
    assert await broken(journalled) == (6, "journal.missing")


async def test_all_entries_taken_out(journalled: App) -> None:
    await tamper(journalled, "MATCH (e:JournalEntry) DELETE e")
    assert await broken(journalled) == (1, "journal.missing")


async def test_two_entries_that_changed_places(journalled: App) -> None:
    third, fourth = await entry(journalled, 3), await entry(journalled, 4)
    await set_fields(journalled, 3, **content(fourth, "enterprises"))
    await set_fields(journalled, 4, **content(third, "enterprises"))
    assert await broken(journalled) == (3, "journal.unlinked")


async def test_an_entry_rewritten_with_a_hash_that_fits_it(journalled: App) -> None:
    forged = (await entry(journalled, 3)).model_copy(update={"actor": "somebody else"})
    await set_fields(journalled, 3, actor=forged.actor, hash=forged.expected_hash())
    assert await broken(journalled) == (4, "journal.unlinked")


async def test_the_last_entry_rewritten_with_a_hash_that_fits_it(journalled: App) -> None:
    forged = (await entry(journalled, ENTRIES)).model_copy(update={"actor": "somebody else"})
    await set_fields(journalled, ENTRIES, actor=forged.actor, hash=forged.expected_hash())
    assert await broken(journalled) == (ENTRIES, "journal.head")


async def test_a_link_that_was_changed(journalled: App) -> None:
    await set_fields(journalled, 3, previous_hash=START_HASH)
    assert await broken(journalled) == (3, "journal.unlinked")


@pytest.mark.parametrize(
    ("head", "found"),
    [
        ({"hash": START_HASH}, (ENTRIES, "journal.head")),
        ({"sequence": ENTRIES + 1}, (ENTRIES + 1, "journal.missing")),
        ({"sequence": ENTRIES - 1}, (ENTRIES - 1, "journal.head")),
        ({"sequence": 0, "hash": START_HASH}, (1, "journal.head")),
    ],
)
async def test_a_head_that_was_moved(
    journalled: App, head: Mapping[str, Any], found: tuple[int, str]
) -> None:
    await set_head(journalled, **head)
    assert await broken(journalled) == found


async def test_a_head_moved_back_to_an_entry_whose_hash_it_carries(journalled: App) -> None:
    sixth = await entry(journalled, 6)
    await set_head(journalled, sequence=6, hash=sixth.hash)
    assert await broken(journalled) == (7, "journal.head")


async def test_a_head_that_was_taken_out(journalled: App) -> None:
    await tamper(journalled, "MATCH (s:PlatformState) DELETE s")
    assert await broken(journalled) == (1, "journal.head")


async def test_an_entry_put_behind_the_head(journalled: App) -> None:
    sequence, head = await journalled.journal.head()
    forged = (await entry(journalled, 8)).model_copy(
        update={"sequence": sequence + 1, "previous_hash": head}
    )
    columns = ", ".join(f"{name}: ${name}" for name in JournalEntry.model_fields)
    values = content(forged) | {"sequence": forged.sequence, "hash": forged.expected_hash()}
    values["enterprises"] = ["another"]
    await tamper(journalled, f"CREATE (:JournalEntry {{{columns}}})", **values)
    assert await broken(journalled) == (ENTRIES + 1, "journal.head")


async def test_a_journal_longer_than_one_page(journalled: App) -> None:
    async def work(change: Change) -> None:
        for number in range(PAGE):
            change.record("tests.noted", "Market", f"M{number}", {"code": f"M{number}"})

    await journalled.journal.change("tests", work)
    sequence, head = await journalled.journal.head()
    assert sequence == ENTRIES + PAGE
    assert await verify(journalled.journal) == Verification(sequence, head)
    await set_fields(journalled, PAGE + 1, facts="{}")
    assert await broken(journalled) == (PAGE + 1, "journal.altered")
    await drop(journalled, PAGE + 1)
    assert await broken(journalled) == (PAGE + 1, "journal.missing")


async def test_every_kind_of_break_has_its_sentence() -> None:
    for key in ("missing", "unlinked", "altered", "head"):
        for language in Language:
            assert say(f"journal.{key}", language, sequence=3) != f"journal.{key}"


async def test_changes_made_at_once_are_chained_one_after_the_other(store: GraphStore) -> None:
    app = build_app(Settings(_env_file=None, graph="ladybug::memory:"), store=store)
    await app.journal.prepare()
    made = await asyncio.gather(
        *(app.accounts.create(SYSTEM, f"at-once-{one}", Role.AUDITOR) for one in range(20))
    )
    entries = await app.journal.entries(0)
    assert [one.sequence for one in entries] == list(range(1, 21))
    assert {one.subject for one in entries} == {account.id for account in made}
    assert (await verify(app.journal)).key is None


async def test_of_two_who_take_the_same_name_at_once_one_gets_it(journalled: App) -> None:
    answers = await asyncio.gather(
        *(journalled.accounts.create(SYSTEM, "the name", Role.AUDITOR) for _ in range(5)),
        return_exceptions=True,
    )
    refused = [answer for answer in answers if isinstance(answer, Conflict)]
    assert len(refused) == 4
    assert await journalled.journal.head() == (
        ENTRIES + 1,
        (await entry(journalled, ENTRIES + 1)).hash,
    )


@pytest.mark.parametrize("error", [Conflict("veto.exists"), ZeroDivisionError()])
async def test_a_change_that_fails_is_not_in_the_journal(journalled: App, error: Exception) -> None:
    async def work(change: Change) -> None:
        change.record("tests.noted", "Market", "M", {"code": "M"})
        raise error

    before = await journalled.journal.head()
    with pytest.raises(type(error)):
        await journalled.journal.change("tests", work)
    assert await journalled.journal.head() == before
    assert (await verify(journalled.journal)).key is None


async def test_a_change_that_records_nothing_adds_nothing(journalled: App) -> None:
    async def work(_: Change) -> str:
        return "answer"

    before = await journalled.journal.head()
    assert await journalled.journal.change("tests", work) == "answer"
    assert await journalled.journal.head() == before
