"""Whoever keeps something in memory is told, in order, of every change, whoever makes it."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any, TypeVar

import pytest

from chainlink.accounts.model import Role
from chainlink.app import App, build_app
from chainlink.errors import GraphUnavailable
from chainlink.graph.cypher import Query
from chainlink.graph.port import GraphStore, GraphTransaction, Row
from chainlink.journal.following import JournalFollower
from chainlink.journal.news import Concerned, News
from chainlink.journal.service import Journal
from chainlink.settings import Settings
from tests.factories import SYSTEM, create_enterprise, declare_capability, load_small_reference

Result = TypeVar("Result")
OFTEN = 0.01  # seconds between two looks
PATIENCE = 5.0


class Cuttable:
    """A store that can be cut off, as a server that is restarted is."""

    def __init__(self, store: GraphStore) -> None:
        self._store = store
        self.cut = False

    def __getattr__(self, name: str) -> Any:
        return getattr(self._store, name)

    async def read(self, query: Query, /, **parameters: Any) -> list[Row]:
        if self.cut:
            raise GraphUnavailable("graph.closed")
        return await self._store.read(query, **parameters)

    async def transact(self, work: Callable[[GraphTransaction], Awaitable[Result]]) -> Result:
        return await self._store.transact(work)


class Heard(list[News]):
    """What a listener was told."""

    def __init__(self, follower: JournalFollower) -> None:
        super().__init__()
        follower.listeners.append(self.append)


def enterprises(*ids: str) -> Concerned:
    return Concerned(frozenset(ids), subjects=frozenset(("Enterprise", one) for one in ids))


async def until(condition: Callable[[], bool]) -> None:
    """Wait for the background."""
    async with asyncio.timeout(PATIENCE):
        while True:
            if condition():
                return
            await asyncio.sleep(OFTEN)


@pytest.fixture
def cuttable(store: GraphStore) -> Cuttable:
    return Cuttable(store)


@pytest.fixture
async def here(cuttable: Cuttable) -> App:
    """This process's platform, on a store that can be cut off."""
    built = build_app(Settings(_env_file=None, graph="ladybug::memory:"), store=cuttable)
    await built.journal.prepare()
    await load_small_reference(built)
    return built


@pytest.fixture
def elsewhere(here: App, store: GraphStore) -> App:
    """Another process's platform on the same graph."""
    return build_app(Settings(_env_file=None, graph="ladybug::memory:"), store=store)


@pytest.fixture
async def follower(here: App) -> AsyncIterator[JournalFollower]:
    """One that has looked once and does not look by itself."""
    built = JournalFollower(here.journal, every=OFTEN)
    await built.look()
    yield built
    await built.stop()


async def test_the_first_look_means_everything(here: App) -> None:
    follower = JournalFollower(here.journal)
    heard = Heard(follower)
    assert follower.sequence == -1
    await follower.look()
    head = (await here.journal.head())[0]
    assert heard == [News(head, everything=True)]
    assert follower.sequence == head
    await follower.look()
    assert len(heard) == 1


async def test_own_commits_are_told_before_their_caller_goes_on(
    here: App, follower: JournalFollower
) -> None:
    heard = Heard(follower)
    one = await create_enterprise(here)
    assert [news.concerned for news in heard] == [enterprises(one.id)]
    claim = (await declare_capability(here, one)).claim
    declared = Concerned(frozenset({one.id}), subjects=frozenset({("Capability", claim)}))
    assert [news.concerned for news in heard] == [enterprises(one.id), declared]
    assert heard[-1].sequence == follower.sequence == (await here.journal.head())[0]


async def test_what_concerns_no_enterprise_is_told_by_its_label(
    here: App, follower: JournalFollower
) -> None:
    heard = Heard(follower)
    await here.accounts.create(SYSTEM, "somebody", Role.AUDITOR)
    assert heard == [News(follower.sequence, Concerned(other_labels=frozenset({"Account"})))]


async def test_a_change_that_is_undone_is_told_to_nobody(
    here: App, follower: JournalFollower
) -> None:
    heard = Heard(follower)
    one = await create_enterprise(here)
    heard.clear()

    async def fails(change: Any) -> None:
        change.record("tests.failed", "Enterprise", one.id, {}, (one.id,))
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await here.journal.change("tests", fails)
    assert heard == []


async def test_a_request_that_is_sent_again_is_told_once(
    here: App, follower: JournalFollower
) -> None:
    one = await create_enterprise(here)
    heard = Heard(follower)
    for _ in range(2):
        await here.enterprises.set_opt_out(SYSTEM, one.id, one.version, True, request="twice")
    assert [news.concerned for news in heard] == [enterprises(one.id)]


async def test_commits_of_others_are_found_by_looking(
    elsewhere: App, follower: JournalFollower
) -> None:
    heard = Heard(follower)
    one, other = await create_enterprise(elsewhere), await create_enterprise(elsewhere)
    assert heard == []
    await follower.look()
    head = (await elsewhere.journal.head())[0]
    assert heard == [News(head, enterprises(one.id, other.id))]


async def test_commits_of_others_before_an_own_one_are_told_with_it(
    here: App, elsewhere: App, follower: JournalFollower
) -> None:
    heard = Heard(follower)
    theirs = await create_enterprise(elsewhere)
    own = await create_enterprise(here)
    told = frozenset[str]().union(*(news.concerned.enterprises for news in heard))
    assert told == {theirs.id, own.id}
    assert [news.sequence for news in heard] == sorted({news.sequence for news in heard})
    assert not any(news.everything for news in heard)


async def test_many_at_the_same_time_are_told_in_order_and_without_a_gap(
    here: App, elsewhere: App, follower: JournalFollower
) -> None:
    heard = Heard(follower)
    made = await asyncio.gather(
        *(create_enterprise(app) for _ in range(5) for app in (here, elsewhere)),
        *(follower.look() for _ in range(5)),
    )
    await follower.look()
    sequences = [news.sequence for news in heard]
    assert sequences == sorted(set(sequences))
    assert not any(news.everything for news in heard)
    told = frozenset[str]().union(*(news.concerned.enterprises for news in heard))
    assert told == {one.id for one in made if one is not None}


async def test_in_the_background_others_commits_are_told_without_asking(
    elsewhere: App, follower: JournalFollower
) -> None:
    heard = Heard(follower)
    follower.start()
    one = await create_enterprise(elsewhere)
    async with asyncio.timeout(PATIENCE):
        await follower.at_least((await elsewhere.journal.head())[0])
    assert enterprises(one.id) in [news.concerned for news in heard]


async def test_waiting_for_an_entry_that_is_yet_to_come(
    elsewhere: App, follower: JournalFollower
) -> None:
    waiting = asyncio.create_task(follower.at_least(follower.sequence + 1))
    await asyncio.sleep(3 * OFTEN)
    assert not waiting.done()
    await create_enterprise(elsewhere)
    async with asyncio.timeout(PATIENCE):
        await waiting


async def test_fresh_is_never_older_than_the_graph_where_nobody_looks_in_the_background(
    elsewhere: App, follower: JournalFollower
) -> None:
    for _ in range(3):
        await create_enterprise(elsewhere)
        assert await follower.fresh() == (await elsewhere.journal.head())[0]


async def test_a_graph_that_goes_away_is_said_and_followed_again_when_it_is_back(
    elsewhere: App,
    cuttable: Cuttable,
    follower: JournalFollower,
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level("INFO")
    heard = Heard(follower)
    follower.start()
    cuttable.cut = True
    await until(lambda: follower.away)
    with pytest.raises(GraphUnavailable):
        await follower.look()
    one = await create_enterprise(elsewhere)
    cuttable.cut = False
    await until(lambda: bool(heard))
    assert not follower.away
    assert heard[0].concerned == enterprises(one.id)
    said = [record.message for record in caplog.records if "journal" in record.message]
    assert said == [
        '{"event": "journal", "followed": false}',
        '{"event": "journal", "followed": true}',
    ]


async def test_an_own_commit_while_the_gap_before_it_cannot_be_read_means_everything(
    here: App, elsewhere: App, cuttable: Cuttable, follower: JournalFollower
) -> None:
    one = await create_enterprise(here)
    heard = Heard(follower)
    await create_enterprise(elsewhere)
    cuttable.cut = True
    changed = await here.enterprises.set_opt_out(SYSTEM, one.id, one.version, True)
    assert changed.opted_out
    assert [news.everything for news in heard] == [True]
    cuttable.cut = False
    await follower.look()
    assert [news.everything for news in heard] == [True, True]
    assert follower.sequence == (await elsewhere.journal.head())[0]


@pytest.mark.parametrize(
    "text",
    [
        "MATCH (s:PlatformState) WHERE s.id = 'journal' SET s.sequence = s.sequence - 1",
        "MATCH (s:PlatformState) WHERE s.id = 'journal' SET s.hash = 'another journal'",
        "MATCH (s:PlatformState) WHERE s.id = 'journal' SET s.sequence = s.sequence + 3",
    ],
    ids=["went back", "another at the same length", "entries missing"],
)
async def test_a_journal_that_does_not_follow_on_the_one_seen_means_everything(
    here: App, follower: JournalFollower, text: str
) -> None:
    heard = Heard(follower)

    async def tamper(transaction: GraphTransaction) -> None:
        await transaction.write(Query("tests/tamper", text))

    await here.store.transact(tamper)
    await follower.look()
    assert heard == [News((await here.journal.head())[0], everything=True)]


async def test_a_journal_that_was_written_anew_means_everything(
    here: App, store: GraphStore, follower: JournalFollower
) -> None:
    """A restored backup: as long as before and longer, with other entries."""
    heard = Heard(follower)

    async def forge(transaction: GraphTransaction) -> None:
        await transaction.write(
            Query("tests/forge", "MATCH (e:JournalEntry) WHERE e.sequence = $at SET e.hash = 'x'"),
            at=follower.sequence,
        )
        await transaction.write(
            Query("tests/forge", "MATCH (s:PlatformState) WHERE s.id='journal' SET s.hash = 'x'")
        )

    await store.transact(forge)
    await create_enterprise(
        build_app(Settings(_env_file=None, graph="ladybug::memory:"), store=store)
    )
    await follower.look()
    assert heard == [News((await here.journal.head())[0], everything=True)]


async def test_listeners_of_a_journal_hear_what_was_appended(here: App, store: GraphStore) -> None:
    heard = []

    async def listen(appended: Any) -> None:
        heard.append(appended)

    before = await here.journal.head()
    here.journal.listeners.append(listen)
    one = await create_enterprise(here)
    await declare_capability(here, one)
    after = await Journal(store, here.clock).head()
    assert (heard[0].before, heard[0].before_hash) == before
    assert (heard[-1].sequence, heard[-1].hash) == after
    assert [one.before for one in heard[1:]] == [one.sequence for one in heard[:-1]]
