"""Input as people send it, made clean and checked: one way for every form, file and document.

A draft is a pydantic model; `checked` turns what pydantic says into InvalidInput, whose fields
carry message keys. Validators of ours raise `refused(key, …)`.
"""

import unicodedata
from collections.abc import Mapping
from datetime import date
from typing import Annotated, Any, TypeVar

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, ValidationError
from pydantic.alias_generators import to_camel
from pydantic_core import ErrorDetails, PydanticCustomError

from chainlink.errors import FieldProblem, InvalidInput

Draft = TypeVar("Draft", bound=BaseModel)

EARLIEST, LATEST = date(1800, 1, 1), date(2200, 12, 31)

_KEYS = {
    "missing": "required",
    "string_too_short": "required",
    "string_too_long": "too_long",
    "too_long": "too_many",
    "enum": "not_a_choice",
    "literal_error": "not_a_choice",
    "extra_forbidden": "unknown_field",
    "bool_parsing": "not_yes_or_no",
    "greater_than_equal": "too_small",
    "less_than_equal": "too_large",
    "greater_than": "too_small",
    "int_parsing_size": "too_large",
}
_KEY_STARTS = {
    "date": "not_a_date",
    "int": "not_a_number",
    "float": "not_a_number",
    "decimal": "not_a_number",
}


class StrictDraft(BaseModel):
    """Base of every draft: immutable, and a field it does not know is refused."""

    model_config = ConfigDict(frozen=True, extra="forbid")


def refused(key: str, /, **facts: Any) -> PydanticCustomError:
    """A validator's refusal, by message key."""
    return PydanticCustomError(key, key, facts)


def visible(text: str) -> str:
    """The text without control, zero-width and bidirectional characters, white space folded.

    Those characters hide what a text says from who reads it (Unicode TR 36); line ends stay.
    """
    if text.isprintable():  # nothing of the kind in it: nearly every cell of a file
        return " ".join(text.split()) if " " in text else text
    kept = "".join(
        c for c in text if c in "\n\t" or unicodedata.category(c) not in {"Cc", "Cf", "Cs", "Co"}
    )
    lines = (" ".join(line.split()) for line in kept.split("\n"))
    return "\n".join(lines).strip()


def _visible(value: Any) -> Any:
    return visible(value) if isinstance(value, str) else value


def _none_when_empty(value: Any) -> Any:
    value = _visible(value)
    return None if value == "" else value


def _plausible(day: date) -> date:
    if not EARLIEST <= day <= LATEST:
        raise refused("date_implausible", low=str(EARLIEST), high=str(LATEST))
    return day


def _each_once(values: tuple[Any, ...]) -> tuple[Any, ...]:
    return tuple(dict.fromkeys(values))


Text = Annotated[str, BeforeValidator(_visible)]
EmptyIsNone = BeforeValidator(_none_when_empty)
EachOnce = AfterValidator(_each_once)
PlausibleDate = Annotated[date, AfterValidator(_plausible)]


def checked(draft: type[Draft], values: Mapping[str, Any]) -> Draft:
    """The values as a draft. Raises InvalidInput that names every field that is wrong."""
    try:
        return draft.model_validate(values)
    except ValidationError as refusal:
        raise InvalidInput([_problem(error) for error in refusal.errors()]) from refusal


def _problem(error: ErrorDetails) -> FieldProblem:
    path = ".".join(to_camel(part) if isinstance(part, str) else str(part) for part in error["loc"])
    facts = {name: value for name, value in error.get("ctx", {}).items() if name != "error"}
    kind = error["type"]
    if kind in {"too_short", "too_long"} and facts.get("field_type") == "Value":
        kind = f"string_{kind}"  # of a text that a validator of ours has cleaned before
    if kind in {"too_short", "too_long"} and isinstance(error.get("input"), str):
        kind = f"string_{kind}"  # a text whose length is looked at after it was made clean
    if error["msg"] == kind:  # refused by a validator of ours
        key = kind
    else:
        start = kind.partition("_")[0]
        key = _KEYS.get(kind) or _KEY_STARTS.get(start) or "invalid_value"
    return FieldProblem(path, key, {"value": error.get("input"), **facts})
