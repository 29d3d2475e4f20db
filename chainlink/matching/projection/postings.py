"""Who offers what, by category or by wording: the likeliest first, so that a few are enough."""

from typing import Any

import numpy as np
import numpy.typing as npt

from chainlink.matching.ranges import ranges

Claims = npt.NDArray[np.int32]
Certainties = npt.NDArray[np.float32]
Impacts = npt.NDArray[np.float64]


class Posting:
    """The claims of one group: `certainty` is negative where a category was read, not ticked."""

    __slots__ = ("certainties", "claims", "impacts")

    def __init__(self, claims: Claims, certainties: Certainties, impacts: Impacts) -> None:
        self.claims = claims
        self.certainties = certainties
        self.impacts = impacts

    def __len__(self) -> int:
        return len(self.claims)

    def take(self, places: slice | npt.NDArray[Any]) -> "Posting":
        """Some of it, by slice, number or mask."""
        return Posting(self.claims[places], self.certainties[places], self.impacts[places])

    def without(self, gone: npt.NDArray[Any]) -> "Posting":
        """The rest when some claims go."""
        return self.take(~np.isin(self.claims, gone))

    def with_more(self, more: "Posting") -> "Posting":
        """Others put in their places."""
        order = np.argsort(-more.impacts, kind="stable")
        # as numpy.insert does, which finds the places anew for each of the three columns
        places = np.searchsorted(-self.impacts, -more.impacts[order]) + np.arange(len(more))
        kept = np.ones(len(self) + len(more), bool)
        kept[places] = False

        def merged(old: npt.NDArray[Any], new: npt.NDArray[Any]) -> npt.NDArray[Any]:
            found = np.empty(len(kept), old.dtype)
            found[kept], found[places] = old, new[order]
            return found

        return Posting(
            merged(self.claims, more.claims),
            merged(self.certainties, more.certainties),
            merged(self.impacts, more.impacts),
        )


_EMPTY = Posting(np.zeros(0, np.int32), np.zeros(0, np.float32), np.zeros(0, np.float64))


class Postings:
    """Claims by group in the order of their impact: one array, and groups changed since beside it.

    Impacts of different claims differ, so that the order does not depend on who came first.
    """

    def __init__(self, groups: npt.NDArray[Any], posting: Posting) -> None:
        order = np.lexsort((-posting.impacts, groups))
        self._base = posting.take(order)
        self._starts = np.append(0, np.cumsum(np.bincount(groups, minlength=1)))
        self._changed: dict[int, Posting] = {}

    @property
    def changed(self) -> int:
        """How many groups stand beside the array."""
        return len(self._changed)

    def of(self, group: int) -> Posting:
        """All of one group."""
        found = self._changed.get(group)
        if found is not None:
            return found
        if group + 1 >= len(self._starts):
            return _EMPTY
        return self._base.take(slice(self._starts[group], self._starts[group + 1]))

    def sizes(self, groups: npt.NDArray[Any]) -> npt.NDArray[np.int64]:
        """How many claims each group has."""
        known = groups < len(self._starts) - 1
        sizes = np.zeros(len(groups), np.int64)
        sizes[known] = self._starts[groups[known] + 1] - self._starts[groups[known]]
        for place in self._changed_among(groups):
            sizes[place] = len(self._changed[int(groups[place])])
        return sizes

    def _changed_among(self, groups: npt.NDArray[Any]) -> list[int]:
        if not self._changed:
            return []
        if len(self._changed) < len(groups):
            changed = np.fromiter(self._changed, np.int64, len(self._changed))
            return np.flatnonzero(np.isin(groups, changed)).tolist()
        return [place for place, one in enumerate(groups.tolist()) if one in self._changed]

    def first_of(
        self, groups: npt.NDArray[Any], most: int
    ) -> tuple[npt.NDArray[np.int64], Claims, Certainties]:
        """The first of several groups: place of the group among `groups`, claim, certainty."""
        known = groups < len(self._starts) - 1
        changed = self._changed_among(groups)
        known[changed] = False
        asked = np.flatnonzero(known)
        starts = self._starts[groups[asked]]
        lengths = np.minimum(self._starts[groups[asked] + 1] - starts, most)
        places = ranges(starts, lengths)
        which = np.repeat(asked, lengths)
        claims, certainties = self._base.claims[places], self._base.certainties[places]
        if not changed:
            return which, claims, certainties
        beside = [self._changed[int(groups[place])] for place in changed]
        more = np.repeat(changed, [min(len(one), most) for one in beside])
        return (
            np.concatenate((which, more)),
            np.concatenate((claims, *(one.claims[:most] for one in beside))),
            np.concatenate((certainties, *(one.certainties[:most] for one in beside))),
        )

    def change(
        self,
        gone: tuple[npt.NDArray[Any], npt.NDArray[Any]],
        new: tuple[npt.NDArray[Any], Posting],
    ) -> None:
        """Take claims out of groups and put others in; (groups, claims) and (groups, posting)."""
        if len(gone[0]) == 0 and len(new[0]) == 0:
            return
        order = np.argsort(gone[0], kind="stable")
        gone_groups, gone_claims = gone[0][order], gone[1][order]
        order = np.argsort(new[0], kind="stable")
        new_groups, posting = new[0][order], new[1]
        posting = posting.take(order)
        touched = np.union1d(gone_groups, new_groups)
        taken = [np.searchsorted(gone_groups, touched, side) for side in ("left", "right")]
        put = [np.searchsorted(new_groups, touched, side) for side in ("left", "right")]
        for n, group in enumerate(touched.tolist()):
            one = self.of(group)
            if taken[0][n] < taken[1][n]:
                one = one.without(gone_claims[taken[0][n] : taken[1][n]])
            if put[0][n] < put[1][n]:
                one = one.with_more(posting.take(slice(put[0][n], put[1][n])))
            self._changed[group] = one
