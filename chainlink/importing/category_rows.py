"""Rows of the local taxonomy as categories and the edges that start at them."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from chainlink.errors import FieldProblem
from chainlink.importing.values import RowValues
from chainlink.taxonomy.model import Category, CategoryKind, CategoryLink, Scheme, category_id

_CODE = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_TEXTS = ("code", "label_zh", "label_en", "source")
_WORDS = ("other_zh", "other_en", "products", "materials", "grades", "processes")
_LOCAL_KINDS = [kind.value for kind in CategoryKind if kind is not CategoryKind.ACTIVITY]
_WORD = re.compile(r"[|;；\n]")  # 、 may stand inside a word of a standard
LONGEST_LABEL = 200


@dataclass(frozen=True, slots=True)
class CategoryRow:
    """A category of the local scheme with its edges by relationship."""

    category: Category
    links: Mapping[str, Sequence[CategoryLink]] = field(default_factory=dict)


class CategoryReader:
    """Reads the rows of one file; `edition` and `source` are noted for what it says nothing of."""

    def __init__(self, source: str, edition: str) -> None:
        self._source = source
        self._edition = edition

    def read(self, cells: Mapping[str, str]) -> tuple[RowValues, CategoryRow | None]:
        """What the row's cells say; no row when something in them cannot be taken."""
        row = RowValues(cells)
        row.texts(*_TEXTS)
        kind = cells.get("kind", "").upper()
        code, label = cells.get("code", ""), cells.get("label_zh", "")
        for name, cell in (("code", code), ("kind", kind), ("label_zh", label)):
            if not cell:
                row.refuse(name, "required")
        if code and not _CODE.fullmatch(code):
            row.refuse("code", "import.category_code", value=code)
        if kind and kind not in _LOCAL_KINDS:
            row.refuse("kind", "not_a_choice", value=kind, expected=" ".join(_LOCAL_KINDS))
        if len(label) > LONGEST_LABEL:
            row.refuse("label_zh", "too_long", max_length=LONGEST_LABEL)
        if row.problems:
            return row, None
        source = row.values.setdefault("source", self._source)
        words = {name: _words(cells.get(name, "")) for name in _WORDS}
        category = Category(
            **(row.values | words),
            scheme=Scheme.LOCAL,
            kind=CategoryKind(kind),
            edition=self._edition,
        )
        return row, CategoryRow(category, self._links(category.id, cells, source))

    def _links(
        self, id_: str, cells: Mapping[str, str], source: str
    ) -> dict[str, list[CategoryLink]]:
        def to(name: str, scheme: Scheme) -> list[CategoryLink]:
            return [
                CategoryLink(start=id_, end=category_id(scheme, code), source=source)
                for code in _words(cells.get(name, ""))
            ]

        return {
            "BROADER": to("broader", Scheme.LOCAL),
            "MAPS_TO": to("gbt4754", Scheme.GBT4754) + to("hs", Scheme.HS),
        }


_ENDS = {Scheme.LOCAL: "broader", Scheme.GBT4754: "gbt4754", Scheme.HS: "hs"}


def dangling(row: CategoryRow, known: set[str]) -> list[FieldProblem]:
    """Edges of a row to categories that are neither in the graph nor in the file, or to itself."""
    problems = []
    for links in row.links.values():
        for link in links:
            scheme, _, code = link.end.partition(":")
            name = _ENDS[Scheme(scheme)]
            if link.end == link.start:
                problems.append(FieldProblem(name, "category.loop", {"value": code}))
            elif link.end not in known:
                problems.append(FieldProblem(name, "category.unknown", {"value": code}))
    return problems


def _words(cell: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(word for part in _WORD.split(cell) if (word := part.strip())))
