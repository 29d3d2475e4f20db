"""Enterprises whose name has certain words, among some, as far as the actor may see them."""

from collections.abc import Callable, Collection

from chainlink.accounts.model import Actor
from chainlink.enterprises.reading import EnterpriseReading

Ids = Collection[str] | Callable[[], Collection[str]]


async def named(
    enterprises: EnterpriseReading, actor: Actor, among: Ids, text: str
) -> frozenset[str] | None:
    """Those with the text in their name, whatever the case; None where no text is asked for."""
    wanted = text.strip().casefold()
    if not wanted:
        return None
    ids = among() if callable(among) else among
    profiles = await enterprises.known.profiles(list(ids))
    called = [id_ for id_, one in profiles.items() if wanted in one.name.casefold()]
    return frozenset(await enterprises.visible_by_ids(actor, called))
