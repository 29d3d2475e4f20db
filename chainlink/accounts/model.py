"""Who acts: roles, scopes, accounts, tokens, and the acting person of every service call."""

from dataclasses import dataclass, field
from enum import StrEnum

from pydantic import BaseModel, ConfigDict, Field


class Role(StrEnum):
    """What an account is; PUBLIC is whoever sent no credentials."""

    PUBLIC = "PUBLIC"
    ENTERPRISE = "ENTERPRISE"
    STAFF = "STAFF"
    SECRETARY = "SECRETARY"
    AUDITOR = "AUDITOR"
    ADMIN = "ADMIN"


class Scope(StrEnum):
    """What a token may be used for, within what its account may do."""

    READ = "READ"
    WRITE = "WRITE"


ALL_SCOPES = frozenset(Scope)


@dataclass(frozen=True, slots=True)
class Actor:
    """The acting person or program, as the permission table sees it."""

    account: str
    role: Role
    enterprise: str | None = None
    approved: bool = False
    committees: frozenset[str] = frozenset()
    scopes: frozenset[Scope] = field(default=ALL_SCOPES)


PUBLIC = Actor("public", Role.PUBLIC, scopes=frozenset({Scope.READ}))


def system_actor(name: str) -> Actor:
    """The platform's own hand: commands run by whoever may read its settings and its graph."""
    return Actor(f"system:{name}", Role.ADMIN)


def is_platform(actor: Actor) -> bool:
    """Whether it is the platform's own hand; no account's id looks like that."""
    return actor.account.startswith("system:")


class Account(BaseModel):
    """An account as it is kept."""

    model_config = ConfigDict(frozen=True)

    id: str
    name: str
    role: Role
    enterprise: str | None = None
    active: bool = True
    committees: tuple[str, ...] = ()


class IssuedToken(BaseModel):
    """A new token; `secret` is shown this once and kept nowhere, not with a request's answer."""

    model_config = ConfigDict(frozen=True)

    id: str
    account: str
    secret: str = Field(default="", exclude=True)
    scopes: tuple[Scope, ...]
    expires_at: str


class Token(BaseModel):
    """A token as its holder sees it: never its secret."""

    model_config = ConfigDict(frozen=True)

    id: str
    scopes: tuple[Scope, ...]
    recorded_at: str
    expires_at: str
    last_used_at: str | None = None
    revoked_at: str | None = None


class Session(BaseModel):
    """A browser that is signed in, as its holder sees it."""

    model_config = ConfigDict(frozen=True)

    id: str
    agent: str | None = None
    recorded_at: str
    last_seen_at: str
    expires_at: str


@dataclass(frozen=True, slots=True)
class SignedIn:
    """A new session; both secrets are given to the browser this once and kept nowhere."""

    account: Account
    session: str
    secret: str
    device: str
    expires_at: str


@dataclass(frozen=True, slots=True)
class IssuedLink:
    """A link to set a new password by; `secret` is shown this once and kept nowhere."""

    id: str
    account: str
    secret: str
    expires_at: str

    @property
    def path(self) -> str:
        """Where the page of the link is."""
        return f"/reset/{self.secret}"


class Identity(BaseModel):
    """Who an account is to an identity provider."""

    model_config = ConfigDict(frozen=True)

    id: str
    account: str
    issuer: str
    subject: str
    recorded_at: str
