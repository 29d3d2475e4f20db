"""Finding things: by id, by code, by what an enterprise is called."""

from collections.abc import Awaitable, Callable
from typing import Annotated

import strawberry

from chainlink.api.chains import chain, committee, stage
from chainlink.api.claims import capability, need
from chainlink.api.context import Info
from chainlink.api.enterprises import Enterprise, enterprise
from chainlink.api.events import event_of
from chainlink.api.introductions import introduction_of
from chainlink.api.relay import (
    PAGE,
    Connection,
    Node,
    Place,
    opened_cursor,
    opened_id,
    page,
    page_size,
    raw_id,
)
from chainlink.api.shown_pairs import shown_pair
from chainlink.api.suggestions import dismissal_of
from chainlink.api.taxonomy import category
from chainlink.enterprises.claim_model import CAPABILITY, NEED
from chainlink.enterprises.model import Sector
from chainlink.enterprises.reading import EnterpriseFilter
from chainlink.errors import Forbidden, InvalidInput, NotFound


async def _enterprise(info: Info, raw: str) -> Node | None:
    found = await info.context.loaders.enterprises.load(raw)
    return None if found is None else enterprise(found)


async def _capability(info: Info, raw: str) -> Node | None:
    return capability(await info.context.app.claims.get(info.context.actor, CAPABILITY, raw))


async def _need(info: Info, raw: str) -> Node | None:
    return need(await info.context.app.claims.get(info.context.actor, NEED, raw))


async def _category(info: Info, raw: str) -> Node | None:
    found = (await info.context.loaders.taxonomy()).by_id.get(raw)
    return None if found is None else category(found)


async def _chain(info: Info, raw: str) -> Node | None:
    chains = await info.context.loaders.chains()
    return next((chain(one) for one in chains if one.code == raw), None)


async def _stage(info: Info, raw: str) -> Node | None:
    stages = await info.context.loaders.stages()
    return next((stage(one) for one in stages if one.id == raw), None)


async def _committee(info: Info, raw: str) -> Node | None:
    committees = await info.context.loaders.committees()
    return next((committee(one) for one in committees if one.code == raw), None)


FINDERS: dict[str, Callable[[Info, str], Awaitable[Node | None]]] = {
    "Enterprise": _enterprise,
    "Capability": _capability,
    "Need": _need,
    "Category": _category,
    "Chain": _chain,
    "Stage": _stage,
    "Committee": _committee,
    "ShownPair": shown_pair,
    "Event": event_of,
    "Dismissal": dismissal_of,
    "Introduction": introduction_of,
}


async def node_of(info: Info, id_: str) -> Node | None:
    """Whatever a global id names and the viewer may see; None for anything else."""
    opened = opened_id(id_)
    if opened is None or opened[0] not in FINDERS:
        return None
    try:
        return await FINDERS[opened[0]](info, opened[1])
    except (NotFound, Forbidden):
        return None


@strawberry.type
class LookupQueries:
    """Questions that find things."""

    @strawberry.field
    async def node(
        self, info: Info, id_: Annotated[strawberry.ID, strawberry.argument(name="id")]
    ) -> Node | None:
        """Anything by its global id."""
        return await node_of(info, id_)

    @strawberry.field
    async def enterprise(
        self,
        info: Info,
        uscc: str | None = None,
        id_: Annotated[strawberry.ID | None, strawberry.argument(name="id")] = None,
    ) -> Enterprise | None:
        """One enterprise by its code or its global id."""
        if (uscc is None) == (id_ is None):
            raise InvalidInput.of("uscc", "enterprise.one_key")
        if id_ is not None:
            found = await node_of(info, id_)
            return found if isinstance(found, Enterprise) else None
        code = (uscc or "").strip().upper()
        try:
            known = await info.context.app.enterprises.find(info.context.actor, code)
        except (NotFound, Forbidden):
            return None
        called_so = known.name == code and known.uscc != code  # a name, and not a code
        return None if called_so else enterprise(known)

    @strawberry.field
    async def enterprises(
        self,
        info: Info,
        search: str | None = None,
        sector: Sector | None = None,
        chain: str | None = None,
        region: str | None = None,
        first: int | None = PAGE,
        after: str | None = None,
    ) -> Connection[Enterprise]:
        """Enterprises that the viewer may see, by name."""
        size = page_size(first)
        place = opened_cursor("enterprises", (str, str), after)
        wanted = EnterpriseFilter(
            search=search or "",
            sector=sector.value if sector else "",
            chain=raw_id("Chain", chain) if chain else "",
            region=region or "",
        )
        found = await info.context.app.enterprises.search(
            info.context.actor,
            wanted,
            size + 1,
            (str(place[0]), str(place[1])) if place else None,
        )
        places: list[tuple[Place, Enterprise]] = [
            (("enterprises", one.name, one.id), enterprise(one)) for one in found
        ]
        return page(places, size, after)
