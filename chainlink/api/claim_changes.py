"""Changes of capabilities and needs; failures join the union."""

from collections.abc import Callable
from typing import Annotated, Any, TypeAlias, TypeVar

import strawberry
from pydantic_core import to_jsonable_python

from chainlink.api.claim_inputs import (
    DeclareCapabilityInput,
    DeclareNeedInput,
    UpdateCapabilityInput,
    UpdateNeedInput,
    WithdrawCapabilityInput,
    WithdrawNeedInput,
    asked_claim,
    declared,
    merged_claim,
)
from chainlink.api.claims import Capability, Need, capability, need
from chainlink.api.context import Info
from chainlink.api.errors import AnyFailure
from chainlink.api.inputs import Form, own_or_named, request_of
from chainlink.api.relay import raw_id
from chainlink.enterprises.claim_model import CAPABILITY, NEED, Claim, ClaimType

Shown = TypeVar("Shown", Capability, Need)

CapabilityResult: TypeAlias = Annotated[
    Capability | AnyFailure, strawberry.union("CapabilityResult")
]
NeedResult: TypeAlias = Annotated[Need | AnyFailure, strawberry.union("NeedResult")]


async def _declare(
    info: Info, type_: ClaimType, form: Any, shown: Callable[[Claim], Shown]
) -> Shown:
    context = info.context
    owner = await own_or_named(info, form.enterprise)
    found = await context.app.claims.declare(
        context.actor, type_, owner, declared(type_, form), request=request_of(form)
    )
    context.forget()
    return shown(found)


async def _update(
    info: Info, type_: ClaimType, form: Any, shown: Callable[[Claim], Shown]
) -> Shown:
    context = info.context
    claim = raw_id(type_.label, form.id)
    asked = asked_claim(form)
    before = await context.app.claims.get(context.actor, type_, claim)
    found = await context.app.claims.revise(
        context.actor,
        type_,
        claim,
        form.version,
        merged_claim(type_, before, asked),
        request=request_of(form),
        asked=to_jsonable_python(asked),
    )
    context.forget()
    return shown(found)


async def _withdraw(
    info: Info, type_: ClaimType, form: Any, shown: Callable[[Claim], Shown]
) -> Shown:
    context = info.context
    found = await context.app.claims.withdraw(
        context.actor, type_, raw_id(type_.label, form.id), form.version, request=request_of(form)
    )
    context.forget()
    return shown(found)


@strawberry.type
class ClaimMutations:
    """Changes of capabilities and needs."""

    @strawberry.mutation
    async def declare_capability(
        self, info: Info, form: Form[DeclareCapabilityInput]
    ) -> CapabilityResult:
        """A new capability."""
        return await _declare(info, CAPABILITY, form, capability)

    @strawberry.mutation
    async def update_capability(
        self, info: Info, form: Form[UpdateCapabilityInput]
    ) -> CapabilityResult:
        """The next version of a capability."""
        return await _update(info, CAPABILITY, form, capability)

    @strawberry.mutation
    async def withdraw_capability(
        self, info: Info, form: Form[WithdrawCapabilityInput]
    ) -> CapabilityResult:
        """The end of a capability."""
        return await _withdraw(info, CAPABILITY, form, capability)

    @strawberry.mutation
    async def declare_need(self, info: Info, form: Form[DeclareNeedInput]) -> NeedResult:
        """A new need."""
        return await _declare(info, NEED, form, need)

    @strawberry.mutation
    async def update_need(self, info: Info, form: Form[UpdateNeedInput]) -> NeedResult:
        """The next version of a need."""
        return await _update(info, NEED, form, need)

    @strawberry.mutation
    async def withdraw_need(self, info: Info, form: Form[WithdrawNeedInput]) -> NeedResult:
        """The end of a need."""
        return await _withdraw(info, NEED, form, need)
