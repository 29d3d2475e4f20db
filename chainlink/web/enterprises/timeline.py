"""What happened to an enterprise, told from the journal."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from chainlink.app import App
from chainlink.deals.model import DealKind, Verification
from chainlink.enterprises.claim_model import Evidence, Urgency
from chainlink.enterprises.model import Enterprise, EnterpriseStatus
from chainlink.enterprises.rights import Rights
from chainlink.history.model import HistoryEntry
from chainlink.introductions.machine import IntroductionState, Step
from chainlink.language.catalogue import catalogue
from chainlink.matching.model import MatchType
from chainlink.taxonomy.model import ClaimKind
from chainlink.web.guests import Guest
from chainlink.web.shown import Shown

_FEW, _MANY = 12, 100
_LONGEST_NUMBER = 15
_PLACES = {
    "Introduction": "/introductions/{}",
    "Deal": "/deals/{}",
    "CrossBorderOrder": "/orders/{}",
    "Event": "/events/{}",
}
# facts whose values have names, and of which kinds they are
_KINDS: dict[str, tuple[Any, ...]] = {
    "state": (IntroductionState,),
    "status": (EnterpriseStatus,),
    "verification": (Verification,),
    "kind": (DealKind, ClaimKind),
    "match_type": (MatchType,),
    "evidence": (Evidence,),
    "urgency": (Urgency,),
}


@dataclass(frozen=True, slots=True)
class Happened:
    """One line: when, what, with whom, and where it can be looked at."""

    at: str
    what: str
    details: Sequence[str]
    others: Sequence[tuple[str, str]]  # id and name
    link: str


@dataclass(frozen=True, slots=True)
class Timeline:
    """Lines, newest first; `before` asks for older ones."""

    lines: Sequence[Happened]
    before: int | None


async def timeline_of(
    app: App, guest: Guest, one: Enterprise, rights: Rights, shown: Shown
) -> Timeline | None:
    """The newest, or those before what the address names. None for who may not read them."""
    if not rights.journal:
        return None
    said = guest.query.get("before", "")
    before = (
        int(said) if said.isascii() and said.isdigit() and len(said) < _LONGEST_NUMBER else None
    )
    most = _MANY if before else _FEW
    page = await app.history.of_enterprise(guest.actor, one.id, before=before, most=most)
    ids = {id_ for entry in page.entries for id_ in entry.enterprises} - {one.id}
    seen = await app.enterprises.visible_by_ids(guest.actor, sorted(ids))
    names = {id_: found.name for id_, found in seen.items()}
    return Timeline([_line(entry, names, shown) for entry in page.entries], page.before)


def _line(entry: HistoryEntry, names: dict[str, str], shown: Shown) -> Happened:
    place = _PLACES.get(entry.subject_label, "")
    return Happened(
        at=shown.instant(entry.at),
        what=_what(entry.action, shown),
        details=_details(entry, shown),
        others=[(id_, names[id_]) for id_ in entry.enterprises if id_ in names],
        link=place.format(entry.subject) if place else "",
    )


def _what(action: str, shown: Shown) -> str:
    """The action as a sentence; a step of an introduction by the step's name."""
    key = f"page.enterprises.did.{action}"
    if key in catalogue(shown.language):
        return shown.say(key)
    kind, _, step = action.partition(".")
    if kind == "introduction" and step.upper() in Step.__members__:
        return shown.say("page.enterprises.did.step", step=shown.label(Step[step.upper()]))
    return action


def _details(entry: HistoryEntry, shown: Shown) -> list[str]:
    found = []
    for name, kinds in _KINDS.items():
        value = entry.facts.get(name)
        for kind in kinds:
            if isinstance(value, str) and value in kind.__members__:
                found.append(shown.label(kind[value]))
                break
    for name in ("happened_on", "signed_on", "ordered_on"):
        if entry.facts.get(name):
            found.append(shown.day(str(entry.facts[name])))
    return found
