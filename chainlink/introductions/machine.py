"""The states of an introduction and the steps between them: the one table.

The service asks it what may happen, the documentation and the drawn diagram are made from it, and
the tests walk it. Who may take a step at all is the permission table's business; here stands who
of those takes it: an officer of a committee, or the enterprise that the step is about.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum


class IntroductionState(StrEnum):
    """Where an introduction stands; the order of the open ones counts."""

    SUGGESTED = "SUGGESTED"
    SHORTLISTED = "SHORTLISTED"
    CONSENT_PENDING = "CONSENT_PENDING"
    INTRODUCED = "INTRODUCED"
    MEETING_SCHEDULED = "MEETING_SCHEDULED"
    MET = "MET"
    NEGOTIATING = "NEGOTIATING"
    INTENT_SIGNED = "INTENT_SIGNED"
    CONTRACT_SIGNED = "CONTRACT_SIGNED"
    IN_FULFILMENT = "IN_FULFILMENT"
    COMPLETED = "COMPLETED"
    DECLINED = "DECLINED"
    WITHDRAWN = "WITHDRAWN"
    EXPIRED = "EXPIRED"
    NO_DEAL = "NO_DEAL"


class Step(StrEnum):
    """What moves an introduction on."""

    SHORTLIST = "SHORTLIST"
    ASK_CONSENT = "ASK_CONSENT"
    INTRODUCE = "INTRODUCE"
    SCHEDULE_MEETING = "SCHEDULE_MEETING"
    RECORD_MEETING = "RECORD_MEETING"
    NEGOTIATE = "NEGOTIATE"
    SIGN_INTENT = "SIGN_INTENT"
    SIGN_CONTRACT = "SIGN_CONTRACT"
    START_FULFILMENT = "START_FULFILMENT"
    COMPLETE = "COMPLETE"
    REFUSE = "REFUSE"
    DECLINE = "DECLINE"
    WITHDRAW = "WITHDRAW"
    EXPIRE = "EXPIRE"
    END_WITHOUT_DEAL = "END_WITHOUT_DEAL"


class Taker(StrEnum):
    """Who takes a step: an officer, a party for its own side, or the platform when time is up."""

    OFFICER = "OFFICER"
    PARTY = "PARTY"
    PLATFORM = "PLATFORM"


class Fact(StrEnum):
    """What must be said, or must stand, for a step to be taken."""

    BOTH_CONSENTS = "BOTH_CONSENTS"
    PURPOSE = "PURPOSE"
    MEETING_TIME = "MEETING_TIME"
    HAPPENED_ON = "HAPPENED_ON"
    CONTRACT = "CONTRACT"  # a deal that is more than an intent
    REASON = "REASON"


_S = IntroductionState
_O, _P = Taker.OFFICER, Taker.PARTY
ENDED = frozenset({_S.COMPLETED, _S.DECLINED, _S.WITHDRAWN, _S.EXPIRED, _S.NO_DEAL})
PROGRESS = tuple(_S)[: tuple(_S).index(_S.COMPLETED) + 1]
BEFORE_INTRODUCED = frozenset({_S.SUGGESTED, _S.SHORTLISTED, _S.CONSENT_PENDING})
_SINCE_INTRODUCED = frozenset(PROGRESS) - BEFORE_INTRODUCED - ENDED
_TALKING = frozenset({_S.MET, _S.NEGOTIATING, _S.INTENT_SIGNED})


@dataclass(frozen=True, slots=True)
class Transition:
    """One step: from which states to which, who takes it and with which facts."""

    step: Step
    origins: frozenset[IntroductionState]
    target: IntroductionState
    takers: frozenset[Taker]
    facts: frozenset[Fact] = frozenset()


def _from(
    step: Step,
    origins: Iterable[IntroductionState],
    target: IntroductionState,
    *takers: Taker,
    facts: Iterable[Fact] = (),
) -> Transition:
    return Transition(step, frozenset(origins), target, frozenset(takers), frozenset(facts))


TRANSITIONS: tuple[Transition, ...] = (
    _from(Step.SHORTLIST, {_S.SUGGESTED}, _S.SHORTLISTED, _O, _P),
    _from(
        Step.ASK_CONSENT,
        {_S.SHORTLISTED, _S.CONSENT_PENDING},
        _S.CONSENT_PENDING,
        _O,
        facts={Fact.PURPOSE},
    ),
    _from(Step.INTRODUCE, {_S.CONSENT_PENDING}, _S.INTRODUCED, _O, facts={Fact.BOTH_CONSENTS}),
    _from(
        Step.SCHEDULE_MEETING,
        {_S.INTRODUCED, _S.MEETING_SCHEDULED},
        _S.MEETING_SCHEDULED,
        _O,
        _P,
        facts={Fact.MEETING_TIME},
    ),
    _from(
        Step.RECORD_MEETING,
        {_S.INTRODUCED, _S.MEETING_SCHEDULED},
        _S.MET,
        _O,
        _P,
        facts={Fact.HAPPENED_ON},
    ),
    _from(Step.NEGOTIATE, {_S.MET}, _S.NEGOTIATING, _O, _P),
    _from(
        Step.SIGN_INTENT, {_S.MET, _S.NEGOTIATING}, _S.INTENT_SIGNED, _O, facts={Fact.HAPPENED_ON}
    ),
    _from(Step.SIGN_CONTRACT, _TALKING, _S.CONTRACT_SIGNED, _O, facts={Fact.CONTRACT}),
    _from(Step.START_FULFILMENT, {_S.CONTRACT_SIGNED}, _S.IN_FULFILMENT, _O),
    _from(Step.COMPLETE, {_S.IN_FULFILMENT}, _S.COMPLETED, _O),
    _from(Step.REFUSE, {_S.CONSENT_PENDING}, _S.DECLINED, _O, _P),
    _from(
        Step.DECLINE,
        BEFORE_INTRODUCED | _SINCE_INTRODUCED - {_S.CONTRACT_SIGNED, _S.IN_FULFILMENT},
        _S.DECLINED,
        _O,
        _P,
        facts={Fact.REASON},
    ),
    _from(
        Step.WITHDRAW,
        BEFORE_INTRODUCED | _SINCE_INTRODUCED - {_S.CONTRACT_SIGNED, _S.IN_FULFILMENT},
        _S.WITHDRAWN,
        _O,
        facts={Fact.REASON},
    ),
    _from(Step.EXPIRE, {_S.CONSENT_PENDING}, _S.EXPIRED, _O, Taker.PLATFORM),
    _from(Step.END_WITHOUT_DEAL, _SINCE_INTRODUCED, _S.NO_DEAL, _O, facts={Fact.REASON}),
)
BY_STEP = {one.step: one for one in TRANSITIONS}


def allowed(state: IntroductionState, taker: Taker) -> list[Transition]:
    """What that taker may do from a state, in the table's order."""
    return [one for one in TRANSITIONS if state in one.origins and taker in one.takers]


def drawn() -> str:
    """The diagram (Mermaid), made from the table."""
    lines = ["stateDiagram-v2", f"  [*] --> {_S.SUGGESTED}"]
    lines += [
        f"  {origin} --> {one.target}: {one.step}"
        for one in TRANSITIONS
        for origin in _S
        if origin in one.origins
    ]
    lines += [f"  {state} --> [*]" for state in _S if state in ENDED]
    return "\n".join(lines)
