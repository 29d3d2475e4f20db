"""The inbox: pairs of a committee's members, or an enterprise's own partners, page by page."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from math import isfinite

from starlette.responses import Response

from chainlink.app import App
from chainlink.errors import NotFound
from chainlink.introductions.match_inbox import PAGE, MatchQuestion
from chainlink.matching.advice import Advice
from chainlink.matching.model import MatchType, Pair
from chainlink.web.desk import Desk
from chainlink.web.guests import Guest
from chainlink.web.matches.answers import Answered, answered_of
from chainlink.web.matches.batch_model import Batch
from chainlink.web.matches.cards import Card, cards_of
from chainlink.web.matches.deciding import deciding, is_party
from chainlink.web.matches.reference import Reference, reference_of
from chainlink.web.matches.single import card_again, card_named
from chainlink.web.shown import Shown

PATH = "/matches"
_LONGEST_NAME = 100
_MOST_PAGES = 1_000_000
_FILTERS = ("type", "chain", "committee", "name", "least", "introduced")


@dataclass(frozen=True, slots=True)
class Pairs:
    """A page of pairs; `total` is None where only the next page is known of."""

    pairs: Sequence[Pair]
    total: int | None
    page: int
    more: bool
    empty: str = ""
    advice: Sequence[Advice] = field(default_factory=list)


def question_of(guest: Guest) -> MatchQuestion:
    """What the address asks for; what it says wrongly is as if it had not been said."""
    query = guest.query
    type_, page = query.get("type", ""), query.get("page", "1")
    number = int(page) if page.isascii() and page.isdigit() and len(page) < 8 else 1
    return MatchQuestion(
        committee=query.get("committee", ""),
        match_type=MatchType(type_) if type_ in set(MatchType) else None,
        chain=query.get("chain", ""),
        name=query.get("name", "").strip()[:_LONGEST_NAME],
        least=_number(query.get("least", "")),
        introduced=query.get("introduced") == "1",
        page=min(max(number, 1), _MOST_PAGES),
    )


def _number(text: str) -> float | None:
    """A score as it was typed, with whichever minus and point."""
    try:
        found = float(text.strip().replace("−", "-").replace("，", ".").replace(",", "."))
    except ValueError:
        return None
    return found if isfinite(found) else None


class Matches:
    """Shows the page, or the one card of it that was asked for."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._app: App = desk.app

    async def show(self, guest: Guest, batch: Batch | None = None) -> Response:
        """The page. With a script that puts one card in its place, that card alone is made."""
        answered = await answered_of(self._app, guest)
        if guest.trouble is not None and guest.trouble.values.get("card"):
            return await self._refused(guest)
        if guest.in_place and answered is not None:
            again = await card_again(self._app, guest, answered) if answered.answer.undone else None
            return await self._alone(guest, again, answered)
        reference = await reference_of(self._app)
        found = await self._pairs(guest)
        cards = await cards_of(self._app, guest, found.pairs, reference)
        return await self._list(guest, reference, cards, found, answered=answered, batch=batch)

    async def _refused(self, guest: Guest) -> Response:
        """A form of one card was refused: its card, and the others too where nobody swaps it in."""
        assert guest.trouble is not None  # noqa: S101 - asked by the only caller
        said = guest.trouble.values
        if not guest.in_place and guest.place == PATH:
            reference = await reference_of(self._app)
            found = await self._pairs(guest)
            cards = await cards_of(self._app, guest, found.pairs, reference)
            if any(card.key == said["card"] for card in cards):
                return await self._list(guest, reference, cards, found)
        return await self._alone(guest, await card_named(self._app, guest, said))

    async def _alone(
        self, guest: Guest, card: Card | None, answered: Answered | None = None
    ) -> Response:
        return self._desk.page(
            guest,
            "matches/alone",
            cards=[card] if card else [],
            desk=await deciding(self._app, guest),
            answered=answered,
        )

    async def _list(
        self,
        guest: Guest,
        reference: Reference,
        cards: Sequence[Card],
        found: Pairs,
        *,
        answered: Answered | None = None,
        batch: Batch | None = None,
    ) -> Response:
        shown: Shown = self._desk.shown(guest)
        committees = reference.committees
        served = [one for one in committees if one.code in guest.actor.committees] or committees
        return self._desk.page(
            guest,
            "matches/list",
            cards=cards,
            desk=await deciding(self._app, guest, reference),
            answered=answered,
            found=found,
            batch=batch,
            own=is_party(guest.actor),
            filtered=any(guest.query.get(name) for name in _FILTERS),
            types=[(one.value, shown.label(one)) for one in MatchType],
            chains=[(one.code, shown.named(one)) for one in reference.chains],
            served=[(one.code, shown.named(one)) for one in served],
        )

    async def _pairs(self, guest: Guest) -> Pairs:
        question = question_of(guest)
        if is_party(guest.actor):
            return await self._partners(guest, question)
        found = await self._app.match_inbox.page(guest.actor, question)
        empty = "" if found.total else "members" if not found.members else "pairs"
        more = question.page < found.pages
        return Pairs(found.pairs, found.total, question.page, more, empty)

    async def _partners(self, guest: Guest, question: MatchQuestion) -> Pairs:
        """An enterprise's own partners; those of one page count as shown."""
        own, actor = guest.actor.enterprise, guest.actor
        if own is None:
            return Pairs([], None, 1, more=False, empty="enterprise")
        passed = (question.page - 1) * PAGE
        try:
            ranked = await self._app.recommendations.for_enterprise(
                actor,
                own,
                match_type=question.match_type,
                most=passed + PAGE + 1,
                passed=passed,
                page=PAGE,
            )
        except NotFound:
            return Pairs([], None, 1, more=False, empty="enterprise")
        page = ranked[passed : passed + PAGE]
        pairs = [Pair(committee=None, recommendation=one) for one in page]
        empty, advice = "", list[Advice]()
        if not pairs:
            empty = "partners"
            advice = await self._app.recommendations.advice(actor, own)
        more = len(ranked) > passed + PAGE
        return Pairs(pairs, None, question.page, more, empty, advice)
