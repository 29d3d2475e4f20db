"""Until when needs and capabilities say something, kept in memory as the journal left it."""

import asyncio
from collections.abc import Mapping, Sequence
from datetime import date, timedelta

import numpy as np

from chainlink.accounts.model import Actor
from chainlink.accounts.permissions import Action, Owner, Resource, allows
from chainlink.agenda.introductions_due import section
from chainlink.agenda.model import ClaimExpiring, Section
from chainlink.enterprises.reading import EnterpriseReading
from chainlink.graph.cypher import Queries
from chainlink.graph.port import GraphStore, Row
from chainlink.journal.following import JournalFollower
from chainlink.listing.following import Followed
from chainlink.listing.numbers import day_number, day_of, days
from chainlink.listing.owned import OwnedRows
from chainlink.listing.table import Table

CYPHER = Queries(__package__ or "")
_LABELS = ("Need", "Capability")


class ClaimTerms(Followed):
    """Claims in force by the day until which they are valid; `label` is a place in _LABELS."""

    labels = frozenset(_LABELS)

    def __init__(
        self, store: GraphStore, follower: JournalFollower, enterprises: EnterpriseReading
    ) -> None:
        super().__init__(follower)
        self._store = store
        self._enterprises = enterprises
        self._begin({})

    def _begin(self, committees: Mapping[str, frozenset[str]]) -> None:
        self._table = Table({"until": np.int32, "label": np.int8, "owner": np.int32})
        self._owned = OwnedRows(self._table, committees)
        self._titles: dict[int, str] = {}

    async def expiring(self, actor: Actor, today: date, *, ahead: int, most: int) -> (
        Section[ClaimExpiring]
    ):  # fmt: skip
        """Claims that the actor may read and that end within so many days.

        Raises GraphUnavailable.
        """
        await self.ready()
        table = self._table
        until = table["until"]
        near = (until >= day_number(today)) & (until <= day_number(today + timedelta(days=ahead)))
        return section(
            table, near & self._owned.allowed(actor, may_read), until, most, self._expiring
        )

    def _expiring(self, row: int) -> ClaimExpiring:
        return ClaimExpiring(
            claim=self._table.ids[row],
            enterprise=self._owned.parties_of(row)[0],
            label=_LABELS[self._table["label"][row]],
            title=self._titles[row],
            valid_until=day_of(self._table["until"][row]),
        )

    async def load(self) -> None:
        """Read each label once."""
        found = []
        for label in _LABELS:
            columns = await self._store.read_columns(CYPHER[f"{label.lower()}_terms"])
            found.append(await asyncio.to_thread(columns.to_pylist))
        committees = await self._committees({row["enterprise"] for rows in found for row in rows})
        self._begin(committees)
        for number, rows in enumerate(found):
            self._put(number, rows)

    async def follow(self, subjects: Mapping[str, set[str]], enterprises: set[str]) -> None:
        """Read the claims that have changed, by the ids that stay."""
        found = []
        for label in _LABELS:
            ids = sorted(subjects.get(label, ()))
            question = CYPHER[f"{label.lower()}_terms_of"]
            found.append(await self._store.read(question, ids=ids) if ids else [])
        owners = {row["enterprise"] for rows in found for row in rows}
        committees = await self._committees(enterprises | self._owned.unknown(owners))
        self._owned.moved(committees)
        gone = set().union(*subjects.values()) - {row["id"] for rows in found for row in rows}
        rows = [self._table.row(one) for one in gone]
        self._owned.forget(row for row in rows if row is not None)
        self._table.drop(sorted(gone))
        for number, some in enumerate(found):
            self._put(number, some)

    def _put(self, label: int, rows: Sequence[Row]) -> None:
        places = self._table.put(
            [row["id"] for row in rows],
            {
                "until": days(row["valid_until"] for row in rows),
                "label": [label] * len(rows),
            },
        )
        self._titles |= dict(zip(places, (row["title"] for row in rows), strict=True))
        nothing: frozenset[str] = frozenset()
        self._owned.put(places, [(row["enterprise"],) for row in rows], [nothing] * len(rows))

    async def _committees(self, ids: set[str]) -> dict[str, frozenset[str]]:
        owners = await self._enterprises.owners(self._store, sorted(ids))
        return {id_: owner.committees for id_, owner in owners.items()}


def may_read(actor: Actor, owner: Owner) -> bool:
    """Whether the table lets the actor read the claims of an enterprise."""
    return allows(actor, Action.READ, Resource.CLAIMS, owner)
