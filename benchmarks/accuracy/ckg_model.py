"""The listed-company chain graph as arrays for the accuracy tasks."""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from benchmarks.accuracy.data import data_file
from chainlink.matching.expansion_graph import ChainGraph
from chainlink.matching.expansion_names import Ints, NameVectors, Sparse

UPSTREAM = "上游材料"
LEVELS = (6, 4, 2)  # digits of an industry code, the finest first


@dataclass(frozen=True, eq=False)
class Listed:
    """Companies, products, what is known of them; edges are pairs of row numbers."""

    codes: list[str]
    company_names: list[str]
    products: list[str]
    product_names: list[str]
    sectors: Ints
    offers: Ints  # company, product; no accounting lines
    upstream: Ints  # product, what goes into it
    broader: Ints  # narrower product, broader product
    accounting: Ints

    @cached_property
    def names(self) -> NameVectors:
        return NameVectors(self.product_names)

    @cached_property
    def sold(self) -> NDArray[np.bool_]:
        return np.bincount(self.offers[:, 1], minlength=len(self.products)) > 0

    def offers_matrix(self, edges: Ints) -> Sparse:
        return _matrix(edges, (len(self.codes), len(self.products)))

    def inputs_matrix(self, upstream: Ints) -> Sparse:
        """Rows go into columns."""
        return _matrix(upstream[:, ::-1], (len(self.products), len(self.products)))

    def kinship_matrix(self) -> Sparse:
        """Narrower products × broader ones."""
        return _matrix(self.broader, (len(self.products), len(self.products)))

    def graph(self, upstream: Ints, offers: Sparse) -> ChainGraph:
        return ChainGraph(offers, self.inputs_matrix(upstream), self.names.rows, self.sectors)


def read(train_upstream: Path | None = None, train_offers: Path | None = None) -> Listed:
    """Everything, or with the upstream edges or the offers of another file instead.

    下游产品 is not read: 374 of its 387 rows repeat an upstream row and would give it away.
    """
    companies = {row["code"]: row["fullname"] for row in _rows("companies.csv")}
    codes = list(companies)
    company = {code: place for place, code in enumerate(codes)}
    products = {row["id"]: row["name"] for row in _rows("products.csv")}
    product = {code: place for place, code in enumerate(products)}
    told = list(_read(train_offers) if train_offers else _rows("company_product.csv"))
    dropped = {row["product_id"] for row in told if row.get("flag") == "accounting"}
    if train_offers:
        dropped |= {
            row["product_id"] for row in _rows("company_product.csv") if row["flag"] == "accounting"
        }
    relations = list(_read(train_upstream) if train_upstream else _rows("product_product.csv"))
    return Listed(
        codes,
        list(companies.values()),
        list(products),
        list(products.values()),
        _sectors(company),
        offers_of(told, company, product, dropped),
        upstream_of(relations, product, dropped),
        _pairs(
            (product[row["to_product"]], product[row["from_product"]])
            for row in relations
            if row["relation"] == "产品小类" and row["pattern"] == "suffix"
        ),
        np.array(sorted(product[one] for one in dropped), dtype=np.int64),
    )


def test_upstream(listed: Listed, file: Path) -> Ints:
    """The upstream edges of a file of hidden ones."""
    product = {code: place for place, code in enumerate(listed.products)}
    dropped = {listed.products[place] for place in listed.accounting}
    return upstream_of(list(_read(file)), product, dropped)


def test_offers(listed: Listed, file: Path) -> Ints:
    """The company–product edges of a file of hidden ones."""
    product = {code: place for place, code in enumerate(listed.products)}
    company = {code: place for place, code in enumerate(listed.codes)}
    dropped = {listed.products[place] for place in listed.accounting}
    return offers_of(list(_read(file)), company, product, dropped)


def offers_of(
    rows: list[dict[str, str]],
    company: dict[str, int],
    product: dict[str, int],
    dropped: set[str],
) -> Ints:
    return _pairs(
        (company[row["company_code"]], product[row["product_id"]])
        for row in rows
        if row["product_id"] not in dropped
    )


def upstream_of(rows: list[dict[str, str]], product: dict[str, int], dropped: set[str]) -> Ints:
    return _pairs(
        (product[row["from_product"]], product[row["to_product"]])
        for row in rows
        if row["relation"] == UPSTREAM
        and row["from_product"] != row["to_product"]
        and not {row["from_product"], row["to_product"]} & dropped
    )


def _sectors(company: dict[str, int]) -> Ints:
    found = np.full((len(company), len(LEVELS)), -1, dtype=np.int64)
    told = [row for row in _rows("company_industry.csv") if row["company_code"] in company]
    for level, digits in enumerate(LEVELS):
        codes = sorted({row["industry_code"][:digits] for row in told})
        number = {code: place for place, code in enumerate(codes)}
        for row in told:
            found[company[row["company_code"]], level] = number[row["industry_code"][:digits]]
    return found


def _pairs(pairs: Iterator[tuple[int, int]]) -> Ints:
    return np.array(sorted(set(pairs)), dtype=np.int64).reshape(-1, 2)


def _matrix(edges: Ints, shape: tuple[int, int]) -> Sparse:
    return sparse.csr_array((np.ones(len(edges)), (edges[:, 0], edges[:, 1])), shape=shape)


def _rows(name: str) -> Iterator[dict[str, str]]:
    return _read(data_file(f"ckg/{name}"))


def _read(file: Path) -> Iterator[dict[str, str]]:
    with file.open(encoding="utf-8", newline="") as lines:
        yield from csv.DictReader(lines)
