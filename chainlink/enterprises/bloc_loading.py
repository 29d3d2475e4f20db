"""Trade agreements and the markets in them (RCEP, EAEU …), loaded as reference data."""

from collections import defaultdict
from collections.abc import Sequence

from pydantic import BaseModel, ConfigDict

from chainlink.accounts.model import Actor
from chainlink.accounts.permissions import Action, Resource, require
from chainlink.enterprises import registry
from chainlink.enterprises.registry import CYPHER
from chainlink.errors import InvalidInput
from chainlink.journal.service import Change, Journal
from chainlink.taxonomy.markets import markets


class Bloc(BaseModel):
    """An agreement's area: its members by ISO 3166-1 code, and who says so."""

    model_config = ConfigDict(frozen=True)

    code: str
    name_zh: str
    name_en: str
    members: tuple[str, ...]
    source: str


async def load_blocs(journal: Journal, actor: Actor, blocs: Sequence[Bloc]) -> int:
    """Write blocs that are new or differ and members that are missing; returns how many blocs.

    A member that has left is not taken out: the agreement's file would have to say since when.
    Raises InvalidInput for an unknown market, Forbidden and NotFound as the table says.
    """
    require(actor, Action.WRITE, Resource.REFERENCE)
    for bloc in blocs:
        for member in bloc.members:
            if member not in markets():
                raise InvalidInput.of("members", "market.unknown", value=member)

    async def work(change: Change) -> int:
        members: dict[str, set[str]] = defaultdict(set)
        for row in await change.transaction.read(CYPHER["bloc_members"]):
            members[row["bloc"]].add(row["market"])
        known = {row["code"]: row for row in await change.transaction.read(CYPHER["blocs"])}
        plain = {bloc.code: bloc.model_dump(exclude={"members"}) for bloc in blocs}
        told = {bloc.code: sorted(bloc.members) for bloc in blocs}
        new = [row for code, row in plain.items() if code not in known]
        changed = [row for code, row in plain.items() if known.get(code, row) != row]
        links = [
            {"start": member, "end": bloc.code}
            for bloc in blocs
            for member in bloc.members
            if member not in members[bloc.code]
        ]
        await registry.ensure_markets(change, [link["start"] for link in links])
        await change.records.create("Bloc", new)
        await change.records.update("Bloc", changed)
        await change.records.relate("IN_BLOC", links)
        touched = {row["code"] for row in (*new, *changed)} | {link["end"] for link in links}
        for code in sorted(touched):
            change.record("bloc.loaded", "Bloc", code, plain[code] | {"members": told[code]})
        return len(touched)

    return await journal.change(actor.account, work)
