"""A pair as it was shown, found again by its id."""

import strawberry

from chainlink.api.context import Info
from chainlink.api.recommendations import PartnerRecommendation, recommendations
from chainlink.api.relay import Node, global_id
from chainlink.errors import NotFound
from chainlink.matching import model


@strawberry.type
class ShownPair(Node):
    """One place of an answer that somebody was given."""

    found: strawberry.Private[model.Recommendation]

    @strawberry.field
    async def recommendation(self, info: Info) -> PartnerRecommendation:
        """The recommendation as it was shown, with the names that the viewer may know."""
        [shown] = await recommendations(info, [self.found])
        return shown


async def shown_pair(info: Info, raw: str) -> Node | None:
    """The place of an answer; `raw` is the showing's id and the position in it."""
    showing, _, position = raw.rpartition(":")
    if not position.isascii() or not position.isdecimal() or len(position) > 9:
        raise NotFound("not_found")
    reports = info.context.app.reports
    found = await reports.shown_pair(info.context.actor, showing, int(position))
    return ShownPair(id=global_id("ShownPair", raw), found=found)
