"""Parts of a profile that are read for several enterprises in one question."""

from collections.abc import Sequence

from pydantic import BaseModel, ConfigDict

from chainlink.enterprises.registry import CYPHER
from chainlink.graph.port import GraphReader


class SuggestedCategory(BaseModel):
    """A category that was read from a business scope and that nobody has declared."""

    model_config = ConfigDict(frozen=True)

    enterprise: str
    category: str
    confidence: float
    terms: tuple[str, ...] = ()
    recorded_at: str


async def suggested_categories(reader: GraphReader, ids: Sequence[str]) -> list[SuggestedCategory]:
    """What the scopes of enterprises suggest, surest first; the scope itself is public."""
    rows = await reader.read(CYPHER["suggested_categories"], ids=list(ids)) if ids else []
    return [SuggestedCategory(**(row | {"terms": tuple(row["terms"] or ())})) for row in rows]
