"""Lists of enterprises out of memory: who may see each is asked once for all actors of a kind."""

from collections.abc import Callable, Collection, Mapping
from typing import NamedTuple, TypeAlias

from chainlink.accounts.model import Actor, Role, Scope
from chainlink.enterprises.directory import Directory, Listed
from chainlink.enterprises.listing_question import EnterpriseOrder, EnterpriseQuestion
from chainlink.enterprises.reading import let_in, region_prefix, sight_of


class Row(NamedTuple):
    """An enterprise, whether actors of a kind see it (None: those of its committees), its names."""

    listed: Listed
    seen: bool | None
    names: str


Kind: TypeAlias = tuple[Role, bool, frozenset[Scope]]


class Shelf:
    """Rows by name and id for each kind of actors, made anew when the directory has changed."""

    def __init__(self) -> None:
        self._version = -1
        self._rows: dict[Kind, list[Row]] = {}

    def rows(self, directory: Directory, actor: Actor) -> list[Row]:
        """All enterprises as the actor's kind sees them; his own one is not told apart."""
        if directory.version != self._version:
            self._rows, self._version = {}, directory.version
        kind = (actor.role, actor.approved, actor.scopes)
        if kind not in self._rows:
            sight = sight_of(Actor("", actor.role, approved=actor.approved, scopes=actor.scopes))
            self._rows[kind] = [
                Row(one, sight(one.enterprise), _names(one))
                for one in directory.everybody()
                if one.enterprise.merged_into is None
            ]
        return self._rows[kind]


def _names(listed: Listed) -> str:
    one = listed.enterprise
    return "\n".join((one.name, one.name_en or "", one.uscc)).casefold()


def fitting(
    rows: Collection[Row],
    actor: Actor,
    wanted: EnterpriseQuestion,
    agreed: Collection[str],
    leading: frozenset[str] | None,
) -> list[Listed]:
    """What the statement `listed` asks, asked of enterprises in memory."""
    text, region = wanted.text.strip().casefold(), region_prefix(wanted.region)
    found = [one for one in rows if one.seen or _sees(one, actor, agreed)]
    if text:
        found = [one for one in found if text in one.names]
    if wanted.sector:
        found = [one for one in found if one.listed.enterprise.sector == wanted.sector]
    if region:
        found = [one for one in found if (one.listed.enterprise.region or "").startswith(region)]
    if leading is not None:
        found = [one for one in found if one.listed.committees & leading]
    if wanted.status:
        found = [one for one in found if one.listed.enterprise.status == wanted.status]
    listed = [one.listed for one in found]
    if wanted.order is not EnterpriseOrder.NAME:
        listed.sort(key=_PLACE[wanted.order])
    if wanted.descending:
        listed.reverse()
    return listed


def _sees(row: Row, actor: Actor, agreed: Collection[str]) -> bool:
    """Whether this actor sees what not all of his kind see."""
    one = row.listed.enterprise
    if one.id == actor.enterprise:
        return True
    if row.seen is None:
        return bool(row.listed.committees & actor.committees)
    return one.id in agreed and let_in(one)


_PLACE: Mapping[EnterpriseOrder, Callable[[Listed], str]] = {
    EnterpriseOrder.SECTOR: lambda one: one.enterprise.sector,
    EnterpriseOrder.REGION: lambda one: one.enterprise.region or "",
    EnterpriseOrder.STATUS: lambda one: one.enterprise.status,
    EnterpriseOrder.RECORDED: lambda one: one.enterprise.recorded_at,
}
