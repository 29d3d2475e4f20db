"""Telling parties by name: only those that the reader may see, the first few of many."""

from collections.abc import Iterable
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from chainlink.accounts.model import Actor
from chainlink.chain_map.model import Parties, Party
from chainlink.chain_map.supplying import Rows, Supplying
from chainlink.enterprises.service import EnterpriseService
from chainlink.matching.projection.projection import Projection

MOST_NAMED = 12


@dataclass(frozen=True, slots=True)
class Chosen:
    """Whom a list would name, best first, and how many it counts."""

    rows: tuple[int, ...]
    total: int


@dataclass(slots=True)
class Namer:
    """Gathers whom all lists of a map would name, and asks for their names once."""

    projection: Projection
    said: Supplying
    names: dict[str, str] = field(default_factory=dict)
    _asked: set[int] = field(default_factory=set)

    def chosen(
        self, rows: Rows, nameable: npt.NDArray[np.bool_] | None = None, most: int = MOST_NAMED
    ) -> Chosen:
        """Members first, then by name; `nameable` says of each whether it may be told here."""
        among = rows if nameable is None else rows[nameable]
        ranks = self.said.rank[among]
        if len(among) > most:
            best = np.argpartition(ranks, most)[:most]
            among, ranks = among[best], ranks[best]
        first = among[np.argsort(ranks)].tolist()
        self._asked.update(first)
        return Chosen(tuple(first), len(rows))

    async def ask(self, enterprises: EnterpriseService, actor: Actor) -> None:
        """Learn which of the chosen the reader may see."""
        ids = [self.projection.ids.values[row] for row in sorted(self._asked)]
        found = await enterprises.visible_by_ids(actor, ids)
        self.names = {id_: one.name for id_, one in found.items()}

    def want(self, rows: Iterable[int]) -> None:
        """Ask for these too."""
        self._asked |= set(rows)

    def party(self, row: int) -> Party | None:
        """One of them, where it may be named."""
        id_ = self.projection.ids.values[row]
        name = self.names.get(id_)
        if name is None:
            return None
        return Party(id_, name, bool(self.said.inside[row]), bool(self.said.member[row]))

    def parties(self, chosen: Chosen) -> Parties:
        """A list as the reader sees it."""
        named = [party for party in map(self.party, chosen.rows) if party is not None]
        return Parties(tuple(named), chosen.total)
