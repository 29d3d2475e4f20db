"""Which consent is answered, by whom and how: what an answer must have before it is written."""

from chainlink.accounts.model import Actor
from chainlink.errors import Conflict, FieldProblem, InvalidInput, NotFound, StaleVersion
from chainlink.introductions.consent_writing import Answer
from chainlink.introductions.drafts import AnswerDraft
from chainlink.introductions.machine import IntroductionState, Taker
from chainlink.introductions.model import Consent, ConsentState, Introduction, Manner
from chainlink.introductions.sight import principal, state_seen, taker_of


def of_party(consents: list[Consent], enterprise: str, draft: AnswerDraft) -> list[Consent]:
    """The consents that may be meant: all of the party, or the one that the draft names."""
    return [
        one for one in consents if one.enterprise == enterprise and draft.consent in {None, one.id}
    ]


def newest(consents: list[Consent]) -> Consent:
    """The one asked last. Raises NotFound."""
    if not consents:
        raise NotFound("consent.unknown")
    return consents[-1]


def is_given(consent: Consent) -> bool:
    """Whether it was given and nothing came after."""
    return consent.state is ConsentState.GIVEN


def require_same(consent: Consent, version: int) -> None:
    """Raises StaleVersion."""
    if consent.version != version:
        raise StaleVersion("stale", seen=version, newest=consent.version)


def ends_by_refusal(introduction: Introduction, consent: Consent) -> bool:
    """A refusal between the two whom it is about ends what has not begun."""
    return introduction.state is IntroductionState.CONSENT_PENDING and (
        principal(introduction, consent.enterprise)
        and any(principal(introduction, one) for one in consent.recipients)
    )


def require_open(actor: Actor, introduction: Introduction) -> None:
    """Raises Conflict in the same words however it ended."""
    if introduction.ended:
        raise Conflict("introduction.over", state=state_seen(actor, introduction).value)


def answer_of(actor: Actor, draft: AnswerDraft) -> Answer:
    """How the answer was given: by the party's own account, or told to staff who can show it."""
    if taker_of(actor) is Taker.PARTY:
        if draft.manner not in {None, Manner.ACCOUNT}:
            raise InvalidInput.of("manner", "consent.own_account")
        return Answer(Manner.ACCOUNT, draft.evidence, draft.evidence_digest)
    problems = []
    if draft.manner in {None, Manner.ACCOUNT}:
        problems.append(FieldProblem("manner", "consent.manner_needed"))
    if draft.evidence is None and draft.evidence_digest is None:
        problems.append(FieldProblem("evidence", "consent.evidence_needed"))
    if problems or draft.manner is None:
        raise InvalidInput(problems)
    return Answer(draft.manner, draft.evidence, draft.evidence_digest)
