"""Which browsers are signed in, as the holder and who administers the account are told."""

from dataclasses import dataclass
from datetime import timedelta

from chainlink.accounts.model import Account, Actor, Scope, Session
from chainlink.accounts.reading import CYPHER, administers
from chainlink.accounts.tokens import MOST_LISTED
from chainlink.clock import Clock, instant_text
from chainlink.errors import NotFound
from chainlink.graph.port import GraphStore
from chainlink.settings import Settings


@dataclass(frozen=True, slots=True)
class Term:
    """How long a session lasts: unused, and at the longest."""

    idle: timedelta = timedelta(hours=12)
    longest: timedelta = timedelta(days=14)

    @classmethod
    def of(cls, settings: Settings) -> "Term":
        """As the settings say."""
        return cls(
            timedelta(hours=settings.session_idle_hours), timedelta(days=settings.session_days)
        )


class SessionReading:
    """Sessions that are open."""

    def __init__(self, store: GraphStore, clock: Clock, term: Term) -> None:
        self._store = store
        self._clock = clock
        self._term = term

    async def sessions_of(self, actor: Actor) -> list[Session]:
        """The sessions of the account that acts that are not over, newest first."""
        return await self._open_of(actor.account) if Scope.READ in actor.scopes else []

    async def sessions_for(self, actor: Actor, account: Account) -> list[Session]:
        """An account's open sessions, newest first, for who administers it; without what the
        browsers call themselves, which is told to nobody else. Raises NotFound."""
        if not administers(actor, account):
            raise NotFound("account.unknown", name=account.name)
        open_ones = await self._open_of(account.id)
        return [one.model_copy(update={"agent": None}) for one in open_ones]

    async def _open_of(self, account: str) -> list[Session]:
        now = self._clock()
        rows = await self._store.read(
            CYPHER["open_sessions"],
            account=account,
            now=instant_text(now),
            seen=instant_text(now - self._term.idle),
            most=MOST_LISTED,
        )
        return [Session(**row) for row in rows]
