"""`/enterprises`: who is on the platform, and who waits to be let in."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from starlette.responses import Response

from chainlink.accounts.model import Role
from chainlink.accounts.permissions import Action, Reach, Resource, reach
from chainlink.app import App
from chainlink.chains.model import Chain, Committee
from chainlink.enterprises.claim_model import CAPABILITY, NEED
from chainlink.enterprises.listing_question import EnterpriseOrder, EnterpriseQuestion
from chainlink.enterprises.model import Enterprise, EnterpriseStatus, Sector
from chainlink.web.desk import Desk
from chainlink.web.enterprises.typed import local_day, region_code, region_short
from chainlink.web.exporting import exported
from chainlink.web.guests import Guest
from chainlink.web.shown import Shown
from chainlink.web.tables import Asked, Column, Kind, Table, asked_of

_WAITING_SHOWN = 5
_SORTS = [one.value for one in EnterpriseOrder]


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the list."""

    enterprise: Enterprise
    committees: str
    capabilities: int
    needs: int
    recorded: date


@dataclass(frozen=True, slots=True)
class Waiting:
    """Those that wait for the actor's decision: the longest waiting first."""

    shown: Sequence[Enterprise]
    committees: Mapping[str, Sequence[str]]
    total: int


async def show_list(desk: Desk, guest: Guest) -> Response:
    """The page, or the file of what it shows."""
    app, shown = desk.app, desk.shown(guest)
    asked = asked_of(guest, _SORTS, EnterpriseOrder.NAME)
    committees, chains = await app.chains.committees(), await app.chains.chains()
    table = await _table(app, guest, asked, committees, shown)
    if asked.exported:
        return exported(table, shown)
    return desk.page(
        guest,
        "enterprises/list",
        table=table,
        waiting=await _waiting(app, guest, committees, shown),
        own=await _own(app, guest),
        decided=await _decided(app, guest),
        **_choices(guest, chains, committees, shown),
    )


def _question(guest: Guest, asked: Asked) -> EnterpriseQuestion:
    said = guest.query
    return EnterpriseQuestion(
        text=said.get("q", ""),
        sector=said.get("sector", ""),
        status=said.get("status", ""),
        region=region_code(said.get("region", "")),
        committee=said.get("committee", ""),
        chain=said.get("chain", ""),
        order=EnterpriseOrder(asked.sort),
        descending=asked.descending,
        passed=asked.passed,
        most=asked.size,
    )


async def _table(
    app: App, guest: Guest, asked: Asked, committees: Sequence[Committee], shown: Shown
) -> Table[Row]:
    page = await app.enterprises.listed(guest.actor, _question(guest, asked))
    ids = [one.id for one in page.found]
    capabilities = await app.claims.of_enterprises(guest.actor, CAPABILITY, ids)
    needs = await app.claims.of_enterprises(guest.actor, NEED, ids)
    names = {one.code: shown.named(one) for one in committees}
    between = shown.say("page.enterprises.between")
    rows = [
        Row(
            one,
            between.join(names.get(code, code) for code in sorted(page.committees[one.id])),
            len(capabilities[one.id]),
            len(needs[one.id]),
            local_day(one.recorded_at, shown),
        )
        for one in page.found
    ]
    officer = guest.actor.role is not Role.ENTERPRISE
    return Table("enterprises", _columns(asked, officer=officer), rows, page.total, asked)


def _columns(asked: Asked, *, officer: bool) -> list[Column[Row]]:
    def link(row: Row) -> str:
        return f"/enterprises/{row.enterprise.id}"

    code: Column[Row] = Column("uscc", lambda row: row.enterprise.uscc)
    status: Column[Row] = Column("status", lambda row: row.enterprise.status, sorts=True)
    return [
        Column("name", lambda row: row.enterprise.name, sorts=True, link=link),
        *([code] if asked.exported else []),
        Column("sector", lambda row: row.enterprise.sector, sorts=True),
        Column("region", lambda row: region_short(row.enterprise.region), sorts=True),
        Column("committees", lambda row: row.committees),
        Column("capabilities", lambda row: row.capabilities, Kind.NUMBER),
        Column("needs", lambda row: row.needs, Kind.NUMBER),
        *([status] if officer else []),
        Column("recorded", lambda row: row.recorded, Kind.DAY, sorts=True),
    ]


async def _waiting(
    app: App, guest: Guest, committees: Sequence[Committee], shown: Shown
) -> Waiting | None:
    """None for who decides on nobody, and where the list itself shows who waits."""
    if reach(guest.actor, Action.DECIDE, Resource.ENTERPRISE) < Reach.COMMITTEE:
        return None
    question = EnterpriseQuestion(
        status=EnterpriseStatus.PENDING, order=EnterpriseOrder.RECORDED, most=_WAITING_SHOWN
    )
    page = await app.enterprises.listed(guest.actor, question)
    names = {one.code: shown.named(one) for one in committees}
    asked = {
        id_: [names.get(code, code) for code in sorted(of_id)]
        for id_, of_id in page.committees.items()
    }
    return Waiting(page.found, asked, page.total)


async def _own(app: App, guest: Guest) -> Enterprise | None:
    own = guest.actor.enterprise
    return (await app.enterprises.visible_by_ids(guest.actor, [own])).get(own) if own else None


async def _decided(app: App, guest: Guest) -> Enterprise | None:
    """The one that was just let in or turned down, to say so where it stood."""
    said = guest.query.get("undo", "")
    if guest.query.get("done") not in {"enterprise_approved", "enterprise_rejected"} or not said:
        return None
    return (await app.enterprises.visible_by_ids(guest.actor, [said])).get(said)


def _choices(
    guest: Guest, chains: Sequence[Chain], committees: Sequence[Committee], shown: Shown
) -> dict[str, Any]:
    officer = guest.actor.role is not Role.ENTERPRISE
    return {
        "sectors": [(one.value, shown.label(one)) for one in Sector],
        "statuses": _statuses(shown) if officer else [],
        "chain_choices": [(one.code, shown.named(one)) for one in chains],
        "committee_choices": [(one.code, shown.named(one)) for one in committees],
        "registers": guest.actor.role is Role.ADMIN
        or (guest.actor.role is Role.ENTERPRISE and guest.actor.enterprise is None),
    }


def _statuses(shown: Shown) -> list[tuple[str, str]]:
    """All but that of what was merged into another, which no list holds."""
    listed = [one for one in EnterpriseStatus if one is not EnterpriseStatus.MERGED]
    return [(one.value, shown.label(one)) for one in listed]
