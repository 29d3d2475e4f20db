"""Facts out of the graph as columns: all of them at start, those of changed enterprises later."""

from collections.abc import AsyncIterator, Sequence

import pyarrow as pa
import pyarrow.compute as pc

from chainlink.graph.cypher import Queries
from chainlink.graph.port import GraphStore
from chainlink.matching.projection.codes import LINK_KINDS
from chainlink.matching.projection.tables import (
    CATEGORIES,
    CLAIMS,
    ENTERPRISES,
    LINKS,
    MARKETS,
    Tables,
)

CYPHER = Queries(__package__ or "")
PAGE = 10_000
NONE = Tables(*(one.empty_table() for one in (ENTERPRISES, CLAIMS, CATEGORIES, MARKETS, LINKS)))


async def enterprise_ids(store: GraphStore) -> list[str]:
    """Ids of all enterprises."""
    table = await store.read_columns(CYPHER["enterprise_ids"])
    ids: list[str] = table["id"].to_pylist()
    return ids


async def dismissing(store: GraphStore, dismissals: Sequence[str]) -> set[str]:
    """Enterprises at which some dismissals start: their entries do not say whom they keep apart."""
    if not dismissals:
        return set()
    rows = await store.read(CYPHER["dismissing"], ids=list(dismissals))
    return {row["enterprise"] for row in rows}


async def pages(store: GraphStore, ids: Sequence[str]) -> AsyncIterator[Tables]:
    """The facts of some enterprises, so many at a time; links come last, with no enterprises.

    A link may lead to an enterprise of a later page, so all enterprises must be known before.
    """
    for place in range(0, len(ids), PAGE):
        page = list(ids[place : place + PAGE])
        tables = await load_tables(store, page, links=False)
        yield tables
    for place in range(0, len(ids), PAGE):
        links = await _links(store, list(ids[place : place + PAGE]))
        yield Tables(NONE.enterprises, NONE.claims, NONE.categories, NONE.markets, links)


async def load_enterprises(store: GraphStore, ids: Sequence[str]) -> pa.Table:
    """Some enterprises without what belongs to them."""
    return _shaped(await store.read_columns(CYPHER["enterprises"], ids=list(ids)), ENTERPRISES)


async def load_tables(store: GraphStore, ids: Sequence[str], *, links: bool = True) -> Tables:
    """Some enterprises with their claims and the links that start at them."""
    wanted = list(ids)
    if not wanted:
        return NONE
    claims, categories, markets = [], [], []
    for name, need in (("capabilities", False), ("needs", True)):
        found = await store.read_columns(CYPHER[name], ids=wanted)
        claims.append(_claims(found, need=need))
        found = await store.read_columns(CYPHER[f"{name}_of"], ids=wanted)
        declared = pc.equal(found["origin"].cast(pa.string()), "DECLARED")
        categories.append(_shaped(found.append_column("declared", declared), CATEGORIES))
        found = await store.read_columns(CYPHER[f"{name}_markets"], ids=wanted)
        markets.append(_shaped(found, MARKETS))
    told = pa.concat_tables(claims)
    return Tables(
        enterprises=await load_enterprises(store, wanted),
        claims=told,
        categories=_of(told, pa.concat_tables(categories)),
        markets=_of(told, pa.concat_tables(markets)),
        links=await _links(store, wanted) if links else LINKS.empty_table(),
    )


def _of(claims: pa.Table, rows: pa.Table) -> pa.Table:
    """What belongs to these claims: one that was declared between two readings comes later."""
    return rows.filter(pc.is_in(rows["claim"], value_set=claims["id"]))


async def _links(store: GraphStore, ids: list[str]) -> pa.Table:
    found = []
    for kind in LINK_KINDS:
        table = await store.read_columns(CYPHER[f"links_{kind.lower()}"], ids=ids)
        table = table.append_column("kind", pa.array([kind] * table.num_rows, pa.string()))
        renamed = {"start_id": "start", "end_id": "end"}
        table = table.rename_columns([renamed.get(name, name) for name in table.column_names])
        for name in set(LINKS.names) - set(table.column_names):  # a dismissal has no validity
            table = table.append_column(name, pa.nulls(table.num_rows, pa.string()))
        found.append(_shaped(table, LINKS))
    return pa.concat_tables(found)


def _claims(table: pa.Table, *, need: bool) -> pa.Table:
    rows = table.num_rows
    table = table.append_column("need", pa.array([need] * rows, pa.bool_()))
    if need:
        table = table.append_column("evidence", pa.nulls(rows, pa.string()))
        table = table.append_column("checked", pa.array([False] * rows, pa.bool_()))
    else:
        table = table.append_column("urgency", pa.nulls(rows, pa.string()))
        checked = pc.is_valid(table["checked_by"])
        table = table.append_column("checked", checked)
    return _shaped(table, CLAIMS)


def _shaped(table: pa.Table, schema: pa.Schema) -> pa.Table:
    """The schema's columns in its order and types; a column of nothing has no type of its own."""
    return table.select(schema.names).cast(schema)
