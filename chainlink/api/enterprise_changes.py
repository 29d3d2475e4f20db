"""Changes of enterprises: each parses, calls one service, renders; failures join the union."""

from typing import Annotated, TypeAlias

import strawberry
from pydantic_core import to_jsonable_python
from strawberry import UNSET

from chainlink.api.context import Info
from chainlink.api.enterprise_inputs import (
    RegisterEnterpriseInput,
    UpdateEnterpriseInput,
    asked_profile,
    merged_profile,
    registration,
)
from chainlink.api.enterprises import Enterprise, enterprise
from chainlink.api.errors import AnyFailure
from chainlink.api.inputs import Form, enterprise_id, own_or_named, request_of
from chainlink.enterprises import model

EnterpriseResult: TypeAlias = Annotated[
    Enterprise | AnyFailure, strawberry.union("EnterpriseResult")
]


@strawberry.input
class ApproveEnterpriseInput:
    """The enterprise to let in."""

    id: strawberry.ID
    version: int
    request_id: strawberry.ID | None = UNSET


@strawberry.input
class RejectEnterpriseInput:
    """The enterprise to turn down."""

    id: strawberry.ID
    version: int
    request_id: strawberry.ID | None = UNSET


@strawberry.input
class SetMatchingOptOutInput:
    """Whether an enterprise takes part in matching."""

    opted_out: bool
    version: int
    id: strawberry.ID | None = UNSET
    request_id: strawberry.ID | None = UNSET


@strawberry.input
class VetoPartnerInput:
    """Whom an enterprise does not want to meet."""

    partner: strawberry.ID
    enterprise: strawberry.ID | None = UNSET
    request_id: strawberry.ID | None = UNSET


@strawberry.input
class LiftVetoInput:
    """Whom an enterprise would meet again."""

    partner: strawberry.ID
    enterprise: strawberry.ID | None = UNSET
    request_id: strawberry.ID | None = UNSET


@strawberry.input
class MergeEnterprisesInput:
    """Two enterprises that are one and the same."""

    kept: strawberry.ID
    merged: strawberry.ID
    reason: str
    kept_version: int
    merged_version: int
    request_id: strawberry.ID | None = UNSET


def _changed(info: Info, found: model.Enterprise) -> Enterprise:
    info.context.forget()
    return enterprise(found)


@strawberry.type
class EnterpriseMutations:
    """Changes of enterprises."""

    @strawberry.mutation
    async def register_enterprise(
        self, info: Info, form: Form[RegisterEnterpriseInput]
    ) -> EnterpriseResult:
        """A new enterprise, which waits for its committee's secretary."""
        context = info.context
        found = await context.app.enterprises.register(
            context.actor, registration(form), request=request_of(form)
        )
        await context.sign_in_again()
        return enterprise(found)

    @strawberry.mutation
    async def update_enterprise(
        self, info: Info, form: Form[UpdateEnterpriseInput]
    ) -> EnterpriseResult:
        """A changed profile."""
        context = info.context
        asked = asked_profile(form)
        id_ = await enterprise_id(info, form.id)
        before = await context.app.enterprises.get(context.actor, id_)
        found = await context.app.enterprises.update(
            context.actor,
            id_,
            form.version,
            await merged_profile(info, before, asked),
            request=request_of(form),
            asked=to_jsonable_python(asked),
        )
        return _changed(info, found)

    @strawberry.mutation
    async def approve_enterprise(
        self, info: Info, form: Form[ApproveEnterpriseInput]
    ) -> EnterpriseResult:
        """Let a waiting enterprise in."""
        context = info.context
        id_ = await enterprise_id(info, form.id)
        found = await context.app.enterprises.approve(
            context.actor, id_, form.version, request=request_of(form)
        )
        return _changed(info, found)

    @strawberry.mutation
    async def reject_enterprise(
        self, info: Info, form: Form[RejectEnterpriseInput]
    ) -> EnterpriseResult:
        """Turn a waiting enterprise down."""
        context = info.context
        id_ = await enterprise_id(info, form.id)
        found = await context.app.enterprises.reject(
            context.actor, id_, form.version, request=request_of(form)
        )
        return _changed(info, found)

    @strawberry.mutation
    async def set_matching_opt_out(
        self, info: Info, form: Form[SetMatchingOptOutInput]
    ) -> EnterpriseResult:
        """Take part in matching or not."""
        context = info.context
        id_ = await own_or_named(info, form.id, "id")
        found = await context.app.enterprises.set_opt_out(
            context.actor, id_, form.version, form.opted_out, request=request_of(form)
        )
        return _changed(info, found)

    @strawberry.mutation
    async def veto_partner(self, info: Info, form: Form[VetoPartnerInput]) -> EnterpriseResult:
        """Never recommend the two to each other."""
        context = info.context
        id_ = await own_or_named(info, form.enterprise)
        partner = await enterprise_id(info, form.partner)
        found = await context.app.vetoes.veto(context.actor, id_, partner, request=request_of(form))
        return _changed(info, found)

    @strawberry.mutation
    async def lift_veto(self, info: Info, form: Form[LiftVetoInput]) -> EnterpriseResult:
        """Take a veto back."""
        context = info.context
        id_ = await own_or_named(info, form.enterprise)
        partner = await enterprise_id(info, form.partner)
        found = await context.app.vetoes.lift(context.actor, id_, partner, request=request_of(form))
        return _changed(info, found)

    @strawberry.mutation
    async def merge_enterprises(
        self, info: Info, form: Form[MergeEnterprisesInput]
    ) -> EnterpriseResult:
        """One of two enterprises, with both histories."""
        context = info.context
        found = await context.app.merging.merge(
            context.actor,
            await enterprise_id(info, form.kept),
            await enterprise_id(info, form.merged),
            form.reason,
            versions=(form.kept_version, form.merged_version),
            request=request_of(form),
            asked={"kept": form.kept, "merged": form.merged},
        )
        return _changed(info, found)
