"""Who asks."""

import strawberry

from chainlink.accounts.model import PUBLIC, Scope
from chainlink.api.chains import Committee, committee
from chainlink.api.context import Info
from chainlink.api.credentials import ApiToken, SignInSession, api_token, sign_in_session
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

    @strawberry.field
    async def name(self, info: Info) -> str | None:
        """What the account is called."""
        return (await info.context.app.accounts.own(info.context.actor)).name

    @strawberry.field
    async def tokens(self, info: Info) -> list[ApiToken]:
        """Its tokens, newest first."""
        info.context.keep = False  # the last use is noted outside the journal
        found = await info.context.app.accounts.own_tokens(info.context.actor)
        return [api_token(one) for one in found]

    @strawberry.field
    async def sessions(self, info: Info) -> list[SignInSession]:
        """The browsers that it is signed in with, newest first."""
        info.context.keep = False  # the same, and they run out
        found = await info.context.app.sessions.sessions_of(info.context.actor)
        return [sign_in_session(one) for one in found]


@strawberry.type
class ViewerQueries:
    """Questions about who asks."""

    @strawberry.field
    def viewer(self, info: Info) -> Viewer | None:
        """The account behind the token or the session; null for whoever sends none."""
        actor = info.context.actor
        if actor == PUBLIC:
            return None
        return Viewer(
            account=strawberry.ID(actor.account),
            role=ViewerRole(actor.role.value),
            scopes=sorted(actor.scopes),
        )
