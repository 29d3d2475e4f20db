"""When two registrations are probably the same organisation: for staff to look at, never merged
by itself."""

import re
import unicodedata
from functools import cache

from rapidfuzz import fuzz

from chainlink.taxonomy.regions import regions

NEAR_IDENTICAL = 88.0  # of 100, rapidfuzz ratio of name keys; below it sister companies begin
_NOISE = re.compile(r"[\W_]+")
_EXAMPLE = re.compile(r"[（(]示例[）)]")
_LEGAL_FORM = re.compile(
    r"(?:股份有限公司|有限责任公司|有限公司|专业合作社|合作社|集团|公司|总厂|工厂|厂"
    r"|coltd|ltd|inc)+$"
)


@cache
def _place_names() -> tuple[frozenset[str], tuple[int, ...]]:
    """Names of divisions, and their lengths with the longest first."""
    names = {region.name for region in regions().values()}
    stems = {name.rstrip("省市区县") for name in names if len(name) > 2}  # 山东省, not 沛县
    every = frozenset(names | stems) - {""}
    return every, tuple(sorted({len(name) for name in every}, reverse=True))


def _without_place(text: str) -> str:
    # a look-up a length: as one pattern of 6,000 names this took 35 µs a name, and now takes 2
    names, lengths = _place_names()
    start = 0
    while step := next((n for n in lengths if text[start : start + n] in names), 0):
        start += step
    return text[start:]


def _folded(text: str) -> str:
    return _NOISE.sub("", unicodedata.normalize("NFKC", text).casefold())


def name_key(name: str) -> str:
    """The distinctive part of a name: without place, legal form, brackets and white space."""
    folded = _folded(_EXAMPLE.sub("", name))
    core = _LEGAL_FORM.sub("", _without_place(folded))
    return core or folded


def address_key(address: str | None) -> str | None:
    """An address in one spelling; too short a one says nothing and gives None."""
    folded = _folded(address or "")
    return folded if len(folded) >= 12 else None  # a shorter one names a town, not a door


def near_identical(one: str, other: str) -> bool:
    """Whether two name keys are so alike that a person should look."""
    return bool(fuzz.ratio(one, other) >= NEAR_IDENTICAL)
