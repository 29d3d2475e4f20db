"""Vetoes: an enterprise that does not want to meet another is never recommended to it."""

from collections.abc import Awaitable, Callable

from chainlink.accounts.model import Actor
from chainlink.accounts.permissions import Action, Resource, allows, require
from chainlink.enterprises import registry
from chainlink.enterprises.model import Enterprise
from chainlink.enterprises.registry import CYPHER
from chainlink.enterprises.service import EnterpriseService
from chainlink.errors import Conflict, InvalidInput
from chainlink.graph.port import GraphReader, GraphStore
from chainlink.journal.service import Change, Journal, Repeatable


async def vetoing(reader: GraphReader, one: str, other: str) -> frozenset[str]:
    """Which of two enterprises does not want to meet the other."""
    found = set()
    for enterprise, partner in ((one, other), (other, one)):
        if await reader.read(CYPHER["open_vetoes"], enterprise=enterprise, partner=partner):
            found.add(enterprise)
    return frozenset(found)


class VetoService:
    """Setting and lifting vetoes; both are changes of the enterprise that vetoes."""

    def __init__(self, store: GraphStore, journal: Journal, enterprises: EnterpriseService) -> None:
        self._store = store
        self._journal = journal
        self._enterprises = enterprises

    async def of(self, actor: Actor, enterprise: str) -> list[str]:
        """Whom an enterprise does not want to meet, by id, latest first; for who reads its claims.

        Raises NotFound.
        """
        await self._enterprises.get(actor, enterprise)
        owner = await self._enterprises.owner(self._store, enterprise)
        if not allows(actor, Action.READ, Resource.CLAIMS, owner):
            return []
        rows = await self._store.read(CYPHER["vetoes_standing"], enterprise=enterprise)
        return [row["partner"] for row in rows]

    async def veto(
        self, actor: Actor, enterprise: str, partner: str, *, request: str | None = None
    ) -> Enterprise:
        """Never recommend the two to each other again, from the next answer on.

        Raises NotFound, Forbidden, InvalidInput for a veto on itself, Conflict when it stands.
        """

        async def work(change: Change) -> Enterprise:
            found = await self._checked(actor, change, enterprise, partner)
            if await self._open(change, enterprise, partner):
                raise Conflict("veto.exists")
            link = {"start": enterprise, "end": partner}
            await registry.write_links(change, "VETOES", [link], "veto.set")
            return found

        return await self._change(actor, work, "vetoPartner", enterprise, partner, request)

    async def lift(
        self, actor: Actor, enterprise: str, partner: str, *, request: str | None = None
    ) -> Enterprise:
        """Take a veto back. Raises NotFound, Forbidden, Conflict when there is none."""

        async def work(change: Change) -> Enterprise:
            found = await self._checked(actor, change, enterprise, partner)
            standing = await self._open(change, enterprise, partner)
            if not standing:
                raise Conflict("veto.unknown")
            for link in standing:
                await change.transaction.write(CYPHER["close_veto"], id=link, now=change.now)
                change.record("veto.lifted", "VETOES", link, {}, (enterprise, partner))
            return found

        return await self._change(actor, work, "liftVeto", enterprise, partner, request)

    async def _change(
        self,
        actor: Actor,
        work: Callable[[Change], Awaitable[Enterprise]],
        operation: str,
        enterprise: str,
        partner: str,
        request: str | None,
    ) -> Enterprise:
        said = {"enterprise": enterprise, "partner": partner}
        repeatable = Repeatable(actor.account, request, operation, said)
        return await self._journal.change(
            actor.account, work, repeatable=repeatable, answer=Enterprise
        )

    async def _checked(
        self, actor: Actor, change: Change, enterprise: str, partner: str
    ) -> Enterprise:
        found = await self._enterprises.visible_in(actor, change.transaction, enterprise)
        owner = await self._enterprises.owner(change.transaction, enterprise)
        require(actor, Action.WRITE, Resource.CLAIMS, owner, seen=True)
        if partner == enterprise:
            raise InvalidInput.of("partner", "veto.itself")
        await self._enterprises.visible_in(actor, change.transaction, partner)
        return found

    async def _open(self, change: Change, enterprise: str, partner: str) -> list[str]:
        rows = await change.transaction.read(
            CYPHER["open_vetoes"], enterprise=enterprise, partner=partner
        )
        return [row["id"] for row in rows]
