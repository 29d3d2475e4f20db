"""How far a version is proved, as a line of steps, and who still has to do what."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from chainlink.deals.model import DECIDED, Verification
from chainlink.deals.proof_keeping import Proved
from chainlink.deals.rights import ProofRights
from chainlink.web.deals.naming import Names

_V = Verification


class Mark(StrEnum):
    """How a step of the line stands."""

    DONE = "DONE"
    CURRENT = "CURRENT"
    AHEAD = "AHEAD"
    MISSED = "MISSED"
    REFUSED = "REFUSED"


@dataclass(frozen=True, slots=True)
class Station:
    """One step of the line."""

    state: Verification
    mark: Mark


@dataclass(frozen=True, slots=True)
class Duty:
    """What is still to be done: `key` says what, `who` by whom, `own` whether by the reader."""

    key: str
    who: str = ""
    own: bool = False
    place: str = ""


def line_of(thing: Proved) -> list[Station]:
    """The steps, with the decision that was made as the last."""
    state = thing.verification
    last = _V.REJECTED if state is _V.REJECTED else _V.REVIEWED
    reached = {
        _V.SELF_REPORTED: True,
        _V.DOCUMENTED: bool(thing.evidence),
        _V.BOTH_CONFIRMED: state in {_V.BOTH_CONFIRMED, _V.REVIEWED},
        last: state in DECIDED,
    }
    order = list(reached)
    now = order.index(state)
    return [Station(one, _mark(one, place, now, reached[one])) for place, one in enumerate(order)]


def _mark(one: Verification, place: int, now: int, reached: bool) -> Mark:
    if one is _V.REJECTED:
        return Mark.REFUSED
    if place == now:
        return Mark.DONE if one is _V.REVIEWED else Mark.CURRENT
    if place > now:
        return Mark.AHEAD
    return Mark.DONE if reached else Mark.MISSED


def duties_of(thing: Proved, rights: ProofRights, names: Names, own: str | None) -> Sequence[Duty]:
    """Until it is decided; what the reader may do himself stands first."""
    if thing.verification in DECIDED:
        return []
    found = []
    if not thing.evidence:
        found.append(Duty("evidence", own=rights.write, place="evidence"))
    for one in rights.unconfirmed:
        mine = one == own and rights.confirm
        found.append(Duty("confirm", names.party(one), mine, "confirm" if mine else ""))
    for one in rights.unanswered:
        mine = one == own and rights.answer
        found.append(Duty("answer", names.party(one), mine, "confirm" if mine else ""))
    if thing.verification is _V.BOTH_CONFIRMED and not rights.unanswered:
        found.append(Duty("review", own=rights.review, place="review" if rights.review else ""))
    return sorted(found, key=lambda one: not one.own)
