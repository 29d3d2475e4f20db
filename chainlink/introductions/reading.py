"""Introductions, steps, consents and follow-ups out of the graph, whoever asks."""

from collections import defaultdict
from collections.abc import Mapping, Sequence

from chainlink.accounts.permissions import Owner
from chainlink.enterprises.directory import committees_of
from chainlink.graph.cypher import Queries
from chainlink.graph.port import GraphReader, Row
from chainlink.introductions.model import Consent, FollowUp, Introduction, Party, StepTaken

CYPHER = Queries(__package__ or "")


async def introductions_by_ids(reader: GraphReader, ids: Sequence[str]) -> dict[str, Introduction]:
    """Introductions by id, complete; unknown ids are absent."""
    wanted = list(dict.fromkeys(ids))
    rows = await reader.read(CYPHER["by_ids"], ids=wanted) if wanted else []
    return {one.id: one for one in await complete(reader, rows)}


async def complete(reader: GraphReader, rows: Sequence[Row]) -> list[Introduction]:
    """Rows of introductions with their parties, the two whom it is about first."""
    if not rows:
        return []
    parties: dict[str, list[Party]] = defaultdict(list)
    for row in await reader.read(CYPHER["parties"], ids=[row["id"] for row in rows]):
        parties[row["introduction"]].append(Party(enterprise=row["enterprise"], role=row["role"]))
    return [
        Introduction(
            **(
                row
                | {
                    "shortlisted_by": tuple(row["shortlisted_by"] or ()),
                    "parties": _ordered(parties[row["id"]]),
                }
            )
        )
        for row in rows
    ]


def _ordered(parties: Sequence[Party]) -> tuple[Party, ...]:
    order = {role: place for place, role in enumerate(type(parties[0].role))} if parties else {}
    return tuple(sorted(parties, key=lambda one: (order[one.role], one.enterprise)))


async def owner_of(reader: GraphReader, introduction: Introduction) -> Owner:
    """The introduction as the permission table sees it."""
    return (await owners_of(reader, [introduction]))[introduction.id]


async def owners_of(reader: GraphReader, introductions: Sequence[Introduction]) -> dict[str, Owner]:
    """As `owner_of`, for several in one question: all parties, their committees and the broker."""
    enterprises = {one.enterprise for found in introductions for one in found.parties}
    committees = await committees_of(reader, sorted(enterprises)) if enterprises else {}
    return {one.id: owner_among(one, committees) for one in introductions}


def owner_among(introduction: Introduction, committees: Mapping[str, frozenset[str]]) -> Owner:
    """As `owner_of`, where the committees of the parties are known."""
    parties = frozenset(party.enterprise for party in introduction.parties)
    served = frozenset().union(*(committees[party] for party in parties))
    return Owner(parties=parties, committees=served | {introduction.committee})


async def steps_of(reader: GraphReader, ids: Sequence[str]) -> list[StepTaken]:
    """Steps of introductions in the order in which they were taken."""
    rows = await reader.read(CYPHER["steps"], ids=list(ids)) if ids else []
    return [StepTaken(**row) for row in rows]


async def consents_of(reader: GraphReader, ids: Sequence[str]) -> list[Consent]:
    """Consents of introductions in the order in which they were asked."""
    rows = await reader.read(CYPHER["consents"], ids=list(ids)) if ids else []
    return [consent_of(row) for row in rows]


def consent_of(row: Row) -> Consent:
    """A row as a consent."""
    lists = {name: tuple(row[name] or ()) for name in ("recipients", "fields")}
    return Consent(**(row | lists))


async def follow_ups_of(reader: GraphReader, ids: Sequence[str]) -> list[FollowUp]:
    """Follow-ups of introductions, the first due first."""
    rows = await reader.read(CYPHER["follow_ups"], ids=list(ids)) if ids else []
    return [FollowUp(**row) for row in rows]
