"""How near two categories are to each other: the same, one broader than the other, or siblings."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from chainlink.taxonomy.model import CategoryLink

# What remains of a match per step. Who needs a thing is served by who makes a special form of it
# more surely than by who makes the wider class; siblings share a class and often nothing else.
NARROWER_STEP = 0.85
BROADER_STEP = 0.7
SIBLING = 0.35
_STEPS = 3


@dataclass(frozen=True, slots=True)
class Kin:
    """A category near another: `closeness` 0..1 and the categories on the way, ends included."""

    id: str
    closeness: float
    way: tuple[str, ...]


class Kinship:
    """The BROADER hierarchy, looked at from any category. Cycles in the data do no harm."""

    def __init__(self, broader: Iterable[CategoryLink]) -> None:
        self._up: dict[str, list[CategoryLink]] = defaultdict(list)
        self._down: dict[str, list[CategoryLink]] = defaultdict(list)
        for link in broader:
            self._up[link.start].append(link)
            self._down[link.end].append(link)
        self._cache: dict[str, Mapping[str, Kin]] = {}

    def around(self, category: str) -> Mapping[str, Kin]:
        """All kin of a category by id, itself with closeness 1 among them, as its seeker sees it.

        Narrower ones keep .85 a step, broader ones .7, siblings .35 in all, each times the
        confidence of the edges.
        """
        known = self._cache.get(category)
        if known is None:
            known = self._cache[category] = self._look_around(category)
        return known

    def _look_around(self, category: str) -> Mapping[str, Kin]:
        found = {category: Kin(category, 1.0, (category,))}
        self._walk(found, category, self._down, NARROWER_STEP)
        self._walk(found, category, self._up, BROADER_STEP)
        for parent in self._up[category]:
            for sibling in self._down[parent.end]:
                kin = Kin(
                    sibling.start,
                    SIBLING * parent.confidence * sibling.confidence,
                    (category, parent.end, sibling.start),
                )
                if sibling.start not in found or found[sibling.start].closeness < kin.closeness:
                    found[sibling.start] = kin
        return found

    def _walk(
        self,
        found: dict[str, Kin],
        category: str,
        edges: Mapping[str, list[CategoryLink]],
        step: float,
    ) -> None:
        frontier = [found[category]]
        for _ in range(_STEPS):
            reached = []
            for here in frontier:
                for link in edges.get(here.id, ()):
                    there = link.end if link.start == here.id else link.start
                    kin = Kin(there, here.closeness * step * link.confidence, (*here.way, there))
                    if there not in found or found[there].closeness < kin.closeness:
                        found[there] = kin
                        reached.append(kin)
            frontier = reached
