"""The seed files as they lie in `seeds/`. What is wrong in them is a fault of ours and raised."""

import csv
from collections.abc import Iterator, Sequence
from pathlib import Path

from chainlink.chains.model import Chain, Committee, Stage, stage_id
from chainlink.enterprises.bloc_loading import Bloc
from chainlink.enterprises.relation_loading import RelationRow
from chainlink.errors import InvalidInput
from chainlink.events.loading import EventRow
from chainlink.events.model import EventDraft
from chainlink.importing.category_rows import CategoryReader, CategoryRow
from chainlink.importing.filed_rows import cells_of
from chainlink.importing.files import read_table
from chainlink.importing.kinds import CATEGORIES
from chainlink.introductions.loading import IntroductionRow
from chainlink.taxonomy.model import Category, CategoryKind, CategoryLink, Scheme, category_id
from chainlink.validation import checked

GBT4754 = "GB/T 4754-2017"
HS = "HS 2022"
EDITORIAL, EDITION = "chainlink editorial 2026", "2026"


def rows_of(file: Path) -> Iterator[dict[str, str]]:
    """The rows of a seed file by column."""
    with file.open(encoding="utf-8", newline="") as opened:
        yield from csv.DictReader(opened)


def many(cell: str) -> tuple[str, ...]:
    """A cell of several values."""
    return tuple(filter(None, cell.split("|")))


def industries(folder: Path) -> tuple[list[Category], list[CategoryLink]]:
    """GB/T 4754 with each class under the one above it."""
    rows = list(rows_of(folder / "gbt4754.csv"))
    return (
        [
            Category(
                scheme=Scheme.GBT4754,
                code=row["code"],
                kind=CategoryKind.ACTIVITY,
                label_zh=row["name"],
                edition=GBT4754,
                source=GBT4754,
            )
            for row in rows
        ],
        [_above(Scheme.GBT4754, row, GBT4754) for row in rows if row["parent"]],
    )


def goods(folder: Path) -> tuple[list[Category], list[CategoryLink]]:
    """The part of the Harmonized System that local categories refer to."""
    rows = list(rows_of(folder / "hs.csv"))
    return (
        [
            Category(
                scheme=Scheme.HS,
                code=row["code"],
                kind=CategoryKind.GOOD,
                label_zh=row["name_zh"],
                label_en=row["name_en"],
                edition=HS,
                source=HS,
            )
            for row in rows
        ],
        [_above(Scheme.HS, row, HS) for row in rows if row["parent"]],
    )


def _above(scheme: Scheme, row: dict[str, str], source: str) -> CategoryLink:
    start, end = (category_id(scheme, row[name]) for name in ("code", "parent"))
    return CategoryLink(start=start, end=end, source=source)


def local_categories(folder: Path) -> list[CategoryRow]:
    """The local taxonomy of all domains, read as `chainlink import categories` reads a file."""
    reader = CategoryReader(EDITORIAL, EDITION)
    found = []
    for file in sorted((folder / "categories").glob("*.csv")):
        table = read_table(file)
        columns = CATEGORIES.matched(table.headings, {})
        for filed in table.rows:
            values, row = reader.read(cells_of(filed, columns))
            if row is None:
                raise InvalidInput(values.problems)
            found.append(row)
    return found


def inputs(folder: Path) -> list[CategoryLink]:
    """What goes into what, over all domains."""
    return [
        CategoryLink(
            start=category_id(Scheme.LOCAL, row["from_code"]),
            end=category_id(Scheme.LOCAL, row["to_code"]),
            strength=float(row["strength"]),
            confidence=float(row["confidence"]),
            source=row["source"],
        )
        for file in sorted((folder / "category_inputs").glob("*.csv"))
        for row in rows_of(file)
    ]


def chains(folder: Path) -> tuple[list[Chain], list[Stage], list[Committee]]:
    """Chains with their stages and committees."""
    return (
        [Chain(**_filled(row)) for row in rows_of(folder / "chains.csv")],
        [
            Stage(
                id=stage_id(row["chain"], row["code"]),
                chain=row["chain"],
                code=row["code"],
                name_zh=row["name_zh"],
                name_en=row["name_en"] or None,
                position=int(row["position"]),
                # in the order in which the graph gives them, so that nothing seems to differ
                categories=_ordered(
                    category_id(Scheme.LOCAL, one) for one in many(row["categories"])
                ),
                feeds=_ordered(stage_id(row["chain"], one) for one in many(row["feeds"])),
            )
            for row in rows_of(folder / "stages.csv")
        ],
        [Committee(**_filled(row)) for row in rows_of(folder / "committees.csv")],
    )


def blocs(folder: Path) -> Sequence[Bloc]:
    """Trade agreements."""
    return [
        Bloc(**{**row, "members": many(row["members"])}) for row in rows_of(folder / "blocs.csv")
    ]


def relations(folder: Path) -> Sequence[RelationRow]:
    """Who supplies, holds shares in or vetoes whom."""
    return [RelationRow(**_filled(row)) for row in rows_of(folder / "relations.csv")]


def events(folder: Path) -> Sequence[EventRow]:
    """Events with who was there, by code; a folder without the file has none."""
    file = folder / "events.csv"
    if not file.exists():
        return []
    return [_event(row) for row in rows_of(file)]


def _event(row: dict[str, str]) -> EventRow:
    filed = {name: row[name] for name in ("id", "recorded_on", "source") if row.get(name)}
    said = {name: row[name] for name in EventDraft.model_fields if row.get(name)}
    return EventRow.model_validate(
        filed
        | {
            "draft": checked(EventDraft, said | {"committees": many(row["committees"])}),
            "attended": many(row.get("attended", "")),
            "invented": row["invented"] == "true",
        }
    )


def introductions(folder: Path) -> Sequence[IntroductionRow]:
    """Introductions by id; a folder without the file has none."""
    file = folder / "introductions.csv"
    return [_introduction(row) for row in rows_of(file)] if file.exists() else []


def _introduction(row: dict[str, str]) -> IntroductionRow:
    steps = [step.partition(":") for step in many(row["steps"])]
    said = {name: cell for name, cell in row.items() if cell}
    return IntroductionRow.model_validate(
        said
        | {
            "steps": [(step, day) for step, _, day in steps],
            "invented": row["invented"] == "true",
        }
    )


def _ordered(codes: Iterator[str]) -> tuple[str, ...]:
    return tuple(sorted(set(codes)))


def _filled(row: dict[str, str]) -> dict[str, str]:
    return {name: cell for name, cell in row.items() if cell and name != "invented"}
