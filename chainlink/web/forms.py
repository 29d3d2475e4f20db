"""One form of a page: what stands in its fields, what is wrong with them, and its request's id."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

from chainlink.web.guests import Guest, Trouble

REQUEST_FIELD = "requestId"
_LONGEST_REQUEST = 200


@dataclass(frozen=True, slots=True)
class Form:
    """A form by its id; after a refusal with what was typed, and under the same request's id.

    The id of the request lets the services do once what is sent twice.
    """

    id: str
    request: str
    values: Mapping[str, Any] = field(default_factory=dict)
    trouble: Trouble | None = None

    @property
    def message(self) -> str:
        """What is wrong with the whole of it."""
        return self.trouble.message if self.trouble else ""

    @property
    def problems(self) -> Mapping[str, str]:
        """What is wrong by field."""
        return self.trouble.fields if self.trouble else {}

    def problem(self, name: str) -> str:
        """What is wrong with a field."""
        return self.problems.get(name, "")

    def value(self, name: str) -> str:
        """What stands in a field."""
        found = self.trouble.values.get(name) if self.trouble else self.values.get(name)
        return "" if found is None else str(found)

    def several(self, name: str) -> list[str]:
        """What is chosen of a field that takes several."""
        if self.trouble:
            return self.trouble.several.get(name, [])
        found = self.values.get(name)
        return [] if found is None else [str(one) for one in found]


def form_of(guest: Guest, id_: str, values: Mapping[str, Any] | None = None) -> Form:
    """A form of the page that this guest is shown; `values` by field stand in it at first."""
    trouble = guest.trouble
    if trouble is not None and trouble.form == id_:
        said = str(trouble.values.get(REQUEST_FIELD) or "")
        request = said if 0 < len(said) <= _LONGEST_REQUEST else str(uuid4())
        return Form(id_, request, values or {}, trouble)
    return Form(id_, str(uuid4()), values or {})
