"""The sides of a card: what each is called, where it is, and to which chains it belongs."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from chainlink.app import App
from chainlink.enterprises.anonymity import AnonymousProfile
from chainlink.enterprises.model import Enterprise
from chainlink.language import Language
from chainlink.matching.sides import Side
from chainlink.taxonomy.regions import ONLY_BETWEEN, ancestry
from chainlink.web.matches.reference import Reference
from chainlink.web.shown import Shown


@dataclass(frozen=True, slots=True)
class Party:
    """One side as a reader may know it; without an `id` it has no name yet and leads nowhere."""

    id: str | None
    name: str
    place: str
    committees: tuple[str, ...] = ()
    belongs: tuple[str, ...] = ()
    invented: bool = False

    @property
    def link(self) -> str:
        """Its page."""
        return f"/enterprises/{self.id}" if self.id else ""


class Parties:
    """Calls sides by what a reader may know of them; memberships are read once for all."""

    def __init__(
        self,
        shown: Shown,
        kinds: Callable[[AnonymousProfile], list[str]],
        committees: dict[str, tuple[str, ...]],
        names: dict[str, str],
    ) -> None:
        self._shown = shown
        self._kinds = kinds
        self._committees = committees
        self._names = names

    def party(self, side: Side) -> Party:
        """One side."""
        if side.seen is not None:
            return self._known(side.seen)
        profile = side.hidden
        assert profile is not None  # noqa: S101 - one of the two is there
        called = profile.called(self._kinds(profile), self._shown.language)
        return Party(None, called, "")

    def _known(self, enterprise: Enterprise) -> Party:
        codes = self._committees.get(enterprise.id, ())
        return Party(
            enterprise.id,
            enterprise.name,
            place_of(enterprise.region),
            codes,
            tuple(self._names[code] for code in codes if code in self._names),
            enterprise.invented,
        )


def place_of(region: str | None) -> str:
    """The prefecture and the county."""
    return "".join(
        one.name
        for one in reversed(ancestry(region or ""))
        if one.level > 1 and one.name not in ONLY_BETWEEN
    )


def _belonging(chain: str, committee: str) -> str:
    """Chain and committee, once where the committee is called by its chain."""
    return committee if chain in committee else f"{chain} · {committee}"


async def parties_of(
    app: App, shown: Shown, sides: Sequence[Side], reference: Reference
) -> Parties:
    """What calls the sides of a page's cards."""
    ids = sorted({one.id for one in sides if one.seen is not None})
    committees: dict[str, tuple[str, ...]] = {}
    for one in await app.enterprises.memberships(ids):
        committees[one.enterprise] = (*committees.get(one.enterprise, ()), one.committee)
    chains = {one.code: one for one in reference.chains}
    names = {
        one.code: _belonging(shown.named(chains[one.chain]), shown.named(one))
        for one in reference.committees
    }
    taxonomy = await app.taxonomy.current()

    def kinds(profile: AnonymousProfile) -> list[str]:
        found = taxonomy.by_id.get(profile.industry or "")
        if found is None:
            return []
        english = shown.language is Language.EN and found.label_en
        return [str(english or found.label_zh)]

    return Parties(shown, kinds, committees, names)
