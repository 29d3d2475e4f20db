"""Why two were recommended to each other: the claims that met and the reasons, as then shown."""

from collections.abc import Mapping
from dataclasses import dataclass

from chainlink.accounts.model import Actor
from chainlink.app import App
from chainlink.enterprises.claim_model import CAPABILITY, NEED, Claim
from chainlink.errors import Conflict, NotFound
from chainlink.introductions.model import IntroductionView
from chainlink.matching.model import Recommendation
from chainlink.matching.sentences import sentences
from chainlink.web.introductions.naming import Named
from chainlink.web.shown import Shown

_WIDTH = 100  # of the longest bar, in units of its drawing


@dataclass(frozen=True, slots=True)
class Bar:
    """One reason: its sentence, what it adds to the score, and how long its bar is."""

    text: str
    contribution: float
    width: float


@dataclass(frozen=True, slots=True)
class Reasons:
    """What was shown when the two were recommended."""

    score: float
    base: float
    bars: tuple[Bar, ...]
    missing: tuple[str, ...]
    sought: Claim | None
    offered: Claim | None


async def reasons_of(
    app: App, actor: Actor, view: IntroductionView, names: Mapping[str, Named], shown: Shown
) -> Reasons | None:
    """The reasons, where the reader may know them and they are kept. Raises GraphUnavailable."""
    showing, _, position = (view.shown or "").rpartition(":")
    if not showing or not position.isdecimal():
        return None
    try:
        found = await app.reports.shown_pair(actor, showing, int(position))
    except (NotFound, Conflict):
        return None
    return Reasons(
        score=found.score,
        base=sum(one.contribution for one in found.factors if one.code == "base"),
        bars=_bars(found, names, shown),
        missing=tuple(shown.say(key) for key in found.missing),
        sought=await _claim(app, actor, found.seeker_claim),
        offered=await _claim(app, actor, found.provider_claim),
    )


def _bars(found: Recommendation, names: Mapping[str, Named], shown: Shown) -> tuple[Bar, ...]:
    told = [one for one in sentences(found, shown.language) if abs(one.contribution) >= 0.005]
    longest = max((abs(one.contribution) for one in told), default=1.0)
    bars = []
    for one in told:
        text = one.text
        for party in names.values():
            text = party.told(text)
        bars.append(Bar(text, one.contribution, abs(one.contribution) / longest * _WIDTH))
    return tuple(bars)


async def _claim(app: App, actor: Actor, version: str | None) -> Claim | None:
    """The claim as it stands now: what is sought may be a channel for what somebody makes."""
    for type_ in (NEED, CAPABILITY) if version else ():
        try:
            return await app.claims.get(actor, type_, str(version).rpartition(":")[0])
        except NotFound:
            continue
    return None
