"""A made-up district written into a graph, past the services' checks and the journal."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from benchmarks.district import District
from benchmarks.generated import uscc
from chainlink.app import App
from chainlink.graph.port import GraphTransaction
from chainlink.graph.records import Records
from chainlink.matching.projection.tables import Tables

BATCH = 2_000
_NOW = "2026-06-01T08:00:00.000000Z"
_LISTS = ("other_zh", "other_en", "products", "materials", "grades", "processes")
Rows = Sequence[Mapping[str, Any]]


async def write(app: App, district: District) -> int:
    """Categories with INPUT_TO, enterprises, capabilities and needs; returns how many claims."""
    taxonomy = district.taxonomy()
    categories = [
        {"id": one.id} | one.model_dump(mode="json", exclude=set(_LISTS))
        for one in taxonomy.by_id.values()
    ]
    await _created(app, "Category", categories)
    links = [link.model_dump() for of_one in taxonomy.inputs.values() for link in of_one]
    await _related(app, "INPUT_TO", links)
    written = 0
    for place, tables in enumerate(district.chunks()):
        written += await _chunk(app, tables, place * 1_000_000)
    return written


async def _chunk(app: App, tables: Tables, first: int) -> int:
    enterprises = [
        {name: row[name] for name in ("id", "name", "sector", "region", "size", "status")}
        | {"approved_at": row["approved_at"], "recorded_at": row["approved_at"]}
        | {"opted_out": row["opted_out"], "visibility": row["visibility"], "version": 1}
        | {"uscc": uscc(first + n), "invented": True}
        for n, row in enumerate(tables.enterprises.to_pylist())
    ]
    await _created(app, "Enterprise", enterprises)
    claims = tables.claims.to_pylist()
    of = [
        {"start": row["claim"], "end": row["category"], "origin": "DECLARED", "confidence": 1.0}
        for row in tables.categories.to_pylist()
    ]
    for label, edge, need in (("Capability", "OFFERS", False), ("Need", "NEEDS", True)):
        chosen = [claim for claim in claims if claim["need"] is need]
        await _created(app, label, [_claim(claim) for claim in chosen])
        await _related(app, edge, [{"start": c["enterprise"], "end": c["id"]} for c in chosen])
        ids = {claim["id"] for claim in chosen}
        await _related(app, "OF", [row for row in of if row["start"] in ids], label)
    return len(claims)


def _claim(claim: Mapping[str, Any]) -> dict[str, Any]:
    name, _, version = claim["id"].partition(":")
    kept = ("id", "enterprise", "kind", "title", "visibility", "valid_from", "valid_until")
    own = {"urgency": "NORMAL"} if claim["need"] else {"evidence": claim["evidence"]}
    return {column: claim[column] for column in kept} | {
        "claim": name, "version": int(version), "recorded_at": claim["recorded_at"],
        "withdrawn": False, "declared_by": "benchmark", "on_behalf": True, "invented": True,
    } | own  # fmt: skip


def _batches(rows: Rows) -> Iterator[Rows]:
    for place in range(0, len(rows), BATCH):
        yield rows[place : place + BATCH]


async def _created(app: App, label: str, rows: Rows) -> None:
    for batch in _batches(rows):

        async def work(transaction: GraphTransaction, some: Rows = batch) -> None:
            await Records(transaction).create(label, some)

        await app.store.transact(work)


async def _related(app: App, name: str, rows: Rows, start_label: str | None = None) -> None:
    for batch in _batches(rows):

        async def work(transaction: GraphTransaction, some: Rows = batch) -> None:
            await Records(transaction).relate(name, some, start_label=start_label)

        await app.store.transact(work)
