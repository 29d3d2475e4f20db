"""Money: whole minor units and a currency of ISO 4217, whose list says how many digits they are.

The list is the maintenance agency's own, as the package `iso4217` ships it. CLDR's digits are
those that people write, which for the Iraqi dinar are none where ISO 4217 counts three.
"""

import re
from decimal import ROUND_HALF_EVEN, Context, Decimal
from functools import cache
from typing import Annotated

from babel import Locale
from babel.numbers import format_currency
from iso4217 import Currency
from pydantic import AfterValidator, Field

from chainlink.language import Language
from chainlink.validation import EmptyIsNone, Text, refused

HOME_CURRENCY = "CNY"
LARGEST = 2**53 - 1  # canonical JSON (RFC 8785) carries no larger integer
# by name, each amount would look its locale up anew: half a millisecond
_LOCALES = {Language.ZH: Locale.parse("zh_CN"), Language.EN: Locale.parse("en_US")}
_RATE = re.compile(r"\d{1,12}(\.\d{1,12})?")
_EXACT = Context(prec=60)


@cache
def exponents() -> dict[str, int]:
    """Digits behind the point by currency; what has no minor unit (gold, test codes) is no money.

    CNY 2, JPY 0, KWD 3.
    """
    return {one.code: one.exponent for one in Currency if one.exponent is not None}


def _currency(value: str) -> str:
    if (code := value.upper()) not in exponents():
        raise refused("currency.unknown", value=value)
    return code


def _rate(value: str) -> str:
    if not _RATE.fullmatch(value) or Decimal(value) == 0:
        raise refused("rate.form", value=value)
    return value


CurrencyCode = Annotated[Text, AfterValidator(_currency)]
Amount = Annotated[int, Field(ge=0, le=LARGEST)]
Rate = Annotated[Annotated[Text, AfterValidator(_rate)] | None, EmptyIsNone]


def decimal_amount(amount: int, currency: str) -> Decimal:
    """Minor units as the amount that people write: 500000000 CNY is 5000000.00."""
    return Decimal(amount).scaleb(-exponents().get(currency, 0), _EXACT)


def amount_text(amount: int, currency: str, language: Language) -> str:
    """The amount as the reader's language writes it: `¥5,000,000.00`."""
    return str(
        format_currency(
            decimal_amount(amount, currency),
            currency,
            format=f"¤#,##0{'.' if exponents().get(currency) else ''}"
            + "0" * exponents().get(currency, 0),
            locale=_LOCALES[language],
            currency_digits=False,
        )
    )


def in_home_currency(amount: int, currency: str, rate: str | None) -> int | None:
    """The amount in fen, halves to the even one; None for a foreign amount without a rate.

    `rate` is what one unit of the currency (a dollar, not a cent) is worth in yuan.
    """
    if currency == HOME_CURRENCY:
        return amount
    if rate is None:
        return None
    yuan = _EXACT.multiply(decimal_amount(amount, currency), Decimal(rate))
    fen = yuan.scaleb(exponents()[HOME_CURRENCY], _EXACT)
    return int(fen.quantize(Decimal(1), rounding=ROUND_HALF_EVEN, context=_EXACT))
