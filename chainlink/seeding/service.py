"""`chainlink seed`: reference data and examples into the graph, safe to repeat.

What users have entered since is never written over: an enterprise or a claim that was seeded once
is left as it stands, changed, withdrawn or not, and so is a relation that was ended. Categories
are brought up to date as long as nobody else has rewritten them.
"""

import asyncio
from collections import Counter
from collections.abc import Callable
from pathlib import Path

from chainlink.accounts.model import system_actor
from chainlink.app import App
from chainlink.enterprises.bloc_loading import load_blocs
from chainlink.enterprises.relation_loading import RelationLoader
from chainlink.events.loading import EventLoader
from chainlink.importing.categories import differs, fresh_links
from chainlink.importing.model import ImportKind, ImportReport, RowOutcome
from chainlink.importing.service import ImportService
from chainlink.introductions.loading import IntroductionLoader
from chainlink.resources import resource_folder
from chainlink.seeding import reading
from chainlink.seeding.model import SeedCounts, SeedFailure, SeedReport
from chainlink.taxonomy.model import CategoryLink

Progress = Callable[[int, int], None]
_ACTOR = system_actor("seed")
_IMPORTED = (ImportKind.ENTERPRISES, ImportKind.CAPABILITIES, ImportKind.NEEDS)
_CAME_OF_IT = (ImportKind.DEALS, ImportKind.ORDERS)


async def seed(
    app: App, *, progress: Progress | None = None, folder: Path | None = None
) -> SeedReport:
    """Load `seeds/`, or another folder of the same files.

    `progress` is told how many of the steps are done. Raises InvalidInput where a seed file itself
    is wrong, GraphUnavailable.
    """
    folder = folder or resource_folder("seeds")
    files: dict[str, SeedCounts] = {}
    failures: list[SeedFailure] = []
    events = await asyncio.to_thread(reading.events, folder)
    introductions = await asyncio.to_thread(reading.introductions, folder)
    came_of_it = [one for one in _CAME_OF_IT if (folder / f"{one}.csv").exists()]
    steps = 4 + len(_IMPORTED) + bool(events) + bool(introductions) + len(came_of_it)

    def done(name: str, counts: SeedCounts) -> None:
        files[name] = counts
        if progress:
            progress(len(files), steps)

    done("categories", await _categories(app, folder))
    chains = await asyncio.to_thread(reading.chains, folder)
    written = await app.chains.load(_ACTOR, *chains)
    done("chains", _counts(sum(len(part) for part in chains), written))
    blocs = reading.blocs(folder)
    done("blocs", _counts(len(blocs), await load_blocs(app.journal, _ACTOR, blocs)))
    importer = ImportService(app)

    async def imported(kind: ImportKind) -> None:
        file = folder / f"{kind}.csv"
        report = await importer.run(_ACTOR, kind, file, keep=True)
        failures.extend(
            SeedFailure(file.name, row) for row in report.rows if row.outcome is RowOutcome.FAILED
        )
        done(kind.value, _of_report(report))

    for kind in _IMPORTED:
        await imported(kind)
    relations = reading.relations(folder)
    loader = RelationLoader(app.journal, app.settings)
    done("relations", _counts(len(relations), await loader.load(_ACTOR, relations)))
    if events:
        written = await EventLoader(app.journal, app.settings).load(_ACTOR, events)
        done("events", _counts(len(events), written))
    if introductions:
        written = await IntroductionLoader(app.journal, app.settings).load(_ACTOR, introductions)
        done("introductions", _counts(len(introductions), written))
    for kind in came_of_it:
        await imported(kind)
    return SeedReport(files, tuple(failures))


async def _categories(app: App, folder: Path) -> SeedCounts:
    activities, above_activities = await asyncio.to_thread(reading.industries, folder)
    goods, above_goods = await asyncio.to_thread(reading.goods, folder)
    local = await asyncio.to_thread(reading.local_categories, folder)
    wanted: dict[str, list[CategoryLink]] = {
        "BROADER": [*above_activities, *above_goods],
        "MAPS_TO": [],
        "INPUT_TO": await asyncio.to_thread(reading.inputs, folder),
    }
    for row in local:
        for name, links in row.links.items():
            wanted[name] += links
    categories = [*activities, *goods, *(row.category for row in local)]
    stored, links_there = await app.taxonomy.stored()
    known = {category.id: category for category in stored}
    new = [one for one in categories if one.id not in known]
    changed = [
        one for one in categories if one.id in known and differs(known[one.id], one, keep=True)
    ]
    fresh = {
        name: fresh_links(links_there[name], links, keep=True) for name, links in wanted.items()
    }
    if new or changed or any(fresh.values()):
        await app.taxonomy.add(_ACTOR, [*new, *changed], fresh)
    return SeedCounts(len(new), len(changed), len(categories) - len(new) - len(changed))


def _counts(rows: int, written: int) -> SeedCounts:
    return SeedCounts(created=written, unchanged=rows - written)


def _of_report(report: ImportReport) -> SeedCounts:
    counted = Counter(row.outcome for row in report.rows)
    return SeedCounts(
        counted[RowOutcome.CREATED], counted[RowOutcome.UPDATED], counted[RowOutcome.UNCHANGED]
    )
