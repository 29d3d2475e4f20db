"""Which entries of the journal are told to whom.

Officers are told what concerns a member of their committees, or a thing that they may see. An
enterprise is told of its own: what is named here, and where an entry says that it concerns it, so
that neither a committee's choice nor another side's answer is ever among it.
"""

import json
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

from chainlink.accounts.model import Actor, Role
from chainlink.accounts.permissions import Action, Reach, Resource, allows, reach
from chainlink.deals.lookups import DealReading
from chainlink.deals.order_lookups import OrderReading
from chainlink.enterprises.reading import EnterpriseReading
from chainlink.events.reading import EventReading
from chainlink.graph.port import GraphStore
from chainlink.history.model import HistoryEntry
from chainlink.introductions.views import IntroductionReading
from chainlink.journal.model import JournalEntry
from chainlink.journal.remembering import PEOPLE

_OWN_LABELS = frozenset(
    {"Enterprise", "Contact", "Capability", "Need", "EXPORTS_TO", "MEMBER_OF", "ATTENDED"}
    | {"Consent", "Introduction", "Deal", "CrossBorderOrder", "DealEvidence"}
)
_OWN_ACTIONS = frozenset({"account.bound", "account.created", "contact.read"})
_FIRST_ONE_S = frozenset({"VETOES"})  # of two enterprises concerned it is the first one's own
_NOT_TOLD = frozenset({"introduction.updated"})
_FACTS_TOLD = frozenset(
    {"state", "status", "verification", "kind", "match_type", "opted_out", "withdrawn"}
    | {"happened_on", "signed_on", "ordered_on", "valid_until"}
)
# labels of things that belong to another: which fact names it, and what it may be
_BELONGS_TO = {
    "Consent": ("introduction", ("Introduction",)),
    "FollowUp": ("introduction", ("Introduction",)),
    "DealEvidence": ("about", ("Deal", "CrossBorderOrder")),
}


class Telling:
    """Cuts entries to what an actor may know, many in one question each."""

    def __init__(
        self,
        store: GraphStore,
        enterprises: EnterpriseReading,
        events: EventReading,
        introductions: IntroductionReading,
        deals: DealReading,
        orders: OrderReading,
    ) -> None:
        self._store = store
        self._enterprises = enterprises
        self._events = events
        self._introductions = introductions
        self._deals = deals
        self._orders = orders

    async def told(
        self, actor: Actor, own: Collection[str], entries: Sequence[JournalEntry]
    ) -> list[HistoryEntry]:
        """Entries that the actor may know of, as he may know them.

        `own` are the ids that his enterprise has or had.
        """
        granted = reach(actor, Action.READ, Resource.JOURNAL)
        if granted is Reach.NONE or not entries:
            return []
        facts = {one.sequence: json.loads(one.facts) for one in entries}
        if granted is Reach.ALL:
            seen: Collection[int] = facts.keys()
        elif granted is Reach.COMMITTEE:
            seen = await self._officers(actor, entries, facts)
        else:
            seen = await self._party_s(actor, own, entries)
        kept = [one for one in entries if one.sequence in seen]
        named = await self._named(actor, granted, kept)
        officer = actor.role is not Role.ENTERPRISE
        return [_told(actor, one, facts[one.sequence], named, officer) for one in kept]

    async def _named(
        self, actor: Actor, granted: Reach, entries: Iterable[JournalEntry]
    ) -> Collection[str] | None:
        """Enterprises that the actor may be named; None where that is all."""
        if granted is Reach.ALL:
            return None
        ids = sorted({id_ for one in entries for id_ in one.enterprises})
        return (await self._enterprises.visible_by_ids(actor, ids)).keys() if ids else ()

    async def _officers(
        self, actor: Actor, entries: Sequence[JournalEntry], facts: Mapping[int, Mapping[str, Any]]
    ) -> set[int]:
        concerned = {one.sequence: _whose(one) for one in entries}
        ids = sorted({id_ for few in concerned.values() for id_ in few})
        owners = await self._enterprises.owners(self._store, ids) if ids else {}
        members = {
            id_
            for id_, owner in owners.items()
            if allows(actor, Action.READ, Resource.JOURNAL, owner)
        }
        seen = {place for place, few in concerned.items() if not members.isdisjoint(few)}
        seen |= {one.sequence for one in entries if _own_account_s(actor, one, facts)}
        rest = [one for one in entries if one.sequence not in seen]
        return seen | await self._about_visible(actor, rest, facts)

    async def _about_visible(
        self,
        actor: Actor,
        entries: Sequence[JournalEntry],
        facts: Mapping[int, Mapping[str, Any]],
    ) -> set[int]:
        """Those about an introduction, a deal, an order or an event that the actor may see."""
        about = {one.sequence: _about(one, facts[one.sequence]) for one in entries}
        by_label: dict[str, set[str]] = defaultdict(set)
        for labels, subject in about.values():
            for label in labels:
                by_label[label].add(subject)
        visible: dict[str, Collection[str]] = {}
        for label, by_ids in (
            ("Introduction", self._introductions.by_ids),
            ("Deal", self._deals.by_ids),
            ("CrossBorderOrder", self._orders.by_ids),
            ("Event", self._events.by_ids),
        ):
            if ids := sorted(by_label[label]):
                visible[label] = (await by_ids(actor, ids)).keys()
        return {
            place
            for place, (labels, subject) in about.items()
            if any(subject in visible.get(label, ()) for label in labels)
        }

    async def _party_s(
        self, actor: Actor, own: Collection[str], entries: Sequence[JournalEntry]
    ) -> set[int]:
        """An enterprise's own entries; of introductions only while those are there for it."""
        seen = {one.sequence for one in entries if _is_own(actor, own, one)}
        ids = sorted(
            {
                one.subject
                for one in entries
                if one.sequence in seen and one.subject_label == "Introduction"
            }
        )
        there = await self._introductions.by_ids(actor, ids) if ids else {}
        return {
            one.sequence
            for one in entries
            if one.sequence in seen
            and (one.subject_label != "Introduction" or one.subject in there)
        }


def _whose(entry: JournalEntry) -> tuple[str, ...]:
    return entry.enterprises[:1] if entry.subject_label in _FIRST_ONE_S else entry.enterprises


def _about(entry: JournalEntry, facts: Mapping[str, Any]) -> tuple[tuple[str, ...], str]:
    """The possible labels and the id of the thing that is read by the rules of its own room."""
    if entry.subject_label not in _BELONGS_TO:
        return (entry.subject_label,), entry.subject
    fact, labels = _BELONGS_TO[entry.subject_label]
    return labels, str(facts.get(fact, ""))


def _own_account_s(
    actor: Actor, entry: JournalEntry, facts: Mapping[int, Mapping[str, Any]]
) -> bool:
    if entry.subject_label not in PEOPLE:
        return False
    return actor.account in {entry.subject, facts[entry.sequence].get("account")}


def _is_own(actor: Actor, own: Collection[str], entry: JournalEntry) -> bool:
    if entry.subject_label in PEOPLE and entry.subject == actor.account:
        return True
    if own and not set(own).isdisjoint(_whose(entry)):
        told = entry.subject_label in _OWN_LABELS | _FIRST_ONE_S or entry.action in _OWN_ACTIONS
        return told and entry.action not in _NOT_TOLD
    return False


def _told(
    actor: Actor,
    entry: JournalEntry,
    facts: Mapping[str, Any],
    named: Collection[str] | None,
    officer: bool,
) -> HistoryEntry:
    return HistoryEntry(
        sequence=entry.sequence,
        at=entry.at,
        action=entry.action,
        subject_label=entry.subject_label,
        subject=entry.subject,
        actor=entry.actor if officer or entry.actor == actor.account else None,
        enterprises=tuple(one for one in entry.enterprises if named is None or one in named),
        facts=facts
        if officer
        else {name: value for name, value in facts.items() if name in _FACTS_TOLD},
        hash=entry.hash if officer else None,
    )
