"""The division (GB/T 2260) that an address lies in, from what the row itself says."""

import re
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from chainlink.taxonomy.regions import ancestry, regions

# Counties of Shandong that were merged or became districts since 2013 (notices of the Ministry of
# Civil Affairs): the code of the registration's authority stays in a 统一社会信用代码 for ever.
FORMER_CODES = {
    "370802": "370811",  # 济宁市中区, into 任城区
    "370882": "370812",  # 兖州市
    "370181": "370114",  # 章丘市
    "370125": "370115",  # 济阳县
    "370282": "370215",  # 即墨市
    "370284": "370211",  # 胶南市
    "370521": "370505",  # 垦利县
    "370634": "370614",  # 长岛县
    "370684": "370614",  # 蓬莱市
    "371081": "371003",  # 文登市
    "371202": "370116",  # 莱城区
    "371203": "370117",  # 钢城区
    "371421": "371403",  # 陵县
    "371624": "371603",  # 沾化县
    "371626": "371681",  # 邹平县
    "371727": "371703",  # 定陶县
}
_FORMER_NAMES = {"370811": ("市中区",), "370883": ("邹县",)}
_HIGH_TECH = ("高新区", "高新技术开发区", "高新技术产业开发区", "高新开发区")
_SUFFIX = "省市区县"
_COUNTY = 3
_NO_NAMES = frozenset({"县", "市辖区"})
# what makes a bare short name part of another name: 兖州路, 南阳镇
_LONGER_NAME = re.compile(
    r"[新老]?[东西南北中]?(?:[一二三四五六七八九十]|外环)?(?:路|街|大道|道|巷|胡同)|[镇乡村湖河山]"
)


class Told(StrEnum):
    """What told the division: the address, the code's registration authority, or the city."""

    ADDRESS = "address"
    CODE = "code"
    CITY = "city"


@dataclass(frozen=True, slots=True)
class Place:
    """A division and what told it; `surely` when it is named in full: 兖州区, not 兖州."""

    code: str
    told: Told
    surely: bool = True


def _names_of(name: str, level: int) -> list[str]:
    stem = name.rstrip(_SUFFIX)
    if len(stem) < 2:  # 沛县: 沛 alone says nothing
        return [name]
    short = re.sub(r"(?:壮族|回族|维吾尔)?自治.$|特别行政.$", "", stem)
    former = [stem + suffix for suffix in "市县区"] if level == _COUNTY else []
    return list(dict.fromkeys([name, stem, short, *former]))


@cache
def _inside() -> Mapping[str, Mapping[str, str]]:
    """Names, short and former names of the divisions right inside one ("" for provinces)."""
    found: dict[str, dict[str, str]] = defaultdict(dict)
    for region in regions().values():
        if region.name in _NO_NAMES:
            continue
        names = _names_of(region.name, region.level)
        names += _FORMER_NAMES.get(region.code, ())
        if "高新技术产业开发区" in region.name:
            names += _HIGH_TECH
        for name in names:
            found[region.parent].setdefault(name, region.code)
            if region.level == 2:  # a prefecture is often named without its province
                found[""].setdefault(name, region.code)
    return found


@cache
def _lengths(within: str) -> tuple[int, ...]:
    return tuple(sorted({len(name) for name in _inside().get(within, ())}, reverse=True))


@cache
def _unique_counties() -> Mapping[str, str]:
    """Counties by full name, where only one bears it: 邹城市, not 市中区."""
    found: dict[str, list[str]] = defaultdict(list)
    for region in regions().values():
        if region.level == _COUNTY and region.name not in _NO_NAMES:
            found[region.name].append(region.code)
    return {name: codes[0] for name, codes in found.items() if len(codes) == 1}


def _at(text: str, start: int, within: str) -> tuple[str, int] | None:
    """The division inside `within` whose name stands at `start`, the longest name first."""
    names = _inside().get(within)
    if names is None:
        return None
    for length in _lengths(within):
        word = text[start : start + length]
        if word in names and (_in_full(word) or not _LONGER_NAME.match(text, start + length)):
            return names[word], start + length
    return None


def _in_full(word: str) -> bool:
    return word[-1:] in _SUFFIX


def _county_at(text: str, start: int) -> tuple[str, int] | None:
    """A county named in full without its prefecture."""
    counties = _unique_counties()
    for length in (3, 4, 5, 2):
        if (word := text[start : start + length]) in counties:
            return counties[word], start + length
    return None


def _by_address(text: str, around: str) -> Place | None:
    """Province, prefecture and county as they follow each other, any of them left out."""
    here, start, found = "", 0, None
    while True:
        step = _at(text, start, here)
        if step is None and (not here or regions()[here].level == 1):
            step = (_at(text, start, around) if around else None) or _county_at(text, start)
        if step is None:
            return found
        here, end = step
        found = Place(here, Told.ADDRESS, _in_full(text[start:end]))
        start = end


def city_code(city: str) -> str | None:
    """The prefecture or municipality of a column that names a city: 济宁, 济宁市."""
    return _inside()[""].get(city.strip())


def region_of(address: str, *, city: str = "", uscc: str = "") -> Place | None:
    """The division of an address: the longest name that the address begins with.

    An address that names no county is refined by the code's registration authority (digits 3 to
    8 of a 统一社会信用代码) where that lies inside what the address or the city column says; the
    authority also wins over a short name, which may be an organisation's: 兖州矿务局.
    """
    prefecture = city_code(city) or ""
    authority = FORMER_CODES.get(uscc[2:8], uscc[2:8])
    known = authority if authority in regions() else ""
    named = _by_address("".join(address.split()), prefecture or _prefecture_of(known))
    outer = prefecture
    if named:
        county = regions()[named.code].level == _COUNTY
        if county and (named.surely or not known):
            return named
        outer = _prefecture_of(named.code) if county else named.code
    if known and known != outer and (not outer or _within(known, outer)):
        return Place(known, Told.CODE)
    if named:
        return named
    return Place(prefecture, Told.CITY) if prefecture else None


def _within(code: str, outer: str) -> bool:
    return any(region.code == outer for region in ancestry(code))


def _prefecture_of(code: str) -> str:
    return next((region.code for region in ancestry(code) if region.level == 2), "")


def region_named(name: str) -> str | None:
    """The code of a division that somebody names: 兖州区, 山东省济宁市兖州区."""
    place = _by_address("".join(name.split()), "")
    return place.code if place and place.surely else None
