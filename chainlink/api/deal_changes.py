"""Changes of deals and of the proof of deals and orders; failures join the union."""

from typing import Annotated, TypeAlias

import strawberry
from pydantic_core import to_jsonable_python

from chainlink.api.context import Info
from chainlink.api.deal_inputs import (
    AttachEvidenceInput,
    ConfirmDealInput,
    CorrectDealInput,
    RecordDealInput,
    ReviewDealInput,
    asked_deal,
    correction_of,
    merged_deal,
    proved_id,
    recorded_deal,
)
from chainlink.api.deals import Deal, deal
from chainlink.api.errors import AnyFailure
from chainlink.api.inputs import Form, filled, request_of, sent
from chainlink.api.orders import CrossBorderOrder, order
from chainlink.api.relay import raw_id
from chainlink.deals import model
from chainlink.deals.evidence import EvidenceDraft
from chainlink.deals.proof_keeping import Proved
from chainlink.validation import checked, visible

DealResult: TypeAlias = Annotated[Deal | AnyFailure, strawberry.union("DealResult")]
ProvedResult: TypeAlias = Annotated[
    Deal | CrossBorderOrder | AnyFailure, strawberry.union("ProvedResult")
]


def _proved(info: Info, found: Proved) -> Deal | CrossBorderOrder:
    info.context.forget()
    return deal(found) if isinstance(found, model.Deal) else order(found)


@strawberry.type
class DealMutations:
    """Changes of deals."""

    @strawberry.mutation
    async def record_deal(self, info: Info, form: Form[RecordDealInput]) -> DealResult:
        """A new deal."""
        context = info.context
        asked = await asked_deal(info, form)
        found = await context.app.deals.record(
            context.actor,
            recorded_deal(asked),
            request=request_of(form),
            asked=to_jsonable_python(asked),
        )
        context.forget()
        return deal(found)

    @strawberry.mutation
    async def correct_deal(self, info: Info, form: Form[CorrectDealInput]) -> DealResult:
        """The next version of a deal."""
        context = info.context
        id_ = raw_id("Deal", form.id)
        before = await context.app.deals.get(context.actor, id_)
        asked = await asked_deal(info, form)
        found = await context.app.deals.correct(
            context.actor,
            id_,
            form.version,
            merged_deal(before, asked),
            correction_of(form),
            request=request_of(form),
            asked=to_jsonable_python(asked),
        )
        context.forget()
        return deal(found)

    @strawberry.mutation
    async def attach_evidence(self, info: Info, form: Form[AttachEvidenceInput]) -> ProvedResult:
        """One more piece of evidence."""
        context = info.context
        found = await context.app.verifications.attach(
            context.actor,
            proved_id(form.id),
            checked(EvidenceDraft, filled(sent(form, "id", "request_id"))),
            request=request_of(form),
        )
        return _proved(info, found)

    @strawberry.mutation
    async def confirm_deal(self, info: Info, form: Form[ConfirmDealInput]) -> ProvedResult:
        """A party's word."""
        context = info.context
        found = await context.app.verifications.confirm(
            context.actor,
            proved_id(form.id),
            form.version,
            form.additionality or None,
            request=request_of(form),
        )
        return _proved(info, found)

    @strawberry.mutation
    async def review_deal(self, info: Info, form: Form[ReviewDealInput]) -> ProvedResult:
        """A reviewer's decision."""
        context = info.context
        found = await context.app.verifications.review(
            context.actor,
            proved_id(form.id),
            form.version,
            accepted=form.accepted,
            text=visible(form.text or "") or None,
            request=request_of(form),
        )
        return _proved(info, found)
