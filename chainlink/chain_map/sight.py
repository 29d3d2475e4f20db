"""What of a map one reader may see: whose supply counts for him, and whom he may be told by name.

An anonymous capability is counted for everybody and named to officers alone, as it is in lists of
claims; what is kept to a committee is counted and named for those who read it in full.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from chainlink.accounts.model import Actor, Role
from chainlink.accounts.permissions import Action, Owner, Resource, allows
from chainlink.chain_map.supplying import COMMITTEE, Rows, Said
from chainlink.matching.projection.codes import VISIBILITIES
from chainlink.matching.projection.day import Day

_PUBLIC = VISIBILITIES.index("PUBLIC")
_OFFICERS = {Role.STAFF, Role.SECRETARY, Role.AUDITOR, Role.ADMIN}


@dataclass(frozen=True, slots=True)
class MapSight:
    """One reader's sight on a day."""

    day: Day
    actor: Actor

    @property
    def officer(self) -> bool:
        """Whether anonymous ones are named to the reader."""
        return self.actor.role in _OFFICERS

    def counted(self, said: Said) -> Said:
        """Without what only other committees may see."""
        kept = np.flatnonzero(said.visibility >= COMMITTEE)
        if not len(kept):
            return said
        hit = np.ones(len(said.owner), bool)
        hit[kept] = [self.in_full(owner) for owner in said.owner[kept].tolist()]
        return said.where(hit)

    def nameable(self, said: Said) -> npt.NDArray[np.bool_]:
        """Of those that are counted, whose name may stand beside what they say."""
        named: npt.NDArray[np.bool_] = said.visibility != (COMMITTEE - 1)
        if self.officer:
            return np.ones(len(said.owner), bool)
        if self.actor.enterprise is not None:
            named = named | (said.owner == self.day.projection.ids.find(self.actor.enterprise))
        return named

    def members(self, rows: Rows) -> Rows:
        """Members that may be told as such: memberships are public where the profile is."""
        if self.officer:
            return rows
        hidden = self.day.projection.enterprises.visibility[rows] != _PUBLIC
        chosen: Rows = rows[~hidden]
        return chosen

    def in_full(self, enterprise: int) -> bool:
        """Whether the reader sees all that an enterprise declares."""
        id_ = self.day.projection.ids.values[enterprise]
        owner = Owner(id_, self.day.committees_of(enterprise))
        return allows(self.actor, Action.READ, Resource.CLAIMS, owner)
