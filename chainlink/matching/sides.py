"""The two sides of recommendations as a viewer may know them: in full, or without a name."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from chainlink.accounts.model import Actor
from chainlink.enterprises.anonymity import AnonymousProfile, anonymous_profiles
from chainlink.enterprises.model import Enterprise
from chainlink.enterprises.reading import EnterpriseReading
from chainlink.errors import NotFound
from chainlink.matching.model import Recommendation


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two: exactly one of `seen` and `hidden` is there."""

    id: str
    seen: Enterprise | None
    hidden: AnonymousProfile | None

    def told(self, text: str, instead: str) -> str:
        """A text with `instead` in the place of this side's names, where they must not be told."""
        return self.hidden.without_names(text, instead) if self.hidden else text


async def sides_of(
    enterprises: EnterpriseReading, actor: Actor, found: Sequence[Recommendation]
) -> list[tuple[Side, Side]]:
    """Asker and partner of each, all read in one question.

    A side is shown in full where the viewer may see it and it is not to stay without a name.
    Raises NotFound for an enterprise that is not there.
    """
    asked = {one.enterprise for one in found} | {one.partner for one in found if not one.anonymous}
    seen = await enterprises.visible_by_ids(actor, sorted(asked)) if asked else {}
    hidden = {id_ for one in found for id_ in (one.enterprise, one.partner) if id_ not in seen}
    hidden |= {one.partner for one in found if one.anonymous}
    profiles = await anonymous_profiles(enterprises.known, sorted(hidden)) if hidden else {}

    def side(id_: str, *, anonymous: bool) -> Side:
        if id_ in seen and not anonymous:
            return Side(id_, seen[id_], None)
        if id_ not in profiles:
            raise NotFound("not_found")
        return Side(id_, None, profiles[id_])

    return [
        (side(one.enterprise, anonymous=False), side(one.partner, anonymous=one.anonymous))
        for one in found
    ]


def without_names(sides: Sequence[tuple[Side, str]]) -> Callable[[str], str]:
    """What takes names that must not be told out of a text; each side with what it is called."""

    def told(text: str) -> str:
        for side, called in sides:
            text = side.told(text, called)
        return text

    return told
