"""Finding an introduction for a change, and judging who may make it."""

from dataclasses import dataclass

from chainlink.accounts.model import Actor
from chainlink.accounts.permissions import Action, Owner, Resource, allows, require
from chainlink.enterprises.directory import committees_of
from chainlink.errors import Forbidden, NotFound, StaleVersion
from chainlink.graph.port import GraphReader
from chainlink.introductions.machine import Taker
from chainlink.introductions.model import Introduction
from chainlink.introductions.reading import introductions_by_ids, owner_of
from chainlink.introductions.sight import sees, taker_of
from chainlink.journal.service import Change


@dataclass(frozen=True, slots=True)
class Subject:
    """An introduction that an actor may change, and as what he does."""

    introduction: Introduction
    owner: Owner
    taker: Taker


async def found(actor: Actor, reader: GraphReader, introduction: str) -> tuple[Introduction, Owner]:
    """The introduction where it is there for the actor. Raises NotFound."""
    known = (await introductions_by_ids(reader, [introduction])).get(introduction)
    if known is None:
        raise NotFound("introduction.unknown", value=introduction)
    owner = await owner_of(reader, known)
    if not sees(actor, known, owner):
        raise NotFound("introduction.unknown", value=introduction)
    return known, owner


async def to_change(
    actor: Actor,
    change: Change,
    introduction: str,
    version: int | None,
    action: Action = Action.WRITE,
) -> Subject:
    """The introduction for a change; without a version where something within has its own.

    Raises NotFound, Forbidden, StaleVersion.
    """
    known, owner = await found(actor, change.transaction, introduction)
    require(actor, action, Resource.INTRODUCTIONS, owner, seen=True)
    if version is not None and known.version != version:
        raise StaleVersion("stale", seen=version, newest=known.version)
    return Subject(known, owner, taker_of(actor))


def require_officer(actor: Actor, taker: Taker, doing: str) -> None:
    """What is a committee's to do. Raises Forbidden."""
    if taker is not Taker.OFFICER:
        raise Forbidden("forbidden", action=doing, role=actor.role.value)


async def speaks_for(
    actor: Actor, reader: GraphReader, introduction: Introduction, enterprise: str
) -> bool:
    """Whether the actor may answer for a party: its account, an officer of its committees, or of
    the committee that brokers."""
    committees = (await committees_of(reader, [enterprise]))[enterprise]
    owner = Owner(enterprise, committees | {introduction.committee})
    return allows(actor, Action.WRITE, Resource.INTRODUCTIONS, owner)
