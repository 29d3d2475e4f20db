"""Questions about matches: an enterprise's partners, a committee's inbox."""

from datetime import date

import strawberry

from chainlink.api.chains import Committee, committee_of_code
from chainlink.api.context import Info
from chainlink.api.enterprises import Enterprise
from chainlink.api.extending import add_fields
from chainlink.api.recommendations import PartnerRecommendation, recommendations
from chainlink.api.relay import PAGE, Connection, Place, page, page_size, position, raw_id
from chainlink.api.scalars import Day
from chainlink.errors import Forbidden, InvalidInput, NotFound
from chainlink.matching.model import MatchType


@strawberry.type
class SuggestedMatch:
    """A pair in a committee's inbox."""

    committee: Committee | None
    recommendation: PartnerRecommendation


def _day(value: str | None) -> date | None:
    """A day as it was typed. Raises InvalidInput for what is none."""
    try:
        return None if value is None else date.fromisoformat(value)
    except ValueError:
        raise InvalidInput.of("asOf", "not_a_date", value=value) from None


async def _recommended_partners(
    root: strawberry.Parent[Enterprise],
    info: Info,
    match_type: MatchType | None = None,
    as_of: Day | None = None,
    first: int | None = PAGE,
    after: str | None = None,
) -> Connection[PartnerRecommendation]:
    size, passed, wanted = page_size(first), position("partners", after), _day(as_of)
    if root.key is None:
        return page([], size, after)
    context = info.context
    try:
        found = await context.app.recommendations.for_enterprise(
            context.actor,
            root.key,
            match_type=match_type,
            as_of=wanted,
            most=passed + size + 1,
            passed=passed,
            page=size,
        )
    except (NotFound, Forbidden):
        found = []
    shown = await recommendations(info, found[passed:])
    places: list[tuple[Place, PartnerRecommendation]] = [
        (("partners", one.rank), one) for one in shown
    ]
    return page(places, size, after)


@strawberry.type
class MatchingAdvice:
    """What an enterprise could add, and how many more would then be shown it."""

    code: str
    sentence: str
    entered: int
    asked: int


async def _matching_advice(root: strawberry.Parent[Enterprise], info: Info) -> list[MatchingAdvice]:
    context = info.context
    if root.key is None:
        return []
    try:
        found = await context.app.recommendations.advice(context.actor, root.key)
    except (NotFound, Forbidden):
        found = []
    return [
        MatchingAdvice(
            code=one.code,
            sentence=context.say(one.key, title=one.title, label=one.label, entered=one.entered),
            entered=one.entered,
            asked=one.asked,
        )
        for one in found
    ]


add_fields(Enterprise, recommended_partners=_recommended_partners, matching_advice=_matching_advice)


@strawberry.type
class MatchingQueries:
    """Questions about matches beyond one enterprise."""

    @strawberry.field
    async def suggested_matches(
        self,
        info: Info,
        committee: strawberry.ID | None = None,
        match_type: MatchType | None = None,
        first: int | None = PAGE,
        after: str | None = None,
    ) -> Connection[SuggestedMatch]:
        """Pairs of a committee's members with anybody, best first."""
        size, passed = page_size(first), position("matches", after)
        context = info.context
        try:
            found = await context.app.recommendations.inbox(
                context.actor,
                committee=raw_id("Committee", committee) if committee else None,
                match_type=match_type,
                most=passed + size + 1,
            )
        except (NotFound, Forbidden):
            found = []
        window = found[passed:]
        shown = await recommendations(info, [one.recommendation for one in window])
        places: list[tuple[Place, SuggestedMatch]] = [
            (
                ("matches", one.rank),
                SuggestedMatch(
                    committee=await committee_of_code(info, pair.committee)
                    if pair.committee
                    else None,
                    recommendation=one,
                ),
            )
            for pair, one in zip(window, shown, strict=True)
        ]
        return page(places, size, after)
