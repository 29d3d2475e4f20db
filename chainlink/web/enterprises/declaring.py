"""Declaring by one sentence, revising and withdrawing: capabilities and needs."""

from typing import Any

from pydantic.alias_generators import to_camel
from starlette.responses import Response

from chainlink.accounts.permissions import Action
from chainlink.app import App
from chainlink.enterprises.claim_model import (
    CAPABILITY,
    Claim,
    ClaimDraft,
    ClaimType,
    Evidence,
    Origin,
    Urgency,
)
from chainlink.enterprises.model import Enterprise, Visibility
from chainlink.enterprises.rights import rights_of
from chainlink.errors import Forbidden, NotFound
from chainlink.language import Language
from chainlink.taxonomy.model import ClaimKind
from chainlink.validation import checked
from chainlink.web.bodies import Sent
from chainlink.web.enterprises.claims import shelved, type_of
from chainlink.web.enterprises.deciding import enterprise_in
from chainlink.web.enterprises.typed import market_codes, market_names, parts
from chainlink.web.enterprises.understanding import LONGEST, understood
from chainlink.web.guests import Guest, Trouble
from chainlink.web.inputs import at_fields, request_of, version_of
from chainlink.web.workbench import Workbench

FORM = "declare"
_USUAL = {
    "visibility": Visibility.PUBLIC,
    "evidence": Evidence.SELF_CLAIM,
    "urgency": Urgency.NORMAL,
}
_PLAIN = (
    "title", "text", "kind", "visibility", "valid_from", "valid_until", "source", "capacity",
    "evidence", "urgency",
)  # fmt: skip


def _draft(type_: ClaimType, sent: Sent) -> ClaimDraft:
    values: dict[str, Any] = {
        name: said
        for name in _PLAIN
        if name in type_.draft.model_fields and (said := sent.text(to_camel(name), required=False))
    }
    values["title"] = sent.text("title", required=False)
    values["categories"] = sent.several.get("categories", [])
    values["markets"] = market_codes(sent.text("markets", required=False))
    if "certificates" in type_.draft.model_fields:
        values["certificates"] = parts(sent.text("certificates", required=False))
    with at_fields():
        return checked(type_.draft, values)


class Declaring:
    """Pages and forms of claims."""

    def __init__(self, workbench: Workbench) -> None:
        self._workbench = workbench
        self._desk, self._app = workbench.desk, workbench.app

    async def show_new(self, guest: Guest) -> Response:
        """The form for one sentence; `text` in the address stands in it."""
        owner = await declaring_for(self._app, guest)
        word = guest.query.get("kind", "need")
        first = _USUAL | {"title": guest.query.get("text", "")[:LONGEST]}
        return await self._form(guest, owner, word, first, None)

    async def declare(self, guest: Guest, sent: Sent) -> Response:
        """Save it and show at once whom it is matched with; or only say how it is understood."""
        word = sent.text("word", required=False)
        type_ = type_of(word)
        if sent.text("understand", required=False):
            return await self._only_understood(guest, sent, self.show_new)
        found = await self._app.claims.declare(
            guest.actor, type_, enterprise_in(guest), _draft(type_, sent), request=request_of(sent)
        )
        return self._workbench.done(guest, sent, "claim_declared", _matched(found, word))

    async def show_one(self, guest: Guest) -> Response:
        """The form with what stands. Raises NotFound, Forbidden."""
        owner = await declaring_for(self._app, guest)
        word = str(guest.request.path_params["kind"])
        claim = await claim_of(self._app, guest, owner)
        first = claim.model_dump(mode="json")
        values = {to_camel(name): first[name] for name in _PLAIN if first.get(name) is not None}
        values |= {
            "categories": [
                one.category for one in claim.categories if one.origin is Origin.DECLARED
            ],
            "markets": "、".join(
                market_names(claim.markets, english=guest.language is Language.EN)
            ),
            "certificates": "；".join(first.get("certificates") or ()),
        }
        return await self._form(guest, owner, word, values, claim)

    async def revise(self, guest: Guest, sent: Sent) -> Response:
        """The next version of a claim."""
        word = str(guest.request.path_params["kind"])
        type_ = type_of(word)
        if sent.text("understand", required=False):
            return await self._only_understood(guest, sent, self.show_one)
        found = await self._app.claims.revise(
            guest.actor,
            type_,
            str(guest.request.path_params["claim"]),
            version_of(sent),
            _draft(type_, sent),
            request=request_of(sent),
        )
        return self._workbench.done(guest, sent, "claim_revised", _matched(found, word))

    async def withdraw(self, guest: Guest, sent: Sent) -> Response:
        """The end of a claim."""
        type_ = type_of(str(guest.request.path_params["kind"]))
        claim = str(guest.request.path_params["claim"])
        await self._app.claims.withdraw(
            guest.actor, type_, claim, version_of(sent), request=request_of(sent)
        )
        to = f"/enterprises/{enterprise_in(guest)}"
        return self._workbench.done(guest, sent, "claim_withdrawn", to)

    async def show_understood(self, guest: Guest) -> Response:
        """The part of the form that says how a sentence is understood."""
        title, ticked = guest.query.get("title", ""), guest.query.getlist("categories")
        found = await understood(self._app, title, ticked, guest.language)
        return self._desk.page(
            guest, "enterprises/understood", suggestions=found, problem_here="", typed=bool(title)
        )

    async def _form(
        self, guest: Guest, owner: Enterprise, word: str, first: dict[str, Any], claim: Claim | None
    ) -> Response:
        type_, shown = type_of(word), self._desk.shown(guest)
        trouble = guest.trouble if guest.trouble and guest.trouble.form == FORM else None
        title = str(trouble.values.get("title", "")) if trouble else str(first.get("title", ""))
        said = trouble.several.get("categories", []) if trouble else first.get("categories", [])
        taxonomy = await self._app.taxonomy.current()
        return self._desk.page(
            guest,
            "enterprises/declare",
            one=owner,
            word=word,
            first=first,
            claim=shelved(claim, taxonomy, shown) if claim else None,
            suggestions=await understood(self._app, title, said, guest.language),
            typed=bool(title.strip()),
            problem_here=trouble.fields.get("categories", "") if trouble else "",
            own=owner.id == guest.actor.enterprise,
            days=self._app.settings.claim_days,
            kinds=[(one.value, shown.label(one)) for one in ClaimKind],
            visibilities=[(one.value, shown.label(one)) for one in Visibility],
            evidences=[(one.value, shown.label(one)) for one in Evidence],
            urgencies=[(one.value, shown.label(one)) for one in Urgency],
            capability=type_ is CAPABILITY,
        )

    async def _only_understood(self, guest: Guest, sent: Sent, show: Any) -> Response:
        """The page again with what was typed, and nothing saved."""
        await declaring_for(self._app, guest)
        guest.trouble = Trouble(FORM, "", 200, {}, sent.values, sent.several)
        response: Response = await show(guest)
        return response


def _matched(claim: Claim, word: str) -> str:
    return f"/enterprises/{claim.enterprise}/declared/{word}/{claim.claim}"


async def declaring_for(app: App, guest: Guest) -> Enterprise:
    """The enterprise whose claims the guest may write. Raises NotFound, Forbidden."""
    found = await app.enterprises.get(guest.actor, enterprise_in(guest))
    rights = await rights_of(app.enterprises, app.store, guest.actor, found)
    if not rights.claims:
        raise Forbidden("forbidden", action=Action.WRITE.value, role=guest.actor.role.value)
    return found


async def claim_of(app: App, guest: Guest, owner: Enterprise) -> Claim:
    """The claim that the address names, where it is that enterprise's. Raises NotFound."""
    params = guest.request.path_params
    found = await app.claims.get(guest.actor, type_of(str(params["kind"])), str(params["claim"]))
    if found.enterprise != owner.id:
        raise NotFound("claim.unknown", value=found.claim)
    return found
