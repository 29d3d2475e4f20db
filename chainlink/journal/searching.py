"""Finding entries of the journal by whom, what and when, in memory: about 60 bytes an entry.

The embedded engine has no index but the key, and a list of enterprises is one on neither engine;
so the journal's own trail is followed here, and only the entries of a page are read.
"""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import numpy as np
import pyarrow
from numpy.typing import NDArray

from chainlink.graph.port import GraphStore
from chainlink.journal.columns import Column, Digests, Words
from chainlink.journal.following import JournalFollower
from chainlink.journal.model import JournalEntry
from chainlink.journal.news import News
from chainlink.journal.service import CYPHER

_AT_ONCE = 100_000  # entries read in one question


@dataclass(frozen=True, slots=True)
class EntryFilter:
    """Which entries are wanted; what is empty asks for nothing.

    `action` is what actions begin with; `since` and `until` are instants, both included.
    """

    action: str = ""
    actor: str = ""
    labels: frozenset[str] = frozenset()
    subjects: frozenset[str] = frozenset()
    enterprises: frozenset[str] = frozenset()
    since: datetime | None = None
    until: datetime | None = None

    def fits(self, entry: JournalEntry) -> bool:
        """Whether an entry is wanted by its subject and enterprises, which digests may mistake."""
        return (not self.subjects or entry.subject in self.subjects) and (
            not self.enterprises or not self.enterprises.isdisjoint(entry.enterprises)
        )


class _Marks:
    """What entries are found by, one place an entry, in the journal's order."""

    def __init__(self) -> None:
        self.sequences = Column(np.int64)
        self._instants = Column(np.int64)  # microseconds since 1970
        self._actions, self._actors, self._labels = Words(), Words(), Words()
        self._subjects = Digests()
        self._enterprises, self._concerned = Digests(), Column(np.int64)  # and their places

    def extend(self, table: pyarrow.Table) -> int:
        """Add entries; the last one's sequence."""
        columns: dict[str, list[Any]] = table.to_pydict()
        begin = len(self.sequences.values)
        self.sequences.extend(np.array(columns["sequence"], np.int64))
        self._instants.extend(_microseconds(columns["at"]))
        self._actions.extend(columns["action"])
        self._actors.extend(columns["actor"])
        self._labels.extend(columns["subject_label"])
        self._subjects.extend(columns["subject"])
        lists = [few or () for few in columns["enterprises"]]
        self._enterprises.extend([one for few in lists for one in few])
        places = np.arange(begin, begin + len(lists))
        self._concerned.extend(np.repeat(places, [len(few) for few in lists]))
        return int(columns["sequence"][-1])

    def like(self, wanted: EntryFilter, before: int | None) -> NDArray[np.int64]:
        """Sequences of entries that may be wanted, newest first, all below `before`."""
        sequences = self.sequences.values
        kept = np.ones(len(sequences), np.bool_)
        if before is not None:
            kept &= sequences < before
        if wanted.subjects:
            kept &= self._subjects.where(wanted.subjects)
        if wanted.enterprises:
            concerned = np.zeros(len(sequences), np.bool_)
            concerned[self._concerned.values[self._enterprises.where(wanted.enterprises)]] = True
            kept &= concerned
        if wanted.labels:
            kept &= self._labels.where(wanted.labels.__contains__)
        if wanted.action:
            kept &= self._actions.where(lambda word: word.startswith(wanted.action))
        if wanted.actor:
            kept &= self._actors.where(lambda word: word == wanted.actor)
        if wanted.since is not None:
            kept &= self._instants.values >= _microsecond(wanted.since)
        if wanted.until is not None:
            kept &= self._instants.values <= _microsecond(wanted.until)
        return sequences[kept][::-1]


def _microseconds(texts: Sequence[str]) -> NDArray[np.int64]:
    bare = [text[:-1] for text in texts]  # without the Z
    return np.array(bare, "datetime64[us]").astype(np.int64)


def _microsecond(instant: datetime) -> int:
    return int(instant.timestamp() * 1_000_000)


class JournalIndex:
    """All entries by what they are found by, as the journal leaves them."""

    def __init__(self, store: GraphStore, follower: JournalFollower) -> None:
        self._store = store
        self._follower = follower
        self._marks = _Marks()
        self._position = 0
        self._beginnings = 0  # how often the journal turned out to be another one
        self._reading = asyncio.Lock()
        follower.listeners.append(self._hear)

    def _hear(self, news: News) -> None:
        if news.everything:
            self._beginnings += 1
            self._marks, self._position = _Marks(), 0

    async def like(self, wanted: EntryFilter, before: int | None = None) -> NDArray[np.int64]:
        """Sequences of entries that may be wanted, newest first, all below `before`.

        `EntryFilter.fits` says of an entry whether it is. Raises GraphUnavailable.
        """
        await self._catch_up(await self._follower.fresh())
        return self._marks.like(wanted, before)

    async def _catch_up(self, target: int) -> None:
        async with self._reading:
            while self._position < target:
                beginning, after = self._beginnings, self._position
                until = min(after + _AT_ONCE, target)
                table = await self._store.read_columns(CYPHER["marks"], after=after, until=until)
                if beginning != self._beginnings:
                    continue
                # in a thread where it is many: a hundred thousand take a quarter of a second
                if table.num_rows > 1000:
                    await asyncio.to_thread(self._marks.extend, table)
                elif table.num_rows:
                    self._marks.extend(table)
                if beginning == self._beginnings:
                    self._position = until

    async def entries(self, sequences: Sequence[int]) -> list[JournalEntry]:
        """Entries by sequence, in the order asked for. Raises GraphUnavailable."""
        if not len(sequences):
            return []
        wanted = [int(one) for one in sequences]
        rows = await self._store.read(CYPHER["by_sequences"], sequences=wanted)
        found = {
            row["sequence"]: JournalEntry(
                **(row | {"enterprises": tuple(row["enterprises"] or ())})
            )
            for row in rows
        }
        return [found[one] for one in wanted if one in found]
