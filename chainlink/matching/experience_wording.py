"""What a need is about: its words without places and formalities, and where it is."""

import re
from functools import cache
from typing import Final

from chainlink.taxonomy.regions import regions

_FORMALITIES: Final = re.compile(
    r"有限责任公司|股份有限公司|有限公司|公司|招标活动|招标采购|招标|采购|项目|合同|协议书|协议|标段"
    r"|第[一二三四五六七八九十\d]+[批期次标段]*|20\d\d年|PPP|BT|EPC",
    re.IGNORECASE,
)
_LEGAL_FORM: Final = re.compile(r"股份有限公司|有限责任公司|有限公司|集团|股份|公司|总公司")
_STATUS: Final = re.compile(r"(?:壮族|回族|维吾尔)?自治区$|特别行政区$|[省市]$")


@cache
def _places() -> dict[str, str]:
    """Province code by name: counties by full name, cities and provinces also by short name."""
    found: dict[str, str] = {}
    for code, region in regions().items():
        short = _STATUS.sub("", region.name) if region.level <= 2 else region.name
        if len(region.name) >= 3:
            found.setdefault(region.name, code[:2])
        if len(short) >= 2 and region.name not in {"市辖区", "县"}:
            found.setdefault(short, code[:2])
    return {name: code for name, code in found.items() if len(name) >= 3 or name in _shorts()}


@cache
def _shorts() -> frozenset[str]:
    """Two-letter names of provinces and cities; of counties they are words of other meaning."""
    return frozenset(
        _STATUS.sub("", region.name) for region in regions().values() if region.level <= 2
    )


@cache
def _pattern() -> re.Pattern[str]:
    return re.compile("|".join(map(re.escape, sorted(_places(), key=len, reverse=True))))


def provinces(text: str) -> frozenset[str]:
    """Codes of the provinces that a text names, itself or by a city or county."""
    return frozenset(_places()[name] for name in _pattern().findall(text))


def subject(text: str) -> str:
    """A need's words without places, parties' legal forms and the words of tendering."""
    return _FORMALITIES.sub(" ", _pattern().sub(" ", text))


def own_words(name: str) -> str:
    """A firm's name without the place it begins with and without its legal form."""
    start = _pattern().match(name)
    return _LEGAL_FORM.sub(" ", name[start.end() :] if start else name).strip()
