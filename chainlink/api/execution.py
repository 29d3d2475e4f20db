"""Running a prepared operation: by its plan where it has one, else by graphql-core."""

import time
from typing import Any

from graphql import OperationDefinitionNode
from strawberry.types.graphql import OperationType

from chainlink.api.context import Context
from chainlink.api.masking import shown_errors
from chainlink.api.observation import log_operation, observe_operation
from chainlink.api.preparation import Ready
from chainlink.api.requests import GraphQLRequest
from chainlink.api.schema import PlatformSchema
from chainlink.errors import GraphUnavailable

Body = dict[str, Any]
_ALLOWED = {OperationType.QUERY, OperationType.MUTATION}


class Execution:
    """Operations of one schema; without `plan` graphql-core runs them all."""

    def __init__(self, schema: PlatformSchema, *, plan: bool) -> None:
        self._schema = schema
        self._plan = plan

    async def run(
        self,
        context: Context,
        asked: GraphQLRequest,
        ready: Ready,
        operation: OperationDefinitionNode,
        not_run: int,
    ) -> tuple[int, Body]:
        """HTTP status and answer; `not_run` is the status where nothing has run."""
        started = time.perf_counter()
        data = None
        if self._plan:
            data = await ready.plans.answer(operation, asked.variables, context)
        if data is not None:
            status, body = 200, Body(data=data)
        else:
            context.given.clear()  # the same resolvers run again
            status, body = await self._interpreted(context, asked, not_run)
        seconds = time.perf_counter() - started
        codes = [one["extensions"].get("code") for one in body.get("errors", ())]
        observe_operation(context.operation, "errors" if codes else "done", seconds)
        log_operation(context.operation, context.actor.account, codes, seconds)
        return status, body

    async def _interpreted(
        self, context: Context, asked: GraphQLRequest, not_run: int
    ) -> tuple[int, Body]:
        result = await self._schema.execute(
            asked.query,
            variable_values=asked.variables,
            context_value=context,
            operation_name=asked.operation_name,
            allowed_operation_types=_ALLOWED,
        )
        errors = list(result.errors or ())
        body: Body = {"data": result.data}
        if errors:
            body = {"errors": shown_errors(errors, context)} | body
        if result.data is None and errors and all(one.path is None for one in errors):
            del body["data"]  # nothing has run: the variables did not fit
            return not_run, body
        away = any(isinstance(one.original_error, GraphUnavailable) for one in errors)
        return (503 if away and result.data is None else 200), body
