"""Who asks, by token or session; read again when the journal moves, and every minute besides."""

from collections import OrderedDict
from dataclasses import dataclass
from datetime import timedelta

from chainlink.accounts.model import PUBLIC, Actor
from chainlink.accounts.service import token_digest
from chainlink.accounts.sessions import SessionSecret
from chainlink.app import App
from chainlink.clock import instant_text
from chainlink.journal.news import News

_MOST = 5000
_AGAIN_AFTER = timedelta(seconds=60)  # the note of a token's last use is that exact


@dataclass(frozen=True, slots=True)
class _Known:
    actor: Actor
    read_at: str
    until: str


class Callers:
    """The accounts behind tokens and sessions. One that is revoked or ended is not known from that
    moment on, where another process does it within a second; one that runs out, at its instant.
    """

    def __init__(self, app: App) -> None:
        self._app = app
        self._follower = app.follower
        self._known: OrderedDict[tuple[bool, str], _Known] = OrderedDict()
        app.follower.listeners.append(self._forget)

    def _forget(self, _news: News) -> None:
        self._known.clear()

    async def actor(self, secret: str | None) -> Actor:
        """Who stands behind a token or a session; whoever sends none is the public.

        Raises Unauthenticated, and GraphUnavailable where that cannot be known for certain.
        """
        if secret is None:
            return PUBLIC
        await self._follower.fresh()
        position = self._follower.position
        by_session = isinstance(secret, SessionSecret)
        key = (by_session, token_digest(secret))
        now = instant_text(self._app.clock())
        known = self._known.get(key)
        if known is not None and known.read_at <= now < known.until:
            return known.actor
        actor, expires_at = await (
            self._app.sessions if by_session else self._app.accounts
        ).holder_of(secret)
        if position == self._follower.position:  # else it may have changed while it was read
            again = instant_text(self._app.clock() + _AGAIN_AFTER)
            self._known[key] = _Known(actor, now, min(expires_at, again))
            if len(self._known) > _MOST:
                self._known.popitem(last=False)
        return actor
