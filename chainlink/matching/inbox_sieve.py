"""Which of an inbox's pairs somebody wants to look at."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

from chainlink.matching.inbox_places import Place
from chainlink.matching.projection.day import Day

Ends = tuple[str, str]


class Kept(NamedTuple):
    """One pair as a member sees it; sorts as the inbox does: every member's best come first."""

    turn: int
    place: Place
    member: str


def ends_of(one: str, other: str) -> Ends:
    """Two enterprises as a pair, whichever is named first."""
    return (one, other) if one < other else (other, one)


@dataclass(frozen=True, slots=True)
class Sieve:
    """What pairs must be: one side a member of one of `committees`, one side's name with `name`
    in it whatever its case, the score `least` or more, none of `without`."""

    committees: frozenset[str] | None = None
    name: str = ""
    least: float | None = None
    without: frozenset[Ends] = frozenset()


EVERYTHING = Sieve()


def sifted(day: Day, pairs: Iterable[Kept], sieve: Sieve) -> Iterator[Kept]:
    """The pairs that are wanted, in their order."""
    tests = list(_tests(day, sieve))
    return (one for one in pairs if all(test(one) for test in tests))


def _tests(day: Day, sieve: Sieve) -> Iterator[Callable[[Kept], bool]]:
    """The cheap ones first."""
    least, name, committees = sieve.least, sieve.name.strip().casefold(), sieve.committees
    ids, names, without = day.projection.ids, day.projection.names, sieve.without
    if least is not None:
        # what is told is rounded, and what is told as so much must be found by it
        bound = least - 0.005
        yield lambda one: -one.place.score >= bound
    if without:
        yield lambda one: ends_of(one.member, one.place.name) not in without
    if name:

        @cache
        def named(row: int) -> bool:
            return name in names[row].casefold()

        yield lambda one: named(one.place.partner) or named(ids.find(one.member))
    if committees is not None:

        @cache
        def within(row: int) -> bool:
            return bool(day.committees_of(row) & committees)

        yield lambda one: within(ids.find(one.member)) or within(one.place.partner)
