"""What has just been decided on a pair, carried in the address so that it can be taken back.

`undo` in the address is words joined by `~`: what was done, the card, who asked, how they would
meet, and the record's id with what is needed beside it.
"""

import re
from dataclasses import dataclass
from enum import StrEnum

from chainlink.app import App
from chainlink.errors import ChainlinkError
from chainlink.matching.model import MatchType
from chainlink.web.guests import Guest
from chainlink.web.matches.deciding import is_party

_KEY = re.compile(r"card-[0-9a-f]{16}")
_WORD = re.compile(r"[\w.:-]{1,64}")
_WORDS = 6


class Kind(StrEnum):
    """What was done to a pair."""

    SHORTLISTED = "shortlisted"
    ASKED = "asked"
    DISMISSED = "dismissed"
    VETOED = "vetoed"


@dataclass(frozen=True, slots=True)
class Answer:
    """A decision: `record` is the introduction, the dismissal or who vetoes; `beside` the
    introduction's version or who is vetoed. `undone` says that it was taken back."""

    kind: Kind
    card: str
    asker: str
    match_type: MatchType
    record: str
    beside: str = ""
    undone: bool = False

    @property
    def token(self) -> str:
        """As it stands in an address."""
        said = (self.kind, self.card, self.asker, self.match_type, self.record, self.beside)
        return "~".join(said) + ("~undone" if self.undone else "")


def answer_in(token: str) -> Answer | None:
    """The decision that a token names; None for what is none."""
    words = token.split("~")
    undone = words[-1] == "undone"
    if undone:
        words.pop()
    if len(words) != _WORDS or not _KEY.fullmatch(words[1]):
        return None
    if not all(word == "" or _WORD.fullmatch(word) for word in words) or not words[4]:
        return None
    if words[0] not in set(Kind) or words[3] not in set(MatchType):
        return None
    return Answer(
        Kind(words[0]), words[1], words[2], MatchType(words[3]), words[4], words[5], undone
    )


@dataclass(frozen=True, slots=True)
class Answered:
    """A decision as it is told: the pair's two sides, where they may be told, and their ids."""

    answer: Answer
    title: str
    seeker: str
    provider: str

    @property
    def key(self) -> str:
        """The id of the card in whose place it stands."""
        return self.answer.card

    @property
    def introduction(self) -> str:
        """The page of the introduction that it opened."""
        opened = self.answer.kind in {Kind.SHORTLISTED, Kind.ASKED}
        return f"/introductions/{self.answer.record}" if opened else ""

    @property
    def undoable(self) -> bool:
        """Whether it can be taken back here: who was asked already, knows of it."""
        return not self.answer.undone and self.answer.kind is not Kind.ASKED


async def answered_of(app: App, guest: Guest) -> Answered | None:
    """What the address says was just decided, where the guest may know of it."""
    answer = answer_in(guest.query.get("undo", ""))
    if answer is None:
        return None
    try:
        seeker, provider = await _sides(app, guest, answer)
    except ChainlinkError:
        return None
    title = ""
    if not is_party(guest.actor):  # else the other may have no name yet
        seen = await app.enterprises.visible_by_ids(guest.actor, [seeker, provider])
        if len(seen) == len({seeker, provider}):
            title = f"{seen[seeker].name} × {seen[provider].name}"
    return Answered(answer, title, seeker, provider)


async def _sides(app: App, guest: Guest, answer: Answer) -> tuple[str, str]:
    """Seeker and provider. Raises NotFound for what is not the guest's to see."""
    if answer.kind is Kind.VETOED:
        return answer.record, answer.beside
    if answer.kind is Kind.DISMISSED:
        dismissal = await app.dismissals.dismissal(guest.actor, answer.record)
        return dismissal.seeker, dismissal.provider
    introduction = await app.introductions.get(guest.actor, answer.record)
    return introduction.seeker, introduction.provider
