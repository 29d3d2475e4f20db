"""`/account`: who I am, my password, the browsers I am signed in with, my tokens."""

from typing import Any

from starlette.responses import Response

from chainlink.accounts.model import Scope
from chainlink.accounts.permissions import Action, Resource
from chainlink.accounts.tokens import TOKEN_DAYS_MOST
from chainlink.errors import InvalidInput, NotFound
from chainlink.web.bodies import Sent
from chainlink.web.desk import Desk
from chainlink.web.forms import REQUEST_FIELD
from chainlink.web.guests import Guest
from chainlink.web.places import Needs
from chainlink.web.workbench import Workbench

_BROWSERS = (("Edg", "Edge"), ("Firefox", "Firefox"), ("Chrome", "Chrome"), ("Safari", "Safari"))
_ISSUING = Needs(Resource.ACCOUNTS, Action.WRITE)
_SYSTEMS = ("Android", "iPhone", "iPad", "Windows", "Mac OS", "Linux")


def browser_of(agent: str | None) -> str:
    """What people call a browser and its system; all of what it says where it is none of these."""
    said = agent or ""
    name = next((name for mark, name in _BROWSERS if f"{mark}/" in said), "")
    system = next((system for system in _SYSTEMS if system in said), "")
    return f"{name} · {system}" if name and system else said


async def account_facts(desk: Desk, guest: Guest) -> dict[str, Any]:
    """What the page shows of who is signed in. Raises Unauthenticated."""
    guest.require_signed_in()
    assert guest.session is not None  # noqa: S101 - required above
    app, actor = desk.app, guest.actor
    enterprise = None
    if actor.enterprise is not None:
        enterprise = (await app.enterprises.visible_by_ids(actor, [actor.enterprise])).get(
            actor.enterprise
        )
    committees = {one.code: one for one in await app.chains.committees()}
    return {
        "account": await app.accounts.own(actor),
        "enterprise": enterprise,
        "committees": [committees[one] for one in sorted(actor.committees) if one in committees],
        "has_password": await app.credentials.has_own_password(actor),
        "sessions": await app.sessions.sessions_of(actor),
        "current": await app.sessions.id_of(guest.session),
        "tokens": await app.accounts.own_tokens(actor),
        "identities": await app.identities.own_identities(actor),
        "scopes": list(Scope) if _ISSUING.met_by(actor) else [],
        "done": "",
        "issued": None,
        "browser": browser_of,
    }


def add_account(workbench: Workbench) -> None:
    """Serve the page, and what is done there with one's own tokens."""
    desk, accounts = workbench.desk, workbench.app.accounts

    async def show(guest: Guest) -> Response:
        return desk.page(guest, "account", **await account_facts(desk, guest))

    async def issue(guest: Guest, sent: Sent) -> Response:
        said = sent.text("days")
        if not (said.isascii() and said.isdigit()):
            raise InvalidInput.of("days", "out_of_range", low=1, high=TOKEN_DAYS_MOST)
        name = (await accounts.own(guest.actor)).name
        issued = await accounts.issue_token(
            guest.actor,
            name,
            scopes=[one for one in Scope if one.value in sent.several.get("scopes", [])],
            days=int(said[:9]),
            request=sent.text(REQUEST_FIELD, required=False) or None,
        )
        # shown at once and never again: a page that is gone to would have to keep it
        return desk.page(guest, "account", **await account_facts(desk, guest) | {"issued": issued})

    async def end_token(guest: Guest, sent: Sent) -> Response:
        guest.require_signed_in()
        token = sent.text("id")
        if token not in {one.id for one in await accounts.own_tokens(guest.actor)}:
            raise NotFound("token.unknown")
        await accounts.revoke_token(guest.actor, token)
        return (
            desk.go(guest, "/account?done=token_revoked") if sent.by_form else Response(None, 204)
        )

    workbench.shows("/account", None, show)
    workbench.takes("/token/issue", _ISSUING, issue, show)
    workbench.web.router.add_route("/token/end", desk.door(end_token, "refused"), methods=["POST"])
