"""What a chain stands on, whoever supplies it: its goods, what goes into them, what flows where."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from chainlink.chains.model import Stage
from chainlink.matching.reach import THINGS
from chainlink.taxonomy.service import Taxonomy

INPUT = ""  # the stage of what is at none


@dataclass(frozen=True, slots=True)
class Place:
    """A good at a stage; `kinds` are itself and all narrower ones, by category id."""

    stage: str
    category: str
    kinds: frozenset[str]

    @property
    def id(self) -> str:
        """Unique on the map."""
        return f"{self.stage}|{self.category}"


@dataclass(frozen=True, slots=True)
class Ground:
    """The places of a map, stages first, then inputs; all else by their positions.

    `flows` are pairs of which the first goes into the second at a later stage: by INPUT_TO between
    goods of stages that feed each other. `serves` are the places that an input goes into.
    """

    stages: tuple[Stage, ...]
    places: tuple[Place, ...]
    flows: tuple[tuple[int, int], ...]
    serves: Mapping[int, tuple[int, ...]]


def ground_of(taxonomy: Taxonomy, stages: Sequence[Stage]) -> Ground:
    """The ground of one chain, whose stages these are."""
    goods = [
        Place(stage.id, category, narrower(taxonomy, category))
        for stage in stages
        for category in stage.categories
        if category in taxonomy.by_id
    ]
    after = _after(stages)
    flows: set[tuple[int, int]] = set()
    into: dict[str, set[int]] = {}
    for number, place in enumerate(goods):
        for source in _sources(taxonomy, place):
            starts = [n for n, other in enumerate(goods) if source in other.kinds]
            flows |= {(n, number) for n in starts if place.stage in after[goods[n].stage]}
            if not starts and taxonomy.by_id[source].kind in THINGS:
                into.setdefault(source, set()).add(number)
    # what goes into the chain under a wider and a narrower name would be told twice
    inputs = [one for one in sorted(into) if not _wider_among(taxonomy, one, into)]
    serves = {len(goods) + n: tuple(sorted(into[one])) for n, one in enumerate(inputs)}
    beyond = [Place(INPUT, one, narrower(taxonomy, one)) for one in inputs]
    return Ground(tuple(stages), (*goods, *beyond), tuple(sorted(flows)), serves)


def narrower(taxonomy: Taxonomy, category: str) -> frozenset[str]:
    """The category and its special forms, up to three steps down, as matching sees them."""
    found = {category}
    for kin in taxonomy.kinship.around(category).values():
        steps = zip(kin.way, kin.way[1:], strict=False)
        if all(_is_broader(taxonomy, wide, special) for wide, special in steps):
            found.add(kin.id)
    return frozenset(found)


def _is_broader(taxonomy: Taxonomy, wide: str, special: str) -> bool:
    return any(link.end == wide for link in taxonomy.broader_of(special))


def _sources(taxonomy: Taxonomy, place: Place) -> Iterator[str]:
    """What goes into a good or into a special form of it."""
    for kind in sorted(place.kinds):
        for edge in taxonomy.inputs.get(kind, ()):
            if edge.start in taxonomy.by_id and edge.start not in place.kinds:
                yield edge.start


def _wider_among(taxonomy: Taxonomy, category: str, known: Mapping[str, set[int]]) -> bool:
    """Whether a wider one goes into the same and more."""
    return any(
        link.end in known and known[category] <= known[link.end]
        for link in taxonomy.broader_of(category)
    )


def _after(stages: Sequence[Stage]) -> dict[str, set[str]]:
    """By stage all those that it feeds, through others too."""
    feeds = {stage.id: stage.feeds for stage in stages}
    found: dict[str, set[str]] = {}
    for stage in stages:
        reached: set[str] = set()
        waiting = list(stage.feeds)
        while waiting:
            one = waiting.pop()
            if one not in reached:
                reached.add(one)
                waiting += feeds.get(one, ())
        found[stage.id] = reached - {stage.id}
    return found
