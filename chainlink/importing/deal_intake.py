"""Deals and orders on their way from a file into the graph."""

from collections.abc import Hashable, Mapping, Sequence

from chainlink.accounts.model import Actor
from chainlink.app import App
from chainlink.deals.deal_loading import DealLoader, DealRow
from chainlink.deals.loading import PreparedRows
from chainlink.deals.order_loading import OrderLoader, OrderRow
from chainlink.enterprises.loading import Loaded
from chainlink.errors import ChainlinkError
from chainlink.importing.deal_rows import DealReader, OrderReader
from chainlink.importing.headings import Columns
from chainlink.importing.values import RowValues


class DealIntake:
    """Deals; two rows with the same parties, kind, amount and day speak of one deal."""

    def __init__(self, app: App, columns: Columns, source: str) -> None:
        self._source = source
        self._reader = DealReader(columns, source)
        self._loader = DealLoader(app.store, app.journal, app.deals)

    def read(self, cells: Mapping[str, str]) -> tuple[RowValues, DealRow | None]:
        """See Intake.read."""
        return self._reader.read(cells)

    def key(self, row: DealRow) -> Hashable:
        """See Intake.key."""
        draft = row.draft
        who = (tuple(sorted(row.parties)), row.introductions)
        return (*who, draft.kind, draft.currency, draft.amount, draft.signed_on)

    async def prepare(self, rows: Sequence[DealRow], *, keep: bool) -> PreparedRows:
        """See Intake.prepare."""
        return await self._loader.prepare(rows)

    async def commit(
        self, actor: Actor, prepared: PreparedRows, *, keep: bool, dry_run: bool
    ) -> Sequence[Loaded | ChainlinkError]:
        """See Intake.commit."""
        return await self._loader.commit(
            actor, prepared, keep=keep, dry_run=dry_run, reason=self._source
        )


class OrderIntake:
    """Orders; two rows with one seller and one number speak of one order."""

    def __init__(self, app: App, columns: Columns, source: str) -> None:
        self._source = source
        self._reader = OrderReader(columns, source)
        self._loader = OrderLoader(app.store, app.journal, app.orders)

    def read(self, cells: Mapping[str, str]) -> tuple[RowValues, OrderRow | None]:
        """See Intake.read."""
        return self._reader.read(cells)

    def key(self, row: OrderRow) -> Hashable:
        """See Intake.key."""
        return row.seller.upper(), row.draft.order_number

    async def prepare(self, rows: Sequence[OrderRow], *, keep: bool) -> PreparedRows:
        """See Intake.prepare."""
        return await self._loader.prepare(rows)

    async def commit(
        self, actor: Actor, prepared: PreparedRows, *, keep: bool, dry_run: bool
    ) -> Sequence[Loaded | ChainlinkError]:
        """See Intake.commit."""
        return await self._loader.commit(
            actor, prepared, keep=keep, dry_run=dry_run, reason=self._source
        )
