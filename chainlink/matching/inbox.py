"""Every member's best few pairs, kept: ranked once, and after a change only where it matters.

A change of one enterprise moves that enterprise in the members' lists, and brings its own list up
to date if it is a member. What a change does to third parties is little: it may push one out of
the claims looked at in a crowded category, and a new wording shifts how rare letter groups are.
That is brought in by `sweep`, member by member; without either, nothing is left to sweep.
"""

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from chainlink.matching.inbox_members import MembersIndex, places_with
from chainlink.matching.inbox_places import Few, Place, few_of
from chainlink.matching.inbox_sieve import EVERYTHING, Kept, Sieve, sifted
from chainlink.matching.model import MatchType, Recommendation
from chainlink.matching.policy import Policy
from chainlink.matching.projection.day import Day
from chainlink.matching.ranking import candidates, recommendation
from chainlink.matching.reach import Reaches

_SIEVES = 50  # kept sifted at once


@dataclass(frozen=True, slots=True)
class Question:
    """Whose pairs: members of any of `committees` (of any at all where none is named).

    `scope` are the committees whose own claims may be used, None for all; `own` is the asker's own
    enterprise, for which none may.
    """

    committees: frozenset[str]
    types: tuple[MatchType, ...]
    scope: frozenset[str] | None
    own: str | None = None


class Inbox:
    """The pairs of one question on one day."""

    def __init__(self, day: Day, reaches: Reaches, policy: Policy, question: Question) -> None:
        self.question = question
        self._day, self._reaches, self._policy = day, reaches, policy
        self._changes = day.projection.changes
        self._shown = _shown(day)
        members = [row for row in day.members().tolist() if self._is_member(row)]
        self._few: dict[int, Few] = {row: Few([]) for row in members}
        self._unranked: deque[int] = deque(members)
        self._holding: dict[int, set[int]] = {}  # whose few a partner is among
        self._index = MembersIndex(day.projection, members)
        self._ordered: list[Kept] | None = None
        self._sifted: dict[Sieve, list[Kept]] = {}

    # -- keeping

    def fits(self, day: Day, reaches: Reaches, policy: Policy) -> bool:
        """Whether it can be brought up to a day by following, or has to be made anew."""
        now, projection = self._day, day.projection
        return (
            now.projection is projection
            and now.number == day.number
            and now.taxonomy is day.taxonomy
            and self._reaches is reaches
            and self._policy.version == policy.version
            and self._shown == _shown(day)
            and projection.changes - self._changes <= len(projection.followed)
        )

    def follow(self, day: Day) -> None:
        """Bring in what changed since it was made or last followed."""
        self._day = day
        missed = day.projection.changes - self._changes
        if missed == 0:
            return
        self._sifted.clear()  # names and memberships of third parties may be others by now
        self._changes = day.projection.changes
        touched = sorted({row for rows in list(day.projection.followed)[-missed:] for row in rows})
        own = [row for row in touched if self._is_member(row)]
        for row in touched:
            if row in self._few and row not in own:
                self._put(row, Few([]))
                del self._few[row]
        for row in own:
            self._few.setdefault(row, Few([]))
        self._index.put(day.projection, own)
        for row in own:
            self._rank(row)
        seen = self._index.day(day)
        for row in touched:
            self._move(seen, row, frozenset(touched))
        self._unranked = deque(row for row in self._few if row not in own)

    @property
    def unranked(self) -> int:
        """How many members were not ranked since the last change."""
        return len(self._unranked)

    def sweep(self, most: int) -> int:
        """Rank members that were not ranked since the last change; returns how many are left."""
        for _ in range(min(most, len(self._unranked))):
            row = self._unranked.popleft()
            if row in self._few:
                self._rank(row)
        return len(self._unranked)

    def _is_member(self, row: int) -> bool:
        committees = self._day.committees_of(row)
        asked, scope = self.question.committees, self.question.scope
        if not committees or (asked and not committees & asked):
            return False
        own = self._day.projection.ids.values[row] == self.question.own
        if not own and scope is not None and not committees & scope:
            return False
        return bool(self._day.takes_part(np.array([row]))[0])

    def _rank(self, member: int) -> None:
        scope = self.question.scope
        if self._day.projection.ids.values[member] == self.question.own:
            scope = frozenset()
        found = candidates(
            self._day, self._reaches, self._policy, member, self.question.types, scope
        )
        self._put(member, few_of(self._day, found))

    def _put(self, member: int, few: Few) -> None:
        for place in self._few[member].places:
            self._holding[place.partner].discard(member)
        for place in few.places:
            self._holding.setdefault(place.partner, set()).add(member)
        self._few[member] = few
        self._ordered = None
        self._sifted.clear()

    def _move(self, seen: Day, partner: int, touched: frozenset[int]) -> None:
        """One changed enterprise in the lists of members that did not change themselves."""
        types, scope = self.question.types, self.question.scope
        now = places_with(seen, self._reaches, self._policy, partner, types, scope)
        own = self._day.projection.ids.find(self.question.own) if self.question.own else -1
        for member in (now.keys() & self._few.keys()) | self._holding.get(partner, set()):
            if member in touched:
                continue
            few = self._few[member]
            moved = Few(list(few.places), few.rows)
            if member == own or not moved.move(partner, now.get(member)):
                self._rank(member)
            elif moved.rows is not few.rows or moved.places != few.places:
                self._put(member, moved)

    # -- telling

    def places(self) -> dict[str, list[Place]]:
        """Every member's few, by id."""
        names = self._day.projection.ids.values
        return {names[row]: list(few.places) for row, few in self._few.items()}

    def first(self, most: int) -> list[Recommendation]:
        """The first pairs, each once."""
        return self.window(EVERYTHING, 0, most)

    def window(self, sieve: Sieve, passed: int, most: int) -> list[Recommendation]:
        """Up to `most` wanted pairs after `passed` of them; reasons are made for these alone."""
        for _ in range(len(self._few) + 1):
            shown = self._wanted(sieve)[passed : passed + most]
            lacking = {self._row(one.member) for one in shown}
            lacking = {row for row in lacking if self._few[row].rows is None}
            if not lacking:
                break
            for row in lacking:
                self._rank(row)
        return [self._told(one, rank) for rank, one in enumerate(shown, start=passed + 1)]

    def count(self, sieve: Sieve) -> int:
        """How many pairs are wanted."""
        return len(self._wanted(sieve))

    @property
    def members(self) -> int:
        """How many enterprises it has the pairs of."""
        return len(self._few)

    def committee_of(self, member: str) -> str | None:
        """On whose behalf a member's pair is told: the committee asked for before others."""
        committees = self._day.committees_of(self._row(member))
        among = committees & self.question.committees or committees
        return min(among, default=None)

    def _row(self, name: str) -> int:
        return self._day.projection.ids.find(name)

    def _told(self, one: Kept, rank: int) -> Recommendation:
        rows = self._few[self._row(one.member)].rows
        assert rows is not None  # noqa: S101 - ranked just before
        return recommendation(
            self._day,
            self._policy,
            one.member,
            rows,
            one.turn,
            rank=rank,
            chance=1.0,
            exploration=False,
        )

    def _pairs(self) -> list[Kept]:
        """All pairs in order, each where it comes first."""
        if self._ordered is None:
            self._ordered = list(self._once())
        return self._ordered

    def _wanted(self, sieve: Sieve) -> list[Kept]:
        """The pairs that pass a sieve, kept until a list changes."""
        pairs = self._pairs()
        if sieve == EVERYTHING:
            return pairs
        known = self._sifted.get(sieve)
        if known is None:
            if len(self._sifted) >= _SIEVES:
                self._sifted.clear()
            known = self._sifted[sieve] = list(sifted(self._day, pairs, sieve))
        return known

    def _once(self) -> Iterator[Kept]:
        names = self._day.projection.ids.values
        kept = sorted(
            Kept(turn, place, names[row])
            for row, few in self._few.items()
            for turn, place in enumerate(few.places)
        )
        told: set[tuple[int, int]] = set()
        for one in kept:
            ends = (self._row(one.member), one.place.partner)
            pair = (min(ends), max(ends))
            if pair not in told:
                told.add(pair)
                yield one


def _shown(day: Day) -> tuple[bytes, bytes]:
    """How often everybody was shown lately, to be compared."""
    counts = day.projection.exposure.array
    rows = np.flatnonzero(counts)
    return rows.tobytes(), counts[rows].tobytes()
