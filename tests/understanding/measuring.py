"""Everybody of one half in one graph, through the services; who stands where for each asker."""

import csv
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from chainlink.app import App
from chainlink.enterprises.reading import EnterpriseFilter
from chainlink.importing.model import ImportKind
from chainlink.importing.service import ImportService
from chainlink.resources import resource_folder
from chainlink.seeding import reading
from tests.factories import SYSTEM, YANZHOU, new_uscc
from tests.understanding.cases import Case, Side

FIRST = 3
ASKED = 50


@dataclass(frozen=True, slots=True)
class Outcome:
    """Where the right one stands for the asker of a case (None: nowhere), and how many of its
    decoys stand above that place."""

    case: Case
    place: int | None
    decoys_above: int

    @property
    def right(self) -> bool:
        """Whether the right one is among the first three of all."""
        return self.place is not None and self.place <= FIRST


@dataclass(frozen=True, slots=True)
class Tally:
    """What a group of outcomes comes to."""

    cases: int
    right: int
    decoys_above: int

    @classmethod
    def of(cls, outcomes: Iterable[Outcome]) -> "Tally":
        """Count them."""
        counted = list(outcomes)
        return cls(
            len(counted),
            sum(outcome.right for outcome in counted),
            sum(outcome.decoys_above for outcome in counted),
        )


def tallies(
    outcomes: Sequence[Outcome], group: Callable[[Outcome], str]
) -> list[tuple[str, Tally]]:
    """One tally for each group, in the order in which the groups first occur."""
    names = dict.fromkeys(map(group, outcomes))
    return [(name, Tally.of(one for one in outcomes if group(one) == name)) for name in names]


async def load_categories(app: App) -> None:
    """The shipped local categories with their edges; nobody of the examples."""
    folder = resource_folder("seeds")
    rows = reading.local_categories(folder)
    broader = [link for row in rows for link in row.links["BROADER"]]
    links = {"BROADER": broader, "INPUT_TO": reading.inputs(folder)}
    await app.taxonomy.add(SYSTEM, [row.category for row in rows], links)


async def measure(app: App, cases: Sequence[Case]) -> list[Outcome]:
    """Register and state everything first, then ask for every asker over all match types."""
    ids = await _registered(app, cases)
    return [await _asked(app, case, *ids[place]) for place, case in enumerate(cases)]


async def _registered(app: App, cases: Sequence[Case]) -> list[list[str]]:
    """Ids of everybody of each case, in the order of `Case.voices`; nobody ticks a category."""
    codes = [[new_uscc() for _ in case.voices()] for case in cases]
    everybody = [
        (code, side, voice)
        for case, own in zip(cases, codes, strict=True)
        for code, (side, voice) in zip(own, case.voices(), strict=True)
    ]
    names = {code: f"第{number}家" for number, (code, *_) in enumerate(everybody)}
    await _imported(
        app,
        ImportKind.ENTERPRISES,
        [
            {"uscc": code, "name": names[code], "sector": voice.sector.value, "region": YANZHOU}
            for code, _, voice in everybody
        ],
    )
    for kind, side in ((ImportKind.NEEDS, Side.NEED), (ImportKind.CAPABILITIES, Side.CAPABILITY)):
        await _imported(
            app,
            kind,
            [
                {"uscc": code, "title": voice.title, "text": voice.text}
                for code, of, voice in everybody
                if of is side
            ],
        )
    found = await app.enterprises.search(SYSTEM, EnterpriseFilter(), 1000, None)
    id_of = {one.uscc: one.id for one in found}
    return [[id_of[code] for code in own] for own in codes]


async def _imported(app: App, kind: ImportKind, rows: list[dict[str, str]]) -> None:
    with TemporaryDirectory() as folder:
        file = Path(folder) / f"{kind}.csv"
        with file.open("w", encoding="utf-8", newline="") as out:
            writer = csv.DictWriter(out, list(rows[0]))
            writer.writeheader()
            writer.writerows(rows)
        report = await ImportService(app).run(SYSTEM, kind, file)
    assert report.created == len(rows), report.rows


async def _asked(app: App, case: Case, asker: str, right: str, *decoys: str) -> Outcome:
    found = await app.recommendations.for_enterprise(SYSTEM, asker, most=ASKED)
    partners = [one.partner for one in found]
    place = partners.index(right) + 1 if right in partners else None
    above = partners[: place - 1] if place else partners
    return Outcome(case, place, sum(decoy in above for decoy in decoys))
