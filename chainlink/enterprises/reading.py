"""Finding enterprises and what belongs to them, for who may see it."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import date

from chainlink.accounts.model import Actor, Role
from chainlink.accounts.permissions import Action, Owner, Reach, Resource, reach
from chainlink.enterprises import registry
from chainlink.enterprises.directory import Listed, committees_of
from chainlink.enterprises.disclosure import mutual_fields, read_disclosures
from chainlink.enterprises.known import KnownEnterprises
from chainlink.enterprises.model import (
    Enterprise,
    EnterpriseStatus,
    MarketPresence,
    Membership,
    Visibility,
)
from chainlink.enterprises.registry import CYPHER, enterprise_of
from chainlink.errors import Conflict, NotFound
from chainlink.graph.port import GraphReader, GraphStore
from chainlink.journal.following import JournalFollower

_OFFICERS = {Role.STAFF, Role.SECRETARY, Role.AUDITOR, Role.ADMIN}


@dataclass(frozen=True, slots=True)
class EnterpriseFilter:
    """Which enterprises are wanted; an empty string asks for nothing."""

    search: str = ""
    sector: str = ""
    chain: str = ""
    region: str = ""


class EnterpriseReading:
    """What is known of enterprises, as far as the actor may know it."""

    def __init__(self, store: GraphStore, today: Callable[[], date] = date.today) -> None:
        self._store = store
        self._today = today
        self.known = KnownEnterprises(store)

    def follow(self, follower: JournalFollower) -> None:
        """Keep in memory from now on what the journal says still holds."""
        self.known = KnownEnterprises(self._store, follower)

    async def owner(self, reader: GraphReader, enterprise: str) -> Owner:
        """The enterprise as the permission table sees it: its committees, asked ones included."""
        return (await self.owners(reader, [enterprise]))[enterprise]

    async def owners(self, reader: GraphReader, ids: Sequence[str]) -> dict[str, Owner]:
        """As `owner`, for several enterprises in one question."""
        if reader is self._store:
            committees = await self.known.committees(ids)
        else:
            committees = await committees_of(reader, ids)
        return {id_: Owner(id_, of_id) for id_, of_id in committees.items()}

    async def get(self, actor: Actor, enterprise: str) -> Enterprise:
        """One enterprise by id. Raises NotFound for one that the actor may not see."""
        return await self.visible_in(actor, self._store, enterprise)

    async def visible_in(self, actor: Actor, reader: GraphReader, enterprise: str) -> Enterprise:
        """As `get`, read where the change that asks is reading.

        A change that names an enterprise which was merged is refused: Conflict names the one kept.
        """
        if reader is self._store:
            found = await self.known.profiles([enterprise])
        else:
            found = await registry.by_ids(reader, [enterprise])
        if enterprise not in found or not await self._may_see(actor, reader, found[enterprise]):
            raise NotFound("enterprise.unknown", value=enterprise)
        if reader is not self._store and found[enterprise].id != enterprise:
            raise Conflict("enterprise.merged", name=found[enterprise].name)
        return found[enterprise]

    async def find(self, actor: Actor, name_or_code: str) -> Enterprise:
        """One enterprise by its code or its exact name. Raises NotFound."""
        wanted = name_or_code.strip()
        for enterprise in await self._called(wanted):
            if await self._may_see(actor, self._store, enterprise):
                return enterprise
        raise NotFound("enterprise.unknown", value=name_or_code)

    async def _called(self, wanted: str) -> list[Enterprise]:
        directory = await self.known.directory()
        if directory is not None:
            return [one.enterprise for one in directory.by_code_or_name(wanted.upper(), wanted)]
        rows = await self._store.read(CYPHER["by_name_or_code"], wanted=wanted, code=wanted.upper())
        found = {row["id"]: enterprise_of(row) for row in rows}
        kept = await registry.by_ids(self._store, [one.id for one in found.values()])
        return list({one.id: one for one in kept.values()}.values())

    async def visible_by_ids(self, actor: Actor, ids: Sequence[str]) -> dict[str, Enterprise]:
        """Those of the enterprises that the actor may see, by the ids asked for.

        An id of one that was merged leads to the one kept.
        """
        found = await self.known.profiles(ids)
        sight = sight_of(actor)
        seen = {id_: sight(one) for id_, one in found.items()}
        asked = [one.id for id_, one in found.items() if seen[id_] is None]
        owners = await self.owners(self._store, asked)
        unseen = [one.id for id_, one in found.items() if seen[id_] is False and let_in(one)]
        agreed = await self._disclosed(actor, self._store, unseen)
        return {
            id_: one
            for id_, one in found.items()
            if seen[id_]
            or one.id in agreed
            or (seen[id_] is None and owners[one.id].committees & actor.committees)
        }

    async def _may_see(self, actor: Actor, reader: GraphReader, enterprise: Enterprise) -> bool:
        seen = self._seen_by_all(actor, enterprise)
        if seen is False and let_in(enterprise):
            return bool(await self._disclosed(actor, reader, [enterprise.id]))
        if seen is not None:
            return seen
        owner = await self.owner(reader, enterprise.id)
        return bool(owner.committees & actor.committees)

    def _seen_by_all(self, actor: Actor, enterprise: Enterprise) -> bool | None:
        """Whether the actor sees it; None where that is for officers of its committees alone."""
        return sight_of(actor)(enterprise)

    async def search(
        self, actor: Actor, wanted: EnterpriseFilter, first: int, after: tuple[str, str] | None
    ) -> list[Enterprise]:
        """Up to `first` enterprises after a (name, id), ordered by name and id."""
        if reach(actor, Action.READ, Resource.ENTERPRISE) is Reach.NONE:
            return []
        agreed = await self._agreed_with(actor)
        directory = None if wanted.chain else await self.known.directory()
        if directory is not None:
            return directory.after(after, self._wanted(actor, wanted, agreed), first)
        rows = await self._store.read(
            CYPHER["search"],
            search=wanted.search.strip(),
            sector=wanted.sector,
            chain=wanted.chain,
            region=region_prefix(wanted.region),
            name=after[0] if after else "",
            id=after[1] if after else "",
            own=actor.enterprise or "",
            agreed=sorted(agreed) or [""],
            member=actor.approved or actor.role in _OFFICERS,
            officer=actor.role in _OFFICERS,
            everything=actor.role in {Role.AUDITOR, Role.ADMIN},
            committees=sorted(actor.committees) or [""],
            first=first,
        )
        return [enterprise_of(row) for row in rows]

    def _wanted(
        self, actor: Actor, wanted: EnterpriseFilter, agreed: Collection[str]
    ) -> Callable[[Listed], bool]:
        """What the statement `search` asks, asked of an enterprise in memory."""
        search, region = wanted.search.strip(), region_prefix(wanted.region)
        sight = sight_of(actor)

        def fits(listed: Listed) -> bool:
            one = listed.enterprise
            if search and search not in one.name and search != one.uscc:
                return False
            if wanted.sector and one.sector.value != wanted.sector:
                return False
            if region and not (one.region or "").startswith(region):
                return False
            seen = sight(one)
            if seen is None:
                return bool(listed.committees & actor.committees)
            return seen or (one.id in agreed and let_in(one))

        return fits

    async def memberships(self, ids: Sequence[str]) -> list[Membership]:
        """Open memberships of enterprises; names of committees are public."""
        found = await self.known.memberships(list(ids)) if ids else {}
        return [one for id_ in ids for one in found[id_]]

    async def exports(self, ids: Sequence[str]) -> list[MarketPresence]:
        """Open market claims of enterprises."""
        found = await self.known.exports(list(ids)) if ids else {}
        return [one for id_ in ids for one in found[id_]]

    def _reads_others(self, actor: Actor) -> bool:
        """Whether an enterprise's account has been let in, and its token reads."""
        return reach(actor, Action.READ, Resource.ENTERPRISE) is Reach.ALL

    async def _agreed_with(self, actor: Actor) -> set[str]:
        """All that the actor's enterprise has agreed with, so that each knows the other."""
        if actor.enterprise is None or not self._reads_others(actor):
            return set()
        own = await self.known.disclosures([actor.enterprise])
        recipients = sorted({one.recipient for one in own[actor.enterprise]})
        return await self._disclosed(actor, self._store, recipients)

    async def _disclosed(self, actor: Actor, reader: GraphReader, ids: Sequence[str]) -> set[str]:
        """Those that have agreed with the actor's enterprise to be known to it."""
        if not ids or actor.enterprise is None or not self._reads_others(actor):
            return set()
        wanted = [actor.enterprise, *ids]
        if reader is self._store:
            found = await self.known.disclosures(wanted)
        else:
            found = await read_disclosures(reader, wanted)
        return set(mutual_fields(found, actor.enterprise, ids, self._today()))


def sight_of(actor: Actor) -> Callable[[Enterprise], bool | None]:
    """What of enterprises an actor sees, as `_seen_by_all` says, for many in a row."""
    granted = reach(actor, Action.READ, Resource.ENTERPRISE)
    everything = actor.role in {Role.AUDITOR, Role.ADMIN}
    officer = actor.role in _OFFICERS

    def seen(enterprise: Enterprise) -> bool | None:
        own = enterprise.id == actor.enterprise
        if granted is Reach.NONE or (granted is not Reach.ALL and not own):
            return False
        if own or everything:
            return True
        approved = enterprise.status is EnterpriseStatus.APPROVED
        if approved and enterprise.visibility is Visibility.PUBLIC:
            return True
        if approved and enterprise.visibility is Visibility.ANONYMOUS:
            return officer
        return None if officer else False  # waiting, or for its committee only

    return seen


def let_in(enterprise: Enterprise) -> bool:
    """Whether a secretary has."""
    return enterprise.status is EnterpriseStatus.APPROVED


def region_prefix(code: str) -> str:
    """What the codes of all divisions within one begin with (GB/T 2260: two digits a level)."""
    pairs = [code[place : place + 2] for place in range(0, len(code), 2)]
    while pairs and pairs[-1] == "00":
        pairs.pop()
    return "".join(pairs)
