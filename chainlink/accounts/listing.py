"""Accounts page by page, and their names, for who may know them."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from enum import StrEnum

from chainlink.accounts.model import Account, Actor, Role
from chainlink.accounts.permissions import Action, Reach, Resource, reach
from chainlink.accounts.reading import CYPHER, LONGEST_NAME, AccountReading, account_of, may
from chainlink.errors import InvalidInput, NotFound

MOST = 10_000  # accounts at once
_NOBODY = "-"  # no committee's code: a list that is asked with must not be empty


class AccountOrder(StrEnum):
    """What a list is sorted by; where that is the same, by name."""

    NAME = "name"
    ROLE = "role"
    RECORDED = "recorded_at"


class AccountState(StrEnum):
    """Whether one can sign in by it."""

    ACTIVE = "active"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountQuestion:
    """Which accounts; what is empty asks for nothing. `text` is part of a name, in any case."""

    text: str = ""
    role: Role | None = None
    committee: str = ""
    state: AccountState | None = None
    order: AccountOrder = AccountOrder.NAME
    descending: bool = False
    passed: int = 0
    most: int = 25


@dataclass(frozen=True, slots=True)
class AccountPage:
    """Accounts that were asked for; `total` counts all that fit."""

    found: tuple[Account, ...] = ()
    total: int = 0


class AccountListing(AccountReading):
    """Many accounts at once, as far as the actor may know them."""

    async def listed(self, actor: Actor, wanted: AccountQuestion) -> AccountPage:
        """One page. Raises InvalidInput for a text longer than names are."""
        if len(wanted.text) > LONGEST_NAME:
            raise InvalidInput.of("text", "too_long", max_length=LONGEST_NAME)
        granted = reach(actor, Action.READ, Resource.ACCOUNTS)
        if granted is Reach.NONE:
            return AccountPage()
        led = sorted(actor.committees) if granted is Reach.COMMITTEE else []
        rows = await self._store.read(
            CYPHER["listed"],
            text=wanted.text.strip().lower(),
            role=wanted.role.value if wanted.role else "",
            state=wanted.state.value if wanted.state else "",
            committee=wanted.committee,
            everything=granted is Reach.ALL,
            own=actor.account,
            committees=led or [_NOBODY],
            sorting=wanted.order.value,
        )
        if wanted.descending:
            rows.reverse()
        ids = [row["id"] for row in rows[wanted.passed : wanted.passed + min(wanted.most, MOST)]]
        known = await self._by_ids(ids)
        # asked again of each: the one rule decides, the statement only spares reading
        found = [known[id_] for id_ in ids if id_ in known and may(actor, Action.READ, known[id_])]
        return AccountPage(tuple(found), len(rows))

    async def by_id(self, actor: Actor, id_: str) -> Account:
        """The account with that id. Raises NotFound."""
        account = (await self._by_ids([id_])).get(id_)
        if account is None or not may(actor, Action.READ, account):
            raise NotFound("account.unknown", name=id_)
        return account

    async def names(self, actor: Actor, ids: Collection[str]) -> dict[str, str]:
        """Names by id of those accounts that the actor may read."""
        known = await self._by_ids(sorted(set(ids)))
        return {id_: one.name for id_, one in known.items() if may(actor, Action.READ, one)}

    async def serving(self, actor: Actor) -> Mapping[str, list[Account]]:
        """Who serves on each committee, by its code: active accounts that the actor may read."""
        rows = await self._store.read(CYPHER["serving"])
        known = await self._by_ids(sorted({row["id"] for row in rows}))
        found: dict[str, list[Account]] = defaultdict(list)
        for row in rows:
            account = known.get(row["id"])
            if account is not None and may(actor, Action.READ, account):
                found[row["committee"]].append(account)
        return {code: sorted(few, key=lambda one: one.name) for code, few in found.items()}

    async def _by_ids(self, ids: Collection[str]) -> dict[str, Account]:
        if not ids:
            return {}
        rows = await self._store.read(CYPHER["accounts_by_ids"], ids=list(ids))
        return {row["id"]: account_of(row) for row in rows}
