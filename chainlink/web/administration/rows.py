"""What became of a file's rows, on the screen and as a report to take away."""

from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import quote

from starlette.responses import Response

from chainlink.importing.model import ImportKind, ImportReport, RowOutcome, RowResult
from chainlink.web.administration.keeping import Checked
from chainlink.web.administration.parts import page
from chainlink.web.desk import HEADERS, Desk
from chainlink.web.exporting import TYPES
from chainlink.web.guests import Guest
from chainlink.web.shown import Shown
from chainlink.web.tables import Column, Format, Kind, Table, asked_of

_PLACES = {ImportKind.ENTERPRISES: "/enterprises/{}"}


def show_rows(desk: Desk, guest: Guest, checked: Checked) -> Response:
    """The page, or the report as a file."""
    shown, report = desk.shown(guest), checked.report
    asked = asked_of(guest, (), "")
    if asked.exported:
        return _file(report, asked.exported, shown)
    wanted = guest.query.get("outcome", "")
    rows = [one for one in report.rows if not wanted or one.outcome.value == wanted]
    # what was not taken comes first: it is what somebody must do something about
    rows.sort(key=lambda one: not one.problems)
    few = rows[asked.passed : asked.passed + asked.size]
    table = Table("administration_import", _columns(report, shown), few, len(rows), asked)
    return page(
        desk,
        guest,
        "rows",
        checked=checked,
        report=report,
        kind=shown.say(f"page.administration.kind.{checked.kind}"),
        counts=[
            (outcome, _outcome(outcome, shown), report.counts[outcome]) for outcome in RowOutcome
        ],
        table=table,
        loadable=report.dry_run
        and checked.content is not None
        and report.failed < len(report.rows),
        lost=report.dry_run and checked.content is None,
    )


def _columns(report: ImportReport, shown: Shown) -> list[Column[RowResult]]:
    place = "" if report.dry_run else _PLACES.get(report.kind, "")

    def said(row: RowResult) -> str:
        problems = [problem.sentence(shown.language) for problem in row.problems]
        return " ".join(problems)

    def noted(row: RowResult) -> str:
        return " ".join(note.sentence(shown.language) for note in row.notes)

    return [
        Column("row", lambda one: one.row, Kind.NUMBER),
        Column(
            "name",
            lambda one: one.name,
            link=lambda one: place.format(one.subject) if one.subject else "",
        ),
        Column("outcome", lambda one: _outcome(one.outcome, shown)),
        Column("problems", said),
        Column("notes", noted),
    ]


def _outcome(outcome: RowOutcome, shown: Shown) -> str:
    return shown.say(f"import.outcome.{outcome}")


def _file(report: ImportReport, format_: Format, shown: Shown) -> Response:
    """The report as the command writes it: a cell that a sheet would run is disarmed."""
    with TemporaryDirectory(prefix="chainlink-report-") as folder:
        path = Path(folder) / f"report.{format_}"
        report.write(path, shown.language)
        content = path.read_bytes()
    name = f"{Path(report.file).stem}-{shown.say('import.report.title')}.{format_}"
    saved = f"attachment; filename*=UTF-8''{quote(name, safe='')}"
    headers = HEADERS | {"content-disposition": saved}
    return Response(content, media_type=TYPES[format_], headers=headers)
