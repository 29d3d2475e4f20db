"""Who asks."""

import strawberry

from chainlink.accounts.model import PUBLIC, Scope
from chainlink.api.chains import Committee, committee
from chainlink.api.context import Info
from chainlink.api.enterprises import Enterprise, enterprise
from chainlink.api.enums import ViewerRole


@strawberry.type
class Viewer:
    """The account that asks."""

    account: strawberry.ID
    role: ViewerRole
    scopes: list[Scope]

    @strawberry.field
    async def enterprise(self, info: Info) -> Enterprise | None:
        """The enterprise that it speaks for."""
        own = info.context.actor.enterprise
        found = await info.context.loaders.enterprises.load(own) if own else None
        return None if found is None else enterprise(found)

    @strawberry.field
    async def committees(self, info: Info) -> list[Committee]:
        """The committees that it serves on."""
        served = info.context.actor.committees
        committees = await info.context.loaders.committees() if served else []
        return [committee(one) for one in committees if one.code in served]


@strawberry.type
class ViewerQueries:
    """Questions about who asks."""

    @strawberry.field
    def viewer(self, info: Info) -> Viewer | None:
        """The account behind the token; null for whoever sends none."""
        actor = info.context.actor
        if actor == PUBLIC:
            return None
        return Viewer(
            account=strawberry.ID(actor.account),
            role=ViewerRole(actor.role.value),
            scopes=sorted(actor.scopes),
        )
