"""Administrative divisions (GB/T 2260) to the county: names, parents, and regions of addresses."""

import csv
from dataclasses import dataclass
from functools import cache

from chainlink.resources import resource_folder

# divisions that only stand between a municipality or a province and its districts
ONLY_BETWEEN = frozenset({"市辖区", "县", "省直辖县级行政区划", "自治区直辖县级行政区划"})
# those among them that gather counties far apart, which lie in no prefecture
_NOT_A_PLACE = frozenset({"省直辖县级行政区划", "自治区直辖县级行政区划"})


@dataclass(frozen=True, slots=True)
class Region:
    """One division: `level` 1 province, 2 prefecture, 3 county."""

    code: str
    name: str
    level: int
    parent: str


@cache
def regions() -> dict[str, Region]:
    """All divisions by code; a city without counties stands in the list as its own county too."""
    with (resource_folder("seeds") / "divisions.csv").open(encoding="utf-8", newline="") as file:
        return {
            row["code"]: Region(row["code"], row["name"], int(row["level"]), row["parent"])
            for row in csv.DictReader(file)
            if row["code"] != row["parent"]
        }


def ancestry(code: str) -> tuple[Region, ...]:
    """The division and those that hold it, nearest first."""
    found: list[Region] = []
    known = regions()
    while (region := known.get(code)) is not None:
        found.append(region)
        code = region.parent
    return tuple(found)


# Expert estimates of what distance means for a first visit: same county, prefecture, province.
NEARNESS = (1.0, 0.6, 0.3)


def places_of(code: str) -> tuple[str | None, str | None, str | None]:
    """The division itself, its prefecture and its province, for comparing as `NEARNESS` does."""
    held = {
        region.level: region.code for region in ancestry(code) if region.name not in _NOT_A_PLACE
    }
    return code, held.get(2), held.get(1)


def nearness(one: str | None, other: str | None) -> float:
    """1 in the same county, .6 in the same prefecture, .3 in the same province, else 0."""
    if not one or not other:
        return 0.0
    pairs = zip(NEARNESS, places_of(one), places_of(other), strict=True)
    return max((near for near, here, there in pairs if here and here == there), default=0.0)
