"""What every resolver knows: the platform, who asks, in which language, and the loaders."""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TypeAlias

import strawberry
from graphql import DocumentNode

from chainlink.accounts.model import PUBLIC, Actor
from chainlink.accounts.sessions import SessionSecret
from chainlink.api.loaders import Loaders
from chainlink.api.reference import Reference
from chainlink.app import App
from chainlink.errors import Unauthenticated
from chainlink.language import Language, say


@dataclass
class Context:
    """One request's context; `document` is parsed, guarded and valid before anything runs.

    A resolver whose answer depends on more than the graph and the day sets `keep` to False, and
    what it adds to `given` is called each time that the answer is given, kept ones included.
    `contacts_read` are the enterprises whose contacts are in the answer.
    """

    app: App
    reference: Reference
    actor: Actor
    language: Language
    secret: str | None = None
    document: DocumentNode | None = None
    operation: str | None = None
    keep: bool = True
    given: list[Callable[[], object]] = field(default_factory=list)
    contacts_read: set[str] = field(default_factory=set)
    loaders: Loaders = field(init=False)

    def __post_init__(self) -> None:
        self.forget()

    def forget(self) -> None:
        """Drop what was read: after a change the rest of the same request must see it."""
        self.loaders = Loaders(self.app, self.reference, self.actor, self.contacts_read)

    async def sign_in_again(self) -> None:
        """Read the acting account anew, where a change bound it to an enterprise."""
        self.actor = await actor_of(self.app, self.secret)
        self.forget()

    def say(self, key: str, /, **facts: object) -> str:
        """A sentence in the viewer's language."""
        return say(key, self.language, **facts) if facts else _plain(key, self.language)


_plain = lru_cache(4096)(say)  # sentences without facts, such as the names of factors

Info: TypeAlias = strawberry.Info[Context, None]


async def actor_of(app: App, secret: str | None) -> Actor:
    """Who stands behind a token or a session; whoever sends none is the public.

    Raises Unauthenticated.
    """
    if secret is None:
        return PUBLIC
    if isinstance(secret, SessionSecret):
        return (await app.sessions.holder_of(secret))[0]
    return await app.accounts.actor_for(secret)


def bearer_token(header: str | None) -> str | None:
    """The token of an `Authorization` header (RFC 6750). Raises Unauthenticated for another."""
    if header is None:
        return None
    scheme, _, secret = header.strip().partition(" ")
    if scheme.lower() != "bearer" or not secret.strip():
        raise Unauthenticated("http.authorization")
    return secret.strip()
