"""Registered capital as registers write it, into whole minor units and an ISO 4217 currency."""

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import cache

import pycountry

from chainlink.enterprises.model import CAPITAL_LIMIT
from chainlink.errors import InvalidInput

_CHINESE = {
    "人民币": "CNY",
    "元": "CNY",
    "美元": "USD",
    "美金": "USD",
    "欧元": "EUR",
    "日元": "JPY",
    "日圆": "JPY",
    "港元": "HKD",
    "港币": "HKD",
    "英镑": "GBP",
    "韩元": "KRW",
    "韩圆": "KRW",
    "澳元": "AUD",
    "澳大利亚元": "AUD",
    "加元": "CAD",
    "加拿大元": "CAD",
    "新加坡元": "SGD",
    "新台币": "TWD",
    "台币": "TWD",
    "瑞士法郎": "CHF",
    "卢布": "RUB",
    "澳门元": "MOP",
    "德国马克": "DEM",
}
_HISTORIC = {"DEM"}  # no longer in ISO 4217, yet older registrations are in it
# ISO 4217, table A.1: currencies whose minor unit is not a hundredth
_NO_MINOR = {
    "BIF", "CLP", "DJF", "GNF", "ISK", "JPY", "KMF", "KRW", "PYG",
    "RWF", "UGX", "UYI", "VND", "VUV", "XAF", "XOF", "XPF",
}  # fmt: skip
_THOUSANDTHS = {"BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND"}
_MULTIPLES = {"": 1, "千": 10**3, "万": 10**4, "百万": 10**6, "千万": 10**7, "亿": 10**8}
_UNKNOWN = frozenset({"", "n/a", "na", "-", "--", "—", "/", "无", "暂无", "不详", "未知"})
_LONGEST_REASON = 100
_AMOUNT = re.compile(
    r"(?P<before>[A-Za-z]{3}|[¥￥$€£]|人民币|美元)?"
    r"(?P<number>-?\d{1,3}(?:[,，]\d{3})+(?:\.\d+)?|-?\d+(?:\.\d+)?|-?\.\d+)"
    r"(?P<rest>[^\d.,，]*)"
)
_SIGNS = {"¥": "CNY", "￥": "CNY", "$": "USD", "€": "EUR", "£": "GBP"}


@dataclass(frozen=True, slots=True)
class Capital:
    """An amount in minor units with its currency, or why it is not known."""

    amount: int | None = None
    currency: str | None = None
    unknown: str | None = None
    assumed: bool = False  # the text names no currency, and CNY was taken


@cache
def _currencies() -> frozenset[str]:
    return frozenset(one.alpha_3 for one in pycountry.currencies) | _HISTORIC


def minor_digits(currency: str) -> int:
    """Decimal places of the currency's minor unit: 2 for CNY, 0 for JPY."""
    if currency in _NO_MINOR:
        return 0
    return 3 if currency in _THOUSANDTHS else 2


def capital_of(text: str, unit: str = "") -> Capital:
    """`862万人民币` as 862,000,000 fen; `N/A`, an empty text or a number without unit is unknown.

    So is a text that is no amount (约一百万) and one finer than the minor unit: a row is not lost
    for it. `unit` is what the heading says of bare numbers: 注册资本（万元）. All is worked out in
    decimal, never in binary fractions.
    Raises InvalidInput for a negative amount and one above 2^53 - 1 minor units.
    """
    compact = re.sub(r"[\s()（）]", "", text)
    unknown = Capital(unknown=text.strip()[:_LONGEST_REASON] or None)
    found = _AMOUNT.fullmatch(compact)
    if compact.casefold() in _UNKNOWN or found is None:
        return unknown
    number = Decimal(re.sub("[,，]", "", found["number"]))
    if number < 0:
        raise InvalidInput.of("capital", "import.capital_negative", value=text)
    rest = found["rest"] or re.sub(r"[\s()（）]", "", unit)
    multiple, currency = _unit(rest, found["before"] or "")
    if multiple is None or (number and not rest and not found["before"]):  # 100 what?
        return unknown
    assumed = currency is None
    currency = currency or "CNY"
    minor = number * multiple * 10 ** minor_digits(currency)
    if minor != minor.to_integral_value():
        return unknown
    if minor > CAPITAL_LIMIT:
        raise InvalidInput.of("capital", "too_large", value=text)
    return Capital(int(minor), currency, assumed=assumed and bool(number))


def _unit(rest: str, before: str) -> tuple[int | None, str | None]:
    """Multiple and currency of `万元人民币`, `万美元`, `万`, `USD`; None for what is no unit."""
    word = next((w for w in ("百万", "千万", "亿", "万", "千") if rest.startswith(w)), "")
    name = rest.removeprefix(word).upper().removesuffix("整")
    leading = _SIGNS.get(before) or _CHINESE.get(before) or before.upper() or None
    named = _CHINESE.get(name) or _CHINESE.get(name.removeprefix("元"))
    if named is None and name in _currencies():
        named = name
    if name and named is None:
        return None, None
    if leading and (leading not in _currencies() or named not in {None, "CNY", leading}):
        return None, None
    return _MULTIPLES[word], leading or named
