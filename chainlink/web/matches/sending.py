"""What the forms of cards send, as the services take it."""

from collections.abc import Mapping
from typing import Any

from chainlink.errors import InvalidInput
from chainlink.introductions.drafts import AskDraft
from chainlink.introductions.suggestion_model import DismissalDraft, ShortlistDraft
from chainlink.validation import checked

Said = Mapping[str, Any]
_PAIR = {"seeker": "seeker", "provider": "provider", "match_type": "matchType", "shown": "shown"}
_SHORTLIST = {"event": "event", "committee": "committee", "next_step": "nextStep"}


def _read(said: Said, names: Mapping[str, str]) -> dict[str, Any]:
    return {name: said[field] for name, field in names.items() if said.get(field)}


def shortlist_draft(said: Said) -> ShortlistDraft:
    """A pair to be introduced. Raises InvalidInput."""
    more = _read(said, _SHORTLIST | {"due_on": "dueOn"})
    return checked(ShortlistDraft, _read(said, _PAIR) | more)


def ask_draft(said: Said) -> AskDraft:
    """What consent is asked for. Raises InvalidInput."""
    if not str(said.get("purpose", "")).strip():
        raise InvalidInput.of("purpose", "required")
    return checked(AskDraft, {"purpose": said["purpose"]})


def dismissal_draft(said: Said) -> DismissalDraft:
    """A pair to be kept apart, and why. Raises InvalidInput."""
    if not said.get("reason"):
        raise InvalidInput.of("reason", "required")
    more = _read(said, {"reason": "reason", "text": "text"})
    return checked(DismissalDraft, _read(said, _PAIR) | more)
