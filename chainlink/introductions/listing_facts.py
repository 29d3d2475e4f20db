"""The facts that introductions are listed by, and what is due of them, as columns of numbers."""

from collections.abc import Callable, Mapping, Sequence
from itertools import compress
from typing import Any

import numpy as np
from numpy.typing import NDArray

from chainlink.introductions.machine import ENDED, IntroductionState
from chainlink.listing.numbers import NEVER, Mask, Numbers, Words, days, microseconds
from chainlink.listing.owned import OwnedRows
from chainlink.listing.table import Table
from chainlink.matching.model import MatchType

Columns = Mapping[str, Sequence[Any]]
STATES = tuple(IntroductionState)
_ENDED = np.array([one in ENDED for one in STATES])
_INTRODUCTIONS = {
    "state": np.int8, "match_type": np.int8, "disputed": np.bool_, "committee": np.int32,
    "event": np.int32, "in_charge": np.int32, "due": np.int32, "since": np.int64,
    "recorded": np.int64, "meets": np.int64, "owner": np.int32,
}  # fmt: skip
_FOLLOW_UPS = {"introduction": np.int32, "due": np.int32}
_CONSENTS = {
    "introduction": np.int32, "enterprise": np.int32, "given": np.bool_, "asked": np.int64,
    "until": np.int32, "side": np.int8,
}  # fmt: skip
NOT_MEETING = -1


class IntroductionFacts:
    """Introductions, their open follow-ups, and their consents that are asked or given.

    `meets` is when the two meet, in microseconds since 1970, and NOT_MEETING where no meeting is
    to come; `side` is 0 or 1 for a consent by which the seeker or the provider lets the other, -1
    for any other.
    """

    def __init__(self, committees: Mapping[str, frozenset[str]]) -> None:
        self.introductions = Table(_INTRODUCTIONS)
        self.follow_ups = Table(_FOLLOW_UPS)
        self.consents = Table(_CONSENTS)
        self.owned = OwnedRows(self.introductions, committees)
        self.committees: Words[str] = Words()
        self.events: Words[str] = Words()
        self.accounts: Words[str] = Words()
        self.enterprises: Words[str] = Words()
        self.match_types = Words([one.value for one in MatchType])
        self._states = Words([one.value for one in STATES])
        self.places: dict[int, str | None] = {}
        self._derived: dict[str, NDArray[Any]] = {}

    def put(self, found: Columns, partners: Columns) -> None:
        """Introductions, new or changed, with those that have joined them."""
        self._derived.clear()
        ids = found["id"]
        rows = self.introductions.put(
            ids,
            {
                "state": self._states.codes(found["state"]),
                "match_type": self.match_types.codes(found["match_type"]),
                "disputed": found["disputed"],
                "committee": self.committees.codes(found["committee"]),
                "event": self.events.codes(found["event"]),
                "in_charge": self.accounts.codes(found["owner"]),
                "due": days(found["due_on"]),
                "since": [microseconds(one) for one in found["state_since"]],
                "recorded": [microseconds(one) for one in found["recorded_at"]],
                "meets": [NOT_MEETING] * len(ids),
            },
        )
        joined: dict[str, list[str]] = {}
        for id_, partner in zip(partners["introduction"], partners["enterprise"], strict=True):
            joined.setdefault(id_, []).append(partner)
        self.owned.put(
            rows,
            [
                (seeker, provider, *joined.get(id_, ()))
                for id_, seeker, provider in zip(
                    ids, found["seeker"], found["provider"], strict=True
                )
            ],
            [frozenset({one}) for one in found["committee"]],
        )

    def put_meetings(self, found: Columns) -> None:
        """Meetings that were scheduled, in the order in which they were."""
        self._derived.clear()
        table = self.introductions
        scheduled = STATES.index(IntroductionState.MEETING_SCHEDULED)
        for id_, at, place in zip(
            found["introduction"], found["meets_at"], found["place"], strict=True
        ):
            row = table.row(id_)
            if row is not None and at is not None and table["state"][row] == scheduled:
                table["meets"][row] = microseconds(at)
                self.places[row] = place

    def put_follow_ups(self, found: Columns) -> None:
        """Follow-ups that are open."""
        self._derived.clear()
        found = self._of_known(found)
        rows = [self.introductions.row(one) for one in found["introduction"]]
        self.follow_ups.put(found["id"], {"introduction": rows, "due": days(found["due_on"])})

    def put_consents(self, found: Columns) -> None:
        """Consents that are asked or given."""
        self._derived.clear()
        found = self._of_known(found)
        rows = [self.introductions.row(one) for one in found["introduction"]]
        sides = [
            self._side(row, giver, recipients or ())
            for row, giver, recipients in zip(
                rows, found["enterprise"], found["recipients"], strict=True
            )
        ]
        self.consents.put(
            found["id"],
            {
                "introduction": rows,
                "enterprise": self.enterprises.codes(found["enterprise"]),
                "given": [one == "GIVEN" for one in found["state"]],
                "asked": [microseconds(one) for one in found["asked_at"]],
                "until": days(found["valid_until"]),
                "side": sides,
            },
        )

    def _of_known(self, found: Columns) -> Columns:
        """Without what belongs to introductions that came while others were read.

        The journal tells of those, and then they are read with all that belongs to them.
        """
        known = [self.introductions.row(one) is not None for one in found["introduction"]]
        if all(known):
            return found
        return {name: list(compress(values, known)) for name, values in found.items()}

    def _side(self, row: int | None, giver: str, recipients: Sequence[str]) -> int:
        seeker, provider = self.owned.parties_of(row)[:2] if row is not None else ("", "")
        if giver == seeker and provider in recipients:
            return 0
        return 1 if giver == provider and seeker in recipients else -1

    def drop(self, label: str, ids: Sequence[str]) -> None:
        """Follow-ups that are not open, consents that are neither asked nor given any more."""
        self._derived.clear()
        {"FollowUp": self.follow_ups, "Consent": self.consents}[label].drop(ids)

    def ended(self) -> Mask:
        """Introductions that have ended."""
        found: Mask = _ENDED[self.introductions["state"]]
        return found

    def own_due(self) -> Numbers:
        """The day on which an open introduction itself is due."""
        return self._once("own", lambda: np.where(self.ended(), NEVER, self.introductions["due"]))

    def due(self) -> Numbers:
        """The first day on which something is due, NEVER where nothing is."""

        def first() -> Numbers:
            found = self.own_due().astype(np.int64)
            open_ = np.flatnonzero(self.follow_ups["live"])
            rows, due = (self.follow_ups[name][open_] for name in ("introduction", "due"))
            # numpy is many times slower where the kinds of numbers differ
            np.minimum.at(found, rows.astype(np.intp), due.astype(np.int64))
            return found

        return self._once("due", first)

    def agreed_until(self) -> Numbers:
        """The last day on which each of the two lets the other, before 1970 where they do not."""

        def both() -> Numbers:
            until = np.full((2, len(self.introductions.ids)), -NEVER, dtype=np.int64)
            consents = self.consents
            given = np.flatnonzero(consents["live"] & consents["given"] & (consents["side"] >= 0))
            for side in (0, 1):
                of_one = given[consents["side"][given] == side]
                rows = consents["introduction"][of_one].astype(np.intp)
                np.maximum.at(until[side], rows, consents["until"][of_one].astype(np.int64))
            found: Numbers = np.minimum(until[0], until[1])
            return found

        return self._once("agreed", both)

    def _once(self, name: str, made: Callable[[], NDArray[Any]]) -> NDArray[Any]:
        """What follows from the columns, made once until they change."""
        if name not in self._derived:
            self._derived[name] = made()
        return self._derived[name]
