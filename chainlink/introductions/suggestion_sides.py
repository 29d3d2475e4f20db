"""Who decides on a suggestion, for which side, and on behalf of which committee."""

from collections.abc import Sequence
from dataclasses import dataclass

from chainlink.accounts.model import Actor
from chainlink.accounts.permissions import Action, Owner, Reach, Resource, allows, reach
from chainlink.enterprises import registry
from chainlink.enterprises.model import Enterprise, EnterpriseStatus
from chainlink.enterprises.relations import vetoing
from chainlink.enterprises.service import EnterpriseService
from chainlink.errors import Conflict, Forbidden, InvalidInput, NotFound
from chainlink.graph.port import GraphReader
from chainlink.introductions.suggestion_model import Remembered, SuggestionDraft
from chainlink.matching.learning.decisions import DecisionDraft
from chainlink.matching.learning.outcomes import DecisionKind, Side
from chainlink.matching.learning.showings import ShowingLog
from chainlink.matching.model import MatchType, Recommendation


@dataclass(frozen=True, slots=True)
class Meant:
    """The pair that is meant; `shown` where the actor decides on what it was shown."""

    seeker: str
    provider: str
    match_type: MatchType
    shown: Recommendation | None = None

    @property
    def remembered(self) -> Remembered:
        """What is known of the suggestion."""
        one = self.shown
        if one is None:
            return Remembered()
        return Remembered(policy_version=one.policy_version, rank=one.rank, score=one.score)


@dataclass(frozen=True, slots=True)
class Parties:
    """Both sides with whom they belong to, the side that decides, and the committees it acts for.

    `committees` are for an enterprise its own, for an officer those of his that reach a side.
    """

    enterprises: tuple[Enterprise, Enterprise]
    owners: tuple[Owner, Owner]
    side: Side
    committees: frozenset[str]

    @property
    def own(self) -> str | None:
        """The enterprise that decides for itself."""
        if self.side is Side.COMMITTEE:
            return None
        return self.enterprises[0 if self.side is Side.SEEKER else 1].id


async def meant_by(actor: Actor, draft: SuggestionDraft, showings: ShowingLog) -> Meant:
    """The pair of a draft. Raises InvalidInput for what was not shown, or is not named at all.

    To be asked before a change begins: the log may have to write first, and there is one writer.
    """
    named = (draft.seeker, draft.provider, draft.match_type)
    if draft.shown is None:
        seeker, provider, match_type = named
        if seeker is None or provider is None or match_type is None:
            paths = ("seeker", "provider", "matchType")
            lacking = next(path for path, one in zip(paths, named, strict=True) if one is None)
            raise InvalidInput.of(lacking, "suggestion.name_both")
        return Meant(seeker, provider, match_type)
    shown = await _shown(actor, draft.shown, showings)
    if shown is not None:
        said = (shown.seeker, shown.provider, shown.match_type)
        if all(one in (None, other) for one, other in zip(named, said, strict=True)):
            return Meant(*said, shown)
    raise InvalidInput.of("shown", "decision.not_shown", value=draft.shown)


async def _shown(actor: Actor, id_: str, showings: ShowingLog) -> Recommendation | None:
    showing, _, position = id_.rpartition(":")
    try:
        asker, answer = await showings.asker_of(showing), await showings.again(showing)
    except NotFound:
        return None
    if actor.enterprise not in (None, asker):
        return None  # shown to somebody else: it may tell who that was
    return next((one for one in answer if str(one.rank) == position), None)


async def parties_of(
    actor: Actor, reader: GraphReader, enterprises: EnterpriseService, meant: Meant
) -> Parties:
    """Both sides, and for which of them the actor decides.

    An enterprise decides for itself, also on a partner whose name it has not been told; officers
    decide on pairs of which their committees reach a side. Raises NotFound, Forbidden, InvalidInput
    for an enterprise with itself.
    """
    ids = (meant.seeker, meant.provider)
    if meant.seeker == meant.provider:
        raise InvalidInput.of("provider", "decision.itself")
    nameless = meant.shown is not None and actor.enterprise in ids
    if nameless:
        found = await registry.by_ids(reader, ids)
    else:
        found = {id_: await enterprises.visible_in(actor, reader, id_) for id_ in ids}
    known = await enterprises.owners(reader, ids)
    owners = (known[ids[0]], known[ids[1]])
    side = _side(actor, ids, owners)
    reaching = owners[0].committees | owners[1].committees
    if side is not Side.COMMITTEE:
        committees = owners[0 if side is Side.SEEKER else 1].committees
    elif reach(actor, Action.WRITE, Resource.INTRODUCTIONS) is Reach.ALL:
        committees = reaching
    else:
        committees = reaching & actor.committees
    return Parties((found[ids[0]], found[ids[1]]), owners, side, committees)


def _side(actor: Actor, ids: Sequence[str], owners: tuple[Owner, Owner]) -> Side:
    granted = reach(actor, Action.WRITE, Resource.INTRODUCTIONS)
    if granted is Reach.OWN and actor.enterprise in ids:
        return Side.SEEKER if actor.enterprise == ids[0] else Side.PROVIDER
    reached = any(allows(actor, Action.WRITE, Resource.INTRODUCTIONS, one) for one in owners)
    if granted in (Reach.NONE, Reach.OWN) or not reached:
        raise Forbidden("forbidden", action=Action.WRITE.value, role=actor.role.value)
    return Side.COMMITTEE


def brokering(parties: Parties, named: str | None) -> str:
    """The committee that brokers: the one named, or the only one there is. Raises InvalidInput."""
    among = sorted(parties.committees)
    if named is not None:
        if named not in parties.committees:
            raise InvalidInput.of("committee", "suggestion.committee_foreign", value=named)
        return named
    if len(among) != 1:
        key = "suggestion.committee_none" if not among else "suggestion.committee_several"
        raise InvalidInput.of("committee", key, codes=", ".join(among))
    return among[0]


async def check_possible(actor: Actor, reader: GraphReader, parties: Parties) -> None:
    """Raises Conflict where the two must not be introduced.

    Why is told to who may read it of the side that it is about; to everybody else one sentence
    serves for all reasons, so that nobody learns of another's veto.
    """
    one, other = parties.enterprises
    vetoed_by = await vetoing(reader, one.id, other.id)
    for enterprise, owner in zip(parties.enterprises, parties.owners, strict=True):
        key = ""
        if enterprise.status is not EnterpriseStatus.APPROVED:
            key = "suggestion.not_approved"
        elif enterprise.opted_out:
            key = "suggestion.opted_out"
        elif enterprise.id in vetoed_by:
            key = "suggestion.vetoed"
        if key and allows(actor, Action.READ, Resource.CLAIMS, owner):
            raise Conflict(key, name=enterprise.name)
        if key:
            raise Conflict("suggestion.not_possible")


def decided(meant: Meant, parties: Parties, shown: str | None, kind: DecisionKind) -> DecisionDraft:
    """What the side that decides has decided, for learning."""
    return DecisionDraft(
        seeker=meant.seeker,
        provider=meant.provider,
        match_type=meant.match_type,
        side=parties.side,
        kind=kind,
        shown=shown,
    )
