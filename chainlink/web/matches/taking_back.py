"""Taking decisions back while they are fresh: each by the service that made it."""

from collections.abc import Sequence
from dataclasses import replace

from chainlink.app import App
from chainlink.errors import InvalidInput
from chainlink.introductions.drafts import StepDraft
from chainlink.introductions.machine import Step
from chainlink.introductions.model import CloseReason
from chainlink.introductions.suggestion_model import UndoDraft
from chainlink.language import say
from chainlink.web.guests import Guest
from chainlink.web.matches.answers import Answer, Kind, answer_in
from chainlink.web.matches.deciding import is_party


async def take_back(
    app: App, guest: Guest, tokens: Sequence[str], request: str | None
) -> list[Answer]:
    """The decisions, undone. Raises InvalidInput for what names none, and as the services do."""
    answers = [answer for token in tokens if (answer := answer_in(token)) is not None]
    if not answers or len(answers) != len(tokens):
        raise InvalidInput.of("one", "match.nothing_to_undo")
    for number, answer in enumerate(answers, start=1):
        await _undo(app, guest, answer, f"{request}:{number}" if request else None)
    return [replace(answer, undone=True) for answer in answers]


async def _undo(app: App, guest: Guest, answer: Answer, request: str | None) -> None:
    actor = guest.actor
    if answer.kind is Kind.DISMISSED:
        await app.dismissals.undo(actor, UndoDraft(dismissal=answer.record), request=request)
    elif answer.kind is Kind.VETOED:
        await app.vetoes.lift(actor, answer.record, answer.beside, request=request)
    elif answer.kind is Kind.SHORTLISTED:
        draft = StepDraft(
            # an enterprise withdraws by declining for its own side
            step=Step.DECLINE if is_party(actor) else Step.WITHDRAW,
            reason=CloseReason.OTHER,
            reason_text=say("page.matches.undone_reason", guest.language),
        )
        version = int(answer.beside) if answer.beside.isdecimal() else 0
        await app.introductions.step(actor, answer.record, version, draft, request=request)
    else:
        raise InvalidInput.of("one", "match.nothing_to_undo")
