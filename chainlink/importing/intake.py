"""One kind of file on its way into the graph: cells to rows, rows to a batch, a batch written."""

from collections.abc import Hashable, Mapping, Sequence
from typing import Any, Protocol, TypeVar

from chainlink.accounts.model import Actor
from chainlink.app import App
from chainlink.enterprises.claim_loading import ClaimLoader, PreparedClaims
from chainlink.enterprises.claim_matching import ClaimRow
from chainlink.enterprises.claim_model import CAPABILITY, NEED, ClaimType
from chainlink.enterprises.loading import (
    EnterpriseLoader,
    EnterpriseRow,
    Loaded,
    PreparedEnterprises,
)
from chainlink.errors import ChainlinkError
from chainlink.importing.claim_rows import ClaimReader
from chainlink.importing.deal_intake import DealIntake, OrderIntake
from chainlink.importing.enterprise_rows import EnterpriseReader
from chainlink.importing.headings import Columns
from chainlink.importing.model import ImportKind
from chainlink.importing.values import RowValues

Row = TypeVar("Row")
Prepared = TypeVar("Prepared")


class Intake(Protocol[Row, Prepared]):
    """How rows of one kind are read and loaded."""

    def read(self, cells: Mapping[str, str]) -> tuple[RowValues, Row | None]:
        """What the cells of a row say; no row when something in them cannot be taken."""
        ...

    def key(self, row: Row) -> Hashable:
        """What makes two rows of a file speak of one thing."""
        ...

    async def prepare(self, rows: Sequence[Row], *, keep: bool) -> Prepared:
        """All that can be done before the transaction."""
        ...

    async def commit(
        self, actor: Actor, prepared: Prepared, *, keep: bool, dry_run: bool
    ) -> Sequence[Loaded | ChainlinkError]:
        """Write the batch whole or not at all; what became of each row."""
        ...


class EnterpriseIntake:
    """Enterprises; two rows with one code speak of one enterprise."""

    def __init__(self, app: App, columns: Columns, source: str) -> None:
        today = app.settings.today(app.clock())
        self._reader = EnterpriseReader(columns, source, today)
        self._loader = EnterpriseLoader(app.store, app.journal, app.settings, app.taxonomy)

    def read(self, cells: Mapping[str, str]) -> tuple[RowValues, EnterpriseRow | None]:
        """See Intake.read."""
        return self._reader.read(cells)

    def key(self, row: EnterpriseRow) -> Hashable:
        """See Intake.key."""
        return row.draft.uscc

    async def prepare(self, rows: Sequence[EnterpriseRow], *, keep: bool) -> PreparedEnterprises:
        """See Intake.prepare."""
        return await self._loader.prepare(rows, keep=keep)

    async def commit(
        self, actor: Actor, prepared: PreparedEnterprises, *, keep: bool, dry_run: bool
    ) -> Sequence[Loaded | ChainlinkError]:
        """See Intake.commit."""
        return await self._loader.commit(actor, prepared, keep=keep, dry_run=dry_run)


class ClaimIntake:
    """Capabilities or needs; two rows with one owner and one title speak of one claim."""

    def __init__(self, app: App, type_: ClaimType, source: str) -> None:
        self._type = type_
        self._reader = ClaimReader(type_, source, app.settings.today(app.clock()))
        self._loader = ClaimLoader(app.store, app.journal, app.clock, app.settings, app.taxonomy)

    def read(self, cells: Mapping[str, str]) -> tuple[RowValues, ClaimRow | None]:
        """See Intake.read."""
        return self._reader.read(cells)

    def key(self, row: ClaimRow) -> Hashable:
        """See Intake.key."""
        return row.owner.upper(), row.draft.title

    async def prepare(self, rows: Sequence[ClaimRow], *, keep: bool) -> PreparedClaims:
        """See Intake.prepare."""
        return await self._loader.prepare(self._type, rows, keep=keep)

    async def commit(
        self, actor: Actor, prepared: PreparedClaims, *, keep: bool, dry_run: bool
    ) -> Sequence[Loaded | ChainlinkError]:
        """See Intake.commit."""
        return await self._loader.commit(actor, prepared, keep=keep, dry_run=dry_run)


def intake_for(app: App, kind: ImportKind, columns: Columns, source: str) -> Intake[Any, Any]:
    """The way in for a kind of file that is loaded in batches."""
    if kind is ImportKind.ENTERPRISES:
        return EnterpriseIntake(app, columns, source)
    if kind is ImportKind.DEALS:
        return DealIntake(app, columns, source)
    if kind is ImportKind.ORDERS:
        return OrderIntake(app, columns, source)
    return ClaimIntake(app, CAPABILITY if kind is ImportKind.CAPABILITIES else NEED, source)
