"""Facts kept in memory that follow the journal: read once, then only what it says has changed."""

import asyncio
from abc import ABC, abstractmethod
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field

from chainlink.journal.following import JournalFollower
from chainlink.journal.news import News
from chainlink.journal.remembering import concerns_all


@dataclass(slots=True)
class Changed:
    """What has changed: ids by the label that the journal's entry is about, and enterprises."""

    subjects: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    enterprises: set[str] = field(default_factory=set)

    def __bool__(self) -> bool:
        return bool(self.subjects or self.enterprises)


class Followed(ABC):
    """What is brought up to the journal before it is asked.

    A reading that fails leaves nothing half done to be answered from: everything is read anew.
    """

    labels: frozenset[str]  # of what is read anew one by one; see SINGLY in journal/news.py
    most_changed = 5_000  # with more at once everything is read anew

    def __init__(self, follower: JournalFollower) -> None:
        self._follower = follower
        self._whole = False
        self._changed = Changed()
        self._reading = asyncio.Lock()
        follower.listeners.append(self._hear)

    def _hear(self, news: News) -> None:
        if concerns_all(news):
            self._whole = False
            return
        for label, id_ in news.concerned.subjects:
            if label in self.labels:
                self._changed.subjects[label].add(id_)
        self._changed.enterprises |= news.concerned.enterprises
        if sum(map(len, self._changed.subjects.values())) > self.most_changed:
            self._whole = False

    async def ready(self) -> None:
        """Bring it up to the journal. Raises GraphUnavailable."""
        await self._follower.fresh()
        if self._whole and not self._changed and not self._reading.locked():
            return
        async with self._reading:
            try:
                while not self._whole or self._changed:
                    changed, self._changed = self._changed, Changed()
                    if self._whole:
                        await self.follow(changed.subjects, changed.enterprises)
                    else:
                        self._whole = True  # until the journal says otherwise meanwhile
                        await self.load()
            except BaseException:
                self._whole = False
                raise

    @abstractmethod
    async def load(self) -> None:
        """Read everything."""

    @abstractmethod
    async def follow(self, subjects: Mapping[str, set[str]], enterprises: set[str]) -> None:
        """Read what has changed."""
