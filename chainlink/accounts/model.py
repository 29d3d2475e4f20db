"""Who acts: roles, scopes, accounts, tokens, and the acting person of every service call."""

from dataclasses import dataclass, field
from enum import StrEnum

from pydantic import BaseModel, ConfigDict


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
    """A new token; `secret` is shown this once and kept nowhere."""

    model_config = ConfigDict(frozen=True)

    id: str
    account: str
    secret: str
    scopes: tuple[Scope, ...]
    expires_at: str
