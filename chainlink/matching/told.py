"""Claims and enterprises as they are told to people: read from the arrays when they are shown."""

from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from chainlink.matching.projection.codes import EVIDENCE
from chainlink.matching.projection.encoding import BETWEEN
from chainlink.matching.projection.projection import Projection

_EPOCH = date(1970, 1, 1)


@dataclass(frozen=True, slots=True)
class Claim:
    """What is told of a claim; `enterprise` is its owner's id and `owner` its name."""

    id: str
    enterprise: str
    owner: str
    need: bool
    title: str
    text: str
    source: str | None
    evidence: str
    recorded_on: date
    names_markets: bool


def told(projection: Projection, row: int) -> Claim:
    """The claim in a row of the projection."""
    columns = projection.claims
    owner = int(columns.owner[row])
    title, _, text = projection.wordings.values[int(columns.wording[row])].partition(BETWEEN)
    source = int(columns.source[row])
    return Claim(
        id=projection.identifiers.unpack(columns.id[row]),
        enterprise=projection.ids.values[owner],
        owner=projection.names[owner],
        need=bool(columns.need[row]),
        title=title,
        text=text,
        source=projection.sources.values[source] if source >= 0 else None,
        evidence=EVIDENCE[int(columns.evidence[row])],
        recorded_on=day_of(projection.recorded_day(int(columns.recorded[row]))),
        names_markets=bool(columns.markets[row]),
    )


@lru_cache(10_000)
def day_of(number: int) -> date:
    """The calendar day of a number of days since 1970."""
    return _EPOCH + timedelta(days=number)
