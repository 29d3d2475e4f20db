"""Files that were checked and are not loaded yet, and what became of those that were.

Kept in memory by this process alone, of each account a few and for an hour: a file that is gone
is chosen again, and loading it twice changes nothing.
"""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from chainlink.accounts.model import Actor
from chainlink.clock import Clock
from chainlink.errors import NotFound
from chainlink.identity import new_id
from chainlink.importing.model import ImportKind, ImportReport

TERM = timedelta(hours=1)
MOST_KEPT = 20  # reports
MOST_FILES = 4  # files, of 20 MiB at most each


@dataclass(slots=True)
class Checked:
    """A file as it was sent, with what checking, and later loading, said of its rows."""

    account: str
    kind: ImportKind
    name: str
    content: bytes | None
    mapping: Mapping[str, str]
    report: ImportReport
    at: datetime
    id: str = field(default_factory=new_id)
    loading: asyncio.Lock = field(default_factory=asyncio.Lock)

    @property
    def loaded(self) -> bool:
        """Whether its rows are in the graph."""
        return not self.report.dry_run


class CheckedFiles:
    """The few that are kept."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._kept: dict[str, Checked] = {}

    def keep(self, checked: Checked) -> None:
        """Keep one; the oldest make room for it."""
        self._forget()
        self._kept[checked.id] = checked
        for old in list(self._kept)[:-MOST_KEPT]:
            del self._kept[old]
        whole = [one for one in self._kept.values() if one.content is not None]
        for one in whole[:-MOST_FILES]:
            one.content = None

    def get(self, actor: Actor, id_: str) -> Checked:
        """The actor's own. Raises NotFound, as for one that is kept no longer."""
        self._forget()
        found = self._kept.get(id_)
        if found is None or found.account != actor.account:
            raise NotFound("import.not_kept")
        return found

    def _forget(self) -> None:
        oldest = self._clock() - TERM
        self._kept = {id_: one for id_, one in self._kept.items() if one.at > oldest}
