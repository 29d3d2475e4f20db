"""One's own tokens and sessions: what they are for and when they were last used, never a secret."""

import strawberry

from chainlink.accounts.model import Scope, Session, Token
from chainlink.api.scalars import Instant, instant


@strawberry.type
class ApiToken:
    """A program's token."""

    id: strawberry.ID
    scopes: list[Scope]
    recorded_at: Instant
    expires_at: Instant
    last_used_at: Instant | None
    revoked_at: Instant | None


@strawberry.type
class SignInSession:
    """A browser that is signed in."""

    id: strawberry.ID
    agent: str | None
    recorded_at: Instant
    last_seen_at: Instant
    expires_at: Instant


def api_token(token: Token) -> ApiToken:
    """A token as GraphQL shows it."""
    return ApiToken(
        id=strawberry.ID(token.id),
        scopes=sorted(token.scopes),
        recorded_at=Instant(token.recorded_at),
        expires_at=Instant(token.expires_at),
        last_used_at=instant(token.last_used_at),
        revoked_at=instant(token.revoked_at),
    )


def sign_in_session(session: Session) -> SignInSession:
    """A session as GraphQL shows it."""
    return SignInSession(
        id=strawberry.ID(session.id),
        agent=session.agent,
        recorded_at=Instant(session.recorded_at),
        last_seen_at=Instant(session.last_seen_at),
        expires_at=Instant(session.expires_at),
    )
