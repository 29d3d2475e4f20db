"""Enterprises beside each other, in full where the viewer may see them, else without a name."""

from collections.abc import Iterable

from chainlink.api.context import Info
from chainlink.api.enterprises import Enterprise, enterprise, masked


async def parties_shown(info: Info, ids: Iterable[str]) -> dict[str, Enterprise]:
    """Each enterprise as the viewer may know it, all read in one question."""
    wanted = sorted(set(ids))
    seen = await info.context.loaders.seen(wanted)
    hidden = [id_ for id_ in wanted if id_ not in seen]
    profiles = await info.context.loaders.nameless(hidden)
    found = {id_: enterprise(one) for id_, one in seen.items()}
    for id_, profile in profiles.items():
        found[id_] = await masked(info, profile)
    return found
