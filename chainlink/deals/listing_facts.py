"""The facts that deals and orders are listed by, as columns of numbers."""

from collections import defaultdict
from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import DTypeLike

from chainlink.deals.listing_rows import DealRow, OrderRow, ProvenRow
from chainlink.deals.model import DealKind, Verification
from chainlink.listing.numbers import Mask, Words, days, microseconds
from chainlink.listing.owned import OwnedRows
from chainlink.listing.table import Table

LEVELS = tuple(Verification)
_PROVEN: Mapping[str, DTypeLike] = {
    "verification": np.int8, "currency": np.int16, "amount": np.int64, "day": np.int32,
    "recorded": np.int64, "owner": np.int32, "credited": np.int32,
}  # fmt: skip
_LEVELS = {one.value: place for place, one in enumerate(LEVELS)}
_HALF = 32  # bits; sums of whole amounts may need more than 63


class ProvenFacts:
    """What the two lists share: how far a thing is proved, whose it is, who had a hand in it."""

    def __init__(
        self, columns: Mapping[str, DTypeLike], committees: Mapping[str, frozenset[str]]
    ) -> None:
        self.table = Table({**_PROVEN, **columns})
        self.owned = OwnedRows(self.table, committees)
        self.currencies: Words[str] = Words()
        self.credited: Words[frozenset[str]] = Words()
        self.answered: dict[int, dict[str, bool]] = {}
        self._hands: dict[int, frozenset[str]] = {}
        self._handled: dict[str, set[int]] = defaultdict(set)

    def put_proven(
        self,
        rows: Sequence[ProvenRow],
        parties: Sequence[tuple[str, ...]],
        committees: Sequence[frozenset[str]],
    ) -> list[int]:
        """Write what both have; the rows in that order."""
        places = self.table.put(
            [one.id for one in rows],
            {
                "verification": [_LEVELS[one.verification] for one in rows],
                "currency": self.currencies.codes(one.currency for one in rows),
                "amount": [one.amount for one in rows],
                "day": days(one.day for one in rows),
                "recorded": [microseconds(one.recorded_at) for one in rows],
                "credited": self.credited.codes(committees),
            },
        )
        for place, one in zip(places, rows, strict=True):
            self.answered[place] = one.answered
            for account in self._hands.get(place, ()):
                self._handled[account].discard(place)
            self._hands[place] = one.hands
            for account in one.hands:
                self._handled[account].add(place)
        self.owned.put(places, parties, committees)
        return places

    def handled_by(self, account: str) -> Mask:
        """What an account has had a hand in."""
        return self.table.mask(self._handled.get(account, set()))

    def credited_to(self, committee: str) -> Mask:
        """What a committee has credit for."""
        has = [committee in one for one in self.credited.values]
        return self.credited.where(self.table["credited"], has)

    def at_level(self, *wanted: Verification) -> Mask:
        """What is proved so far."""
        found: Mask = np.array([one in wanted for one in LEVELS])[self.table["verification"]]
        return found

    def amounts(self, chosen: Mask) -> dict[str, int]:
        """Exact sums by currency."""
        found = {}
        for code, currency in enumerate(self.currencies.values):
            amounts = self.table["amount"][chosen & (self.table["currency"] == code)]
            if len(amounts):
                high = int((amounts >> _HALF).sum()) << _HALF
                found[currency] = high + int((amounts & ((1 << _HALF) - 1)).sum())
        return found


class DealFacts(ProvenFacts):
    """Deals in force."""

    def __init__(self, committees: Mapping[str, frozenset[str]]) -> None:
        super().__init__({"kind": np.int8}, committees)
        self.kinds = Words([one.value for one in DealKind])
        self.titles: dict[int, str] = {}
        self._introductions: dict[int, tuple[str, ...]] = {}
        self._of: dict[str, set[int]] = defaultdict(set)

    def put(self, rows: Sequence[DealRow]) -> None:
        """Deals, new or changed."""
        proven = [one.proven for one in rows]
        places = self.put_proven(
            proven, [one.parties for one in rows], [one.committees for one in rows]
        )
        self.table["kind"][places] = self.kinds.codes(one.kind for one in rows)
        for place, one in zip(places, rows, strict=True):
            self.titles[place] = (one.title or "").casefold()
            for introduction in self._introductions.get(place, ()):
                self._of[introduction].discard(place)
            self._introductions[place] = one.introductions
            for introduction in one.introductions:
                self._of[introduction].add(place)

    def of_introduction(self, introduction: str) -> Mask:
        """Deals that an introduction led to."""
        return self.table.mask(self._of.get(introduction, set()))

    def counted(self) -> Mask:
        """Deals whose money counts: no intents, nothing rejected."""
        intent = self.kinds.code(DealKind.LETTER_OF_INTENT.value)
        found: Mask = (self.table["kind"] != intent) & ~self.at_level(Verification.REJECTED)
        return found

    def titled(self, text: str) -> Mask:
        """Deals with a text in their title, whatever the case."""
        wanted = text.strip().casefold()
        return self.table.mask([row for row, one in self.titles.items() if wanted in one])


class OrderFacts(ProvenFacts):
    """Cross-border orders in force."""

    def __init__(self, committees: Mapping[str, frozenset[str]]) -> None:
        goods = dict.fromkeys(("destination", "incoterm", "customs_mode"), np.int16)
        super().__init__({"deal": np.int32, **goods}, committees)
        self.words: dict[str, Words[str]] = {name: Words() for name in goods}
        self.ends: dict[int, tuple[str, str]] = {}

    def put(self, rows: Sequence[OrderRow], deals: DealFacts) -> None:
        """Orders, new or changed, of deals that are there."""
        under = [(one, deals.table.row(one.deal)) for one in rows]
        known = [(one, deal) for one, deal in under if deal is not None]
        places = self.put_proven(
            [one.proven for one, _ in known],
            [
                tuple(dict.fromkeys((*deals.owned.parties_of(deal), one.seller, one.maker)))
                for one, deal in known
            ],
            [deals.credited.values[deals.table["credited"][deal]] for _, deal in known],
        )
        self.table["deal"][places] = [deal for _, deal in known]
        for name, words in self.words.items():
            self.table[name][places] = words.codes(getattr(one, name) for one, _ in known)
        for place, (one, _) in zip(places, known, strict=True):
            self.ends[place] = (one.seller, one.maker)

    def goods(self, **asked: str) -> Mask:
        """Orders with a destination, a trade term, a customs mode; empty ones ask for nothing."""
        found = self.table["live"].copy()
        for name, wanted in asked.items():
            if wanted:
                found &= self.words[name].among(self.table[name], [wanted])
        return found
