"""Which categories can go into a category, by every way that says so.

A category's own inputs are seldom all known. What else goes into it is guessed from those named
alike, from those made and used alike, from what its known inputs go together with, from its name,
and from those that offer it and their sectors. Each way gives a value; none decides alone
(`expansion_values` turns them into factors, learned weights add them up).
"""

from dataclasses import dataclass

import numpy as np

from chainlink.matching.expansion_graph import ChainGraph, Prepared
from chainlink.matching.expansion_names import Floats, Ints
from chainlink.matching.expansion_rows import (
    dots,
    greatest,
    most_alike,
    nothing,
    places,
    push,
    row,
)

_EACH = 60  # candidates of each way
_NAMED = 100  # categories named alike that are asked
_ALIKE = 60
_NEAREST = 300
WAYS = ("named_alike", "alike", "together", "in_name", "co_offered", "sector_buys")


@dataclass(frozen=True, eq=False)
class Reached:
    """Categories that may go into one, and what speaks for each: one array a signal."""

    categories: Ints
    signals: dict[str, Floats]
    inputs_known: int  # of the category asked about
    nearest_name: float  # cosine of the best known category named alike


class Expansion:
    """Answers for one graph; the graph is not watched, a changed one needs a new Expansion."""

    def __init__(self, graph: ChainGraph) -> None:
        self._at = Prepared.of(graph)

    def inputs(self, category: int, each: int = _EACH) -> Reached:
        """Categories somebody offers that may go into `category`, at most `each` by each way."""
        at = self._at
        grams = row(at.names, category)
        named = _but(push(*grams, at.names_consumers), at.place_consumer[category])
        profile = push(*row(at.profiles, category), at.profiles_consumers)
        profile = _but(profile, at.place_consumer[category])
        known = row(at.needs, category)[0]
        sector = row(at.sectors[0], category) if at.sectors else nothing()
        dense = {
            "named_alike": self._taken(*most_alike(named, _NAMED, 3.0)),
            "alike": self._taken(*most_alike(profile, _ALIKE, 2.0)),
            "together": self._together(known),
            "in_name": push(*grams, at.names_offered),
            "co_offered": push(*row(at.sellers, category), at.shares),
            "sector_buys": push(*sector, at.bought),
        }
        found = self._candidates(category, dense, each)
        categories = at.offered[found]
        signals = {way: values[found] for way, values in dense.items()}
        signals["nearest"] = self._nearest(profile)[found]
        for level, (flow, mix) in enumerate(zip(at.flows, at.sectors, strict=True)):
            columns, weights = row(mix, category)
            signals[f"flow_{level}"] = dots(categories, weights @ flow[columns], mix)
        signals["known_alike"] = self._known_alike(found, known)
        signals["known"] = np.isin(categories, known).astype(np.float64)
        back = row(at.goes_into, category)[0]
        signals["back"] = np.isin(categories, back).astype(np.float64)
        signals["used"], signals["served"] = at.used[found], at.served[found]
        return Reached(categories, signals, len(known), float(named.max(initial=0.0)))

    def _candidates(self, category: int, dense: dict[str, Floats], each: int) -> Ints:
        picked = np.zeros(len(self._at.offered), dtype=np.bool_)
        own = self._at.place_offered[category]
        for way in WAYS:
            picked[greatest(_but(dense[way], own), each)] = True
        return np.flatnonzero(picked)

    def _taken(self, asked: Ints, weights: Floats) -> Floats:
        """Share of the asked categories, by weight, that take each category in."""
        found = push(asked, weights, self._at.taken)
        return found / weights.sum() if len(asked) else found

    def _together(self, known: Ints) -> Floats:
        """How much a category's uses are those of the known inputs (cosine, their mean)."""
        if len(known) == 0:
            return np.zeros(len(self._at.offered))
        used = push(known, np.full(len(known), 1.0 / len(known)), self._at.uses)
        where = np.flatnonzero(used)
        return push(where, used[where], self._at.uses_offered)

    def _nearest(self, profile: Floats) -> Floats:
        """How alike the most alike category is that takes each one in."""
        asked, weights = most_alike(profile, _NEAREST, 1.0)
        found = np.zeros(len(self._at.offered))
        where, owner = places(asked, self._at.taken)
        np.maximum.at(found, self._at.taken.indices[where], weights[owner])
        return found

    def _known_alike(self, found: Ints, known: Ints) -> Floats:
        """How alike the most alike known input is named."""
        most = np.zeros(len(found))
        for one in known.tolist():
            cosines = push(*row(self._at.names, one), self._at.names_offered)
            np.maximum(most, cosines[found], out=most)
        return most


def _but(values: Floats, own: int) -> Floats:
    """The values with the asked category's own, if it has a place, as 0."""
    if own >= 0:
        values[own] = 0.0
    return values
