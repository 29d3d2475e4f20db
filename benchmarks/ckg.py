"""The listed-company chain graph as the product's own enterprises, categories and capabilities."""

import csv
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from benchmarks.generated import uscc
from chainlink.accounts.model import system_actor
from chainlink.app import App
from chainlink.enterprises import registry
from chainlink.enterprises.claim_model import CAPABILITY, CapabilityDraft, ClaimHistory
from chainlink.enterprises.claim_writing import OpenVersion, open_versions
from chainlink.enterprises.model import EnterpriseDraft, EnterpriseStatus, Sector
from chainlink.journal.service import Change
from chainlink.taxonomy.model import Category, CategoryKind, CategoryLink, Scheme
from chainlink.validation import checked

FOLDER = Path(__file__).parents[2] / "shared" / "data" / "ckg"
ACTOR = system_actor("benchmark")
SOURCE = "ChainKnowledgeGraph 2021"
BATCH = 2000


def _rows(name: str) -> Iterator[dict[str, str]]:
    with (FOLDER / name).open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def available() -> bool:
    """Whether the data is on this machine."""
    return (FOLDER / "companies.csv").exists()


async def load(app: App) -> list[str]:
    """Everything but the accounting lines; returns the ids of the enterprises."""
    await app.taxonomy.add(ACTOR, list(_categories()), _links())
    offers: dict[str, list[str]] = defaultdict(list)
    for row in _rows("company_product.csv"):
        if row["flag"] != "accounting":
            offers[row["company_code"]].append(row["product_id"])
    names = {row["id"]: row["name"] for row in _rows("products.csv")}
    ids: dict[str, str] = {}
    companies = list({row["code"]: row for row in _rows("companies.csv")}.values())
    for place in range(0, len(companies), BATCH):
        ids |= await _enterprises(app, companies[place : place + BATCH], place)
    told = [(ids[code], product) for code in ids for product in offers.get(code, ())]
    for place in range(0, len(told), BATCH):
        await _capabilities(app, told[place : place + BATCH], names)
    return list(ids.values())


def _categories() -> Iterator[Category]:
    for row in _rows("products.csv"):
        yield Category(
            scheme=Scheme.LOCAL,
            code=row["id"].lower(),
            kind=CategoryKind.GOOD,
            label_zh=row["name"],
            edition="2021",
            source=SOURCE,
        )


def _links() -> dict[str, list[CategoryLink]]:
    """上游材料 goes into the product; 产品小类 (by suffix) is narrower than it."""
    links: dict[str, dict[tuple[str, str], CategoryLink]] = {"INPUT_TO": {}, "BROADER": {}}
    for row in _rows("product_product.csv"):
        one, other = (f"LOCAL:{row[name].lower()}" for name in ("from_product", "to_product"))
        if one == other:
            continue
        if row["relation"] == "上游材料":
            links["INPUT_TO"][other, one] = CategoryLink(
                start=other, end=one, source=SOURCE, confidence=0.78, strength=0.5
            )
        elif row["relation"] == "产品小类" and row["pattern"] == "suffix":
            links["BROADER"][other, one] = CategoryLink(start=other, end=one, source=SOURCE)
    return {name: list(of_name.values()) for name, of_name in links.items()}


async def _enterprises(app: App, companies: list[dict[str, str]], place: int) -> dict[str, str]:
    drafts = [
        checked(
            EnterpriseDraft,
            {"uscc": uscc(place + n), "name": row["fullname"], "sector": Sector.INDUSTRY},
        )
        for n, row in enumerate(companies)
    ]

    async def work(change: Change) -> list[str]:
        made = await registry.create(change, drafts, status=EnterpriseStatus.APPROVED)
        return [enterprise.id for enterprise in made]

    ids = await app.journal.change(ACTOR.account, work)
    return {row["code"]: id_ for row, id_ in zip(companies, ids, strict=True)}


async def _capabilities(app: App, told: list[tuple[str, str]], names: dict[str, str]) -> None:
    drafts = [
        checked(
            CapabilityDraft,
            {"title": names[product], "categories": [product.lower()], "valid_until": "2035-12-31"},
        )
        for _, product in told
    ]
    prepared = await app.claims.settle(drafts, [ClaimHistory()] * len(drafts))

    async def work(change: Change) -> list[str]:
        versions = [
            OpenVersion(owner, one)
            for (owner, _), one in zip(told, prepared, strict=True)
            if not isinstance(one, Exception)
        ]
        return await open_versions(change, CAPABILITY, versions, on_behalf=True)

    await app.journal.change(ACTOR.account, work)
