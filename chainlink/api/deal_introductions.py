"""Deals beside the introductions that led to them, each as far as the viewer may see it."""

import strawberry

from chainlink.api.context import Info
from chainlink.api.deals import Credit, Deal, deal
from chainlink.api.extending import add_fields
from chainlink.api.introductions import Introduction, introduction
from chainlink.api.relay import PAGE, Connection, counted_page


async def _deals_of(
    root: strawberry.Parent[Introduction],
    info: Info,
    first: int | None = PAGE,
    after: str | None = None,
) -> Connection[Deal]:
    found = await info.context.loaders.deals_of_introductions.load(root.found.id)
    return counted_page("deals of introduction", found or (), deal, first, after)


async def _introductions_of(root: strawberry.Parent[Deal], info: Info) -> list[Introduction]:
    found = await info.context.loaders.introductions.load_many(root.found.introductions)
    return [introduction(one) for one in found if one is not None]


async def _introduction_of(root: strawberry.Parent[Credit], info: Info) -> Introduction | None:
    found = await info.context.loaders.introductions.load(root.found.introduction)
    return None if found is None else introduction(found)


add_fields(Introduction, deals=_deals_of)
add_fields(Deal, introductions=_introductions_of)
add_fields(Credit, introduction=_introduction_of)
