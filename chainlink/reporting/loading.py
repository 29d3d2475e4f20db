"""Reading the facts out of the graph, each label once."""

import asyncio
from typing import Any
from zoneinfo import ZoneInfo

import pyarrow as pa

from chainlink.clock import end_of_day, start_of_day
from chainlink.graph.cypher import Queries
from chainlink.graph.port import GraphStore
from chainlink.reporting.columns import Columns
from chainlink.reporting.facts import Deals, Facts, Introductions, Lines, Orders, Years
from chainlink.reporting.model import ReportQuestion

CYPHER = Queries(__package__ or "")
_TEXT, _NUMBER, _TRUTH = pa.string(), pa.int64(), pa.bool_()
_TYPES = {
    "amount": _NUMBER, "numerator": _NUMBER, "denominator": _NUMBER, "disputed": _TRUTH,
    "first_export": _TRUTH, "received": pa.list_(_TEXT), "expected": pa.list_(_TEXT),
}  # fmt: skip


async def columns(store: GraphStore, question: str, **parameters: Any) -> Columns:
    """The columns of a statement."""
    return columns_of(await store.read_columns(CYPHER[question], **parameters))


def columns_of(table: pa.Table) -> Columns:
    """Each column as one array of its own type.

    A column in which nothing stands comes from an engine with a type of its own or with none.
    """
    return {
        name: table[name].cast(_TYPES.get(name, _TEXT)).combine_chunks()
        for name in table.column_names
    }


async def load_facts(store: GraphStore, question: ReportQuestion, zone: ZoneInfo) -> Facts:
    """Read them, each label once."""
    first, last = question.first.isoformat(), question.last.isoformat()
    introductions, deals, credits_, orders, years = await asyncio.gather(
        columns(
            store,
            "introductions",
            first_instant=start_of_day(question.first, zone),
            last_instant=end_of_day(question.last, zone),
            last_day=last,
        ),
        columns(store, "deals"),
        columns(store, "credits"),
        columns(store, "orders"),
        columns(store, "years", first_day=first, last_day=last),
    )
    return await asyncio.to_thread(
        facts_of, introductions, deals, credits_, orders, years, zone=zone
    )


def facts_of(
    introductions: Columns,
    deals: Columns,
    credits_: Columns,
    orders: Columns,
    years: Columns,
    *,
    zone: ZoneInfo,
) -> Facts:
    """The facts out of their columns."""
    opened, concluded = Introductions.of(introductions, zone), Deals.of(deals)
    return Facts(
        introductions=opened,
        deals=concluded,
        lines=Lines.of(credits_, concluded, opened),
        orders=Orders.of(orders, concluded),
        years={
            name: Years.of(years["id"], years[name], concluded) for name in ("received", "expected")
        },
    )
