"""Recommendations as GraphQL shows them: two sides, the factors, the path, and what is missing."""

from collections.abc import Callable, Sequence

import strawberry

from chainlink.api.context import Info
from chainlink.api.enterprises import Enterprise, enterprise, masked
from chainlink.api.scalars import Day, day
from chainlink.matching import model
from chainlink.matching.model import MatchType
from chainlink.matching.sentences import sentences
from chainlink.matching.sides import Side, sides_of, without_names


@strawberry.type
class RecommendationFactor:
    """One named reason for or against."""

    code: str
    label: str
    weight: float
    value: float
    contribution: float


@strawberry.type
class RecommendationHop:
    """One step of the path."""

    from_name: str
    relation: str
    to_name: str
    source: str
    as_of: Day | None
    confidence: float


@strawberry.type
class RecommendationPath:
    """Why the graph joins the two."""

    confidence: float
    hops: list[RecommendationHop]


@strawberry.type
class PartnerRecommendation:
    """Meet this partner, and why."""

    found: strawberry.Private[model.Recommendation]
    told: strawberry.Private[Callable[[str], str]]
    rank: int
    score: float
    probability: float
    match_type: MatchType
    partner: Enterprise
    seeker: Enterprise
    provider: Enterprise
    policy_version: str
    exploration: bool
    shown: strawberry.ID | None

    @strawberry.field
    def factors(self, info: Info) -> list[RecommendationFactor]:
        """What the score is made of; the contributions add up to it."""
        return [_factor(info, one) for one in self.found.factors]

    @strawberry.field
    def sentences(self, info: Info) -> list[str]:
        """Every reason as a sentence, the strongest first, whether for or against."""
        return [self.told(one.text) for one in sentences(self.found, info.context.language)]

    @strawberry.field
    def paths(self, info: Info) -> list[RecommendationPath]:
        """What the graph says between the two."""
        return [_path(info, one, self.told) for one in self.found.paths]

    @strawberry.field
    def missing(self, info: Info) -> list[str]:
        """What the asker could add."""
        return [info.context.say(key) for key in self.found.missing]


async def recommendations(
    info: Info, found: Sequence[model.Recommendation]
) -> list[PartnerRecommendation]:
    """Recommendations with both their sides, as the viewer may know them."""
    context = info.context
    both = await sides_of(context.app.enterprises, context.actor, found)
    return [
        _recommendation(one, [(side, await _shown(info, side)) for side in sides])
        for one, sides in zip(found, both, strict=True)
    ]


async def _shown(info: Info, side: Side) -> Enterprise:
    if side.seen is not None:
        return enterprise(side.seen)
    assert side.hidden is not None  # noqa: S101 - one of the two is there
    return await masked(info, side.hidden)


def _recommendation(
    found: model.Recommendation, sides: Sequence[tuple[Side, Enterprise]]
) -> PartnerRecommendation:
    asker, partner = (shown for _, shown in sides)
    seeks = found.seeker == found.enterprise
    return PartnerRecommendation(
        found=found,
        told=without_names([(side, shown.name) for side, shown in sides]),
        rank=found.rank,
        score=found.score,
        probability=found.probability,
        match_type=found.match_type,
        partner=partner,
        seeker=asker if seeks else partner,
        provider=partner if seeks else asker,
        policy_version=found.policy_version,
        exploration=found.exploration,
        shown=strawberry.ID(found.shown) if found.shown else None,
    )


def _factor(info: Info, found: model.Factor) -> RecommendationFactor:
    return RecommendationFactor(
        code=found.code,
        label=info.context.say(f"factor.{found.code}"),
        weight=found.weight,
        value=found.value,
        contribution=found.contribution,
    )


def _path(info: Info, found: model.Path, told: Callable[[str], str]) -> RecommendationPath:
    return RecommendationPath(
        confidence=found.confidence,
        hops=[
            RecommendationHop(
                from_name=told(hop.from_name),
                relation=info.context.say(hop.relation),
                to_name=told(hop.to_name),
                source=told(info.context.say(hop.source)),
                as_of=day(hop.as_of),
                confidence=hop.confidence,
            )
            for hop in found.hops
        ],
    )
