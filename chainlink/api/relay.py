"""Relay's conventions: global ids, cursors and pages of edges."""

import base64
import json
from collections.abc import Callable, Sequence
from typing import Generic, TypeAlias, TypeVar

import strawberry

from chainlink.errors import InvalidInput

PAGE, MOST_PER_PAGE = 20, 100
_FARTHEST = 100_000  # no list that is counted by position is longer

Item = TypeVar("Item")
Found = TypeVar("Found")
Place: TypeAlias = tuple[str | int, ...]  # the kind of list, then where in it


@strawberry.interface
class Node:
    """Anything that `node(id)` finds again."""

    id: strawberry.ID


@strawberry.type
class PageInfo:
    """Where a page stands in its list."""

    first_place: strawberry.Private[Place | None]
    last_place: strawberry.Private[Place | None]
    has_next_page: bool
    has_previous_page: bool

    @strawberry.field
    def start_cursor(self) -> str | None:
        """The first place of the page."""
        return cursor(self.first_place) if self.first_place else None

    @strawberry.field
    def end_cursor(self) -> str | None:
        """The last place of the page."""
        return cursor(self.last_place) if self.last_place else None


@strawberry.type
class Edge(Generic[Item]):
    """One place of a list; its cursor is only written where it is asked for."""

    place: strawberry.Private[Place]
    node: Item

    @strawberry.field
    def cursor(self) -> str:
        """The place, opaque to clients."""
        return cursor(self.place)


@strawberry.type
class Connection(Generic[Item]):
    """One page of a list."""

    edges: list[Edge[Item]]
    page_info: PageInfo


def global_id(kind: str, raw: str) -> strawberry.ID:
    """An id that is unique over all types, as base64 of `Type:id`."""
    return strawberry.ID(base64.b64encode(f"{kind}:{raw}".encode()).decode())


def opened_id(value: str) -> tuple[str, str] | None:
    """Type and id behind a global id; None for what is not one."""
    try:
        kind, _, raw = base64.b64decode(value, validate=True).decode().partition(":")
    except ValueError:
        return None
    return (kind, raw) if kind and raw else None


def raw_id(kind: str, value: str) -> str:
    """The id behind a global id of that type; what is not one (a code) stays as it is."""
    opened = opened_id(value)
    return opened[1] if opened and opened[0] == kind else value


def page_size(first: int | None) -> int:
    """How many are asked for. Raises InvalidInput outside 1 to 100."""
    size = PAGE if first is None else first
    if not 1 <= size <= MOST_PER_PAGE:
        raise InvalidInput.of("first", "out_of_range", low=1, high=MOST_PER_PAGE)
    return size


def cursor(place: Place) -> str:
    """A place in a list, opaque to clients."""
    return base64.urlsafe_b64encode(json.dumps(place).encode()).decode()


def opened_cursor(kind: str, shape: tuple[type, ...], after: str | None) -> list[str | int] | None:
    """The place that a cursor of ours names. Raises InvalidInput for any other text."""
    if after is None:
        return None
    try:
        found = json.loads(base64.urlsafe_b64decode(after))
        plain = json.dumps(found, ensure_ascii=False).encode().decode()  # no half surrogates
    except (ValueError, RecursionError):
        found, plain = None, ""
    if not plain or not isinstance(found, list) or [type(one) for one in found] != [str, *shape]:
        raise InvalidInput.of("after", "cursor.foreign")
    if found[0] != kind:
        raise InvalidInput.of("after", "cursor.foreign")
    return found[1:]


def position(kind: str, after: str | None) -> int:
    """How many places of a counted list lie before the page."""
    place = opened_cursor(kind, (int,), after)
    if place is None:
        return 0
    if not 0 < (passed := int(place[0])) <= _FARTHEST:
        raise InvalidInput.of("after", "cursor.foreign")
    return passed


def page(places: Sequence[tuple[Place, Item]], size: int, after: str | None) -> Connection[Item]:
    """A page of (place, node); whoever asks for one more than `size` learns if there is a next."""
    edges = [Edge(place=place, node=node) for place, node in places[:size]]
    return Connection(
        edges=edges,
        page_info=PageInfo(
            has_next_page=len(places) > size,
            has_previous_page=after is not None,
            first_place=edges[0].place if edges else None,
            last_place=edges[-1].place if edges else None,
        ),
    )


def counted_page(
    kind: str,
    found: Sequence[Found],
    shown: Callable[[Found], Item],
    first: int | None,
    after: str | None,
) -> Connection[Item]:
    """A page of a list at hand; its cursors count places, and only what is on it is shown."""
    size, passed = page_size(first), position(kind, after)
    window = found[passed : passed + size + 1]
    places: list[tuple[Place, Item]] = [
        ((kind, passed + n), shown(one)) for n, one in enumerate(window, 1)
    ]
    return page(places, size, after)
