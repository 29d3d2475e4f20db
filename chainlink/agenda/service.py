"""What needs an actor today: officers for what they see, an enterprise for its own."""

import asyncio
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from chainlink.accounts.model import Actor, Role
from chainlink.agenda.claim_terms import ClaimTerms
from chainlink.agenda.introductions_due import Span, consents_waiting, introductions_due
from chainlink.agenda.model import Agenda, Section
from chainlink.clock import Clock
from chainlink.deals.listing_model import Proof, ProofPage
from chainlink.deals.lookups import DealReading
from chainlink.deals.order_lookups import OrderReading
from chainlink.deals.waiting import WaitingProofs
from chainlink.introductions import sight
from chainlink.introductions.listing import IntroductionListing
from chainlink.introductions.listing_facts import IntroductionFacts
from chainlink.introductions.views import IntroductionReading
from chainlink.listing.numbers import Mask
from chainlink.settings import Settings


@dataclass(frozen=True, slots=True)
class Sources:
    """Where the day's work comes from."""

    listing: IntroductionListing
    claims: ClaimTerms
    proofs: WaitingProofs
    introductions: IntroductionReading
    deals: DealReading
    orders: OrderReading


class AgendaService:
    """The day's work, found in memory; what of it is named is then read, its permission judged."""

    def __init__(self, clock: Clock, settings: Settings, sources: Sources) -> None:
        self._clock = clock
        self._settings = settings
        self._from = sources

    async def today(
        self,
        actor: Actor,
        *,
        days: int = 7,
        claim_days: int = 30,
        most: int = 20,
        mine: bool = False,
    ) -> Agenda:
        """What needs the actor: the first `most` of each list, with what they are about.

        What is due within `days` after today is in it, and claims that end within `claim_days`.
        `mine` leaves out introductions that another officer is in charge of.
        Raises GraphUnavailable.
        """
        told: dict[str, Any] = await self._sections(actor, days, claim_days, most, mine=mine)
        introductions, deals, orders = await asyncio.gather(
            self._from.introductions.by_ids(actor, _introductions(told)),
            self._from.deals.by_ids(actor, _proofs(told, "Deal")),
            self._from.orders.by_ids(actor, _proofs(told, "CrossBorderOrder")),
        )
        named: dict[str, Any] = {"introductions": introductions, "deals": deals, "orders": orders}
        return Agenda(self._today(), **named, **told)

    async def totals(
        self, actor: Actor, *, days: int = 7, claim_days: int = 30, mine: bool = False
    ) -> dict[str, int]:
        """How long each list is, by its name. Raises GraphUnavailable."""
        told: dict[str, Any] = await self._sections(actor, days, claim_days, 0, mine=mine)
        return Agenda(self._today(), **told).totals

    def _today(self) -> date:
        return self._settings.today(self._clock())

    async def _sections(
        self, actor: Actor, days: int, claim_days: int, most: int, *, mine: bool
    ) -> dict[str, Section[Any]]:
        facts = await self._from.listing.facts()
        today = self._today()
        answer_days = self._settings.consent_answer_days
        span = Span(today, days, most, self._settings.zone, answer_days)
        officer = actor.role in sight.OFFICERS
        seen = await self._seen(actor, facts, mine=mine and officer)
        told = dict(introductions_due(facts, seen, span, officer=officer))
        if actor.role is Role.ENTERPRISE and actor.enterprise is not None:
            told["consents"] = consents_waiting(facts, seen, span, actor.enterprise)
        size = max(most, 1)
        told["claims"] = await self._from.claims.expiring(actor, today, ahead=claim_days, most=most)
        told["reviews"] = _section(await self._from.proofs.to_review(actor, size=size))
        told["confirmations"] = _section(await self._from.proofs.to_confirm(actor, size=size))
        return told

    async def _seen(self, actor: Actor, facts: IntroductionFacts, *, mine: bool) -> Mask:
        """The introductions that the actor sees; a party's own are read as it sees them."""
        table = facts.introductions
        if actor.role in sight.OFFICERS:
            seen = facts.owned.allowed(actor, sight.reads)
            if mine:
                seen &= facts.accounts.among(table["in_charge"], [actor.account])
            return seen
        own = actor.enterprise
        views = await self._from.introductions.of_enterprise(actor, own) if own else []
        rows = [table.row(one.id) for one in views]
        return table.mask([row for row in rows if row is not None])


def _section(page: ProofPage) -> Section[Proof]:
    return Section(page.proofs, page.total)


def _introductions(told: Mapping[str, Section[Any]]) -> list[str]:
    """Ids of all introductions that are named, each once."""
    found: dict[str, None] = {}
    for name in ("overdue", "due_soon", "follow_ups", "consents", "agreed", "meetings"):
        found |= dict.fromkeys(one.introduction for one in told.get(name, Section()).items)
    found |= dict.fromkeys(told["disputed"].items)
    return list(found)


def _proofs(told: Mapping[str, Section[Proof]], kind: str) -> list[str]:
    named: Iterable[Proof] = (*told["reviews"].items, *told["confirmations"].items)
    return [one.about for one in named if one.kind == kind]
