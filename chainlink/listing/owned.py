"""Whose the rows of a table are: parties, and committees by which officers may see them.

The permission table is asked once for every set of committees that occurs, and once for the
actor's own enterprise, by the very function that decides for a single thing.
"""

from collections import OrderedDict, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence

import numpy as np

from chainlink.accounts.model import Actor
from chainlink.accounts.permissions import Owner
from chainlink.listing.numbers import Mask, Words
from chainlink.listing.table import Table

Decides = Callable[[Actor, Owner], bool]
_ACTORS = 200  # whose answers of the permission table are kept, by the sets that were judged
_NONE: frozenset[str] = frozenset()


class OwnedRows:
    """Parties and committees by row; the table needs a column `owner`."""

    def __init__(self, table: Table, committees: Mapping[str, frozenset[str]]) -> None:
        self._table = table
        self._committees = dict(committees)
        self._sets: Words[frozenset[str]] = Words()
        self._owned: dict[int, tuple[tuple[str, ...], frozenset[str]]] = {}
        self._of: dict[str, set[int]] = defaultdict(set)
        self._judged: OrderedDict[tuple[Decides, Actor], list[bool]] = OrderedDict()

    def put(
        self, rows: Sequence[int], parties: Sequence[Iterable[str]], own: Sequence[frozenset[str]]
    ) -> None:
        """Say whose rows are: their parties, and committees beside those of the parties."""
        self.forget(rows)
        for row, few, committees in zip(rows, parties, own, strict=True):
            owned = self._owned[row] = (tuple(few), committees)
            for party in owned[0]:
                self._of[party].add(row)
        self._judge(rows)

    def forget(self, rows: Iterable[int]) -> None:
        """Rows that are nobody's any more."""
        for row in rows:
            for party in self._owned.pop(row, ((), _NONE))[0]:
                self._of[party].discard(row)

    def moved(self, committees: Mapping[str, frozenset[str]]) -> None:
        """Enterprises have come to other committees."""
        changed = {
            id_: now
            for id_, now in committees.items()
            if self._committees.get(id_, _NONE) != now or id_ not in self._committees
        }
        self._committees |= changed
        self._judge(sorted(set().union(*(self._of.get(id_, ()) for id_ in changed))))

    def _judge(self, rows: Sequence[int]) -> None:
        codes = []
        for row in rows:
            parties, own = self._owned[row]
            sets = (self._committees.get(one, _NONE) for one in parties)
            codes.append(self._sets.code(own.union(*sets)))
        self._table["owner"][list(rows)] = codes

    def unknown(self, parties: Iterable[str]) -> set[str]:
        """Those whose committees are not known yet."""
        return {one for one in parties if one not in self._committees}

    def parties(self) -> list[str]:
        """All that have been a party."""
        return list(self._of)

    def parties_of(self, row: int) -> tuple[str, ...]:
        """The parties of a row."""
        return self._owned[row][0]

    def rows_of(self, enterprise: str) -> set[int]:
        """Rows that an enterprise is a party of."""
        return self._of.get(enterprise, set())

    def of_any(self, enterprises: Iterable[str]) -> Mask:
        """Rows that one of some enterprises is a party of."""
        return self._table.mask(set().union(*(self.rows_of(one) for one in enterprises)))

    def allowed(self, actor: Actor, decides: Decides) -> Mask:
        """Rows of which a function that judges an owner lets the actor."""
        by_set = self._by_set(actor, decides)
        found: Mask = self._sets.where(self._table["owner"], by_set) & self._table["live"]
        own = actor.enterprise
        if own is not None and decides(actor, Owner(parties=frozenset({own}))):
            found |= self.of_any([own])
        return found

    def _by_set(self, actor: Actor, decides: Decides) -> list[bool]:
        """The table's answer for every set: it hangs on nothing but the two, and sets only grow."""
        judged = self._judged.setdefault((decides, actor), [])
        self._judged.move_to_end((decides, actor))
        if len(self._judged) > _ACTORS:
            self._judged.popitem(last=False)
        new = self._sets.values[len(judged) :]
        judged += [decides(actor, Owner(committees=one)) for one in new]
        return judged


def count_of(mask: Mask) -> int:
    """How many are chosen."""
    return int(np.count_nonzero(mask))
