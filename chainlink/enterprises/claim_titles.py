"""Claims by their owner and title, which is how a file speaks of them."""

from collections.abc import Collection, Mapping
from typing import TypeAlias

from chainlink.enterprises.claim_model import Claim, ClaimType
from chainlink.enterprises.claim_reading import complete
from chainlink.enterprises.registry import CYPHER
from chainlink.graph.port import GraphReader

TitleKey: TypeAlias = tuple[str, str]  # owner id, title


async def in_force_by_title(
    reader: GraphReader, type_: ClaimType, wanted: Collection[TitleKey]
) -> Mapping[TitleKey, Claim]:
    """Claims in force under these titles; the newest where several of an owner share one."""
    if not wanted:
        return {}
    owners = list({owner for owner, _ in wanted})
    rows = await reader.read(CYPHER[f"{type_.label.lower()}_in_force"], ids=owners)
    rows = [row for row in rows if (row["enterprise"], row["title"]) in wanted]
    found: dict[TitleKey, Claim] = {}
    for claim in await complete(reader, type_, rows):
        found.setdefault((claim.enterprise, claim.title), claim)
    return found


async def ever_by_title(
    reader: GraphReader, type_: ClaimType, wanted: Collection[TitleKey]
) -> Mapping[TitleKey, str]:
    """Claim ids by all titles that any version of the owners' claims ever had."""
    if not wanted:
        return {}
    owners = list({owner for owner, _ in wanted})
    rows = await reader.read(CYPHER[f"{type_.label.lower()}_titles"], ids=owners)
    return {(row["enterprise"], row["title"]): row["claim"] for row in rows}
