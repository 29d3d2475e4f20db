"""Chains, their stages and the committees that lead them."""

import strawberry

from chainlink.api.context import Info
from chainlink.api.places import Region, region
from chainlink.api.relay import Node, global_id
from chainlink.api.taxonomy import Category, categories_of
from chainlink.chains import model
from chainlink.language import Language


def _named(info: Info, chinese: str, english: str | None) -> str:
    return (english if info.context.language is Language.EN else None) or chinese


@strawberry.type
class Stage(Node):
    """One stage of a chain."""

    found: strawberry.Private[model.Stage]
    code: str
    name_zh: str
    name_en: str | None
    position: int

    @strawberry.field
    def name(self, info: Info) -> str:
        """Its name in the viewer's language."""
        return _named(info, self.name_zh, self.name_en)

    @strawberry.field
    async def categories(self, info: Info) -> list[Category]:
        """What is made at this stage."""
        return await categories_of(info, self.found.categories)

    @strawberry.field
    async def feeds(self, info: Info) -> list["Stage"]:
        """The stages that it feeds."""
        stages = await info.context.loaders.stages()
        return [stage(one) for one in stages if one.id in self.found.feeds]


@strawberry.type
class Committee(Node):
    """The party committee that leads a chain."""

    found: strawberry.Private[model.Committee]
    code: str
    name_zh: str
    name_en: str | None
    source: str | None

    @strawberry.field
    def name(self, info: Info) -> str:
        """Its name in the viewer's language."""
        return _named(info, self.name_zh, self.name_en)

    @strawberry.field
    def district(self) -> Region | None:
        """The district it belongs to."""
        return region(self.found.district)

    @strawberry.field
    async def chain(self, info: Info) -> "Chain | None":
        """The chain it leads."""
        chains = await info.context.loaders.chains()
        return next((chain(one) for one in chains if one.code == self.found.chain), None)


@strawberry.type
class Chain(Node):
    """One district's industry chain."""

    found: strawberry.Private[model.Chain]
    code: str
    name_zh: str
    name_en: str | None
    summary_zh: str | None
    summary_en: str | None
    source: str | None

    @strawberry.field
    def name(self, info: Info) -> str:
        """Its name in the viewer's language."""
        return _named(info, self.name_zh, self.name_en)

    @strawberry.field
    def district(self) -> Region | None:
        """The district it belongs to."""
        return region(self.found.district)

    @strawberry.field
    async def stages(self, info: Info) -> list[Stage]:
        """Its stages in order."""
        stages = await info.context.loaders.stages()
        return [stage(one) for one in stages if one.chain == self.code]

    @strawberry.field
    async def committees(self, info: Info) -> list[Committee]:
        """The committees that lead it."""
        committees = await info.context.loaders.committees()
        return [committee(one) for one in committees if one.chain == self.code]


def stage(found: model.Stage) -> Stage:
    """A stage as GraphQL shows it."""
    return Stage(
        id=global_id("Stage", found.id),
        found=found,
        code=found.code,
        name_zh=found.name_zh,
        name_en=found.name_en,
        position=found.position,
    )


def committee(found: model.Committee) -> Committee:
    """A committee as GraphQL shows it."""
    return Committee(
        id=global_id("Committee", found.code),
        found=found,
        code=found.code,
        name_zh=found.name_zh,
        name_en=found.name_en,
        source=found.source,
    )


def chain(found: model.Chain) -> Chain:
    """A chain as GraphQL shows it."""
    return Chain(
        id=global_id("Chain", found.code),
        found=found,
        code=found.code,
        name_zh=found.name_zh,
        name_en=found.name_en,
        summary_zh=found.summary_zh,
        summary_en=found.summary_en,
        source=found.source,
    )


async def committee_of_code(info: Info, code: str) -> Committee | None:
    """The committee of a code."""
    committees = await info.context.loaders.committees()
    return next((committee(one) for one in committees if one.code == code), None)


@strawberry.type
class ChainQueries:
    """Questions about chains."""

    @strawberry.field
    async def chains(self, info: Info) -> list[Chain]:
        """All chains by code."""
        return [chain(one) for one in await info.context.loaders.chains()]

    @strawberry.field
    async def chain(self, info: Info, code: str) -> Chain | None:
        """One chain; null where there is none of that code."""
        chains = await info.context.loaders.chains()
        return next((chain(one) for one in chains if one.code == code), None)

    @strawberry.field
    async def committees(self, info: Info) -> list[Committee]:
        """All committees by code."""
        return [committee(one) for one in await info.context.loaders.committees()]
