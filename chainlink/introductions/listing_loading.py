"""Introductions for the list out of the graph: all of them, then those that have changed."""

import asyncio
from collections.abc import Mapping, Sequence
from typing import Any

from chainlink.enterprises.reading import EnterpriseReading
from chainlink.graph.port import GraphStore
from chainlink.introductions.listing_facts import Columns, IntroductionFacts
from chainlink.introductions.reading import CYPHER
from chainlink.journal.following import JournalFollower
from chainlink.listing.following import Followed

_PARTS = ("facts", "facts_partners", "facts_follow_ups", "facts_consents", "facts_meetings")


class KnownIntroductions(Followed):
    """What introductions are listed by, kept in memory; `facts` stand once it is ready."""

    labels = frozenset({"Introduction", "FollowUp", "Consent", "Enterprise"})

    def __init__(
        self, store: GraphStore, follower: JournalFollower, enterprises: EnterpriseReading
    ) -> None:
        super().__init__(follower)
        self._store = store
        self._enterprises = enterprises
        self.facts = IntroductionFacts({})

    async def load(self) -> None:
        """Read each label once."""
        read = [await self._store.read_columns(CYPHER[name]) for name in _PARTS]
        found = [await asyncio.to_thread(one.to_pydict) for one in read]
        parties = {*found[0]["seeker"], *found[0]["provider"], *found[1]["enterprise"]}
        committees = await self._committees(parties)
        self.facts = await asyncio.to_thread(_built, committees, found)

    async def follow(self, subjects: Mapping[str, set[str]], enterprises: set[str]) -> None:
        """Read those that have changed, by their ids; then write them down without a pause."""
        changed = {label: sorted(ids) for label, ids in subjects.items()}
        introductions = changed.get("Introduction", [])
        if "Enterprise" in changed and enterprises:
            introductions = sorted({*introductions, *await self._of(enterprises)})
        found = await self._read("facts_of", introductions)
        partners = await self._read("facts_partners_of", introductions)
        meeting = [
            id_
            for id_, state in zip(found["id"], found["state"], strict=True)
            if state == "MEETING_SCHEDULED"
        ]
        meetings = await self._read("facts_meetings_of", meeting)
        follow_ups = await self._read("facts_follow_ups_of", changed.get("FollowUp", []))
        consents = await self._read("facts_consents_of", changed.get("Consent", []))
        parties = {*found["seeker"], *found["provider"], *partners["enterprise"]}
        committees = await self._committees(enterprises | self.facts.owned.unknown(parties))
        facts = self.facts
        facts.owned.moved(committees)
        facts.put(found, partners)
        facts.put_meetings(meetings)
        for label, read in (("FollowUp", follow_ups), ("Consent", consents)):
            facts.drop(label, sorted(set(changed.get(label, ())) - set(read["id"])))
        facts.put_follow_ups(follow_ups)
        facts.put_consents(consents)

    async def _read(self, question: str, ids: Sequence[str]) -> Columns:
        """Columns of what is found by ids; every column is there where nothing is."""
        rows = await self._store.read(CYPHER[question], ids=list(ids)) if ids else []
        return {name: [row[name] for row in rows] for name in _COLUMNS[question]}

    async def _of(self, enterprises: set[str]) -> set[str]:
        """Introductions that enterprises are in and those that they were in: one may be merged."""
        owned, ids = self.facts.owned, self.facts.introductions.ids
        before = {ids[row] for one in enterprises for row in owned.rows_of(one)}
        rows = await self._store.read(CYPHER["ids_of_enterprises"], ids=sorted(enterprises))
        return before | {row["id"] for row in rows}

    async def _committees(self, ids: set[str]) -> dict[str, frozenset[str]]:
        owners = await self._enterprises.owners(self._store, sorted(ids))
        return {id_: owner.committees for id_, owner in owners.items()}


_COLUMNS = {
    "facts_of": (
        *("id", "seeker", "provider", "match_type", "state", "state_since", "disputed"),
        *("committee", "event", "owner", "due_on", "recorded_at"),
    ),
    "facts_partners_of": ("introduction", "enterprise"),
    "facts_meetings_of": ("introduction", "meets_at", "place"),
    "facts_follow_ups_of": ("id", "introduction", "due_on"),
    "facts_consents_of": (
        *("id", "introduction", "enterprise", "recipients", "state", "asked_at", "valid_until"),
    ),
}


def _built(
    committees: Mapping[str, frozenset[str]], found: Sequence[dict[str, list[Any]]]
) -> IntroductionFacts:
    introductions, partners, follow_ups, consents, meetings = found
    facts = IntroductionFacts(committees)
    facts.put(introductions, partners)
    facts.put_meetings(meetings)
    facts.put_follow_ups(follow_ups)
    facts.put_consents(consents)
    return facts
