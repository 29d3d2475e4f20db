"""A file of deals: a row is about the deal with the same parties, kind, amount and day."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from chainlink.accounts.model import Actor
from chainlink.deals.crediting import settle
from chainlink.deals.drafts import CreditDraft, DealDraft, likeness_key
from chainlink.deals.loading import PreparedRows, Result, load_rows, named_enterprises
from chainlink.deals.model import Deal
from chainlink.deals.reading import CYPHER, current_deals
from chainlink.deals.service import DealService
from chainlink.enterprises.loading import Loaded
from chainlink.enterprises.registry import Outcome
from chainlink.errors import InvalidInput
from chainlink.graph.port import GraphReader, GraphStore
from chainlink.introductions.machine import BEFORE_INTRODUCED
from chainlink.introductions.reading import introductions_by_ids
from chainlink.journal.service import Change, Journal

UNKNOWN = ("-",)  # stands for the introductions of a row until they are found
_CORRECTED = ("title", "rate", "rate_on", "rate_source", "expected", "received")


@dataclass(frozen=True, slots=True)
class DealRow:
    """A row of a file: who the parties are, by code or name, or which introductions led to it."""

    parties: tuple[str, ...]
    introductions: tuple[str, ...]
    draft: DealDraft
    given: frozenset[str]


class DealLoader:
    """Loading deals in batches; safe to repeat."""

    def __init__(self, store: GraphStore, journal: Journal, deals: DealService) -> None:
        self._store = store
        self._journal = journal
        self._deals = deals

    async def prepare(self, rows: Sequence[DealRow]) -> PreparedRows:
        """Find the parties, before the transaction and its lock."""
        said = [one for row in rows for one in row.parties]
        return PreparedRows(rows, await named_enterprises(self._store, said))

    async def commit(
        self, actor: Actor, prepared: PreparedRows, *, keep: bool, dry_run: bool, reason: str
    ) -> list[Result]:
        """Record what is new; with `keep` leave alone what is there, else correct it.

        `reason` is the text of such corrections.
        """

        async def one(change: Change, _place: int, row: DealRow) -> Loaded:
            return await self._one(actor, change, prepared, row, keep, reason)

        return await load_rows(self._journal, actor, prepared.rows, one, dry_run=dry_run)

    async def _one(
        self,
        actor: Actor,
        change: Change,
        prepared: PreparedRows,
        row: DealRow,
        keep: bool,
        reason: str,
    ) -> Loaded:
        parties = tuple(dict.fromkeys(prepared.enterprise(one) for one in row.parties))
        introductions = row.introductions or await _introductions(change.transaction, parties)
        if not introductions:
            raise InvalidInput.of("parties", "import.deal_not_introduced")
        draft = row.draft.model_copy(update={"introductions": introductions, "parties": parties})
        before = await self._standing(actor, change.transaction, draft)
        if before is None:
            made = await self._deals.record_in(actor, change, draft)
            return Loaded(Outcome.CREATED, made.deal, made.title or "")
        same = all(
            getattr(before, name) == getattr(draft, name)
            for name in _CORRECTED
            if name in row.given
        )
        if keep or same:
            return Loaded(Outcome.UNCHANGED, before.deal, before.title or "")
        merged = _merged(before, draft, row.given)
        made = await self._deals.correct_in(
            actor, change, before.deal, before.version, merged, reason
        )
        return Loaded(Outcome.UPDATED, made.deal, made.title or "")

    async def _standing(self, actor: Actor, reader: GraphReader, draft: DealDraft) -> Deal | None:
        settled = await settle(actor, reader, draft)
        rows = await reader.read(CYPHER["like_deals"], key=likeness_key(draft, settled.parties))
        found = await current_deals(reader, [row["deal"] for row in rows])
        return next(iter(found.values()), None)


async def _introductions(reader: GraphReader, parties: Sequence[str]) -> tuple[str, ...]:
    """Introductions that were made of at least two of the parties."""
    there: dict[str, set[str]] = defaultdict(set)
    for row in await reader.read(CYPHER["introductions_of_parties"], ids=list(parties)):
        there[row["id"]].add(row["enterprise"])
    found = await introductions_by_ids(reader, [id_ for id_, few in there.items() if len(few) > 1])
    return tuple(sorted(id_ for id_, one in found.items() if one.furthest not in BEFORE_INTRODUCED))


def _merged(before: Deal, draft: DealDraft, given: frozenset[str]) -> DealDraft:
    """What stands, with what the row says of it."""
    stands = {name: getattr(before, name) for name in _CORRECTED if name not in given}
    credits_ = tuple(
        CreditDraft(
            introduction=one.introduction,
            committee=one.committee,
            event=one.event,
            share=one.share,
        )
        for one in before.credits
    )
    return draft.model_copy(
        update=stands
        | {
            "introductions": before.introductions,
            "parties": before.parties,
            "credits": credits_,
            "source": draft.source if "source" in given else before.source,
            "invented": before.invented,
        }
    )
