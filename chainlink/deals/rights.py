"""What an actor may do for the proof of a deal or an order, told before it is tried."""

from dataclasses import dataclass

from chainlink.accounts.model import Actor, Role
from chainlink.accounts.permissions import Action, Resource, allows
from chainlink.deals.model import DECIDED, Deal
from chainlink.deals.proof_keeping import ProofKeeping
from chainlink.deals.seeing import may_review
from chainlink.graph.port import GraphReader


@dataclass(frozen=True, slots=True)
class ProofRights:
    """What may be done, and whose word is still missing; services decide again when it is done.

    `unconfirmed` are enterprises that have not confirmed the version, `unanswered` those that
    have and did not say what would have been without the platform, as far as the actor is told.
    """

    write: bool
    review: bool
    involved: bool  # the table would let him review, but he had a hand in it
    confirm: bool
    answer: bool
    unconfirmed: tuple[str, ...]
    unanswered: tuple[str, ...]


async def rights_of(
    keeping: ProofKeeping, reader: GraphReader, actor: Actor, about: str
) -> ProofRights:
    """The actor's rights on the newest version, by its stable id. Raises NotFound."""
    found, owner = await keeping.in_force(actor, reader, about)
    confirmers = await keeping.confirmers(reader, found)
    hands = await keeping.hands(reader, found)
    word = {one.enterprise: one.additionality for one in found.confirmations}
    unanswered = [one for one, answer in word.items() if isinstance(found, Deal) and answer is None]
    own = actor.enterprise if actor.role is Role.ENTERPRISE else None
    undecided = found.verification not in DECIDED
    decides = undecided and may_review(actor, owner)
    return ProofRights(
        write=allows(actor, Action.WRITE, Resource.DEALS, owner),
        review=decides and actor.account not in hands,
        involved=decides and actor.account in hands,
        confirm=undecided and own in confirmers and own not in word,
        answer=undecided and own in unanswered,
        unconfirmed=tuple(sorted(confirmers - set(word))),
        unanswered=tuple(
            sorted(one for one in unanswered if actor.role is not Role.ENTERPRISE or one == own)
        ),
    )
