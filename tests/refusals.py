"""What a service answers when it refuses, as a value that can be compared."""

from collections.abc import Awaitable
from typing import Any

from chainlink.errors import ChainlinkError


async def refusal_of(attempt: Awaitable[Any]) -> ChainlinkError | None:
    """The expected failure that an attempt ends in; None when it succeeds."""
    try:
        await attempt
    except ChainlinkError as refusal:
        return refusal
    return None


async def code_of(attempt: Awaitable[Any]) -> str | None:
    """The code of that failure: FORBIDDEN, NOT_FOUND and the like."""
    refusal = await refusal_of(attempt)
    return refusal.code if refusal else None
