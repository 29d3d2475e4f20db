"""A path as people read it: each step in the direction of its relation, with where it is from."""

import re
from dataclasses import dataclass
from datetime import date

from chainlink.language import Language, say
from chainlink.matching.model import Hop

_BACK = ".back"


@dataclass(frozen=True, slots=True)
class HopRead:
    """One step: `start` `verb` `end`. `turned` says that it reads against the path's direction."""

    start: str
    verb: str
    end: str
    turned: bool
    source: str
    day: date | None
    start_enterprise: str | None
    end_enterprise: str | None


def read_hop(hop: Hop, language: Language) -> HopRead:
    """A step that goes against its relation reads better the other way round.

    The source is told without the remarks after it.
    """
    ends = [(hop.from_name, hop.from_enterprise), (hop.to_name, hop.to_enterprise)]
    verb, forward = say(hop.relation, language), hop.relation.removesuffix(_BACK)
    known = say(forward, language)
    turned = forward not in (hop.relation, known)
    if turned:
        verb = known
        ends.reverse()
    (start, start_enterprise), (end, end_enterprise) = ends
    source = re.split("[；;]", say(hop.source, language), maxsplit=1)[0]
    return HopRead(start, verb, end, turned, source, hop.as_of, start_enterprise, end_enterprise)
