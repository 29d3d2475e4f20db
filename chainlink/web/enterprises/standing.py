"""Where an enterprise stands on the chains of its committees."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from chainlink.app import App
from chainlink.chains.model import Chain, Committee, Stage
from chainlink.enterprises.claim_model import Claim
from chainlink.enterprises.details import suggested_categories
from chainlink.taxonomy.service import Taxonomy

_SURE = 0.5  # of a category that was read from a business scope


@dataclass(frozen=True, slots=True)
class ChainPlace:
    """A chain with its stages in order; `here` are ids of those where the enterprise stands."""

    chain: Chain
    stages: Sequence[Stage]
    here: frozenset[str]


@dataclass(frozen=True, slots=True)
class Standing:
    """Places on chains; `guessed` where they follow from the business scope alone."""

    places: Sequence[ChainPlace]
    guessed: bool


async def standing_of(
    app: App, enterprise: str, committees: Iterable[Committee], capabilities: Iterable[Claim]
) -> Standing:
    """Stages whose goods or services the enterprise offers; else those that its scope suggests."""
    taxonomy = await app.taxonomy.current()
    offered = {one.category for claim in capabilities for one in claim.categories}
    guessed = not offered
    if guessed:
        suggested = await suggested_categories(app.store, [enterprise])
        offered = {one.category for one in suggested if one.confidence >= _SURE}
    known = wider(taxonomy, offered)
    led = {one.chain for one in committees}
    stages = await app.chains.stages()
    places = []
    for chain in await app.chains.chains():
        of_chain = [one for one in stages if one.chain == chain.code]
        here = frozenset(one.id for one in of_chain if known & set(one.categories))
        if chain.code in led or (here and not led):
            places.append(ChainPlace(chain, of_chain, here))
    return Standing(places, guessed and any(one.here for one in places))


def wider(taxonomy: Taxonomy, categories: Iterable[str]) -> set[str]:
    """The categories with all that they are a part of."""
    found: set[str] = set()
    waiting = list(categories)
    while waiting:
        one = waiting.pop()
        if one not in found:
            found.add(one)
            waiting += [link.end for link in taxonomy.broader_of(one)]
    return found
