"""Several pairs decided at once: each by its service on its own, so that no good one is lost."""

from collections.abc import Mapping
from typing import Any

from starlette.datastructures import QueryParams
from starlette.responses import Response

from chainlink.app import App
from chainlink.errors import ChainlinkError, GraphUnavailable, InvalidInput
from chainlink.matching.model import MatchType
from chainlink.web.bodies import Sent
from chainlink.web.failures import sentences
from chainlink.web.guests import Guest
from chainlink.web.inputs import request_of
from chainlink.web.matches.answers import Answer, Kind
from chainlink.web.matches.batch_model import Batch, Left
from chainlink.web.matches.listing import Matches
from chainlink.web.matches.sending import dismissal_draft, shortlist_draft

MOST = 50  # pairs at once
_NAMED = 5  # words of a pair that is named by its sides


class Batches:
    """Takes the form that stands above the list."""

    def __init__(self, app: App, matches: Matches) -> None:
        self._app = app
        self._matches = matches

    async def decide(self, guest: Guest, sent: Sent) -> Response:
        """Decide on every pair that is ticked, and say which could not be, and why.

        Raises InvalidInput where nothing is ticked or what all of them need is wrong.
        """
        picked = list(dict.fromkeys(sent.several.get("pick", [])))
        if not 0 < len(picked) <= MOST:
            raise InvalidInput.of("pick", "match.pick_some", most=MOST)
        decision = sent.text("decision")
        if decision not in {Kind.SHORTLISTED, Kind.DISMISSED}:
            raise InvalidInput.of("decision", "invalid_value", value=decision)
        pairs = [_pair(one) for one in picked]
        more = {name: sent.values.get(name) for name in ("reason", "text")}
        if decision == Kind.DISMISSED:
            dismissal_draft(more)  # what is wrong for all is said once
        request, tokens, left = request_of(sent), list[str](), list[Left]()
        for number, pair in enumerate(pairs, start=1):
            own = f"{request}:{number}" if request else None
            try:
                answer = await self._one(guest, Kind(decision), pair | more, own)
            except GraphUnavailable:
                raise
            except ChainlinkError as failure:
                left.append(await self._left(guest, pair, failure))
            else:
                tokens.append(answer.token)
        told = [(name, value) for name, value in guest.query.multi_items() if name != "undo"]
        guest.query = QueryParams([*told, ("done", "match_batch"), ("sent", request or "")])
        return await self._matches.show(guest, Batch(decision, tokens, left))

    async def _one(
        self, guest: Guest, kind: Kind, said: Mapping[str, Any], request: str | None
    ) -> Answer:
        match_type = MatchType(said.get("matchType") or MatchType.SUPPLY)
        card, asker = str(said["card"]), str(said.get("asker", ""))
        if kind is Kind.DISMISSED:
            dismissed = await self._app.dismissals.dismiss(
                guest.actor, dismissal_draft(said), request=request
            )
            return Answer(kind, card, asker, match_type, dismissed.id)
        opened = await self._app.suggestions.shortlist(
            guest.actor, shortlist_draft(said), request=request
        )
        return Answer(kind, card, asker, match_type, opened.id, str(opened.version))

    async def _left(self, guest: Guest, pair: Mapping[str, Any], failure: ChainlinkError) -> Left:
        message, fields = sentences(failure, guest.language)
        why = " ".join([*fields.values()] or [message])
        ids = [str(pair.get(name, "")) for name in ("seeker", "provider")]
        seen = await self._app.enterprises.visible_by_ids(guest.actor, [one for one in ids if one])
        title = " × ".join(seen[one].name for one in ids if one in seen)
        return Left(str(pair["card"]), title, why)


def _pair(picked: str) -> dict[str, Any]:
    """The pair of a ticked box. Raises InvalidInput for what is none."""
    words = picked.split("~")
    if len(words) == 2:  # a card and what was shown
        return {"card": words[0], "shown": words[1]}
    if len(words) != _NAMED or words[3] not in set(MatchType):
        raise InvalidInput.of("pick", "not_found")
    card, seeker, provider, match_type, committee = words
    return {
        "card": card,
        "seeker": seeker,
        "provider": provider,
        "matchType": match_type,
        "committee": committee,
    }
