"""Names on the pages of deals: of enterprises, committees and events, as the reader may know."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from chainlink.accounts.model import Actor
from chainlink.app import App
from chainlink.web.introductions.naming import Named, named
from chainlink.web.shown import Shown

__all__ = ["Named", "Names", "names_for"]


@dataclass(frozen=True, slots=True)
class Names:
    """Names by id or code."""

    enterprises: Mapping[str, Named]
    committees: Mapping[str, str]
    events: Mapping[str, str]

    def party(self, id_: str) -> str:
        """An enterprise's name, or what may be told without it."""
        return self.enterprises[id_].name

    def open(self, id_: str) -> bool:
        """Whether its page is there for the reader."""
        return self.enterprises[id_].hidden is None

    def parties(self, ids: Iterable[str]) -> str:
        """Several in one line."""
        return " × ".join(self.party(one) for one in ids)

    def committee(self, code: str) -> str:
        """A committee's name."""
        return self.committees.get(code, code)


async def names_for(
    app: App, actor: Actor, shown: Shown, enterprises: Iterable[str], events: Iterable[str] = ()
) -> Names:
    """The names of those enterprises and events, and of all committees."""
    wanted = sorted(set(events))
    found = await app.events.by_ids(actor, wanted) if wanted else {}
    return Names(
        await named(app, actor, enterprises, shown),
        {one.code: shown.named(one) for one in await app.chains.committees()},
        {id_: shown.named(one) for id_, one in found.items()},
    )
