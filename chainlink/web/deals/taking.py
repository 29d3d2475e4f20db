"""Forms of deals and orders as drafts, each given to the service that it is for."""

from collections.abc import Mapping

from chainlink.accounts.model import Actor
from chainlink.app import App
from chainlink.deals.drafts import Correction
from chainlink.deals.evidence import EvidenceDraft
from chainlink.deals.model import Additionality, Deal
from chainlink.deals.order_model import CrossBorderOrder
from chainlink.errors import InvalidInput
from chainlink.validation import checked, visible
from chainlink.web.bodies import Sent
from chainlink.web.deals.deal_fields import read_deal, told_at
from chainlink.web.deals.evidence_fields import evidence_besides, evidence_of
from chainlink.web.deals.naming import Named
from chainlink.web.deals.order_fields import read_order
from chainlink.web.deals.typed import Problems
from chainlink.web.inputs import request_of, version_of

_ACCEPTED = {"1": True, "0": False}


async def recorded_deal(app: App, actor: Actor, sent: Sent) -> Deal:
    """A new deal, with a piece of evidence where the form holds one. Raises as the services do."""
    problems = Problems()
    if not sent.text("title", required=False).strip():
        problems.add("title", "required")
    evidence = evidence_besides(sent, problems)
    draft, place = read_deal(sent, problems)
    with told_at(place):
        deal = await app.deals.record(actor, draft, request=request_of(sent))
    await _attach(app, actor, deal.deal, evidence, sent)
    return deal


async def corrected_deal(app: App, actor: Actor, deal: str, sent: Sent) -> Deal:
    """The next version of a deal. Raises as the services do."""
    before = await app.deals.get(actor, deal)
    problems = Problems()
    reason = _reason(sent, problems)
    draft, place = read_deal(sent, problems, invented=before.invented)
    with told_at(place):
        return await app.deals.correct(
            actor, deal, version_of(sent), draft, reason, request=request_of(sent)
        )


async def recorded_order(
    app: App, actor: Actor, deal: str, sent: Sent, parties: Mapping[str, Named]
) -> CrossBorderOrder:
    """A new order, with a piece of evidence where the form holds one. Raises as the services do."""
    problems = Problems()
    evidence = evidence_besides(sent, problems)
    draft = await read_order(app, actor, sent, parties, problems)
    order = await app.orders.record(actor, deal, draft, request=request_of(sent))
    await _attach(app, actor, order.order_id, evidence, sent)
    return order


async def corrected_order(
    app: App, actor: Actor, before: CrossBorderOrder, sent: Sent, parties: Mapping[str, Named]
) -> CrossBorderOrder:
    """The next version of an order. Raises as the services do."""
    problems = Problems()
    reason = _reason(sent, problems)
    draft = await read_order(app, actor, sent, parties, problems, invented=before.invented)
    return await app.orders.correct(
        actor, before.order_id, version_of(sent), draft, reason, request=request_of(sent)
    )


async def attached(app: App, actor: Actor, about: str, sent: Sent) -> None:
    """One more piece of evidence. Raises as the service does."""
    draft = evidence_of(sent)
    await app.verifications.attach(actor, about, draft, request=request_of(sent))


async def confirmed(app: App, actor: Actor, about: str, sent: Sent) -> None:
    """A party's word. Raises as the service does."""
    said = sent.text("additionality", required=False)
    if said and said not in Additionality.__members__:
        raise InvalidInput.of("additionality", "not_a_choice", value=said)
    answer = Additionality(said) if said else None
    await app.verifications.confirm(
        actor, about, version_of(sent), answer, request=request_of(sent)
    )


async def reviewed(app: App, actor: Actor, about: str, sent: Sent) -> bool:
    """A reviewer's decision: whether it was accepted. Raises as the service does."""
    said = sent.text("accepted")
    if said not in _ACCEPTED:
        raise InvalidInput.of("accepted", "not_a_choice", value=said)
    await app.verifications.review(
        actor,
        about,
        version_of(sent),
        accepted=_ACCEPTED[said],
        text=visible(sent.text("text", required=False)) or None,
        request=request_of(sent),
    )
    return _ACCEPTED[said]


async def _attach(
    app: App, actor: Actor, about: str, draft: EvidenceDraft | None, sent: Sent
) -> None:
    """Under a request's id of its own, so that a form sent twice attaches once."""
    if draft is None:
        return
    request = request_of(sent)
    own = f"{request[:180]}:evidence" if request else None
    await app.verifications.attach(actor, about, draft, request=own)


def _reason(sent: Sent, problems: Problems) -> str:
    said = {"correction_text": sent.text("correctionText", required=False)}
    try:
        return checked(Correction, said).correction_text
    except InvalidInput as refusal:
        problems.take(refusal)
        return ""
