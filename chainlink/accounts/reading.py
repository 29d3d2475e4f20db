"""Finding accounts, and who may do what with one."""

from chainlink.accounts.model import Account, Actor, Role, Scope
from chainlink.accounts.permissions import Action, Reach, Resource, reach
from chainlink.errors import NotFound
from chainlink.graph.cypher import Queries
from chainlink.graph.port import GraphReader, GraphStore, Row
from chainlink.validation import visible

CYPHER = Queries(__package__ or "")
LONGEST_NAME = 100


class AccountReading:
    """What is known of accounts, as far as the actor may know it."""

    def __init__(self, store: GraphStore) -> None:
        self._store = store

    async def by_name(self, actor: Actor, name: str) -> Account:
        """The account of that name. Raises NotFound."""
        account = await named(self._store, name)
        if account is None or not may(actor, Action.READ, account):
            raise NotFound("account.unknown", name=name)
        return account

    async def own(self, actor: Actor) -> Account:
        """The account that acts. Raises NotFound where it is none, such as a command.

        Whatever its role, who one is and with what one signs in are one's own.
        """
        rows = await self._store.read(CYPHER["account_by_id"], id=actor.account)
        if not rows or Scope.READ not in actor.scopes:
            raise NotFound("account.unknown", name=actor.account)
        return account_of(rows[0])

    async def for_change(self, actor: Actor, name: str) -> Account:
        """The account of that name, for who may change it. Raises NotFound."""
        account = await self.by_name(actor, name)
        if not may(actor, Action.WRITE, account):
            raise NotFound("account.unknown", name=name)
        return account

    async def for_administration(self, actor: Actor, name: str) -> Account:
        """As `for_change`, for what nobody does to himself: administrators to all, a secretary
        to the staff of the committees served on. Raises NotFound."""
        account = await self.by_name(actor, name)
        if not administers(actor, account):
            raise NotFound("account.unknown", name=name)
        return account


async def named(reader: GraphReader, name: str) -> Account | None:
    """The account of that name."""
    rows = await reader.read(CYPHER["account_by_name"], name=cleaned_name(name))
    return account_of(rows[0]) if rows else None


def cleaned_name(name: str) -> str:
    """A name as accounts are kept and found by: without what cannot be seen."""
    return visible(name)


def account_of(row: Row) -> Account:
    """A row of the graph as an account."""
    fields = {name: row[name] for name in ("id", "name", "role", "enterprise", "active")}
    return Account(**fields, committees=tuple(row["committees"] or ()))


def may(actor: Actor, action: Action, account: Account) -> bool:
    """An account is its holder's own; a secretary's reach is the staff of his committees."""
    granted = reach(actor, action, Resource.ACCOUNTS)
    if granted is not Reach.NONE and account.id == actor.account:
        return True
    return _above(actor, granted, account)


def may_end(actor: Actor, account: Account) -> bool:
    """Whether the actor may end what gives access to the account: one's own, always."""
    own = account.id == actor.account and Scope.WRITE in actor.scopes
    return own or may(actor, Action.WRITE, account)


def administers(actor: Actor, account: Account) -> bool:
    """Whether the actor may reset, close or erase the account: never by being its holder."""
    return _above(actor, reach(actor, Action.WRITE, Resource.ACCOUNTS), account)


def _above(actor: Actor, granted: Reach, account: Account) -> bool:
    if granted is Reach.ALL:
        return True
    shared = actor.committees.intersection(account.committees)
    return granted is Reach.COMMITTEE and account.role is Role.STAFF and bool(shared)
