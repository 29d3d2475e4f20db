"""What learning reads from the graph: shown pairs, decisions, size classes."""

import logging
from datetime import date

from chainlink.errors import Conflict
from chainlink.graph.cypher import Queries
from chainlink.graph.pages import Pages
from chainlink.graph.port import GraphReader
from chainlink.matching.learning.examples import Shown
from chainlink.matching.learning.outcomes import Decision
from chainlink.matching.learning.showing_rows import pairs_of

CYPHER = Queries(__package__ or "")
_logger = logging.getLogger(__name__)


async def read_shown(reader: GraphReader) -> list[Shown]:
    """Every pair that was shown, page by page; a damaged showing is left out and logged."""
    return await _shown(reader, "showings_after")


async def read_shown_between(reader: GraphReader, first: date, until: date) -> list[Shown]:
    """The pairs that were shown from a day on, up to the day before another."""
    days = {"first": first.isoformat(), "until": until.isoformat()}
    return await _shown(reader, "showings_between", **days)


async def _shown(reader: GraphReader, query: str, **parameters: str) -> list[Shown]:
    found: list[Shown] = []
    after = ""
    while rows := await reader.read(CYPHER[query], after=after, **parameters):
        for row in rows:
            try:
                found.extend(pairs_of(row))
            except Conflict:
                _logger.warning("showing %s is damaged and left out of learning", row["id"])
        after = rows[-1]["id"]
    return found


async def read_decisions(reader: GraphReader) -> list[Decision]:
    """Every decision."""
    return [Decision(**row) async for rows in Pages(reader).nodes("Decision") for row in rows]


async def read_sizes(reader: GraphReader) -> dict[str, str]:
    """Size classes by enterprise."""
    return {row["id"]: row["size"] for row in await reader.read(CYPHER["sizes"])}
