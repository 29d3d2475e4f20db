"""One run of a plan: what it knows, and the values that it still waits for."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

from graphql.execution.values import VariableValues

from chainlink.api.context import Context


class OutOfTheOrdinary(Exception):
    """Something that plans leave to graphql-core."""


class BareInfo:
    """What resolvers are given: the context. Anything else that they ask for ends the plan."""

    __slots__ = ("context",)

    def __init__(self, context: Context) -> None:
        self.context = context

    def __getattr__(self, name: str) -> Any:
        raise OutOfTheOrdinary(f"info.{name}")


Complete = Callable[[Any, "Run"], Any]
Waiting = tuple[Awaitable[Any], dict[str, Any], str, Complete]


class Run:
    """A run under way; `waiting` are fields whose resolvers have not answered yet."""

    __slots__ = ("arguments", "info", "variables", "waiting")

    def __init__(self, context: Context, variables: VariableValues) -> None:
        self.info = BareInfo(context)
        self.variables = variables
        self.arguments: dict[object, dict[str, Any]] = {}
        self.waiting: list[Waiting] = []

    async def finish(self) -> None:
        """Await what is waited for, level by level, so that loaders see all their keys at once."""
        try:
            while self.waiting:
                level, self.waiting = self.waiting, []
                found = await _all_of([one[0] for one in level])
                for (_, result, key, complete), value in zip(level, found, strict=True):
                    result[key] = complete(value, self)
        finally:
            self.abandon()

    def abandon(self) -> None:
        """Close what will not be awaited any more."""
        for awaitable, _, _, _ in self.waiting:
            close = getattr(awaitable, "close", None)
            if close is not None:
                close()
        self.waiting = []


async def _all_of(awaitables: list[Awaitable[Any]]) -> list[Any]:
    """All answers; where one fails the others are not left running. Raises the first failure."""
    if len(awaitables) == 1:
        return [await awaitables[0]]  # no task is needed
    found = await asyncio.gather(*awaitables, return_exceptions=True)
    for one in found:
        if isinstance(one, BaseException):
            raise one
    return found
