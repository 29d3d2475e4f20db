"""Fields that one feature adds to another's type, so that no two files import each other.

`Enterprise` knows nothing of recommendations; `matching.py` adds `recommendedPartners` to it.
"""

from collections.abc import Callable
from typing import Any

import strawberry
from strawberry.types.base import get_object_definition


def add_fields(type_: type, **resolvers: Callable[..., Any]) -> None:
    """Make each resolver a field of `type_`; its first parameter is `strawberry.Parent[type_]`."""
    added = strawberry.type(
        type("Added", (), {name: strawberry.field(resolver=one) for name, one in resolvers.items()})
    )
    target = get_object_definition(type_, strict=True)
    target.fields.extend(get_object_definition(added, strict=True).fields)
