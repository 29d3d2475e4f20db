"""`/chains`: every chain with who leads it, how many are on it, and where it is thin."""

from collections.abc import Callable, Sequence
from typing import Any

from starlette.responses import Response

from chainlink.chain_map.model import Summary, Supply
from chainlink.web.desk import Desk
from chainlink.web.exporting import exported
from chainlink.web.guests import Guest
from chainlink.web.shown import Shown
from chainlink.web.tables import Asked, Column, Kind, Table, asked_of

_COUNTS = ("members", "stages", "broken_stages", "gaps", "singles", "inputs")
_SORTS = ("name", *_COUNTS)


async def show_list(desk: Desk, guest: Guest) -> Response:
    """The page, or the file of its table."""
    shown = desk.shown(guest)
    found = await desk.app.chain_maps.summaries(guest.actor)
    asked = asked_of(guest, _SORTS, "name")
    table = _table(found, asked, shown)
    if asked.exported:
        return exported(table, shown)
    return desk.page(guest, "chains/list", found=found, table=table)


def _table(found: Sequence[Summary], asked: Asked, shown: Shown) -> Table[Summary]:
    rows = sorted(found, key=_order(asked, shown), reverse=asked.descending)
    page = rows[asked.passed : asked.passed + asked.size]
    return Table("chains", _columns(shown), page, len(rows), asked)


def _order(asked: Asked, shown: Shown) -> Callable[[Summary], Any]:
    if asked.sort == "name":
        return lambda one: shown.named(one.chain)
    return lambda one: (getattr(one.totals, asked.sort), one.chain.code)


def _columns(shown: Shown) -> list[Column[Summary]]:
    between = shown.say("page.chains.between")

    def count(key: str) -> Column[Summary]:
        return Column(key, lambda one: getattr(one.totals, key), Kind.NUMBER, sorts=True)

    def named(*wanted: Supply) -> Callable[[Summary], str]:
        return lambda one: between.join(
            shown.named(stage) for stage, supply in one.supplies if supply in wanted
        )

    return [
        Column(
            "name",
            lambda one: shown.named(one.chain),
            sorts=True,
            link=lambda one: f"/chains/{one.chain.code}",
        ),
        Column("committees", lambda one: between.join(map(shown.named, one.committees))),
        *map(count, _COUNTS),
        Column("weak", named(Supply.BROKEN)),
    ]
