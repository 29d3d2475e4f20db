"""Cards: a pair with both sides, its reasons, the path between, and where it stands."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from chainlink.app import App
from chainlink.introductions.model import IntroductionView
from chainlink.introductions.pairs import open_of_pairs
from chainlink.matching.model import Pair, Recommendation
from chainlink.matching.sentences import sentences
from chainlink.matching.sides import Side, sides_of, without_names
from chainlink.web.guests import Guest
from chainlink.web.matches.bars import Bar, Bars, bars_of
from chainlink.web.matches.parties import Parties, Party, parties_of
from chainlink.web.matches.paths import Drawn, drawn
from chainlink.web.matches.reference import Reference, reference_of
from chainlink.web.shown import Shown

_STRONGEST = 3


@dataclass(frozen=True, slots=True)
class Card:
    """What a reader sees of one pair; `key` is its id on the page, the same at every visit.

    `reasons` are sentences by the codes of the bars.
    """

    key: str
    found: Recommendation
    committee: str | None
    asker: Party
    seeker: Party
    provider: Party
    bars: Bars
    reasons: Mapping[str, str]
    missing: tuple[str, ...]
    path: Drawn
    introduction: IntroductionView | None

    @property
    def partner(self) -> Party:
        """The side that the asker would meet."""
        return self.provider if self.asker is self.seeker else self.seeker

    @property
    def strongest(self) -> list[Bar]:
        """The few reasons that weigh most, whether for or against."""
        return sorted(self.bars.reasons, key=lambda one: -abs(one.points))[:_STRONGEST]

    @property
    def title(self) -> str:
        """Both sides in one line."""
        return f"{self.seeker.name} × {self.provider.name}"

    @property
    def names(self) -> dict[str, str]:
        """What a form sends so that this pair is meant, and no other."""
        said = {"card": self.key}
        if self.found.shown is not None:
            return said | {"shown": self.found.shown}
        one = self.found
        return said | {
            "asker": one.enterprise,
            "seeker": one.seeker,
            "provider": one.provider,
            "matchType": one.match_type.value,
        }

    @property
    def picked(self) -> str:
        """The same in one word, for a box that is ticked."""
        one = self.found
        if one.shown is not None:
            return f"{self.key}~{one.shown}"
        said = (self.key, one.seeker, one.provider, one.match_type.value, self.committee or "")
        return "~".join(said)


def key_of(found: Recommendation) -> str:
    """From what the two say: of a side without a name nobody else knows the claim's id."""
    said = f"{found.seeker_claim} {found.provider_claim} {found.match_type}"
    return f"card-{hashlib.sha256(said.encode()).hexdigest()[:16]}"


async def cards_of(
    app: App, guest: Guest, pairs: Sequence[Pair], reference: Reference | None = None
) -> list[Card]:
    """The cards of a page; both sides, memberships and open introductions in one question each.

    Raises NotFound, GraphUnavailable.
    """
    settings = app.settings
    shown = Shown(guest.language, settings.zone, settings.today(app.clock()))
    known = reference or await reference_of(app)
    found = [one.recommendation for one in pairs]
    sides = await sides_of(app.enterprises, guest.actor, found)
    parties = await parties_of(app, shown, [side for both in sides for side in both], known)
    wanted = {(one.seeker, one.provider, one.match_type) for one in found}
    open_ = await open_of_pairs(app.store, app.introductions, guest.actor, wanted)
    return [
        _card(pair, both, parties, shown, open_.get((one.seeker, one.provider, one.match_type)))
        for pair, one, both in zip(pairs, found, sides, strict=True)
    ]


def _card(
    pair: Pair,
    sides: tuple[Side, Side],
    parties: Parties,
    shown: Shown,
    introduction: IntroductionView | None,
) -> Card:
    found = pair.recommendation
    asker, partner = (parties.party(side) for side in sides)
    told = without_names([(sides[0], asker.name), (sides[1], partner.name)])
    said = sentences(found, shown.language)
    names = {one.code: shown.say(f"factor.{one.code}") for one in said}
    names |= {"base": shown.say("factor.base"), "sum": shown.say("page.matches.sum")}
    base = next(one.contribution for one in found.factors if one.code == "base")
    seeks = found.seeker == found.enterprise
    return Card(
        key=key_of(found),
        found=found,
        committee=pair.committee,
        asker=asker,
        seeker=asker if seeks else partner,
        provider=partner if seeks else asker,
        bars=bars_of(base, said, found.score, names),
        reasons={one.code: told(one.reason) for one in said},
        missing=tuple(shown.say(key) for key in found.missing),
        path=drawn(found.paths[0], shown.language, told),
        introduction=introduction,
    )
