"""What an enterprise could add to be matched better, and in how many lists it would then stand.

Every addition is tried: on a copy of the enterprise and of those whom it would meet, in the very
lists that these get. At most 30 of them are asked for one addition, those with whom it gains most,
and at most 150 for all additions together, so that a promise may be less than what comes true in a
big district, but never a guess.
"""

import asyncio
import copy
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from chainlink.matching.advice_changes import Addition, Said
from chainlink.matching.advice_openings import openings
from chainlink.matching.advice_scratch import tried
from chainlink.matching.arranging import PAGE
from chainlink.matching.inbox_members import places_with
from chainlink.matching.inbox_places import Place, places_of
from chainlink.matching.live import first_live
from chainlink.matching.meeting import LEAST_FIT
from chainlink.matching.model import MatchType
from chainlink.matching.policy import Policy
from chainlink.matching.projection.day import Day
from chainlink.matching.projection.postings import Postings
from chainlink.matching.projection.tables import Tables
from chainlink.matching.ranking import Candidates, arrangement, candidates
from chainlink.matching.reach import (
    Reaches,
    goes_into,
    handled_as,
    made_from,
    near,
    processed_into,
    processes_for,
    sold_as,
    wanted_as,
)
from chainlink.matching.retrieval import Step

ASKED = 30  # counterparts whose lists are made again for one addition
LISTS = 150  # counterparts whose lists are made again for all additions
MOST = 5  # pieces of advice
_MET = 300  # counterparts among whom those are found
_EACH = 32  # claims looked at in one category
_TYPES = tuple(MatchType)
_NOBODYS: frozenset[str] = frozenset()  # committees whose own claims count: enterprises ask here


@dataclass(frozen=True, slots=True)
class Advice:
    """Do this, and so many more see you.

    `key` is a message key whose sentence takes `title`, `label` and `entered`.

    `entered` counts the partners in whose first twenty the enterprise does not stand now and then
    would; `asked` of them were asked. `category` is an id of the taxonomy, `label` its name.
    """

    code: str
    claim: str | None
    title: str
    category: str | None
    label: str | None
    entered: int
    asked: int

    @property
    def key(self) -> str:
        """Message key."""
        return f"advice.{self.code}"


class Adviser:
    """Tries additions of one enterprise, one after the other."""

    def __init__(
        self, day: Day, reaches: Reaches, policy: Policy, enterprise: int, tables: Tables
    ) -> None:
        # wordings are compared within this process: hundreds of lists are made
        day = copy.copy(day)
        day.similarity = None
        self._day, self._reaches, self._policy = day, reaches, policy
        self._enterprise = enterprise
        self._found = candidates(day, reaches, policy, enterprise, _TYPES, _NOBODYS)
        said = Said(day, enterprise, tables)
        self.additions = said.additions(openings(day, reaches, enterprise, self._found))
        self._lists: dict[int, list[Place]] = {}

    async def effect(self, addition: Addition) -> tuple[int, int]:
        """In how many lists more the enterprise would stand, and how many were asked."""
        met = self._met(addition)
        day = tried(self._day, addition.tables, met)
        found = places_with(day, self._reaches, self._policy, 0, _TYPES, _NOBODYS)
        would = {int(met[row - 1]): place for row, place in found.items()}
        now = {partner: self._now(partner) for partner in would} if len(would) > ASKED else {}
        gains = sorted(would, key=lambda one: (_gain(would[one], now.get(one)), would[one]))
        entered = asked = 0
        for partner in gains:
            if asked == ASKED:
                break
            if partner in self._lists or len(self._lists) < LISTS:
                asked += 1
                entered += self._enters(partner, would[partner])
                await asyncio.sleep(0)  # others are answered in between
        return entered, asked

    def label(self, category: str) -> str:
        """A category's name."""
        known = self._day.taxonomy.by_id.get(category)
        return known.label_zh if known else category

    def _now(self, partner: int) -> Place | None:
        """Where the enterprise stands with a partner by its own list, as far as that goes."""
        if self._found is None:
            return None
        rows = self._found.order[self._found.partners[self._found.order] == partner]
        if len(rows) == 0:
            return None
        return Place(-float(self._found.scores.totals[rows[0]]), 0, "", partner)

    def _enters(self, partner: int, would: Place) -> bool:
        if partner not in self._lists:
            found = candidates(self._day, self._reaches, self._policy, partner, _TYPES, _NOBODYS)
            self._lists[partner] = places_of(self._day, found)
        now = self._lists[partner]
        if self._enterprise in self._page(now):
            return False
        others = [one for one in now if one.partner != self._enterprise]
        mine = would._replace(partner=self._enterprise)
        return self._enterprise in self._page(sorted([*others, mine]))

    def _page(self, places: list[Place]) -> set[int]:
        """Who is shown first, small firms' places and the explored one included."""
        if not places:
            return set()
        partners = np.array([one.partner for one in places])
        shown, _, _ = arrangement(self._day, partners, np.array([places[0].tie], np.uint64))
        return set(partners[shown[:PAGE]].tolist())

    def _met(self, addition: Addition) -> npt.NDArray[np.int64]:
        """Whom the changed claim may meet: by category, in words, and whom it meets now."""
        day, index = self._day, self._day.projection.index
        owners = day.projection.claims.owner
        parts = [_partners_of(self._found)]
        categories = [day.projection.categories.add(one) for one in addition.categories]
        for step, postings in _steps(day, need=addition.need):
            for category in categories:
                reached = self._reaches.of(step, category)
                targets = reached.targets[reached.closeness >= LEAST_FIT]
                parts.append(owners[first_live(day, postings, targets, _EACH)[1]])
        vague = index.vaguely_said if addition.need else index.vaguely_asked
        parts.append(owners[first_live(day, vague, np.zeros(1, np.int64), _EACH)[1]])
        # the changed claim's own come first
        met = np.concatenate([*parts[1:], parts[0]]).astype(np.int64)
        met = met[met != self._enterprise]
        # a claim that is only imagined brings nobody back who was dismissed
        met = met[~np.isin(met, day.dismissed(self._enterprise))]
        _, firsts = np.unique(met, return_index=True)
        found: npt.NDArray[np.int64] = met[np.sort(firsts)][:_MET]
        return found


def _partners_of(found: Candidates | None) -> npt.NDArray[np.int64]:
    if found is None:
        return np.zeros(0, np.int64)
    partners: npt.NDArray[np.int64] = found.partners[found.order].astype(np.int64)
    return partners


def _gain(would: Place, now: Place | None) -> float:
    """Less is more: with whom the score rises most, those first with whom there is none yet."""
    return would.score - now.score if now else -np.inf


def _steps(day: Day, *, need: bool) -> list[tuple[Step, Postings]]:
    """All ways from a claim's category to the claims that it can meet."""
    index = day.projection.index
    if need:
        return [(near, index.capabilities), (processes_for, index.capabilities)]
    asked: tuple[Step, ...] = (wanted_as, processed_into)
    said: tuple[Step, ...] = (goes_into, made_from, handled_as, sold_as)
    return [(one, index.needs) for one in asked] + [(one, index.capabilities) for one in said]


async def advise(adviser: Adviser) -> list[Advice]:
    """The best advice: what changes most, first; what changes nothing is left out."""
    known: list[tuple[Addition, Advice]] = []
    for addition in adviser.additions:
        entered, asked = await adviser.effect(addition)
        known.append((addition, _told(adviser, addition, entered, asked)))
    return _best(known)


def _told(adviser: Adviser, addition: Addition, entered: int, asked: int) -> Advice:
    category = addition.category
    return Advice(
        code=addition.code,
        claim=addition.claim,
        title=addition.title,
        category=category,
        label=adviser.label(category) if category else None,
        entered=entered,
        asked=asked,
    )


def _best(known: list[tuple[Addition, Advice]]) -> list[Advice]:
    """Those that change something, and more than what they include does alone."""
    alone = {(one.code, one.claim): one.entered for _, one in known}
    worth = [
        advice
        for addition, advice in known
        if advice.entered > alone.get((addition.than or "", addition.claim), 0)
    ]
    return sorted(worth, key=lambda one: (-one.entered, one.code, one.title))[:MOST]
