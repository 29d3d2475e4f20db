"""The journal at the doors: of an enterprise, of one thing, searched, and verified."""

from collections.abc import Collection, Sequence
from datetime import datetime

from chainlink.accounts.model import Actor
from chainlink.accounts.permissions import Action, Reach, Resource, reach
from chainlink.clock import end_of_day, start_of_day
from chainlink.enterprises.reading import EnterpriseReading
from chainlink.errors import Forbidden
from chainlink.graph.cypher import Queries
from chainlink.graph.port import GraphStore
from chainlink.history.model import (
    HistoryEntry,
    HistoryFilter,
    HistoryPage,
    VerificationState,
)
from chainlink.history.telling import Telling
from chainlink.history.verifying import Verifier
from chainlink.introductions.reading import consents_of, follow_ups_of
from chainlink.journal.searching import EntryFilter, JournalIndex
from chainlink.settings import Settings

CYPHER = Queries(__package__ or "")
MOST = 200  # entries a page
_MOST_AT_ONCE = 1_000
_LOOKED_AT = 4_000  # entries of which one page is made where few of them are told


class HistoryService:
    """Reading what happened, newest first, as far as the actor may know it."""

    def __init__(
        self,
        store: GraphStore,
        index: JournalIndex,
        settings: Settings,
        enterprises: EnterpriseReading,
        telling: Telling,
        verifier: Verifier,
    ) -> None:
        self._store = store
        self._index = index
        self._settings = settings
        self._enterprises = enterprises
        self._telling = telling
        self._verifier = verifier

    async def of_enterprise(
        self, actor: Actor, enterprise: str, *, before: int | None = None, most: int = 50
    ) -> HistoryPage:
        """What concerns an enterprise, and whoever was merged into it. Raises NotFound."""
        known = await self._enterprises.get(actor, enterprise)
        wanted = EntryFilter(enterprises=await self._ids(known.id))
        return await self._page(actor, wanted, before, most)

    async def of_subject(
        self,
        actor: Actor,
        label: str,
        subject: str,
        *,
        before: int | None = None,
        most: int = 50,
    ) -> HistoryPage:
        """What was done to one thing; nothing where that is not to be known.

        An introduction's consents and follow-ups are told with it, a deal's or an order's evidence.
        """
        subjects, labels = {subject}, {label}
        if label == "Introduction":
            subjects |= {one.id for one in await consents_of(self._store, [subject])}
            subjects |= {one.id for one in await follow_ups_of(self._store, [subject])}
            labels |= {"Consent", "FollowUp"}
        elif label in {"Deal", "CrossBorderOrder"}:
            rows = await self._store.read(CYPHER["evidence_of"], about=subject)
            subjects |= {row["id"] for row in rows}
            labels |= {"DealEvidence"}
        elif label == "Event":
            labels |= {"ATTENDED"}
        elif label == "Enterprise":
            subjects |= await self._ids(subject)
        wanted = EntryFilter(subjects=frozenset(subjects), labels=frozenset(labels))
        return await self._page(actor, wanted, before, most)

    async def search(
        self, actor: Actor, wanted: HistoryFilter, *, before: int | None = None, most: int = 50
    ) -> HistoryPage:
        """Entries that are wanted. Raises InvalidInput.

        Where little of much may be told a page may be short; its `before` leads on.
        """
        wanted.check()
        zone = self._settings.zone
        return await self._page(
            actor,
            EntryFilter(
                action=wanted.action.strip(),
                actor=wanted.actor.strip(),
                labels=_one(wanted.subject_label),
                subjects=_one(wanted.subject),
                enterprises=await self._ids(wanted.enterprise.strip()),
                since=_instant(start_of_day(wanted.since, zone)) if wanted.since else None,
                until=_instant(end_of_day(wanted.until, zone)) if wanted.until else None,
            ),
            before,
            most,
        )

    async def start_verification(self, actor: Actor) -> VerificationState:
        """Walk the whole chain in the background, or go on with the walk under way.

        A short journal is done when this returns. Raises Forbidden, GraphUnavailable.
        """
        self._require_all(actor)
        return await self._verifier.start()

    async def verification(self, actor: Actor) -> VerificationState | None:
        """The last walk of this process, under way or done. Raises Forbidden."""
        self._require_all(actor)
        return self._verifier.last

    async def compare(self, actor: Actor, sequence: int, noted: str) -> str | None:
        """What is wrong with the journal beside a head that was noted before, as a message key.

        None where the entry at that place has that hash still; whether all before and after it
        holds, verification says. Raises Forbidden, GraphUnavailable.
        """
        self._require_all(actor)
        return await self._verifier.compare(sequence, noted)

    async def close(self) -> None:
        """End a walk under way."""
        await self._verifier.stop()

    def _require_all(self, actor: Actor) -> None:
        if reach(actor, Action.READ, Resource.JOURNAL) is not Reach.ALL:
            raise Forbidden("forbidden", action=Action.READ.value, role=actor.role.value)

    async def _ids(self, enterprise: str) -> frozenset[str]:
        """An enterprise's id with those of whoever was merged into it."""
        if not enterprise:
            return frozenset()
        rows = await self._store.read(CYPHER["merged_into"], id=enterprise)
        return frozenset({enterprise, *(row["id"] for row in rows)})

    async def _page(
        self, actor: Actor, wanted: EntryFilter, before: int | None, most: int
    ) -> HistoryPage:
        if reach(actor, Action.READ, Resource.JOURNAL) is Reach.NONE:
            return HistoryPage()
        most = max(1, min(most, MOST))
        own: Collection[str] = await self._ids(actor.enterprise or "")
        sequences = await self._index.like(wanted, before)
        found: list[HistoryEntry] = []
        begin, piece = 0, most + 1
        while begin < min(len(sequences), _LOOKED_AT):
            few: Sequence[int] = sequences[begin : begin + piece].tolist()
            entries = [one for one in await self._index.entries(few) if wanted.fits(one)]
            found += await self._telling.told(actor, own, entries)
            if len(found) > most:
                return HistoryPage(tuple(found[:most]), found[most - 1].sequence)
            begin, piece = begin + len(few), min(piece * 4, _MOST_AT_ONCE)
        more = begin < len(sequences)
        return HistoryPage(tuple(found), int(sequences[begin - 1]) if more else None)


def _one(text: str) -> frozenset[str]:
    return frozenset({text.strip()} if text.strip() else ())


def _instant(text: str) -> datetime:
    return datetime.fromisoformat(text.replace("Z", "+00:00"))
