"""What is told of an enterprise whose name must not be told until both sides agree."""

from collections.abc import Sequence

from pydantic import BaseModel, ConfigDict

from chainlink.enterprises.known import KnownEnterprises
from chainlink.enterprises.model import Enterprise, Sector
from chainlink.language import Language, say
from chainlink.taxonomy.regions import ONLY_BETWEEN, ancestry

_GROUP_DIGITS = 3  # 中类 of GB/T 4754: 291 橡胶制品业; a class of four digits can name one factory
_PREFECTURE = 2


class AnonymousProfile(BaseModel):
    """Sector, industry group (category id) and prefecture; `names` must not be shown anywhere."""

    model_config = ConfigDict(frozen=True)

    sector: Sector
    industry: str | None
    region: str | None
    names: tuple[str, ...]

    def called(self, kinds: Sequence[str], language: Language) -> str:
        """What stands in the place of its name: what it is, `kinds` or its sector, and where."""
        what = list(kinds) or [say(f"sector.{self.sector.value}", language)]
        place = [ancestry(self.region)[0].name] if self.region else []
        return " · ".join([say("enterprise.anonymous", language), *what, *place])

    def without_names(self, text: str, instead: str) -> str:
        """The text with every name of the enterprise replaced, longest names first."""
        for name in self.names:
            text = text.replace(name, instead)
        return text


async def anonymous_profiles(
    known: KnownEnterprises, ids: Sequence[str]
) -> dict[str, AnonymousProfile]:
    """Profiles without a name, whoever asks: that the pair may be shown was decided before."""
    found = await known.profiles(ids)
    return {id_: _anonymous(enterprise) for id_, enterprise in found.items()}


def _anonymous(enterprise: Enterprise) -> AnonymousProfile:
    names = {enterprise.name, enterprise.name_en, *enterprise.former_names, enterprise.uscc}
    wide = [
        region
        for region in ancestry(enterprise.region or "")
        if region.level <= _PREFECTURE and region.name not in ONLY_BETWEEN
    ]
    industry = enterprise.industry
    return AnonymousProfile(
        sector=enterprise.sector,
        industry=f"GBT4754:{industry[:_GROUP_DIGITS]}" if industry else None,
        region=wide[0].code if wide else None,
        names=tuple(sorted((name for name in names if name), key=len, reverse=True)),
    )
