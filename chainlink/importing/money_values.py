"""Money in a file of deals or orders: written amounts, or minor units beside their currency."""

import re

from chainlink.deals.money import HOME_CURRENCY
from chainlink.errors import InvalidInput
from chainlink.importing.capital import capital_of
from chainlink.importing.values import RowValues

_BY_YEAR = re.compile(r"(\d{4})年?[:：=](.+)")
_BARE = re.compile(r"[\d,，.]+")
_PARTS = re.compile(r"[|;；\n]")


def read_money(row: RowValues, unit: str) -> None:
    """Amount and currency of a row: `amount_minor` is taken as it is, `amount` as it is written.

    `unit` is what the heading says of bare numbers: 金额（万元）.
    """
    row.texts("currency")
    currency = str(row.values.get("currency", "")).upper()
    if minor := row.cells.get("amount_minor"):
        row.values["amount"] = minor
    elif text := row.cells.get("amount"):
        found = written(row, "amount", text, currency, unit)
        if found is not None:
            row.values["amount"], row.values["currency"] = str(found[0]), found[1]


def written(
    row: RowValues, field: str, text: str, currency: str, unit: str
) -> tuple[int, str] | None:
    """`500万元` or `70,000` of a column in USD, in minor units; None and a problem for neither."""
    if text[:1].isdigit() and (currency or _BARE.fullmatch(text)):
        text = f"{currency or HOME_CURRENCY}{text}"
    try:
        found = capital_of(text, unit)
    except InvalidInput as refusal:
        for problem in refusal.fields:
            row.refuse(field, problem.key, **problem.facts)
        return None
    if found.amount is None or found.currency is None:
        row.refuse(field, "import.money", value=text)
        return None
    if currency and found.currency != currency:
        row.refuse(field, "import.money_currency", value=text, currency=currency)
        return None
    return found.amount, found.currency


def read_by_year(row: RowValues, field: str, unit: str) -> None:
    """`2026:300万|2027:200万` as money by year, in the row's currency."""
    cell = row.cells.get(field)
    if not cell:
        return
    currency = str(row.values.get("currency", HOME_CURRENCY))
    amounts = []
    for part in filter(None, (one.strip() for one in _PARTS.split(cell))):
        told = _BY_YEAR.fullmatch(part)
        found = written(row, field, told[2].strip(), currency, unit) if told else None
        if told is None:
            row.refuse(field, "import.by_year", value=part)
        elif found is not None:
            amounts.append({"year": int(told[1]), "amount": found[0]})
    row.values[field] = tuple(amounts)
