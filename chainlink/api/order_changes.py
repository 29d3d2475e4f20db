"""Changes of cross-border orders; failures join the union."""

from typing import Annotated, TypeAlias

import strawberry
from pydantic_core import to_jsonable_python

from chainlink.api.context import Info
from chainlink.api.deal_inputs import correction_of
from chainlink.api.errors import AnyFailure
from chainlink.api.inputs import Form, request_of
from chainlink.api.order_inputs import (
    CorrectCrossBorderOrderInput,
    RecordCrossBorderOrderInput,
    asked_order,
    merged_order,
    recorded_order,
)
from chainlink.api.orders import CrossBorderOrder, order
from chainlink.api.relay import raw_id

CrossBorderOrderResult: TypeAlias = Annotated[
    CrossBorderOrder | AnyFailure, strawberry.union("CrossBorderOrderResult")
]


@strawberry.type
class OrderMutations:
    """Changes of cross-border orders."""

    @strawberry.mutation
    async def record_cross_border_order(
        self, info: Info, form: Form[RecordCrossBorderOrderInput]
    ) -> CrossBorderOrderResult:
        """A new order under a deal."""
        context = info.context
        asked = await asked_order(info, form)
        found = await context.app.orders.record(
            context.actor,
            raw_id("Deal", form.deal),
            recorded_order(asked),
            request=request_of(form),
            asked=to_jsonable_python(asked),
        )
        context.forget()
        return order(found)

    @strawberry.mutation
    async def correct_cross_border_order(
        self, info: Info, form: Form[CorrectCrossBorderOrderInput]
    ) -> CrossBorderOrderResult:
        """The next version of an order."""
        context = info.context
        id_ = raw_id("CrossBorderOrder", form.id)
        before = await context.app.orders.get(context.actor, id_)
        asked = await asked_order(info, form)
        found = await context.app.orders.correct(
            context.actor,
            id_,
            form.version,
            merged_order(before, asked),
            correction_of(form),
            request=request_of(form),
            asked=to_jsonable_python(asked),
        )
        context.forget()
        return order(found)
