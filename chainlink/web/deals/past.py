"""What happened to a deal or an order, told from the journal."""

from dataclasses import dataclass

from chainlink.accounts.model import Actor
from chainlink.app import App
from chainlink.deals.model import Verification
from chainlink.language.catalogue import catalogue
from chainlink.web.shown import Shown

_MOST = 50


@dataclass(frozen=True, slots=True)
class Happened:
    """One line, newest first."""

    at: str
    text: str
    detail: str
    own: bool


async def past_of(app: App, actor: Actor, label: str, about: str, shown: Shown) -> list[Happened]:
    """As far as the actor may read it. Raises GraphUnavailable."""
    page = await app.history.of_subject(actor, label, about, most=_MOST)
    texts = catalogue(shown.language)
    return [
        Happened(
            shown.instant(one.at),
            texts.get(f"page.deals.did.{one.action}", one.action),
            _detail(one.facts.get("verification"), shown),
            one.actor == actor.account,
        )
        for one in page.entries
    ]


def _detail(verification: object, shown: Shown) -> str:
    if isinstance(verification, str) and verification in Verification.__members__:
        return shown.label(Verification(verification))
    return ""
