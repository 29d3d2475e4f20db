"""The open introductions of pairs, as each actor may see them: one question for a whole page."""

from collections import Counter
from collections.abc import Collection

from chainlink.accounts.model import Actor
from chainlink.accounts.permissions import Action, Reach, Resource, reach
from chainlink.graph.port import GraphStore
from chainlink.introductions.machine import ENDED
from chainlink.introductions.model import IntroductionView
from chainlink.introductions.reading import CYPHER
from chainlink.introductions.views import IntroductionReading
from chainlink.matching.model import MatchType

PairKey = tuple[str, str, MatchType]  # seeker, provider, how they would meet


async def open_of_pairs(
    store: GraphStore, reading: IntroductionReading, actor: Actor, pairs: Collection[PairKey]
) -> dict[PairKey, IntroductionView]:
    """The open introduction of each pair that has one which the actor may see."""
    if not pairs or reach(actor, Action.READ, Resource.INTRODUCTIONS) is Reach.NONE:
        return {}
    rows = await store.read(CYPHER["open_of_enterprises"], ids=_cover(pairs), ended=sorted(ENDED))
    wanted = {
        row["id"]
        for row in rows
        if (row["seeker"], row["provider"], MatchType(row["match_type"])) in pairs
    }
    found = await reading.by_ids(actor, sorted(wanted))
    return {(one.seeker, one.provider, one.match_type): one for one in found.values()}


def _cover(pairs: Collection[PairKey]) -> list[str]:
    """A few enterprises such that each pair has one of them: of a ranking it is the asker alone."""
    left = {(seeker, provider) for seeker, provider, _ in pairs}
    found = []
    while left:
        counted = Counter(end for pair in left for end in pair)
        most = max(sorted(counted), key=lambda end: counted[end])
        found.append(most)
        left = {pair for pair in left if most not in pair}
    return found
