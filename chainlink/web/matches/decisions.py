"""Decisions on one pair: shortlisted, asked, dismissed, vetoed; and each taken back."""

from starlette.datastructures import QueryParams
from starlette.responses import Response

from chainlink.app import App
from chainlink.errors import InvalidInput
from chainlink.matching.model import MatchType
from chainlink.web.bodies import Sent
from chainlink.web.guests import Guest
from chainlink.web.inputs import request_of
from chainlink.web.matches.answers import Answer, Kind
from chainlink.web.matches.listing import PATH
from chainlink.web.matches.sending import (
    ask_draft,
    dismissal_draft,
    shortlist_draft,
)
from chainlink.web.matches.taking_back import take_back
from chainlink.web.workbench import Workbench


class Decisions:
    """Takes the forms of cards. Each calls one service, and says how it is taken back."""

    def __init__(self, workbench: Workbench) -> None:
        self._workbench = workbench
        self._app: App = workbench.app

    async def shortlist(self, guest: Guest, sent: Sent) -> Response:
        """Open an introduction."""
        opened = await self._app.suggestions.shortlist(
            guest.actor, shortlist_draft(sent.values), request=request_of(sent)
        )
        beside = str(opened.version)
        return self._done(guest, sent, Kind.SHORTLISTED, opened.match_type, opened.id, beside)

    async def ask(self, guest: Guest, sent: Sent) -> Response:
        """Open an introduction and ask both sides for their consent."""
        asked = await self._app.suggestions.ask(
            guest.actor,
            shortlist_draft(sent.values),
            ask_draft(sent.values),
            request=request_of(sent),
        )
        return self._done(guest, sent, Kind.ASKED, asked.match_type, asked.id)

    async def dismiss(self, guest: Guest, sent: Sent) -> Response:
        """Keep a pair apart until a claim of either changes."""
        found = await self._app.dismissals.dismiss(
            guest.actor, dismissal_draft(sent.values), request=request_of(sent)
        )
        return self._done(guest, sent, Kind.DISMISSED, _type_in(sent), found.id)

    async def veto(self, guest: Guest, sent: Sent) -> Response:
        """Never recommend the two to each other, as one of them wishes."""
        enterprise, sides = sent.text("enterprise"), {sent.text("seeker"), sent.text("provider")}
        if enterprise not in sides or len(sides) != len({"seeker", "provider"}):
            raise InvalidInput.of("enterprise", "not_found")
        if sent.text("confirmed", required=False) != "1":
            raise InvalidInput.of("confirmed", "match.veto_confirm")
        [partner] = sides - {enterprise}
        await self._app.vetoes.veto(guest.actor, enterprise, partner, request=request_of(sent))
        return self._done(guest, sent, Kind.VETOED, _type_in(sent), enterprise, partner)

    async def undo(self, guest: Guest, sent: Sent) -> Response:
        """Take back what was just decided, one or several."""
        tokens = sent.several.get("one") or [sent.text("one")]
        answers = await take_back(self._app, guest, tokens, request_of(sent))
        undo = answers[0].token if len(answers) == 1 else ""
        _stand_alone(guest)
        return self._workbench.done(guest, sent, "match_undone", undo=undo)

    def _done(
        self,
        guest: Guest,
        sent: Sent,
        kind: Kind,
        match_type: MatchType,
        record: str,
        beside: str = "",
    ) -> Response:
        said = sent.values
        card, asker = str(said.get("card", "")), str(said.get("asker", ""))
        answer = Answer(kind, card, asker, match_type, record, beside)
        _stand_alone(guest)
        return self._workbench.done(guest, sent, f"match_{kind}", undo=answer.token)


def _stand_alone(guest: Guest) -> None:
    """Where a script swaps one card, that card is all of the page, wherever it stood."""
    if guest.in_place:
        guest.place, guest.query = PATH, QueryParams()


def _type_in(sent: Sent) -> MatchType:
    """How the two would meet, for finding the card again; the service has judged it."""
    said = sent.values.get("matchType")
    return MatchType(said) if said in set(MatchType) else MatchType.SUPPLY
