"""The outcome report: who may ask for which, and what it is made from."""

import asyncio
from collections import OrderedDict
from collections.abc import Sequence
from contextlib import suppress
from datetime import date

from chainlink.accounts.model import Actor
from chainlink.accounts.permissions import Action, Reach, Resource, reach, require
from chainlink.chains.service import ChainService
from chainlink.clock import Clock
from chainlink.enterprises.service import EnterpriseService
from chainlink.errors import Conflict, Forbidden, InvalidInput, NotFound
from chainlink.graph.port import GraphStore
from chainlink.journal.following import JournalFollower
from chainlink.matching.learning.showing_rows import shown_id
from chainlink.matching.learning.showings import ShowingLog
from chainlink.matching.model import Recommendation
from chainlink.reporting.facts import Facts
from chainlink.reporting.loading import CYPHER, load_facts
from chainlink.reporting.model import Group, ReportQuestion
from chainlink.reporting.part import chosen
from chainlink.reporting.report import Names, Report
from chainlink.reporting.shown import ShownPairs
from chainlink.settings import Settings
from chainlink.validation import EARLIEST, LATEST

_PERIODS_KEPT = 4
_REPORTED = (Resource.INTRODUCTIONS, Resource.DEALS)
_Moment = tuple[date, date, tuple[int, str]]


class ReportService:
    """Reports for officers of committees, of what their committees brokered, and for overseers.

    Everything in such a report is theirs to see: an introduction belongs to the committee that
    brokered it, a deal with its orders to those that have credit for it, an answer to those that
    the enterprise it was given to is a member of.
    """

    def __init__(
        self,
        store: GraphStore,
        follower: JournalFollower,
        clock: Clock,
        settings: Settings,
        chains: ChainService,
        enterprises: EnterpriseService,
        showings: ShowingLog,
    ) -> None:
        self._store = store
        self._follower = follower
        self._clock = clock
        self._settings = settings
        self._chains = chains
        self._enterprises = enterprises
        self._showings = showings
        self._shown = ShownPairs(store)
        self._kept: OrderedDict[_Moment, Facts] = OrderedDict()
        self._loading = asyncio.Lock()

    @property
    def today(self) -> date:
        """The district's day, up to which reports know."""
        return self._settings.today(self._clock())

    def period(self, first: date | None = None, last: date | None = None) -> tuple[date, date]:
        """The days of a report; of the last day's year, and up to today, where they are not said.

        Raises InvalidInput.
        """
        last = last or self.today
        first = first or last.replace(month=1, day=1)
        for path, day in (("to", last), ("from", first)):
            if not EARLIEST <= day <= LATEST:
                low, high = str(EARLIEST), str(LATEST)
                raise InvalidInput.of(path, "date_implausible", value=str(day), low=low, high=high)
        if first > last:
            raise InvalidInput.of("to", "report.period", first=str(first), last=str(last))
        return first, last

    async def outcome(self, actor: Actor, question: ReportQuestion) -> Report:
        """The report on a question.

        Raises Forbidden for an enterprise, NotFound for who may see none and for a committee,
        chain or event that is not there or not the actor's, InvalidInput.
        """
        self.period(question.first, question.last)
        names = await self._names()
        committees = _committees(actor, question, names)
        if question.event is not None and question.event not in names.events:
            raise NotFound("report.event", value=question.event)
        facts = await self._facts(question)
        await self._showings.flush()  # what was shown a moment ago counts as well
        shown = await self._shown.load(question, self._settings.zone)
        return Report(chosen(facts, shown, question, committees), names, self.today)

    async def events(self) -> list[Group]:
        """Events that a report may be asked of, by the day on which they are held."""
        return list((await self._names()).events.values())

    async def shown_pair(self, actor: Actor, showing: str, position: int) -> Recommendation:
        """A recommendation as it was shown. Raises NotFound, Conflict where it is damaged."""
        if min(reach(actor, Action.READ, one) for one in _REPORTED) < Reach.COMMITTEE:
            raise NotFound("not_found")
        asker = await self._showings.asker_of(showing)
        owner = await self._enterprises.owner(self._store, asker)
        require(actor, Action.READ, Resource.RECOMMENDATIONS, owner)
        for one in await self._showings.again(showing):
            if one.rank == position:
                return one
        raise NotFound("not_found")

    async def shown_pairs(self, actor: Actor, ids: Sequence[str]) -> dict[str, Recommendation]:
        """Several as they were shown, by `shown_id`; without those the actor may not see."""
        wanted: dict[str, set[int]] = {}
        for one in ids:
            showing, _, position = one.rpartition(":")
            wanted.setdefault(showing, set()).add(int(position))
        found: dict[str, Recommendation] = {}
        for showing, positions in wanted.items():
            with suppress(NotFound, Conflict):
                await self.shown_pair(actor, showing, min(positions))
                for pair in await self._showings.again(showing):
                    if pair.rank in positions:
                        found[shown_id(showing, pair.rank)] = pair
        return found

    async def _facts(self, question: ReportQuestion) -> Facts:
        """Kept until the journal goes on: whoever turns the pages of records asks often."""
        await self._follower.fresh()
        moment = (question.first, question.last, self._follower.position)
        async with self._loading:
            found = self._kept.get(moment)
            if found is None:
                found = await load_facts(self._store, question, self._settings.zone)
                for old in [one for one in self._kept if one[2] != moment[2]]:
                    del self._kept[old]
                self._kept[moment] = found
                if len(self._kept) > _PERIODS_KEPT:
                    self._kept.popitem(last=False)
            return found

    async def _names(self) -> Names:
        committees, chains, rows = await asyncio.gather(
            self._chains.committees(), self._chains.chains(), self._store.read(CYPHER["events"])
        )
        return Names(
            committees={one.code: one for one in committees},
            chains={one.code: one for one in chains},
            events={row["id"]: Group(row["id"], row["name_zh"], row["name_en"]) for row in rows},
        )


def _committees(actor: Actor, question: ReportQuestion, names: Names) -> frozenset[str] | None:
    """The committees that a report speaks of; None for everything, whoever brokered it."""
    reached = min(reach(actor, Action.READ, one) for one in _REPORTED)
    if reached is Reach.NONE:
        raise NotFound("not_found")
    if reached is Reach.OWN:
        raise Forbidden("report.officers")
    asked: frozenset[str] | None = None if reached is Reach.ALL else actor.committees
    if question.committee is not None:
        if question.committee not in names.committees:
            raise NotFound("report.committee", value=question.committee)
        asked = _among(asked, frozenset({question.committee}), question.committee)
    if question.chain is not None:
        if question.chain not in names.chains:
            raise NotFound("chain.unknown", value=question.chain)
        leading = {code for code, chain in names.chain_of.items() if chain == question.chain}
        wanted = frozenset(leading)
        if reached is not Reach.ALL and not wanted & actor.committees:
            raise NotFound("not_found")
        asked = wanted if asked is None else asked & wanted
    return asked


def _among(asked: frozenset[str] | None, wanted: frozenset[str], value: str) -> frozenset[str]:
    if asked is not None and not wanted <= asked:
        raise NotFound("report.committee", value=value)
    return wanted
