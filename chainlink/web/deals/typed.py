"""What people type into the forms of deals and orders: money, years, countries, enterprises."""

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from functools import cache
from typing import Any, TypeVar

from chainlink.accounts.model import Actor
from chainlink.app import App
from chainlink.deals.model import YearAmount
from chainlink.deals.money import LARGEST, decimal_amount, exponents
from chainlink.errors import FieldProblem, Forbidden, InvalidInput, NotFound
from chainlink.importing.capital import capital_of
from chainlink.taxonomy.markets import markets
from chainlink.web.deals.naming import Named
from chainlink.web.enterprises.typed import market_codes

_YEAR = re.compile(r"(\d{4})\s*年?\s*[:=\s]\s*(.+)")
Made = TypeVar("Made")
_ANY_CURRENCY = "CNY"  # to look at an amount by, where the currency itself is unknown


class Problems:
    """Collects what is wrong with fields, so that a form is told all of it at once."""

    def __init__(self) -> None:
        self.found: list[FieldProblem] = []

    def add(self, path: str, key: str, /, **facts: object) -> None:
        """One more."""
        self.found.append(FieldProblem(path, key, facts))

    def take(self, refusal: InvalidInput, place: Callable[[str], str] = str) -> None:
        """Those of a refusal, each at the field that `place` makes of its path."""
        known = {one.path for one in self.found}
        for one in refusal.fields:
            path = place(one.path)
            if path not in known:
                self.found.append(FieldProblem(path, one.key, one.facts))

    def or_else(self, work: Callable[[], Made], place: Callable[[str], str] = str) -> Made:
        """What `work` makes. Raises InvalidInput with its problems and those from before."""
        try:
            made = work()
        except InvalidInput as refusal:
            self.take(refusal, place)
            raise InvalidInput(self.found) from refusal
        if self.found:
            raise InvalidInput(self.found)
        return made


def minor_units(text: str, currency: str, path: str, problems: Problems) -> int | None:
    """`5,000,000`, `500万元` or `USD 70,000` in minor units of the currency, in decimal.

    None and a problem for what is no such amount, and for one in another currency.
    """
    known = currency if currency in exponents() else _ANY_CURRENCY
    written = unicodedata.normalize("NFKC", text).strip()
    if written[:1].isdigit() or written[:1] == ".":
        written = f"{known}{written}"
    try:
        found = capital_of(written)
    except InvalidInput as refusal:
        large = any(one.key == "too_large" for one in refusal.fields)
        problems.add(path, "too_large" if large else "import.money", value=text)
        return None
    if found.amount is None or found.currency is None:
        problems.add(path, "import.money", value=text)
        return None
    if found.amount > LARGEST:
        problems.add(path, "too_large", value=text)
        return None
    if found.currency != known:
        problems.add(path, "import.money_currency", value=text, currency=known)
        return None
    return found.amount


def amount_typed(amount: int, currency: str) -> str:
    """What stands in a field for an amount: `5,000,000.00`."""
    return f"{decimal_amount(amount, currency):,f}"


def years_of(text: str, currency: str, path: str, problems: Problems) -> list[dict[str, Any]]:
    """`2026 300万`, a year a line, in minor units by year."""
    found = []
    for line in filter(None, (one.strip() for one in text.splitlines())):
        told = _YEAR.fullmatch(unicodedata.normalize("NFKC", line))
        if told is None:
            problems.add(path, "deal.by_year_typed", value=line)
            continue
        amount = minor_units(told[2], currency, path, problems)
        if amount is not None:
            found.append({"year": int(told[1]), "amount": amount})
    return found


def years_typed(years: Iterable[YearAmount], currency: str) -> str:
    """As `years_of` reads them."""
    return "\n".join(f"{one.year}: {amount_typed(one.amount, currency)}" for one in years)


def market_of(text: str) -> str:
    """The code of a country or region by its name or code; what is neither stays as it is."""
    return next(iter(market_codes(text)), text.strip())


@cache
def market_names(language: str) -> tuple[str, ...]:
    """All countries and regions by name, to choose from as one types."""
    found = (
        one.name_en if language == "en" else one.name_zh
        for one in markets().values()
        if one.code not in {"CN", "ZZ"}
    )
    return tuple(sorted(found))


def market_name(code: str, language: str) -> str:
    """A country or region by its code."""
    found = markets().get(code)
    if found is None:
        return code
    return found.name_en if language == "en" else found.name_zh


async def enterprise_of(
    app: App, actor: Actor, text: str, parties: Mapping[str, Named], path: str, problems: Problems
) -> str:
    """An enterprise by its name or code, or one of the parties as the page names it."""
    for one in parties.values():
        if text in {one.id, one.name}:
            return one.id
    try:
        return (await app.enterprises.find(actor, text)).id
    except (NotFound, Forbidden) as unknown:
        problems.add(path, unknown.key, **unknown.facts)
    return text
