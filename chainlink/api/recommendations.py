"""Recommendations as GraphQL shows them: two sides, the factors, the path, and what is missing."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass

import strawberry

from chainlink.api.context import Info
from chainlink.api.enterprises import Enterprise, enterprise, masked
from chainlink.api.scalars import Day, day
from chainlink.enterprises.anonymity import AnonymousProfile
from chainlink.errors import NotFound
from chainlink.matching import model
from chainlink.matching.model import MatchType


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

    rank: int
    score: float
    probability: float
    match_type: MatchType
    partner: Enterprise
    seeker: Enterprise
    provider: Enterprise
    factors: list[RecommendationFactor]
    paths: list[RecommendationPath]
    missing: list[str]
    policy_version: str
    exploration: bool


@dataclass(frozen=True, slots=True)
class _Side:
    """One of the two: as it is shown, and by its profile where its name must not be."""

    shown: Enterprise
    hidden: AnonymousProfile | None

    def named(self, text: str) -> str:
        """A text without this side's names where they must not be told."""
        return self.hidden.without_names(text, self.shown.name) if self.hidden else text


async def _side(info: Info, id_: str, *, anonymous: bool) -> _Side:
    """A side in full where the viewer may see it and it is not to stay without a name."""
    loaders = info.context.loaders
    found = None if anonymous else await loaders.enterprises.load(id_)
    if found is not None:
        return _Side(enterprise(found), None)
    profile = await loaders.anonymous.load(id_)
    if profile is None:
        raise NotFound("not_found")
    return _Side(await masked(info, profile), profile)


async def _recommendation(info: Info, found: model.Recommendation) -> PartnerRecommendation:
    asker, partner = await asyncio.gather(
        _side(info, found.enterprise, anonymous=False),
        _side(info, found.partner, anonymous=found.anonymous),
    )
    seeks = found.seeker == found.enterprise
    return PartnerRecommendation(
        rank=found.rank,
        score=found.score,
        probability=found.probability,
        match_type=found.match_type,
        partner=partner.shown,
        seeker=(asker if seeks else partner).shown,
        provider=(partner if seeks else asker).shown,
        factors=[_factor(info, one) for one in found.factors],
        paths=[_path(info, one, (asker, partner)) for one in found.paths],
        missing=[info.context.say(key) for key in found.missing],
        policy_version=found.policy_version,
        exploration=found.exploration,
    )


async def recommendations(
    info: Info, found: Sequence[model.Recommendation]
) -> list[PartnerRecommendation]:
    """Recommendations with both their sides, which are read in one question for all."""
    return list(await asyncio.gather(*(_recommendation(info, one) for one in found)))


def _factor(info: Info, found: model.Factor) -> RecommendationFactor:
    return RecommendationFactor(
        code=found.code,
        label=info.context.say(f"factor.{found.code}"),
        weight=found.weight,
        value=found.value,
        contribution=found.contribution,
    )


def _path(info: Info, found: model.Path, sides: Sequence[_Side]) -> RecommendationPath:
    def told(text: str) -> str:
        for side in sides:
            text = side.named(text)
        return text

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
