"""Who may still see what a notification is about, and which names he may be told with it.

A notification is shown while its reader may see its subject, decided anew each time: by the same
rules of reading that the subject itself is under.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from chainlink.accounts.model import Actor
from chainlink.deals.reading import Owners, current_deals
from chainlink.deals.seeing import may_see
from chainlink.enterprises.model import Enterprise
from chainlink.enterprises.service import EnterpriseService
from chainlink.graph.port import GraphStore
from chainlink.introductions.model import Introduction
from chainlink.introductions.reading import introductions_by_ids, owners_of
from chainlink.introductions.sight import OFFICERS, sees
from chainlink.language import Language, say
from chainlink.language.catalogue import catalogue
from chainlink.notifications.entries import CYPHER
from chainlink.notifications.model import Notification, NotificationKind

_CODES = {"state": "notification.state", "match_type": "match_type"}


@dataclass(frozen=True, slots=True)
class Seen:
    """A notification that its reader may see, with the names that he may be told."""

    notification: Notification
    names: Mapping[str, str] = field(default_factory=dict)

    def sentence(self, language: Language) -> str:
        """The notification in words, with names."""
        message = self.notification.message
        named = f"{message}.named"
        if self.names and named in catalogue(language):
            return say(named, language, **(_facts(self.notification, language) | dict(self.names)))
        return outside(self.notification, language)


def outside(notification: Notification, language: Language) -> str:
    """The notification in words for a channel that leaves the platform: without any name."""
    return say(notification.message, language, **_facts(notification, language))


def _facts(notification: Notification, language: Language) -> dict[str, Any]:
    return {
        name: say(f"{_CODES[name]}.{value}", language) if name in _CODES else value
        for name, value in notification.facts.items()
    }


class Sight:
    """Looks subjects up, each kind of them in one question however many notifications there are."""

    def __init__(self, store: GraphStore, enterprises: EnterpriseService) -> None:
        self._store = store
        self._enterprises = enterprises
        self._deal_owners = Owners(enterprises)

    async def of(self, actor: Actor, notifications: Sequence[Notification]) -> list[Seen]:
        """Those of the notifications that the actor may see, in their order."""
        subjects: dict[str, set[str]] = defaultdict(set)
        for one in notifications:
            subjects[one.subject_label].add(one.subject)
        introductions = await self._introductions(actor, subjects["Introduction"])
        deals = await self._deals(actor, subjects["Deal"])
        claims = {
            label: await self._claims(actor, label, subjects[label])
            for label in ("Capability", "Need")
        }
        wanted = subjects["Enterprise"] | {
            str(one.facts[fact])
            for one in notifications
            for fact in ("partner", "enterprise")
            if fact in one.facts
        }
        for introduction in introductions.values():
            wanted |= {introduction.seeker, introduction.provider}
        known = await self._enterprises.visible_by_ids(actor, sorted(wanted)) if wanted else {}
        found = []
        for one in notifications:
            names: dict[str, str] | None
            if one.subject_label == "Enterprise":
                names = _enterprise_names(actor, one, known)
            elif one.subject_label == "Introduction":
                names = _introduction_names(actor, one, introductions.get(one.subject), known)
            elif one.subject_label == "Deal":
                names = {} if one.subject in deals else None
            else:
                title = claims.get(one.subject_label, {}).get(one.subject)
                names = None if title is None else {"title": title}
            if names is not None:
                found.append(Seen(one, names))
        return found

    async def _claims(self, actor: Actor, label: str, ids: Iterable[str]) -> dict[str, str]:
        """Titles of the actor's own claims in force: only their owner is told that they end."""
        wanted = sorted(ids)
        if not wanted or actor.enterprise is None:
            return {}
        rows = await self._store.read(CYPHER[f"{label.lower()}_titles"], ids=wanted)
        return {row["claim"]: row["title"] for row in rows if row["enterprise"] == actor.enterprise}

    async def _introductions(self, actor: Actor, ids: Iterable[str]) -> dict[str, Introduction]:
        known = await introductions_by_ids(self._store, sorted(ids))
        owners = await owners_of(self._store, list(known.values()))
        return {id_: one for id_, one in known.items() if sees(actor, one, owners[id_])}

    async def _deals(self, actor: Actor, ids: Iterable[str]) -> set[str]:
        known = await current_deals(self._store, sorted(ids))
        owners = await self._deal_owners.of_deals(self._store, list(known.values()))
        return {one.deal for one in known.values() if may_see(actor, owners[one.id])}


def _enterprise_names(
    actor: Actor, one: Notification, known: Mapping[str, Enterprise]
) -> dict[str, str] | None:
    subject = known.get(one.subject)
    if subject is None:
        return None
    if one.kind is not NotificationKind.GOOD_MATCH:
        return {"name": subject.name}
    partner = known.get(str(one.facts.get("partner")))
    hidden = bool(one.facts.get("anonymous")) and actor.role not in OFFICERS
    return {} if partner is None or hidden else {"name": subject.name, "partner": partner.name}


def _introduction_names(
    actor: Actor,
    one: Notification,
    introduction: Introduction | None,
    known: Mapping[str, Enterprise],
) -> dict[str, str] | None:
    """Officers are told both parties; a party hears who the other is from the introduction."""
    if introduction is None:
        return None
    if actor.role not in OFFICERS:
        return {}
    seeker, provider = known.get(introduction.seeker), known.get(introduction.provider)
    if seeker is None or provider is None:
        return {}
    names = {"seeker": seeker.name, "provider": provider.name}
    answering = known.get(str(one.facts.get("enterprise")))
    return names | ({"name": answering.name} if answering else {})
