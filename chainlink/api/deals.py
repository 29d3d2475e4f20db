"""Deals as GraphQL shows them: money, credit, and how far all that is proved."""

from collections.abc import Sequence
from typing import Any

import strawberry

from chainlink.api.chains import Committee, committee_of_code
from chainlink.api.context import Info
from chainlink.api.enterprises import Enterprise, enterprise, masked
from chainlink.api.events import Event, event
from chainlink.api.relay import Node, global_id
from chainlink.api.scalars import Day, Instant, MinorUnits, day, instant
from chainlink.deals import model
from chainlink.deals.evidence import EvidenceKind
from chainlink.deals.model import Additionality, DealKind, ReportedAs, Verification
from chainlink.deals.money import amount_text, in_home_currency
from chainlink.deals.sharing import shared
from chainlink.errors import NotFound


@strawberry.type
class YearAmount:
    """Money of one year."""

    currency: strawberry.Private[str]
    year: int
    amount: MinorUnits

    @strawberry.field
    def amount_text(self, info: Info) -> str:
        """As the viewer's language writes it."""
        return amount_text(int(self.amount), self.currency, info.context.language)


@strawberry.type
class Credit:
    """A share of a deal's credit, with the money that falls to it."""

    found: strawberry.Private[model.Credit]
    currency: strawberry.Private[str]
    share: str
    amount: MinorUnits

    @strawberry.field
    def amount_text(self, info: Info) -> str:
        """As the viewer's language writes it."""
        return amount_text(int(self.amount), self.currency, info.context.language)

    @strawberry.field
    async def committee(self, info: Info) -> Committee | None:
        """Who has the credit."""
        return await committee_of_code(info, self.found.committee)

    @strawberry.field
    async def event(self, info: Info) -> Event | None:
        """Where it arose."""
        if self.found.event is None:
            return None
        found = await info.context.loaders.events.load(self.found.event)
        return None if found is None else event(found)


@strawberry.type
class Confirmation:
    """A party's word on a version."""

    found: strawberry.Private[model.Confirmation]
    additionality: Additionality | None
    recorded_at: Instant

    @strawberry.field
    async def enterprise(self, info: Info) -> Enterprise:
        """Whose word it is."""
        return await shown_enterprise(info, self.found.enterprise)


@strawberry.type
class DealEvidence:
    """What proves a deal or an order."""

    kind: EvidenceKind
    title: str
    digest: str | None
    link: str | None
    recorded_at: Instant


@strawberry.type
class Proof:
    """What the versions of deals and orders share."""

    version: int
    amount: MinorUnits
    currency: str
    verification: Verification
    reported_as: ReportedAs
    correction_text: str | None
    review_text: str | None
    reviewed_at: Instant | None
    source: str | None
    example: bool
    recorded_at: Instant
    superseded_at: Instant | None
    confirmations: list[Confirmation]
    evidence: list[DealEvidence]

    @strawberry.field
    def amount_text(self, info: Info) -> str:
        """As the viewer's language writes it."""
        return amount_text(int(self.amount), self.currency, info.context.language)


@strawberry.type
class _DealFields(Proof):
    """What a version of a deal says."""

    found: strawberry.Private[model.Deal]
    kind: DealKind
    title: str | None
    rate: str | None
    rate_on: Day | None
    rate_source: str | None
    amount_in_cny: MinorUnits | None
    signed_on: Day
    expected: list[YearAmount]
    received: list[YearAmount]
    credits: list[Credit]

    @strawberry.field
    async def parties(self, info: Info) -> list[Enterprise]:
        """Between whom it is, without names where the viewer may not see them."""
        return [await shown_enterprise(info, id_) for id_ in self.found.parties]


@strawberry.type
class DealVersion(_DealFields):
    """A version of a deal as it stood once."""


@strawberry.type
class Deal(Node, _DealFields):
    """What an introduction led to."""

    @strawberry.field
    async def history(self, info: Info) -> list[DealVersion]:
        """All its versions, the newest first."""
        found = await info.context.loaders.deal_histories.load(self.found.deal)
        return [DealVersion(**_fields(one)) for one in found or ()]


async def shown_enterprise(info: Info, id_: str) -> Enterprise:
    """An enterprise as the viewer may know it: in full, or without a name."""
    found = await info.context.loaders.enterprises.load(id_)
    if found is not None:
        return enterprise(found)
    profiles = await info.context.loaders.nameless([id_])
    if id_ not in profiles:
        raise NotFound("not_found")
    return await masked(info, profiles[id_])


def proof(found: model.Provable) -> dict[str, Any]:
    """The fields that versions of deals and orders share."""
    return {
        "version": found.version,
        "amount": MinorUnits(str(found.amount)),
        "currency": found.currency,
        "verification": found.verification,
        "reported_as": found.reported_as,
        "correction_text": found.correction_text,
        "review_text": found.review_text,
        "reviewed_at": instant(found.reviewed_at),
        "source": found.source,
        "example": found.invented,
        "recorded_at": Instant(found.recorded_at),
        "superseded_at": instant(found.superseded_at),
        "confirmations": [
            Confirmation(
                found=one, additionality=one.additionality, recorded_at=Instant(one.recorded_at)
            )
            for one in found.confirmations
        ],
        "evidence": [
            DealEvidence(
                kind=EvidenceKind(one.kind),
                title=one.title,
                digest=one.digest,
                link=one.link,
                recorded_at=Instant(one.recorded_at),
            )
            for one in found.evidence
        ],
    }


def _by_year(found: Sequence[model.YearAmount], currency: str) -> list[YearAmount]:
    return [
        YearAmount(currency=currency, year=one.year, amount=MinorUnits(str(one.amount)))
        for one in found
    ]


def _credits(found: model.Deal) -> list[Credit]:
    """Lines of credit; their amounts add up to the deal's."""
    # keys that are in the same order on every engine and in reports
    keys = [(one.introduction, one.committee, one.event or "") for one in found.credits]
    parts = shared(
        found.amount, {key: one.share for key, one in zip(keys, found.credits, strict=True)}
    )
    return [
        Credit(
            found=one,
            currency=found.currency,
            share=str(one.share),
            amount=MinorUnits(str(parts[key])),
        )
        for key, one in zip(keys, found.credits, strict=True)
    ]


def _fields(found: model.Deal) -> dict[str, Any]:
    worth = in_home_currency(found.amount, found.currency, found.rate)
    return proof(found) | {
        "found": found,
        "kind": found.kind,
        "title": found.title,
        "rate": found.rate,
        "rate_on": day(found.rate_on),
        "rate_source": found.rate_source,
        "amount_in_cny": None if worth is None else MinorUnits(str(worth)),
        "signed_on": Day(found.signed_on.isoformat()),
        "expected": _by_year(found.expected, found.currency),
        "received": _by_year(found.received, found.currency),
        "credits": _credits(found),
    }


def deal(found: model.Deal) -> Deal:
    """A deal that the viewer may see."""
    return Deal(id=global_id("Deal", found.deal), **_fields(found))
