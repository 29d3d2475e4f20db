"""Recommendations as GraphQL shows them: two sides, the factors, the path, and what is missing."""

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
from chainlink.matching.sentences import sentences


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


@dataclass(frozen=True, slots=True)
class _Side:
    """One of the two: as it is shown, and by its profile where its name must not be."""

    shown: Enterprise
    hidden: AnonymousProfile | None

    def named(self, text: str) -> str:
        """A text without this side's names where they must not be told."""
        return self.hidden.without_names(text, self.shown.name) if self.hidden else text


@strawberry.type
class PartnerRecommendation:
    """Meet this partner, and why."""

    found: strawberry.Private[model.Recommendation]
    sides: strawberry.Private[tuple[_Side, _Side]]
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
        texts = [one.text for one in sentences(self.found, info.context.language)]
        for side in self.sides:
            texts = [side.named(text) for text in texts]
        return texts

    @strawberry.field
    def paths(self, info: Info) -> list[RecommendationPath]:
        """What the graph says between the two."""
        return [_path(info, one, self.sides) for one in self.found.paths]

    @strawberry.field
    def missing(self, info: Info) -> list[str]:
        """What the asker could add."""
        return [info.context.say(key) for key in self.found.missing]


async def recommendations(
    info: Info, found: Sequence[model.Recommendation]
) -> list[PartnerRecommendation]:
    """Recommendations with both their sides, which are read in one question for all.

    A side is shown in full where the viewer may see it and it is not to stay without a name.
    """
    loaders = info.context.loaders
    asked = {one.enterprise for one in found} | {one.partner for one in found if not one.anonymous}
    seen = await loaders.seen(sorted(asked))
    hidden = {id_ for one in found for id_ in (one.enterprise, one.partner) if id_ not in seen}
    profiles = await loaders.nameless(
        sorted(hidden | {one.partner for one in found if one.anonymous})
    )

    async def side(id_: str, *, anonymous: bool) -> _Side:
        if id_ in seen and not anonymous:
            return _Side(enterprise(seen[id_]), None)
        if id_ not in profiles:
            raise NotFound("not_found")
        return _Side(await masked(info, profiles[id_]), profiles[id_])

    return [
        _recommendation(
            one,
            await side(one.enterprise, anonymous=False),
            await side(one.partner, anonymous=one.anonymous),
        )
        for one in found
    ]


def _recommendation(
    found: model.Recommendation, asker: _Side, partner: _Side
) -> PartnerRecommendation:
    seeks = found.seeker == found.enterprise
    return PartnerRecommendation(
        found=found,
        sides=(asker, partner),
        rank=found.rank,
        score=found.score,
        probability=found.probability,
        match_type=found.match_type,
        partner=partner.shown,
        seeker=(asker if seeks else partner).shown,
        provider=(partner if seeks else asker).shown,
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
