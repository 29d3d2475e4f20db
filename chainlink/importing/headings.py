"""Which column is which field: by the field's own name, by what registers call it, or as mapped."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from chainlink.errors import FieldProblem, InvalidInput
from chainlink.validation import visible

_NOTE = re.compile(r"[(（\[【](.*?)[)）\]】]")
_NOISE = re.compile(r"[\s_\-*：:]+")


@dataclass(frozen=True, slots=True)
class Headings:
    """The fields of one kind of file, their other names, and which must be there."""

    names: Mapping[str, str]  # field -> other names, space separated
    required: tuple[str, ...]  # `uscc|enterprise`: either of the two

    def matched(self, headings: Sequence[str], mapping: Mapping[str, str]) -> "Columns":
        """The column of every field that the file has; `mapping` (column -> field) goes first.

        Raises InvalidInput for a mapped column or field that does not exist, two columns for one
        field, and a required field without a column.
        """
        chosen = self._mapped(headings, mapping)
        known = {
            _folded(name): field for field in self.names for name in (field, *self._other(field))
        }
        for place, heading in enumerate(headings):
            field = known.get(_folded(heading)) or known.get(_folded(_NOTE.sub("", heading)))
            if field is None or place in chosen.values() or _given(mapping, field):
                continue
            if field in chosen:
                raise InvalidInput.of(
                    "file",
                    "import.two_columns",
                    field=field,
                    one=headings[chosen[field]],
                    other=heading,
                )
            chosen[field] = place
        missing = [
            wanted.partition("|")[0]
            for wanted in self.required
            if chosen.keys().isdisjoint(wanted.split("|"))
        ]
        if missing:
            raise self._missing(missing, headings)
        return Columns(chosen, tuple(headings))

    def _missing(self, fields: Sequence[str], headings: Sequence[str]) -> InvalidInput:
        problems = []
        for field in fields:
            names = "、".join((field, *self._other(field)[:3]))
            columns = "、".join(heading for heading in headings if heading)
            facts: dict[str, object] = {"field": field, "names": names, "columns": columns}
            problems.append(FieldProblem(field, "import.column_missing", facts))
        return InvalidInput(problems)

    def _other(self, field: str) -> list[str]:
        return self.names[field].split()

    def _mapped(self, headings: Sequence[str], mapping: Mapping[str, str]) -> dict[str, int]:
        places = {_folded(heading): place for place, heading in enumerate(headings)}
        chosen: dict[str, int] = {}
        for column, field in mapping.items():
            wanted = field.strip()
            if wanted not in self.names:
                raise InvalidInput.of(
                    "map", "import.map_field", value=field, fields=" ".join(self.names)
                )
            place = places.get(_folded(visible(column)))
            if place is None:
                raise InvalidInput.of(
                    "map", "import.map_column", value=column, columns="、".join(headings)
                )
            if wanted in chosen:
                raise InvalidInput.of(
                    "map",
                    "import.two_columns",
                    field=wanted,
                    one=headings[chosen[wanted]],
                    other=column,
                )
            chosen[wanted] = place
        return chosen


@dataclass(frozen=True, slots=True)
class Columns:
    """Where each field of a file stands."""

    places: Mapping[str, int]
    headings: tuple[str, ...]

    def heading(self, field: str) -> str:
        """The heading above a field, empty when the file lacks it."""
        place = self.places.get(field)
        return self.headings[place] if place is not None else ""

    def note(self, field: str) -> str:
        """What a heading says in brackets: 万元 of 注册资本（万元）."""
        found = _NOTE.search(self.heading(field))
        return found.group(1) if found else ""

    @property
    def ignored(self) -> tuple[str, ...]:
        """Headings that are no field."""
        used = set(self.places.values())
        return tuple(
            heading for place, heading in enumerate(self.headings) if heading and place not in used
        )


def _folded(heading: str) -> str:
    return _NOISE.sub("", heading).casefold()


def _given(mapping: Mapping[str, str], field: str) -> bool:
    return any(field == mapped.strip() for mapped in mapping.values())
