"""What people type into this room's forms, as the drafts take it."""

import re
from collections.abc import Sequence
from datetime import date, datetime
from functools import cache
from typing import Any

from chainlink.deals.money import decimal_amount
from chainlink.enterprises.model import Enterprise
from chainlink.errors import InvalidInput
from chainlink.importing.capital import capital_of
from chainlink.importing.places import region_named
from chainlink.taxonomy.markets import markets
from chainlink.taxonomy.regions import ONLY_BETWEEN, ancestry
from chainlink.web.shown import Shown

_PLACE_IN_A_LIST = re.compile(r"\.\d+$")
_BETWEEN = re.compile(r"[,，、;；\n]+")
_CODE_DIGITS = 6


def parts(text: str) -> list[str]:
    """What is written one after another: `德国、US` as two."""
    return [part.strip() for part in _BETWEEN.split(text) if part.strip()]


def region_code(text: str) -> str:
    """The code of a division that is named or given by its code; else the text as it is."""
    wanted = text.strip()
    if len(wanted) == _CODE_DIGITS and wanted.isdigit():
        return wanted
    return region_named(wanted) or wanted


@cache
def region_text(code: str | None) -> str:
    """A division from its province down, as one would write it: 山东省济宁市兖州区."""
    names = [one.name for one in reversed(ancestry(code or "")) if one.name not in ONLY_BETWEEN]
    return "".join(names)


def region_typed(code: str | None) -> str:
    """What stands in a field for the division: its name where that leads back to it."""
    text = region_text(code)
    return text if text and region_named(text) == code else code or ""


@cache
def region_short(code: str | None) -> str:
    """A division with the prefecture around it: 济宁市兖州区."""
    names = [
        one.name
        for one in reversed(ancestry(code or ""))
        if one.name not in ONLY_BETWEEN and (one.level > 1 or one.code == code)
    ]
    return "".join(names)


@cache
def _market_codes() -> dict[str, str]:
    found: dict[str, str] = {}
    for one in markets().values():
        found |= {name.casefold(): one.code for name in (one.code, one.name_zh, one.name_en)}
    return found


def market_codes(text: str) -> list[str]:
    """Codes of countries and regions by name or code; what is neither stays as it is."""
    known = _market_codes()
    return list(dict.fromkeys(known.get(one.casefold(), one) for one in parts(text)))


def capital_fields(text: str, before: Enterprise | None = None) -> dict[str, Any]:
    """`500万元` as the three fields of a draft; a text without any number is why it is unknown.

    Raises InvalidInput for a number of which nobody knows what it counts.
    """
    if not text.strip():
        return {}
    if before is not None and text.strip() == capital_typed(before):
        return {
            "capital": before.capital,
            "capital_currency": before.capital_currency,
            "capital_unknown": before.capital_unknown,
        }
    found = capital_of(text)
    if found.amount is None and any(one.isdigit() for one in text):
        raise InvalidInput.of("capital", "enterprises.capital_unit", value=text)
    return {
        "capital": found.amount,
        "capital_currency": found.currency,
        "capital_unknown": found.unknown,
    }


def capital_typed(enterprise: Enterprise) -> str:
    """What stands in the field of the capital."""
    if enterprise.capital is None or enterprise.capital_currency is None:
        return enterprise.capital_unknown or ""
    amount = decimal_amount(enterprise.capital, enterprise.capital_currency)
    return f"{amount:,f} {enterprise.capital_currency}"


def local_day(instant: str, shown: Shown) -> date:
    """The day of a moment by the district's clock."""
    return datetime.fromisoformat(instant).astimezone(shown.zone).date()


def market_names(codes: Sequence[str], *, english: bool) -> list[str]:
    """Countries and regions by name."""
    known = markets()
    return [known[one].name_en if english else known[one].name_zh for one in codes if one in known]
