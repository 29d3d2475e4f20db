"""The listed firms of the chain graph and the contracts of their announcements, as read."""

import csv
import unicodedata
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path

from benchmarks.accuracy.data import data_file
from chainlink.matching.experience_catalogue import Request
from chainlink.matching.experience_profiles import Provider

Row = dict[str, str]

SHARED_CODES = frozenset({"688078", "688080"})  # each stands for several firms
ERAS = (2000, 2006, 2010, 2014, 2017, 2019)  # years of listing that part kinds of firms


@dataclass(frozen=True)
class Firms:
    """Listed firms by key (their code, or their name where a code stands for several)."""

    keys: dict[str, int]
    by_name: dict[str, int]
    providers: list[Provider]


@dataclass(frozen=True)
class Contract:
    """A contract as a request, and the key of its supplier."""

    request: Request
    key: str
    name: str


def _rows(path: Path) -> list[Row]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _plain(name: str) -> str:
    return "".join(unicodedata.normalize("NFKC", name).casefold().split())


def listed_firms() -> Firms:
    """Firms with their offers, lines of business and, as their kind, exchange and era."""
    folder = data_file("ckg")
    product = {row["id"]: row["name"] for row in _rows(folder / "products.csv")}
    offers: dict[str, list[str]] = defaultdict(list)
    for row in _rows(folder / "company_product.csv"):
        if row["flag"] != "accounting":
            offers[row["company_code"]].append(product[row["product_id"]])
    industry = {row["code"]: row["name"] for row in _rows(folder / "industries.csv")}
    line = {
        row["company_code"]: row["industry_code"] for row in _rows(folder / "company_industry.csv")
    }
    firms = Firms({}, {}, [])
    aliases = [row for row in _rows(folder / "company_aliases.csv") if row["code"] in SHARED_CODES]
    for row in [*_rows(folder / "companies.csv"), *aliases]:
        code = row["code"]
        shared = code in SHARED_CODES
        key = _plain(row["fullname"]) if shared else code
        if key in firms.keys:
            continue
        path = "" if shared else line.get(code, "")
        levels = (path[:2] + "0000", path[:4] + "00", path)
        firms.keys[key] = firms.by_name[_plain(row["fullname"])] = len(firms.providers)
        firms.providers.append(
            Provider(
                row["fullname"],
                tuple(offers.get(code, ())),
                tuple(industry[level] for level in levels if level in industry),
                "shared code" if shared else _kind(row),
            )
        )
    return firms


def _kind(row: Row) -> str:
    year = int(row["listed_on"][:4] or 9999)
    return f"{row['exchange']} {sum(year >= era for era in ERAS)}"


def contracts(path: Path, firms: Firms) -> list[Contract]:
    """Contracts of a file; their amount stands for the budget that was asked for."""
    return [
        Contract(
            Request(
                f"{row['project']} {row['contract']}".strip(),
                row["buyer"],
                float(row["amount_max_cny"]) if row["amount_max_cny"] else None,
            ),
            _key(row, firms),
            row["supplier"],
        )
        for row in _rows(path)
    ]


def _key(row: Row, firms: Firms) -> str:
    code = row["supplier_code"]
    if code in firms.keys:
        return code
    name = _plain(row["supplier"])
    # words of the announcement may stand before a name: 备查文件目录北方国际合作股份有限公司
    for start in range(9):
        place = firms.by_name.get(name[start:])
        if place is not None:
            return next(key for key, number in firms.keys.items() if number == place)
    return name
