"""Versions beside each other: field by field, with what a correction changed."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Generic, TypeVar

from chainlink.deals.model import Deal, YearAmount
from chainlink.deals.order_model import CrossBorderOrder
from chainlink.web.deals.choices import mode_name
from chainlink.web.deals.naming import Names
from chainlink.web.deals.typed import market_name
from chainlink.web.shown import Shown

Version = TypeVar("Version", Deal, CrossBorderOrder)


@dataclass(frozen=True, slots=True)
class Compared:
    """One field before and after."""

    key: str
    before: str
    after: str

    @property
    def changed(self) -> bool:
        """Whether the correction changed it."""
        return self.before != self.after


@dataclass(frozen=True, slots=True)
class Step(Generic[Version]):
    """A correction: the version before, the one after, and the fields of both."""

    before: Version
    after: Version
    fields: Sequence[Compared]


Told = Mapping[str, Callable[[Version], str]]


def corrections(history: Sequence[Version], told: Told[Version]) -> list[Step[Version]]:
    """Each correction, the newest first; `history` has the newest version first."""
    return [
        Step(
            before,
            after,
            [Compared(key, tell(before), tell(after)) for key, tell in told.items()],
        )
        for after, before in pairwise(history)
    ]


def deal_told(names: Names, introductions: Mapping[str, str], shown: Shown) -> Told[Deal]:
    """A deal's fields as people read them."""

    def by_year(years: Sequence[YearAmount], currency: str) -> str:
        return "；".join(f"{one.year}：{shown.money(one.amount, currency)}" for one in years)

    def credited(one: Deal) -> str:
        lines = [
            " · ".join(
                filter(
                    None,
                    [
                        names.committee(line.committee),
                        names.events.get(line.event or "", ""),
                        introductions.get(line.introduction, "")
                        if len(one.introductions) > 1
                        else "",
                        str(line.share),
                    ],
                )
            )
            for line in one.credits
        ]
        return "；".join(sorted(lines))

    return {
        "title": lambda one: one.title or "",
        "kind": lambda one: shown.label(one.kind),
        "amount": lambda one: shown.money(one.amount, one.currency),
        "signed_on": lambda one: shown.day(one.signed_on),
        "parties": lambda one: names.parties(one.parties),
        "rate": lambda one: one.rate or "",
        "rate_on": lambda one: shown.day(one.rate_on),
        "rate_source": lambda one: one.rate_source or "",
        "expected": lambda one: by_year(one.expected, one.currency),
        "received": lambda one: by_year(one.received, one.currency),
        "introductions": lambda one: "；".join(
            introductions.get(id_, shown.say("page.deals.hidden_introduction"))
            for id_ in sorted(one.introductions)
        ),
        "credits": credited,
        "source": lambda one: one.source or "",
        "verification": lambda one: shown.label(one.verification),
    }


def order_told(names: Names, shown: Shown) -> Told[CrossBorderOrder]:
    """An order's fields as people read them."""
    return {
        "order_number": lambda one: one.order_number,
        "hs_code": lambda one: one.hs_code,
        "amount": lambda one: shown.money(one.amount, one.currency),
        "incoterm": lambda one: f"{one.incoterm.value} {one.incoterm_place}",
        "customs_mode": lambda one: mode_name(one.customs_mode, shown),
        "destination": lambda one: market_name(one.destination, shown.language.value),
        "seller": lambda one: names.party(one.seller),
        "maker": lambda one: names.party(one.maker),
        "ordered_on": lambda one: shown.day(one.ordered_on),
        "shipped_on": lambda one: shown.day(one.shipped_on),
        "first_export": lambda one: shown.say(f"page.deals.{'yes' if one.first_export else 'no'}"),
        "source": lambda one: one.source or "",
        "verification": lambda one: shown.label(one.verification),
    }
