"""Cells into what the drafts take: dates, lists, choices; each field of a row with its problems."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, TypeVar

from pydantic import BaseModel
from pydantic.alias_generators import to_camel

from chainlink.errors import FieldProblem, InvalidInput
from chainlink.importing.model import RowNote
from chainlink.importing.words import YES_AND_NO
from chainlink.validation import checked

Draft = TypeVar("Draft", bound=BaseModel)
_DATE = re.compile(
    r"(\d{4})(?:-(\d{1,2})-(\d{1,2})|/(\d{1,2})/(\d{1,2})|\.(\d{1,2})\.(\d{1,2})"
    r"|年(\d{1,2})月(\d{1,2})日?|(\d{2})(\d{2}))(?:[T ]\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?)?"
)
_LIST = re.compile(r"[|;；、\n]")
_CODES = re.compile(r"[|;；、,，\s]+")


@dataclass(slots=True)
class RowValues:
    """One row being read: its cells by field, what they amount to, and what is wrong with them."""

    cells: Mapping[str, str]
    values: dict[str, Any] = field(default_factory=dict)
    problems: list[FieldProblem] = field(default_factory=list)
    notes: list[RowNote] = field(default_factory=list)

    def refuse(self, field: str, key: str, /, **facts: object) -> None:
        """Note what is wrong with a field; the others are still looked at."""
        self.problems.append(FieldProblem(field, key, facts))

    def texts(self, *fields: str) -> None:
        """Take cells as they are; an empty one says nothing."""
        for name in fields:
            if cell := self.cells.get(name):
                self.values[name] = cell

    def dates(self, *fields: str) -> None:
        """Take cells as days."""
        for name in fields:
            if cell := self.cells.get(name):
                day = day_of(cell)
                if day is None:
                    self.refuse(name, "not_a_date", value=cell)
                else:
                    self.values[name] = day

    def choice(self, name: str, words: Mapping[str, str]) -> None:
        """Take a cell as one of an enumeration, by its own name or a Chinese word for it."""
        if cell := self.cells.get(name):
            self.values[name] = words.get(cell) or cell.upper()

    def yes_or_no(self, *fields: str) -> None:
        """Take cells as 是 or 否."""
        for name in fields:
            if cell := self.cells.get(name):
                answer = YES_AND_NO.get(cell.lower())
                if answer is None:
                    self.refuse(name, "not_yes_or_no", value=cell)
                else:
                    self.values[name] = answer == "true"

    def many(self, *fields: str) -> None:
        """Take cells as lists of texts: `|`, `;` and `、` part them."""
        for name in fields:
            if cell := self.cells.get(name):
                self.values[name] = tuple(
                    part for one in _LIST.split(cell) if (part := one.strip())
                )

    def codes(self, *fields: str) -> None:
        """Take cells as lists of codes: commas and spaces part them too."""
        for name in fields:
            if cell := self.cells.get(name):
                self.values[name] = tuple(part for part in _CODES.split(cell) if part)

    def draft(self, model: type[Draft]) -> Draft | None:
        """The values as a draft, or nothing and the problems noted."""
        try:
            checked_draft = checked(model, self.values)
        except InvalidInput as refusal:
            known = {problem.path for problem in self.problems}
            for problem in refusal.fields:
                name = _field_of(problem.path, model)
                if name not in known:
                    self.problems.append(FieldProblem(name, problem.key, problem.facts))
            return None
        return None if self.problems else checked_draft


def day_of(text: str) -> date | None:
    """`2025-06-01`, `2025/6/1`, `2025.6.1`, `2025年6月1日`, `20250601`, a date cell of a sheet."""
    found = _DATE.fullmatch(text)
    if found is None:
        return None
    year, month, day = (int(part) for part in found.groups() if part is not None)
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _field_of(path: str, model: type[BaseModel]) -> str:
    """The field of a problem's path: `validUntil` and `exportMarkets.2` as the draft names them."""
    first, _, rest = path.partition(".")
    if first == "contact" and rest:
        return f"contact_{rest}"
    return next((name for name in model.model_fields if to_camel(name) == first), first)
