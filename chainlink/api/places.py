"""Regions (GB/T 2260) and markets (ISO 3166): reference data that needs no reading."""

import strawberry

from chainlink.api.context import Info
from chainlink.language import Language
from chainlink.taxonomy import markets, regions


@strawberry.type
class Region:
    """An administrative division."""

    code: str
    name: str
    level: int
    full_name: str


def region(code: str | None) -> Region | None:
    """The division of a code."""
    found = regions.regions().get(code or "")
    if found is None:
        return None
    lineage = reversed(regions.ancestry(found.code))
    names = [one.name for one in lineage if one.name not in regions.ONLY_BETWEEN]
    return Region(
        code=found.code, name=found.name, level=found.level, full_name="".join(names) or found.name
    )


@strawberry.type
class Market:
    """A country or region that goods are sold in."""

    code: str
    name_zh: str
    name_en: str

    @strawberry.field
    def name(self, info: Info) -> str:
        """Its name in the viewer's language."""
        return self.name_zh if info.context.language is Language.ZH else self.name_en


def market(code: str) -> Market:
    """The market of a code; one that is no longer in the standard shows as its code."""
    found = markets.markets().get(code) or markets.Market(code, code, code)
    return Market(code=found.code, name_zh=found.name_zh, name_en=found.name_en)
