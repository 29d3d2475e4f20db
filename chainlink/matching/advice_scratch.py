"""A copy of a few enterprises to try changes on; the projection itself is not touched."""

import copy
from typing import Any

import numpy as np
import numpy.typing as npt

from chainlink.matching.projection.day import Day
from chainlink.matching.projection.encoding import MUTUAL
from chainlink.matching.projection.index import Index
from chainlink.matching.projection.projection import Projection
from chainlink.matching.projection.tables import Tables

# what values are numbered by, and how alike wordings are: the same as in the projection itself
_SHARED = (
    *("regions", "sectors", "industries", "size_classes", "categories", "markets"),
    *("market_sets", "committees", "sources", "wordings", "wording_hashes", "texts"),
    "identifiers",
)


def tried(day: Day, changed: Tables, others: npt.NDArray[Any]) -> Day:
    """The day with nobody in it but one enterprise, as it would be, and some others, as they are.

    The changed enterprise is row 0, the others follow in their order. Its wordings have to be
    known already, so that nobody else's text weighs differently.
    """
    known = day.projection
    made = Projection(known.day_offset)
    for name in _SHARED:
        setattr(made, name, getattr(known, name))
    made.put_enterprises(changed.enterprises)
    rows = np.full(len(known.ids), -1)
    rows[known.ids.find(made.ids.values[0])] = 0
    rows[others] = np.arange(1, len(others) + 1)
    for row in others.tolist():
        made.ids.add(known.ids.values[row])
        made.names.append(known.names[row])
    made.enterprises.extend(known.enterprises.taken(others))
    _put_claims(made, known, rows, others)
    _put_links(made, known, rows, others)
    made.append_claims(made.claim_values(changed))
    made.links.extend(made.link_values(changed.links))
    made.latest = max(made.latest, known.latest)
    made.exposure.fill_to(len(made.enterprises))
    made.exposure.array[:] = known.shown(np.flatnonzero(rows >= 0)[np.argsort(rows[rows >= 0])])
    made.index = Index(made)
    seen = copy.copy(day)
    seen.projection = made
    return seen


def _put_claims(
    made: Projection, known: Projection, rows: npt.NDArray[Any], others: npt.NDArray[Any]
) -> None:
    claims, _ = known.index.claims_of.of_all(others)
    _, category, certainty = known.offered(claims)
    values = known.claims.taken(claims) | {"category": category, "certainty": certainty}
    made.append_claims(values | {"owner": rows[values["owner"]]})


def _put_links(
    made: Projection, known: Projection, rows: npt.NDArray[Any], others: npt.NDArray[Any]
) -> None:
    links, _ = known.index.links_from.of_all(others)
    values = known.links.taken(links)
    mutual = values["kind"] >= MUTUAL
    values["start"] = rows[values["start"]]
    values["end"] = np.where(mutual, rows[np.where(mutual, values["end"], 0)], values["end"])
    kept = values["end"] >= 0
    made.links.extend({name: column[kept] for name, column in values.items()})
