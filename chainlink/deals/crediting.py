"""Whom a deal may be between and who has the credit: judged by the introductions that led to it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from chainlink.accounts.model import Actor
from chainlink.accounts.permissions import Owner
from chainlink.deals.drafts import CreditDraft, DealDraft
from chainlink.deals.model import Credit
from chainlink.deals.reading import CYPHER
from chainlink.errors import InvalidInput, NotFound
from chainlink.graph.port import GraphReader
from chainlink.introductions import sight
from chainlink.introductions.machine import BEFORE_INTRODUCED
from chainlink.introductions.model import Introduction
from chainlink.introductions.reading import introductions_by_ids, owners_of


@dataclass(frozen=True, slots=True)
class Settled:
    """A deal's introductions, parties and credit, as they will be written."""

    introductions: tuple[str, ...]
    parties: tuple[str, ...]
    credits: tuple[Credit, ...]


async def settle(actor: Actor, reader: GraphReader, draft: DealDraft) -> Settled:
    """What a draft leaves open, filled in, and what it says, judged.

    Raises NotFound for an introduction that is not the actor's to see, InvalidInput for one that
    was never made or came after the signing, for parties that are in none of them, and for credit
    that nothing links.
    """
    found = await introductions_by_ids(reader, draft.introductions)
    owners = await owners_of(reader, list(found.values()))
    for place, id_ in enumerate(draft.introductions):
        if id_ not in found or not sight.sees(actor, found[id_], owners[id_]):
            raise NotFound("deal.introduction_unknown", value=id_)
        if found[id_].furthest in BEFORE_INTRODUCED:
            raise InvalidInput.of(f"introductions.{place}", "deal.not_introduced")
        introduced_on = found[id_].introduced_on
        if introduced_on is not None and draft.signed_on < introduced_on:
            raise InvalidInput.of(
                "signedOn", "deal.before_introduction", introduced=str(introduced_on)
            )
    parties = _parties(draft, found)
    lines = [
        await _credit(reader, place, line, found, owners)
        for place, line in enumerate(draft.credits)
    ]
    if len({(one.introduction, one.committee, one.event) for one in lines}) < len(lines):
        raise InvalidInput.of("credits", "credit.twice")
    return Settled(draft.introductions, parties, tuple(lines) or _equal(draft, found))


def _parties(draft: DealDraft, found: Mapping[str, Introduction]) -> tuple[str, ...]:
    introduced = [one.enterprise for id_ in draft.introductions for one in found[id_].parties]
    for place, party in enumerate(draft.parties):
        if party not in introduced:
            raise InvalidInput.of(f"parties.{place}", "deal.party_foreign")
    parties = draft.parties or tuple(dict.fromkeys(introduced))
    if len(parties) < 2:
        raise InvalidInput.of("parties", "deal.two_parties")
    for place, id_ in enumerate(draft.introductions):
        if not any(found[id_].has_party(party) for party in parties):
            raise InvalidInput.of(f"introductions.{place}", "deal.introduction_foreign")
    return tuple(sorted(parties))


def _equal(draft: DealDraft, found: Mapping[str, Introduction]) -> tuple[Credit, ...]:
    """Equal parts over the introductions, each to who brokered it and where it arose."""
    return tuple(
        Credit(
            introduction=id_,
            committee=found[id_].committee,
            event=found[id_].event,
            numerator=1,
            denominator=len(draft.introductions),
        )
        for id_ in draft.introductions
    )


async def _credit(
    reader: GraphReader,
    place: int,
    line: CreditDraft,
    found: Mapping[str, Introduction],
    owners: Mapping[str, Owner],
) -> Credit:
    introduction = found.get(line.introduction)
    if introduction is None:
        raise InvalidInput.of(f"credits.{place}.introduction", "credit.introduction_foreign")
    committee = line.committee or introduction.committee
    if committee not in owners[introduction.id].committees:
        raise InvalidInput.of(
            f"credits.{place}.committee", "credit.committee_foreign", value=committee
        )
    event = line.event or introduction.event
    if event not in {None, introduction.event} and not await _met_at(reader, event, introduction):
        raise InvalidInput.of(f"credits.{place}.event", "credit.event_foreign")
    share = Fraction(line.share)
    return Credit(
        introduction=introduction.id,
        committee=committee,
        event=event,
        numerator=share.numerator,
        denominator=share.denominator,
    )


async def _met_at(reader: GraphReader, event: str | None, introduction: Introduction) -> bool:
    """Whether two of the parties were present at an event, if there is such an event at all."""
    ids: Sequence[str] = [one.enterprise for one in introduction.parties]
    rows = await reader.read(CYPHER["present_at"], ids=list(ids), event=event)
    return len({row["enterprise"] for row in rows}) >= 2
