"""Projections made from facts, without a graph."""

from collections.abc import Iterable

from chainlink.matching.projection.day import Day
from chainlink.matching.projection.facts import EnterpriseFact
from chainlink.matching.projection.projection import Projection
from chainlink.matching.projection.tables import tables_of
from chainlink.matching.reach import Reaches
from chainlink.taxonomy.service import Taxonomy


def projected(facts: Iterable[EnterpriseFact]) -> Projection:
    """All facts at once, as at start."""
    projection = Projection()
    projection.append(tables_of(facts))
    projection.settle()
    return projection


def on_day(projection: Projection, taxonomy: Taxonomy, day: str, cut: str) -> tuple[Day, Reaches]:
    """The projection on one day."""
    return Day(projection, taxonomy, day, cut), Reaches(taxonomy, projection.categories)
