"""A row of a list of capabilities or needs as a claim."""

from collections.abc import Mapping
from datetime import date

from chainlink.enterprises.claim_matching import ClaimRow
from chainlink.enterprises.claim_model import CAPABILITY, ClaimHistory, ClaimType
from chainlink.importing.values import RowValues
from chainlink.importing.words import CLAIM_KINDS, EVIDENCE, URGENCIES, VISIBILITIES

_TEXTS = ("title", "text", "capacity", "source")
_HISTORY = ("recorded_on", "invented")


class ClaimReader:
    """Reads the rows of one file of claims of one type."""

    def __init__(self, type_: ClaimType, source: str, today: date) -> None:
        self.type_ = type_
        self._source = source
        self._today = today

    def read(self, cells: Mapping[str, str]) -> tuple[RowValues, ClaimRow | None]:
        """What the row's cells say; no row when something in them cannot be taken."""
        row = RowValues(cells)
        row.texts(*_TEXTS)
        row.choice("kind", CLAIM_KINDS)
        row.choice("visibility", VISIBILITIES)
        row.dates("valid_from", "valid_until", "recorded_on")
        row.yes_or_no("invented")
        row.codes("categories", "markets")
        row.many("certificates")
        if self.type_ is CAPABILITY:
            row.choice("evidence", EVIDENCE)
        else:
            row.choice("urgency", URGENCIES)
        recorded_on = row.values.get("recorded_on")
        if recorded_on and recorded_on > self._today:
            row.refuse("recorded_on", "import.recorded_later", value=recorded_on)
        owner = cells.get("uscc") or cells.get("enterprise")
        if not owner:
            row.refuse("uscc" if "uscc" in cells else "enterprise", "required")
        given = frozenset(row.values)
        history = {name: row.values.pop(name) for name in _HISTORY if name in row.values}
        row.values.setdefault("source", self._source)
        draft = row.draft(self.type_.draft)
        if draft is None or not owner:
            return row, None
        return row, ClaimRow(owner, draft, given, ClaimHistory(**history))
