"""The queues: what waits for a reviewer, and what waits for the word of the own enterprise."""

from collections.abc import Mapping
from dataclasses import dataclass

from starlette.responses import Response

from chainlink.deals.listing_model import Proof
from chainlink.deals.model import Deal
from chainlink.deals.order_model import CrossBorderOrder
from chainlink.web.deals.listing import ways
from chainlink.web.deals.naming import Names, names_for
from chainlink.web.desk import Desk
from chainlink.web.exporting import exported
from chainlink.web.guests import Guest
from chainlink.web.shown import Shown
from chainlink.web.tables import Column, Kind, Table, asked_of

REVIEW, CONFIRM = "review", "confirm"
Things = Mapping[str, Deal | CrossBorderOrder]


@dataclass(frozen=True, slots=True)
class WaitingRow:
    """One thing that waits."""

    proof: Proof
    thing: Deal | CrossBorderOrder
    kind: str
    title: str
    parties: str
    needed: str
    queue: str

    @property
    def link(self) -> str:
        """Where it is done."""
        place = "deals" if isinstance(self.thing, Deal) else "orders"
        return f"/{place}/{self.proof.about}#{self.queue}"


_COLUMNS: tuple[Column[WaitingRow], ...] = (
    Column("title", lambda row: row.title, link=lambda row: row.link, pressed="o"),
    Column("what", lambda row: row.kind),
    Column("parties", lambda row: row.parties),
    Column("amount", lambda row: (row.thing.amount, row.thing.currency), Kind.MONEY),
    Column("verification", lambda row: row.thing.verification),
    Column("needed", lambda row: row.needed),
    Column("recorded", lambda row: row.proof.recorded_at, Kind.INSTANT),
)


async def show_waiting(desk: Desk, guest: Guest, queue: str) -> Response:
    """A queue, the longest waiting first."""
    app, actor, shown = desk.app, guest.actor, desk.shown(guest)
    asked = asked_of(guest, [], "recorded")
    ask = app.waiting_proofs.to_review if queue == REVIEW else app.waiting_proofs.to_confirm
    page = await ask(actor, page=1 if asked.exported else asked.page, size=asked.size)
    things: dict[str, Deal | CrossBorderOrder] = {}
    things |= await app.deals.by_ids(actor, [one.about for one in page.proofs])
    things |= await app.orders.by_ids(actor, [one.about for one in page.proofs])
    names = await names_for(app, actor, shown, (id_ for one in things.values() for id_ in _of(one)))
    rows = [
        _row(one, things[one.about], names, queue, shown)
        for one in page.proofs
        if one.about in things
    ]
    table = Table(f"deals_{queue}", _COLUMNS, rows, page.total, asked)
    if asked.exported:
        return exported(table, shown)
    return desk.page(guest, "deals/waiting", table=table, queue=queue, **ways(guest))


def _of(thing: Deal | CrossBorderOrder) -> tuple[str, ...]:
    if isinstance(thing, Deal):
        return thing.parties
    return tuple(dict.fromkeys((thing.seller, thing.maker)))


def _row(
    proof: Proof, thing: Deal | CrossBorderOrder, names: Names, queue: str, shown: Shown
) -> WaitingRow:
    deal = isinstance(thing, Deal)
    title = (
        (thing.title or shown.label(thing.kind))
        if isinstance(thing, Deal)
        else (thing.order_number)
    )
    needed = f"{queue}_{thing.verification.value}" if queue == REVIEW else queue
    return WaitingRow(
        proof,
        thing,
        shown.say("page.deals.a_deal" if deal else "page.deals.an_order"),
        title,
        names.parties(_of(thing)),
        shown.say(f"page.deals.needed.{needed}"),
        queue,
    )
