"""From one category to those that can meet it, by each way that a match type goes.

What is reached from a category is looked up in the taxonomy once and kept as arrays.
"""

import hashlib
from collections import OrderedDict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from chainlink.matching.projection.codes import Pool
from chainlink.taxonomy.kinship import Kin
from chainlink.taxonomy.model import CategoryKind, CategoryLink
from chainlink.taxonomy.service import Taxonomy

MOST_TARGETS = 256
_KEPT = 20_000
_PROCESSING = 0.8  # a process that makes the wanted thing, against the thing itself
CATEGORY_KINDS = tuple(CategoryKind)
THINGS = frozenset({CategoryKind.GOOD, CategoryKind.PROCESS})


class Way(NamedTuple):
    """How a target is reached: through kin, and through an INPUT_TO edge where one is used."""

    target: str
    closeness: float
    kin: Kin
    edge: CategoryLink | None = None


@dataclass(frozen=True, slots=True)
class Reach:
    """What one category reaches one way: numbers of the categories, 0..1 how closely, and how."""

    targets: npt.NDArray[Any]
    closeness: npt.NDArray[np.float64]
    ways: tuple[Way, ...]


def near(taxonomy: Taxonomy, category: str) -> Iterator[Way]:
    """Who needs this is served by whoever offers these."""
    for kin in taxonomy.kinship.around(category).values():
        yield Way(kin.id, kin.closeness, kin)


def wanted_as(taxonomy: Taxonomy, category: str) -> Iterator[Way]:
    """Who offers this serves whoever needs these: the same kinship seen from the other side."""
    for other in taxonomy.kinship.around(category):
        kin = taxonomy.kinship.around(other).get(category)
        if kin is not None:
            yield Way(other, kin.closeness, kin)


def processes_for(taxonomy: Taxonomy, category: str) -> Iterator[Way]:
    """A process that makes the wanted thing serves who wants it made."""
    for edge in taxonomy.inputs.get(category, ()):
        if _is(taxonomy, edge.start, CategoryKind.PROCESS):
            kin = Kin(edge.start, edge.confidence, (category, edge.start))
            yield Way(edge.start, _PROCESSING * edge.confidence, kin, edge)


def processed_into(taxonomy: Taxonomy, category: str) -> Iterator[Way]:
    """The same seen from the process."""
    if not _is(taxonomy, category, CategoryKind.PROCESS):
        return
    for edge in taxonomy.outputs.get(category, ()):
        kin = Kin(category, edge.confidence, (edge.end, category))
        yield Way(edge.end, _PROCESSING * edge.confidence, kin, edge)


def goes_into(taxonomy: Taxonomy, category: str) -> Iterator[Way]:
    """My output is your input: from what goes in to what it goes into, and kin of that."""
    for edge in taxonomy.outputs.get(category, ()):
        strength = _strength(edge)
        for kin in taxonomy.kinship.around(edge.end).values():
            yield Way(kin.id, strength * kin.closeness, kin, edge)


def made_from(taxonomy: Taxonomy, category: str) -> Iterator[Way]:
    """The same seen from what is made."""
    for other in taxonomy.kinship.around(category).values():
        kin = taxonomy.kinship.around(other.id).get(category, other)
        for edge in taxonomy.inputs.get(other.id, ()):
            yield Way(edge.start, _strength(edge) * kin.closeness, kin, edge)


def handled_as(taxonomy: Taxonomy, category: str) -> Iterator[Way]:
    """A channel for this sells these; the way is told from the maker's goods to the channel's."""
    for kin in taxonomy.kinship.around(category).values():
        yield Way(kin.id, kin.closeness, Kin(category, kin.closeness, kin.way[::-1]))


def sold_as(taxonomy: Taxonomy, category: str) -> Iterator[Way]:
    """The same seen from the maker's goods."""
    for way in wanted_as(taxonomy, category):
        yield Way(way.target, way.closeness, Kin(way.target, way.closeness, way.kin.way[::-1]))


def _strength(edge: CategoryLink) -> float:
    return edge.confidence * (0.5 + 0.5 * (edge.strength or 0.0))


def _is(taxonomy: Taxonomy, category: str, kind: CategoryKind) -> bool:
    known = taxonomy.by_id.get(category)
    return known is not None and known.kind is kind


class Reaches:
    """Reaches of one revision of the taxonomy, each looked up once; numbers are a pool's."""

    def __init__(self, taxonomy: Taxonomy, numbers: Pool[str]) -> None:
        self.taxonomy = taxonomy
        self.numbers = numbers
        self._kept: OrderedDict[tuple[str, int], Reach] = OrderedDict()
        self._kinds: npt.NDArray[np.int8] = np.zeros(0, np.int8)
        self._hashes: npt.NDArray[np.uint64] = np.zeros(1, np.uint64)

    def of(self, step: Callable[[Taxonomy, str], Iterator[Way]], category: int) -> Reach:
        """What a category reaches by a step, the closest 256 at most."""
        key = (step.__name__, category)
        found = self._kept.get(key)
        if found is None:
            found = self._kept[key] = self._look(step, self.numbers.values[category])
            if len(self._kept) > _KEPT:
                self._kept.popitem(last=False)
        return found

    def _look(self, step: Callable[[Taxonomy, str], Iterator[Way]], category: str) -> Reach:
        best: dict[str, Way] = {}
        for way in step(self.taxonomy, category):
            known = best.get(way[0])
            if known is None or way[1] > known[1] or (way[1] == known[1] and _before(way, known)):
                best[way[0]] = way
        ways = sorted(best.values(), key=lambda way: (-way[1], way[0]))[:MOST_TARGETS]
        return Reach(
            targets=np.array([self.numbers.add(way.target) for way in ways], np.int64),
            closeness=np.array([way.closeness for way in ways], np.float64),
            ways=tuple(ways),
        )

    def kinds(self) -> npt.NDArray[np.int8]:
        """The kind of every numbered category as a place in CATEGORY_KINDS, -1 where unknown."""
        if len(self._kinds) < len(self.numbers):
            new = self.numbers.values[len(self._kinds) :]
            known = [self.taxonomy.by_id.get(one) for one in new]
            kinds = [CATEGORY_KINDS.index(one.kind) if one else -1 for one in known]
            self._kinds = np.append(self._kinds, np.array(kinds, np.int8))
            hashes = [_name_hash(one) for one in new]
            self._hashes = np.append(self._hashes[:-1], np.array([*hashes, 0], np.uint64))
        return self._kinds

    def hashes(self) -> npt.NDArray[np.uint64]:
        """A number for every category's name, whatever its own number; 0 at the end for none."""
        self.kinds()
        return self._hashes

    def finished(self, category: int) -> float:
        """1 for goods that go into no other goods, less the more they do; 0 for what is no good."""
        name = self.numbers.values[category]
        if not _is(self.taxonomy, name, CategoryKind.GOOD):
            return 0.0
        edges = self.taxonomy.outputs.get(name, ())
        onward = sum(_is(self.taxonomy, edge.end, CategoryKind.GOOD) for edge in edges)
        return 1.0 / (1.0 + onward)


def _before(way: Way, other: Way) -> bool:
    """Which of two ways that are as close is told: the one through the lesser category."""
    ends = [one.edge.end if one.edge else "" for one in (way, other)]
    return ends[0] < ends[1]


def _name_hash(name: str) -> int:
    return int.from_bytes(hashlib.blake2b(name.encode(), digest_size=8).digest(), "little")
