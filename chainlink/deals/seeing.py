"""What of a deal or an order an actor may know, and whether it is there for him at all."""

from collections.abc import Awaitable, Callable, Collection, Sequence
from typing import TypeVar

from chainlink.accounts.model import Actor, Role, is_platform
from chainlink.accounts.permissions import (
    Action,
    Owner,
    Reach,
    Resource,
    allows,
    reach,
    require,
)
from chainlink.deals.model import Provable
from chainlink.graph.port import Row

Thing = TypeVar("Thing", bound=Provable)
_FEWEST, _MOST, _FASTER = 100, 20_000, 4


def may_see(actor: Actor, owner: Owner) -> bool:
    """Whether the table lets the actor read it."""
    return allows(actor, Action.READ, Resource.DEALS, owner)


def may_review(actor: Actor, owner: Owner) -> bool:
    """Whether the table lets the actor decide on its proof."""
    return allows(actor, Action.DECIDE, Resource.DEALS, owner)


def require_write(actor: Actor, owner: Owner, *, seen: bool | None = None) -> None:
    """Let whoever may record pass: by the table, or as the platform's own hand.

    Administrators review and do not record; files are loaded by commands, which are run by
    whoever may read the settings and the graph anyway. Raises as `permissions.require` does.
    """
    if not is_platform(actor):
        require(actor, Action.WRITE, Resource.DEALS, owner, seen=seen)


def as_seen(actor: Actor, thing: Thing) -> Thing:
    """The thing as the actor may know it.

    An enterprise does not learn what the other side answered to the question of additionality,
    so that each answers for itself, nor which accounts of others did what.
    """
    if actor.role is not Role.ENTERPRISE:
        return thing
    own = actor.account

    def account(value: str | None) -> str | None:
        return value if value == own else None

    return thing.model_copy(
        update={
            "recorded_by": account(thing.recorded_by),
            "reviewed_by": None,
            "confirmations": tuple(
                one.model_copy(
                    update={
                        "recorded_by": account(one.recorded_by),
                        "additionality": one.additionality
                        if one.enterprise == actor.enterprise
                        else None,
                    }
                )
                for one in thing.confirmations
            ),
            "evidence": tuple(
                one.model_copy(update={"recorded_by": account(one.recorded_by)})
                for one in thing.evidence
            ),
        }
    )


async def seen_rows(
    actor: Actor,
    first: int,
    fetch: Callable[[Row | None, int], Awaitable[Sequence[Row]]],
    sees: Callable[[Sequence[Row]], Awaitable[Collection[str]]],
    fits: Callable[[Sequence[Row]], Awaitable[Collection[str]]] | None = None,
) -> list[Row]:
    """The first rows that the actor may see, out of a list read piece by piece.

    `fetch` gives the rows after a row, `sees` the ids of those that the actor may see, `fits` the
    ids that are wanted besides. Pieces grow, so that a list of which little is seen is read in few.
    """
    granted = reach(actor, Action.READ, Resource.DEALS)
    if granted is Reach.NONE:
        return []
    checks = ([fits] if fits else []) + ([sees] if granted is not Reach.ALL else [])
    found: list[Row] = []
    after, piece = None, max(first, _FEWEST)
    while True:
        rows = await fetch(after, piece)
        kept = list(rows)
        for check in checks:
            passed = await check(kept) if kept else ()
            kept = [row for row in kept if row["id"] in passed]
        found += kept
        if len(found) >= first or len(rows) < piece:
            return found[:first]
        after, piece = rows[-1], min(piece * _FASTER, _MOST)
