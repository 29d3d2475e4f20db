"""`/administration/committees`: chains, the committees that lead them, and who serves there."""

from collections.abc import Sequence
from dataclasses import dataclass

from starlette.responses import Response

from chainlink.accounts.model import Account
from chainlink.chains.model import Chain, Committee
from chainlink.enterprises.listing_question import EnterpriseQuestion
from chainlink.web.administration.parts import EDITS_REFERENCE, HOME, page
from chainlink.web.bodies import Sent
from chainlink.web.desk import Desk
from chainlink.web.guests import Guest
from chainlink.web.workbench import Workbench


@dataclass(frozen=True, slots=True)
class Led:
    """A committee, how many members it has that the reader may see, and who serves on it."""

    committee: Committee
    members: int
    people: Sequence[Account]


@dataclass(frozen=True, slots=True)
class ChainRow:
    """A chain with its committees."""

    chain: Chain
    led_by: Sequence[Led]


async def show_committees(desk: Desk, guest: Guest) -> Response:
    """The page."""
    app, actor = desk.app, guest.actor
    people = await app.accounts.serving(actor)
    led: dict[str, list[Led]] = {}
    for one in await app.chains.committees():
        # members are kept in memory: one question each is cheap
        members = await app.enterprises.listed(
            actor, EnterpriseQuestion(committee=one.code, most=0)
        )
        led.setdefault(one.chain, []).append(Led(one, members.total, people.get(one.code, ())))
    rows = [ChainRow(one, led.get(one.code, ())) for one in await app.chains.chains()]
    return page(desk, guest, "committees", rows=rows, edits=EDITS_REFERENCE.met_by(actor))


def add_committee_changes(workbench: Workbench) -> None:
    """Serve the page, and names changed there."""
    desk, editing = workbench.desk, workbench.app.chain_editing

    async def show(guest: Guest) -> Response:
        return await show_committees(desk, guest)

    async def name_chain(guest: Guest, sent: Sent) -> Response:
        await editing.name_chain(guest.actor, _code(guest), *_names(sent))
        return workbench.done(guest, sent, "chain_named")

    async def name_committee(guest: Guest, sent: Sent) -> Response:
        await editing.name_committee(guest.actor, _code(guest), *_names(sent))
        return workbench.done(guest, sent, "committee_named")

    async def add(guest: Guest, sent: Sent) -> Response:
        code, chain = sent.text("code"), sent.text("chain")
        await editing.add_committee(guest.actor, code, chain, *_names(sent))
        return workbench.done(guest, sent, "committee_added")

    here = f"{HOME}/committees"
    workbench.takes(f"{here}/add", EDITS_REFERENCE, add, show)
    workbench.takes(f"{here}/{{code}}/name", EDITS_REFERENCE, name_committee, show)
    workbench.takes(f"{here}/chains/{{code}}/name", EDITS_REFERENCE, name_chain, show)


def _code(guest: Guest) -> str:
    return str(guest.request.path_params["code"])


def _names(sent: Sent) -> tuple[str, str]:
    return sent.text("nameZh", required=False), sent.text("nameEn", required=False)
