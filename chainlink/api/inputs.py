"""What is sent in a mutation's input, as the rooms' drafts take it."""

from collections.abc import Mapping
from dataclasses import fields
from typing import Annotated, Any, TypeVar

import strawberry
from strawberry import UNSET

from chainlink.api.context import Info
from chainlink.api.relay import opened_id
from chainlink.errors import InvalidInput, NotFound

_USCC_LENGTH = 18
_LONGEST_KEY = 200

Sent = TypeVar("Sent")
# every mutation's one argument
Form = Annotated[Sent, strawberry.argument(name="input")]


def sent(form: object, *left_out: str) -> dict[str, Any]:
    """The fields that a client did send, by the names of the draft."""
    return {
        one.name: value
        for one in fields(form)  # type: ignore[arg-type] # Strawberry's inputs are dataclasses
        if one.name not in left_out and (value := getattr(form, one.name)) is not UNSET
    }


def filled(values: Mapping[str, Any]) -> dict[str, Any]:
    """Without what was sent as null: in a new thing that says no more than not sending it."""
    return {name: value for name, value in values.items() if value is not None}


def request_of(form: Any) -> str | None:
    """The key under which the same request is recognised when it is sent again.

    Raises InvalidInput for one that is too long to be a key.
    """
    key: str | None = form.request_id or None
    if key is not None and len(key) > _LONGEST_KEY:
        raise InvalidInput.of("requestId", "too_long", max_length=_LONGEST_KEY)
    return key


async def enterprise_id(info: Info, value: str) -> str:
    """The graph's id behind a global id or a 统一社会信用代码. Raises NotFound."""
    opened = opened_id(value)
    if opened and opened[0] == "Enterprise":
        return opened[1]
    code = value.strip().upper()
    if len(code) != _USCC_LENGTH or not code.isalnum():
        raise NotFound("enterprise.unknown", value=value)
    found = await info.context.app.enterprises.find(info.context.actor, code)
    return found.id


async def own_or_named(info: Info, value: str | None, path: str = "enterprise") -> str:
    """The enterprise named, else the one that the account speaks for.

    Raises InvalidInput where neither is there.
    """
    own = info.context.actor.enterprise
    if value is not None and value is not UNSET:
        return await enterprise_id(info, value)
    if own is None:
        raise InvalidInput.of(path, "enterprise.name_one")
    return own
