"""What became of suggestions: their open introductions, and dismissals of the viewer's own."""

import strawberry

from chainlink.api.context import Info
from chainlink.api.enterprises import Enterprise
from chainlink.api.extending import add_fields
from chainlink.api.introductions import Introduction, introduction
from chainlink.api.recommendations import PartnerRecommendation
from chainlink.api.relay import PAGE, Connection, Node, counted_page, global_id
from chainlink.api.scalars import Instant
from chainlink.api.shown_parties import parties_shown
from chainlink.introductions import suggestion_model
from chainlink.introductions.suggestion_model import DismissalReason


@strawberry.type
class Dismissal(Node):
    """A pair that the viewer's own side does not want to be suggested."""

    found: strawberry.Private[suggestion_model.Dismissal]
    reason: DismissalReason
    reason_text: str | None
    recorded_at: Instant
    undone: bool

    @strawberry.field
    async def seeker(self, info: Info) -> Enterprise:
        """Who would be looking for something."""
        return (await parties_shown(info, [self.found.seeker]))[self.found.seeker]

    @strawberry.field
    async def provider(self, info: Info) -> Enterprise:
        """Who would offer it."""
        return (await parties_shown(info, [self.found.provider]))[self.found.provider]


def dismissal(found: suggestion_model.Dismissal) -> Dismissal:
    """A dismissal that the viewer may see."""
    return Dismissal(
        id=global_id("Dismissal", found.id),
        found=found,
        reason=found.reason,
        reason_text=found.reason_text,
        recorded_at=Instant(found.recorded_at),
        undone=found.superseded_at is not None,
    )


async def dismissal_of(info: Info, raw: str) -> Node | None:
    """The dismissal of an id. Raises NotFound."""
    return dismissal(await info.context.app.dismissals.dismissal(info.context.actor, raw))


async def _introduction(
    root: strawberry.Parent[PartnerRecommendation], info: Info
) -> Introduction | None:
    one = root.found
    found = await info.context.loaders.open_introductions.load(
        (one.seeker, one.provider, one.match_type)
    )
    return None if found is None else introduction(found)


add_fields(PartnerRecommendation, introduction=_introduction)


@strawberry.type
class SuggestionQueries:
    """Questions about what was decided on suggestions."""

    @strawberry.field
    async def dismissals(
        self, info: Info, first: int | None = PAGE, after: str | None = None
    ) -> Connection[Dismissal]:
        """Dismissals of the viewer's own side that stand, the latest first."""
        found = await info.context.app.dismissals.dismissals(info.context.actor)
        return counted_page("dismissals", found, dismissal, first, after)
