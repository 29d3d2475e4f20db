"""Deals and orders from files: a batch in one transaction, each row taken or refused by itself."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any, TypeAlias, TypeVar

from chainlink.accounts.model import Actor
from chainlink.enterprises.loading import Loaded
from chainlink.enterprises.owners import OwnerFound, find_owners
from chainlink.errors import ChainlinkError
from chainlink.graph.port import GraphStore
from chainlink.journal.service import Change, Journal

Result: TypeAlias = Loaded | ChainlinkError
Row = TypeVar("Row")


@dataclass(frozen=True, slots=True)
class PreparedRows:
    """Rows with the enterprises that they name, by code or exact name."""

    rows: Sequence[Any]
    named: Mapping[str, OwnerFound | ChainlinkError]
    more: Mapping[int, Any] = field(default_factory=dict)

    def enterprise(self, said: str) -> str:
        """The id behind a code or a name. Raises what there is against it."""
        found = self.named[said]
        if isinstance(found, ChainlinkError):
            raise found
        return found.id


class _Undone(Exception):
    """Ends a trial: nothing that it wrote stays."""


async def named_enterprises(
    store: GraphStore, said: Sequence[str]
) -> Mapping[str, OwnerFound | ChainlinkError]:
    """Enterprises by what rows call them."""
    return await find_owners(store, said) if said else {}


async def load_rows(
    journal: Journal,
    actor: Actor,
    rows: Sequence[Row],
    one: Callable[[Change, int, Row], Awaitable[Loaded]],
    *,
    dry_run: bool,
) -> list[Result]:
    """What became of each row; a row is judged before it writes, so that a refused one is whole.

    A trial is the same change, undone at its end.
    """
    results: list[Result] = []

    async def work(change: Change) -> None:
        results.clear()
        for place, row in enumerate(rows):
            try:
                results.append(await one(change, place, row))
            except ChainlinkError as refusal:
                results.append(refusal)
        if dry_run:
            raise _Undone

    with suppress(_Undone):
        await journal.change(actor.account, work)
    return results
