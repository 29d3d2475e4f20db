"""Where two enterprises meet: for each match type, the links between what they need, make and do.

A link joins a seeker's claim and a provider's claim through categories. It says what fits and by
which way; how much that counts is the policy's business.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from chainlink.matching.facts import CategoryFact, ClaimFact
from chainlink.matching.model import KINDS, MatchType
from chainlink.matching.view import Offer, View
from chainlink.taxonomy.kinship import Kin
from chainlink.taxonomy.markets import HOME
from chainlink.taxonomy.model import CategoryKind, CategoryLink, ClaimKind, claim_kind

LEAST_FIT = 0.25
UNSAID_GOODS = 0.5  # a channel that names no goods may sell these as well as any others
_THINGS = {CategoryKind.GOOD, CategoryKind.PROCESS}


@dataclass(frozen=True, slots=True)
class Link:
    """A place where two enterprises meet; `fit` 0..1 says how well the categories do.

    `seeker_category` and `provider_category` are where the way through the taxonomy begins and
    ends; `kin` is that way, `edge` an INPUT_TO edge on it. Without categories (`kin` is None) the
    two meet by what they are, as a channel that names no goods.
    """

    seeker_claim: ClaimFact
    provider_claim: ClaimFact
    fit: float
    seeker_category: CategoryFact | None = None
    provider_category: CategoryFact | None = None
    kin: Kin | None = None
    edge: CategoryLink | None = None

    @property
    def seeker(self) -> str:
        """Id of the enterprise that is served."""
        return self.seeker_claim.enterprise

    @property
    def provider(self) -> str:
        """Id of the enterprise that serves."""
        return self.provider_claim.enterprise


def links(view: View, enterprise: str, match_type: MatchType) -> Iterator[Link]:
    """All links of one enterprise in one match type, as seeker and as provider."""
    if match_type is MatchType.CHAIN:
        yield from _chain_links(view, enterprise)
        return
    yield from _links_as_seeker(view, enterprise, match_type)
    yield from _links_as_provider(view, enterprise, match_type)
    if match_type is MatchType.CHANNEL:
        yield from _channel_links(view, enterprise)


def _links_as_seeker(view: View, enterprise: str, match_type: MatchType) -> Iterator[Link]:
    for need in view.needs_of(enterprise):
        if need.kind not in KINDS[match_type]:
            continue
        for category in need.categories:
            for kin in view.taxonomy.kinship.around(category.category).values():
                for offer in view.capabilities_under(kin.id):
                    yield from _meeting(view, need, category, offer, kin, match_type)
            for edge in view.taxonomy.inputs.get(category.category, ()):
                for offer in view.capabilities_under(edge.start):
                    yield from _processing(view, need, category, offer, edge, match_type)


def _links_as_provider(view: View, enterprise: str, match_type: MatchType) -> Iterator[Link]:
    """The same links seen from the other side: kin are looked up from each need that is near."""
    for capability in view.capabilities_of(enterprise):
        for offered in capability.categories:
            offer = Offer(capability, offered)
            for near in view.taxonomy.kinship.around(offered.category):
                kin = view.taxonomy.kinship.around(near).get(offered.category)
                if kin is not None:
                    for wanted in _wanted(view, near, match_type):
                        yield from _meeting(
                            view, wanted.claim, wanted.category, offer, kin, match_type
                        )
            for edge in view.taxonomy.outputs.get(offered.category, ()):
                for wanted in _wanted(view, edge.end, match_type):
                    yield from _processing(
                        view, wanted.claim, wanted.category, offer, edge, match_type
                    )


def _wanted(view: View, category: str, match_type: MatchType) -> Iterator[Offer]:
    return (w for w in view.needs_under(category) if w.claim.kind in KINDS[match_type])


def _of_kind(view: View, offer: Offer, match_type: MatchType) -> bool:
    kinds = KINDS[match_type]
    category = view.taxonomy.by_id.get(offer.category.category)
    return offer.claim.kind in kinds or (
        category is not None and claim_kind(category.kind) in kinds
    )


def _meeting(
    view: View,
    need: ClaimFact,
    category: CategoryFact,
    offer: Offer,
    kin: Kin,
    match_type: MatchType,
) -> Iterator[Link]:
    fit = kin.closeness * category.confidence * offer.category.confidence
    if fit >= LEAST_FIT and _of_kind(view, offer, match_type):
        yield Link(need, offer.claim, fit, category, offer.category, kin)


def _processing(
    view: View,
    need: ClaimFact,
    category: CategoryFact,
    offer: Offer,
    edge: CategoryLink,
    match_type: MatchType,
) -> Iterator[Link]:
    """A process that makes the wanted thing serves who wants it made."""
    process = view.taxonomy.by_id.get(edge.start)
    if process is None or process.kind is not CategoryKind.PROCESS:
        return
    fit = 0.8 * edge.confidence * category.confidence * offer.category.confidence
    if fit >= LEAST_FIT and _of_kind(view, offer, match_type):
        kin = Kin(edge.start, edge.confidence, (category.category, edge.start))
        yield Link(need, offer.claim, fit, category, offer.category, kin, edge)


def _things(view: View, claim: ClaimFact) -> Iterator[CategoryFact]:
    """The goods and processes that a supply is of."""
    if claim.kind is ClaimKind.SUPPLY:
        for category in claim.categories:
            known = view.taxonomy.by_id.get(category.category)
            if known is not None and known.kind in _THINGS:
                yield category


def _chain_links(view: View, enterprise: str) -> Iterator[Link]:
    """My output is your input: along INPUT_TO, from one's supply to the other's."""
    taxonomy = view.taxonomy
    for claim in view.capabilities_of(enterprise):
        for mine in _things(view, claim):
            for edge in taxonomy.outputs.get(mine.category, ()):
                for kin in taxonomy.kinship.around(edge.end).values():
                    for offer in view.capabilities_under(kin.id):
                        yield from _chained(view, offer, Offer(claim, mine), edge, kin)
            for near in taxonomy.kinship.around(mine.category).values():
                kin = taxonomy.kinship.around(near.id).get(mine.category, near)
                for edge in taxonomy.inputs.get(near.id, ()):
                    for offer in view.capabilities_under(edge.start):
                        yield from _chained(view, Offer(claim, mine), offer, edge, kin)


def _chained(
    view: View, downstream: Offer, upstream: Offer, edge: CategoryLink, kin: Kin
) -> Iterator[Link]:
    """`edge` goes from the upstream category to the root of `kin`, near the downstream one."""
    if downstream.claim.enterprise == upstream.claim.enterprise:
        return
    if not any(one == downstream.category for one in _things(view, downstream.claim)):
        return
    if not any(one == upstream.category for one in _things(view, upstream.claim)):
        return
    strength = 0.5 + 0.5 * (edge.strength or 0.0)
    fit = (
        edge.confidence
        * strength
        * kin.closeness
        * downstream.category.confidence
        * upstream.category.confidence
    )
    if fit >= LEAST_FIT:
        yield Link(
            downstream.claim, upstream.claim, fit, downstream.category, upstream.category, kin, edge
        )


def sells_abroad(view: View, channel: ClaimFact) -> bool:
    """Whether a sales channel leads abroad: by the markets it names, or where its owner exports."""
    named = channel.markets - {HOME}
    return bool(named or (not channel.markets and view.exports_of(channel.enterprise)))


def handled_goods(view: View, channel: ClaimFact) -> list[CategoryFact]:
    """The goods that a channel says it handles; none means that it does not say."""
    return [
        one
        for one in channel.categories
        if view.taxonomy.by_id.get(one.category)
        and view.taxonomy.by_id[one.category].kind is CategoryKind.GOOD
    ]


def _channels(view: View, enterprise: str) -> list[ClaimFact]:
    return [
        claim
        for claim in view.capabilities_of(enterprise)
        if claim.kind is ClaimKind.SALES_CHANNEL and sells_abroad(view, claim)
    ]


def _goods(view: View, enterprise: str) -> list[tuple[ClaimFact, CategoryFact]]:
    return [
        (claim, category)
        for claim in view.capabilities_of(enterprise)
        for category in _things(view, claim)
        if view.taxonomy.by_id[category.category].kind is CategoryKind.GOOD
    ]


def _channel_links(view: View, enterprise: str) -> Iterator[Link]:
    """A channel abroad meets a maker with goods that it does not sell in those markets yet."""
    for channel in _channels(view, enterprise):
        for other in view.enterprises:
            if other != enterprise:
                yield from _channelled(view, other, channel)
    if _goods(view, enterprise):
        for other in view.enterprises:
            if other != enterprise:
                for channel in _channels(view, other):
                    yield from _channelled(view, enterprise, channel)


def _channelled(view: View, maker: str, channel: ClaimFact) -> Iterator[Link]:
    if view.enterprises[maker].sector != "INDUSTRY" or _channels(view, maker):
        return
    new_markets = channel.markets - view.exports_of(maker) - {HOME}
    if channel.markets and not new_markets:
        return
    handled = handled_goods(view, channel)
    for claim, goods in _goods(view, maker):
        if not handled:
            yield Link(claim, channel, UNSAID_GOODS * goods.confidence, goods)
            continue
        for wanted in handled:
            kin = view.taxonomy.kinship.around(wanted.category).get(goods.category)
            if kin is not None:
                fit = kin.closeness * wanted.confidence * goods.confidence
                if fit >= LEAST_FIT:
                    # the way is told from the maker's goods to the channel's
                    told = Kin(wanted.category, kin.closeness, tuple(reversed(kin.way)))
                    yield Link(claim, channel, fit, goods, wanted, told)
