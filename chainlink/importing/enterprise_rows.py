"""A row of a register or of an office's list as an enterprise."""

from collections.abc import Mapping
from datetime import date

from chainlink.enterprises.loading import EnterpriseRow
from chainlink.enterprises.model import ImportedEnterprise
from chainlink.errors import InvalidInput
from chainlink.importing.capital import capital_of
from chainlink.importing.headings import Columns
from chainlink.importing.model import RowNote
from chainlink.importing.places import region_named, region_of
from chainlink.importing.sectors import sector_of
from chainlink.importing.values import RowValues
from chainlink.importing.words import SECTORS, SIZES, VISIBILITIES
from chainlink.taxonomy.regions import regions

_TEXTS = ("uscc", "name", "name_en", "industry", "address", "entity_type", "scope", "source")
_CONTACT = ("name", "phone", "email")


class EnterpriseReader:
    """Reads the rows of one file; `source` is noted where its rows do not tell their own."""

    def __init__(self, columns: Columns, source: str, today: date) -> None:
        self._source = source
        self._today = today
        self._capital_unit = columns.note("capital")

    def read(self, cells: Mapping[str, str]) -> tuple[RowValues, EnterpriseRow | None]:
        """What the row's cells say; no row when something in them cannot be taken."""
        row = RowValues(cells)
        row.texts(*_TEXTS)
        row.dates("founded", "recorded_on")
        row.choice("sector", SECTORS)
        row.choice("size", SIZES)
        row.choice("visibility", VISIBILITIES)
        row.yes_or_no("opted_out", "invented")
        row.codes("export_markets", "committees")
        recorded_on = row.values.get("recorded_on")
        if recorded_on and recorded_on > self._today:
            row.refuse("recorded_on", "import.recorded_later", value=recorded_on)
        self._capital(row)
        self._region(row)
        self._contact(row)
        given = frozenset(row.values)
        row.values.setdefault("source", self._source)
        self._derive(row)
        draft = row.draft(ImportedEnterprise)
        return row, EnterpriseRow(draft, given) if draft is not None else None

    def _capital(self, row: RowValues) -> None:
        text, currency = row.cells.get("capital", ""), row.cells.get("capital_currency", "")
        if currency and text.isdecimal() and not self._capital_unit:
            # as the graph has it: whole minor units beside their currency
            row.values |= {"capital": int(text), "capital_currency": currency.upper()}
            return
        if not text:
            return
        try:
            found = capital_of(text, self._capital_unit or currency)
        except InvalidInput as refusal:
            row.problems += refusal.fields
            return
        if found.amount is None:
            row.values["capital_unknown"] = found.unknown
            row.notes.append(RowNote("import.capital_unknown", {"value": text}))
            return
        row.values |= {"capital": found.amount, "capital_currency": found.currency}
        if found.assumed:
            row.notes.append(RowNote("import.capital_assumed", {"value": text}))

    def _region(self, row: RowValues) -> None:
        text = row.cells.get("region", "")
        if not text:
            return
        code = text if text in regions() else region_named(text)
        if code is None:
            row.refuse("region", "region.unknown", value=text)
        else:
            row.values["region"] = code

    def _contact(self, row: RowValues) -> None:
        said = {
            part: cell
            for part in _CONTACT
            if (cell := row.cells.get(f"contact_{part}")) is not None
        }
        if said.get("name"):
            row.values["contact"] = {part: cell for part, cell in said.items() if cell}
        elif any(said.values()):
            row.refuse("contact_name", "required")

    def _derive(self, row: RowValues) -> None:
        """Fill in what the file does not say; noted, and never written over what is known."""
        name, scope = row.values.get("name", ""), row.values.get("scope", "")
        if "region" not in row.values and "region" not in row.cells:
            place = region_of(
                row.values.get("address", ""),
                city=row.cells.get("city", ""),
                uscc=row.values.get("uscc", ""),
            )
            if place:
                row.values["region"] = place.code
                told = {"region": regions()[place.code].name, "code": place.code}
                row.notes.append(RowNote(f"import.region_by_{place.told}", told))
        if "sector" not in row.values:
            found = sector_of(name, scope)
            row.values["sector"] = found.sector.value
            told = {"sector": found.sector.value, "word": found.word}
            row.notes.append(RowNote("import.sector_derived", told))
