"""What a batch of enterprises refers to: committees, industries, and links that stand already."""

from collections.abc import Sequence

from chainlink.enterprises.model import ImportedEnterprise
from chainlink.enterprises.registry import CYPHER
from chainlink.errors import InvalidInput
from chainlink.graph.port import GraphReader
from chainlink.taxonomy.model import Scheme, category_id


async def open_links(reader: GraphReader, ids: Sequence[str]) -> frozenset[tuple[str, str]]:
    """Open markets and memberships as (enterprise, market or committee)."""
    if not ids:
        return frozenset()
    exports = await reader.read(CYPHER["exports_of"], ids=list(ids))
    members = await reader.read(CYPHER["memberships_of"], ids=list(ids))
    return frozenset(
        [(row["enterprise"], row["market"]) for row in exports]
        + [(row["enterprise"], row["committee"]) for row in members]
    )


async def refusals(
    reader: GraphReader, drafts: Sequence[ImportedEnterprise]
) -> dict[str, InvalidInput]:
    """Rows, by code, that name a committee or an industry which does not exist."""
    committees = {code for draft in drafts for code in draft.committees}
    if committees:
        committees -= {row["code"] for row in await reader.read(CYPHER["committee_codes"])}
    industries = {draft.industry for draft in drafts if draft.industry}
    if industries:
        ids = {category_id(Scheme.GBT4754, code): code for code in industries}
        known = await reader.read(CYPHER["known_categories"], ids=list(ids))
        industries -= {ids[row["id"]] for row in known}
    found: dict[str, InvalidInput] = {}
    for draft in drafts:
        for code in draft.committees:
            if code in committees:
                found[draft.uscc] = InvalidInput.of("committees", "unknown_code", value=code)
        if draft.industry in industries:
            found[draft.uscc] = InvalidInput.of(
                "industry", "industry.unknown", value=draft.industry
            )
    return found
