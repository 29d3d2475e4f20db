"""Walking the chain of hashes: is the journal what it was when it was written?"""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass

from chainlink.journal.model import START_HASH, JournalEntry
from chainlink.journal.service import PAGE, Journal

_AT_ONCE = 200  # entries hashed without letting others in: 10 ms


@dataclass(frozen=True, slots=True)
class Verification:
    """How far the chain holds; `broken_at` is the first bad sequence and `key` says what is bad."""

    entries: int
    head_hash: str
    broken_at: int | None = None
    key: str | None = None


async def verify(
    journal: Journal,
    earlier: tuple[int, str] | None = None,
    told: Callable[[int], None] = lambda _: None,
) -> Verification:
    """Recompute every hash from the first entry to the head; `told` hears how far it has come.

    A journal whose end was cut off, or that was written anew from somewhere on, is whole in itself:
    only a head that was noted before (`earlier`, its sequence and hash) shows it.
    """
    head = await journal.head()
    noted = earlier or (0, START_HASH)
    if noted[0] > head[0]:
        return Verification(*head, head[0] + 1, "journal.cut")
    return await _walked(journal, head, noted, told)


async def _walked(
    journal: Journal, head: tuple[int, str], noted: tuple[int, str], told: Callable[[int], None]
) -> Verification:
    head_sequence, head_hash = head
    sequence, last_hash = 0, START_HASH

    def broken(at: int, key: str) -> Verification:
        return Verification(sequence, head_hash, at, key)

    while sequence < head_sequence:
        page = [e for e in await journal.entries(sequence, PAGE) if e.sequence <= head_sequence]
        if not page:
            return broken(sequence + 1, "journal.missing")
        for place, entry in enumerate(page):
            if place % _AT_ONCE == 0:
                told(sequence)
                await asyncio.sleep(0)  # others wait for this loop
            if key := _fault(entry, sequence, last_hash):
                return broken(sequence + 1 if key == "journal.missing" else entry.sequence, key)
            sequence, last_hash = entry.sequence, entry.hash
            if sequence == noted[0] and last_hash != noted[1]:
                return broken(sequence, "journal.rewritten")
    if last_hash != head_hash:
        return broken(sequence, "journal.head")
    # entries behind a head that has not moved meanwhile: it was set back, or they were put there
    if await journal.entries(sequence, 1) and await journal.head() == (sequence, head_hash):
        return broken(sequence + 1, "journal.head")
    return Verification(sequence, head_hash)


def _fault(entry: JournalEntry, sequence: int, last_hash: str) -> str | None:
    """What is wrong with the entry that follows `sequence`, as a message key."""
    if entry.sequence != sequence + 1:
        return "journal.missing"
    if entry.previous_hash != last_hash:
        return "journal.unlinked"
    return None if entry.expected_hash() == entry.hash else "journal.altered"
