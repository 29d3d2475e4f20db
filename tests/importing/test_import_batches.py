"""What happens to a file when the import is stopped in its middle, and how its progress is told."""

from pathlib import Path

import pytest

from chainlink.app import App
from chainlink.importing.model import ImportKind
from chainlink.journal.verification import verify
from tests.factories import create_enterprise, new_uscc
from tests.importing.import_files import count, in_batches_of, load, write_csv

ROWS = 10


class StoppedError(Exception):
    """What the test stops an import with."""


def write_enterprises(folder: Path) -> Path:
    rows = [[new_uscc(), f"第{number}厂"] for number in range(ROWS)]
    return write_csv(folder / "x.csv", [["uscc", "name"], *rows])


async def test_progress_is_told_batch_by_batch(app: App, tmp_path: Path) -> None:
    told: list[tuple[int, int]] = []
    await load(
        in_batches_of(app, 4),
        ImportKind.ENTERPRISES,
        write_enterprises(tmp_path),
        progress=lambda done, total: told.append((done, total)),
    )
    assert told == [(4, ROWS), (8, ROWS), (10, ROWS)]


async def test_whole_batches_are_kept_and_a_second_run_completes(app: App, tmp_path: Path) -> None:
    file = write_enterprises(tmp_path)

    def stop(done: int, total: int) -> None:
        if done == 8:
            raise StoppedError

    with pytest.raises(StoppedError):
        await load(in_batches_of(app, 4), ImportKind.ENTERPRISES, file, progress=stop)
    assert await count(app, "(e:Enterprise)") == 8
    report = await load(app, ImportKind.ENTERPRISES, file)
    assert (report.created, report.unchanged) == (2, 8)
    assert await count(app, "(e:Enterprise)") == ROWS
    assert (await verify(app.journal)).broken_at is None


async def test_a_batch_is_one_transaction(app: App, tmp_path: Path) -> None:
    before = await app.journal.head()
    await load(in_batches_of(app, 5), ImportKind.ENTERPRISES, write_enterprises(tmp_path))
    instants = {entry.at for entry in await app.journal.entries(before[0])}
    assert len(instants) == 2


async def test_a_need_and_a_capability_of_one_title_are_two_things(
    app: App, tmp_path: Path
) -> None:
    owner = await create_enterprise(app)
    file = write_csv(tmp_path / "x.csv", [["uscc", "title"], [owner.uscc, "铝压铸件"]])
    for kind in (ImportKind.CAPABILITIES, ImportKind.NEEDS):
        assert (await load(app, kind, file)).created == 1
