"""Notifications made from the journal and the calendar, each once.

A place in the journal says up to where notifications have been made. What entries give rise to is
found outside of the transaction; inside it the place is locked and looked at again, and moves
together with the rows: after a crash the same entries are read again, and of several processes
one writes. The ids come from the entries, so that nothing stands twice in a list.
"""

from collections import Counter
from collections.abc import Sequence

from chainlink.clock import Clock, instant_text, start_of_day
from chainlink.graph.port import GraphStore, GraphTransaction
from chainlink.graph.records import Records
from chainlink.journal.service import Journal
from chainlink.notifications.days import LABELS, drafts_of_day
from chainlink.notifications.entries import CYPHER, drafts_of
from chainlink.notifications.matches import GoodMatches
from chainlink.notifications.model import Draft, NotificationKind
from chainlink.notifications.reading import NotificationReading
from chainlink.notifications.sight import Sight
from chainlink.notifications.targets import deliveries_of
from chainlink.settings import Settings

PLACE, DAY_PLACE = "notifications", "notifications-day"
BATCH = 500  # entries in one transaction


class NotificationService(NotificationReading):
    """What is told to whom."""

    def __init__(
        self,
        store: GraphStore,
        journal: Journal,
        clock: Clock,
        settings: Settings,
        sight: Sight,
        matches: GoodMatches,
    ) -> None:
        super().__init__(store, journal, sight)
        self._clock = clock
        self._settings = settings
        self._matches = matches

    async def prepare(self) -> None:
        """Begin at the journal's end where no place is kept yet; safe to repeat.

        What happened before the platform told of anything is not news.
        """
        if await self._store.read(CYPHER["place"], id=PLACE):
            return
        sequence, _ = await self._journal.head()

        async def work(transaction: GraphTransaction) -> None:
            for place in (PLACE, DAY_PLACE):
                await transaction.write(CYPHER["ensure_place"], id=place, sequence=sequence)

        await self._store.transact(work)

    async def make(self) -> int:
        """Make what the journal and the calendar give rise to; returns how many are new.

        Raises GraphUnavailable; what was made until then stays.
        """
        await self.prepare()
        made = 0
        while True:
            [place] = await self._store.read(CYPHER["place"], id=PLACE)
            before: int = place["sequence"]
            if (await self._journal.head())[0] <= before:
                break
            entries = await self._journal.entries(before, BATCH)
            if not entries:
                break
            drafts = await drafts_of(self._store, entries)
            drafts += await self._matches.drafts_of(entries)
            again = any(entry.subject_label in LABELS for entry in entries)
            made += await self._write_entries(drafts, before, entries[-1].sequence, again=again)
        return made + await self._make_of_day()

    async def _write_entries(
        self, drafts: Sequence[Draft], before: int, after: int, *, again: bool
    ) -> int:
        async def work(transaction: GraphTransaction) -> int:
            now = instant_text(self._clock())
            [place] = await transaction.write(CYPHER["lock_place"], id=PLACE, now=now)
            if place["sequence"] != before:
                return 0  # another process was here
            made = await self._write(transaction, drafts, now)
            await transaction.write(CYPHER["move_place"], id=PLACE, sequence=after, day="")
            if again:  # what is due may have changed
                await transaction.write(CYPHER["move_place"], id=DAY_PLACE, sequence=after, day="")
            return made

        return await self._store.transact(work)

    async def _make_of_day(self) -> int:
        today = self._settings.today(self._clock())
        [place] = await self._store.read(CYPHER["place"], id=DAY_PLACE)
        if place["day"] == today.isoformat():
            return 0
        seen: int = place["sequence"]
        drafts = await drafts_of_day(self._store, today, self._settings.zone)

        async def work(transaction: GraphTransaction) -> int:
            now = instant_text(self._clock())
            [place] = await transaction.write(CYPHER["lock_place"], id=DAY_PLACE, now=now)
            if place["sequence"] != seen or place["day"] == today.isoformat():
                return 0
            made = await self._write(transaction, drafts, now)
            await transaction.write(
                CYPHER["move_place"], id=DAY_PLACE, sequence=seen, day=today.isoformat()
            )
            return made

        return await self._store.transact(work)

    async def _write(self, transaction: GraphTransaction, drafts: Sequence[Draft], now: str) -> int:
        """Those that are not there yet, with their deliveries."""
        wanted = {draft.id: draft for draft in drafts}
        if not wanted:
            return 0
        known = {row["id"] for row in await transaction.read(CYPHER["known"], ids=sorted(wanted))}
        new = [draft for id_, draft in wanted.items() if id_ not in known]
        new = await self._within_a_day(transaction, new)
        records = Records(transaction)
        await records.create("Notification", [draft.row(now) for draft in new])
        await records.create("Delivery", await deliveries_of(transaction, new, now))
        return len(new)

    async def _within_a_day(
        self, transaction: GraphTransaction, drafts: Sequence[Draft]
    ) -> list[Draft]:
        """At most so many new matches a recipient and day; the best come first."""
        kind = NotificationKind.GOOD_MATCH
        audiences = sorted({str(one.audience) for one in drafts if one.kind is kind})
        if not audiences:
            return list(drafts)
        today = self._settings.today(self._clock())
        since = start_of_day(today, self._settings.zone)
        rows = await transaction.read(
            CYPHER["counted_since"], audiences=audiences, kind=kind.value, since=since
        )
        told = Counter({row["audience"]: int(row["told"]) for row in rows})
        kept = []
        for one in drafts:
            if one.kind is kind:
                told[str(one.audience)] += 1
                if told[str(one.audience)] > self._settings.good_matches_a_day:
                    continue
            kept.append(one)
        return kept
