"""What is read of enterprises at the doors: from the graph, or from memory that follows it."""

from collections import defaultdict
from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from typing import TypeVar

from chainlink.enterprises import registry
from chainlink.enterprises.claim_model import Claim, ClaimType
from chainlink.enterprises.claim_reading import claims_by_query
from chainlink.enterprises.directory import Directory, committees_of
from chainlink.enterprises.disclosure import Disclosure, read_disclosures
from chainlink.enterprises.model import Enterprise, MarketPresence, Membership
from chainlink.enterprises.registry import CYPHER
from chainlink.graph.port import GraphStore
from chainlink.journal.following import JournalFollower
from chainlink.journal.remembering import Remembered

Thing = TypeVar("Thing")
_MOST = 20_000  # enterprises whose claims, markets and memberships are kept
Load = Callable[[list[str]], Awaitable[Mapping[str, Thing]]]


class KnownEnterprises:
    """Profiles, committees, claims, markets and memberships by enterprise.

    Without a follower everything is read from the graph each time.
    """

    def __init__(self, store: GraphStore, follower: JournalFollower | None = None) -> None:
        self._store = store
        self._follower = follower
        self._directory = Directory(store, follower) if follower else None
        self.memberships = self._kept(self._read_memberships)
        self.exports = self._kept(self._read_exports)
        self.disclosures = self._kept(self._read_disclosures)
        self._claims: dict[str, Load[tuple[Claim, ...]]] = {}

    def _kept(self, load: Load[Thing]) -> Load[Thing]:
        return Remembered(self._follower, load, _MOST).of if self._follower else load

    async def directory(self) -> Directory | None:
        """All enterprises in memory, where they are. Raises GraphUnavailable."""
        if self._directory is None or not await self._directory.ready():
            return None
        return self._directory

    async def profiles(self, ids: Sequence[str]) -> dict[str, Enterprise]:
        """Enterprises by id; unknown ids are absent."""
        directory = await self.directory()
        if directory is None:
            return await registry.by_ids(self._store, ids)
        found = {id_: directory.by_id(id_) for id_ in ids}
        return {id_: one.enterprise for id_, one in found.items() if one is not None}

    async def committees(self, ids: Sequence[str]) -> dict[str, frozenset[str]]:
        """Committees by enterprise, asked ones included; every id has its set."""
        directory = await self.directory()
        if directory is None:
            return await committees_of(self._store, ids)
        found = {id_: directory.by_id(id_) for id_ in ids}
        return {id_: one.committees if one else frozenset() for id_, one in found.items()}

    async def claims(self, type_: ClaimType, ids: Sequence[str]) -> Mapping[str, tuple[Claim, ...]]:
        """Claims in force by enterprise, newest first, whoever may see them."""
        if type_.label not in self._claims:

            async def read(wanted: list[str]) -> Mapping[str, tuple[Claim, ...]]:
                found = await claims_by_query(self._store, type_, "in_force", ids=wanted)
                return _grouped(wanted, found)

            self._claims[type_.label] = self._kept(read)
        return await self._claims[type_.label](list(ids))

    async def _read_memberships(self, ids: list[str]) -> Mapping[str, tuple[Membership, ...]]:
        rows = await self._store.read(CYPHER["memberships_of"], ids=ids)
        return _grouped(ids, [Membership(**row) for row in rows])

    async def _read_exports(self, ids: list[str]) -> Mapping[str, tuple[MarketPresence, ...]]:
        rows = await self._store.read(CYPHER["exports_of"], ids=ids)
        plain = [{name: value for name, value in row.items() if name != "id"} for row in rows]
        return _grouped(ids, [MarketPresence(**row) for row in plain])

    async def _read_disclosures(self, ids: list[str]) -> Mapping[str, tuple[Disclosure, ...]]:
        return await read_disclosures(self._store, ids)


Owned = TypeVar("Owned", Claim, Membership, MarketPresence)


def _grouped(ids: Iterable[str], found: Iterable[Owned]) -> dict[str, tuple[Owned, ...]]:
    of_id: dict[str, list[Owned]] = defaultdict(list)
    for one in found:
        of_id[one.enterprise].append(one)
    return {id_: tuple(of_id[id_]) for id_ in ids}
