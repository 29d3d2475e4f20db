"""`/administration/import`: a file is checked first, then its rows are loaded."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from starlette.responses import Response

from chainlink.errors import Conflict, InvalidInput
from chainlink.importing.kinds import HEADINGS
from chainlink.importing.model import ImportKind, ImportReport
from chainlink.importing.service import ImportService, may_import
from chainlink.web.administration.keeping import Checked, CheckedFiles
from chainlink.web.administration.parts import HOME, IMPORTS, page
from chainlink.web.administration.rows import show_rows
from chainlink.web.bodies import Sent
from chainlink.web.desk import Desk
from chainlink.web.guests import Guest
from chainlink.web.uploads import LARGEST_FILE
from chainlink.web.workbench import Workbench

PATH = f"{HOME}/import"
FORM = "import"
_COLUMN = "column."  # a field of the form that says in which column a field of the file stands
_NAMELESS = "file"


async def show_import(desk: Desk, guest: Guest) -> Response:
    """The form; after a refusal with a field for each column that was not recognised."""
    shown = desk.shown(guest)
    kinds = [kind for kind in ImportKind if may_import(guest.actor, kind)]
    trouble = guest.trouble if guest.trouble and guest.trouble.form == FORM else None
    asked = {*trouble.fields, *trouble.values} if trouble else set()
    return page(
        desk,
        guest,
        "import",
        kinds=[(one.value, shown.say(f"page.administration.kind.{one}")) for one in kinds],
        headings=[(one, HEADINGS[one]) for one in kinds],
        unmatched=sorted(name for name in asked if name.startswith(_COLUMN)),
        column=_COLUMN,
        most=LARGEST_FILE // 2**20,
        action=PATH,
    )


def add_import(workbench: Workbench) -> None:
    """Serve the form, what became of a file, and loading it."""
    desk, app = workbench.desk, workbench.app
    service, files = ImportService(app), CheckedFiles(app.clock)

    async def show(guest: Guest) -> Response:
        return await show_import(desk, guest)

    async def one(guest: Guest) -> Response:
        return show_rows(desk, guest, files.get(guest.actor, _id(guest)))

    async def run(guest: Guest, checked: Checked, *, dry_run: bool) -> ImportReport:
        assert checked.content is not None  # noqa: S101 - both callers see to it
        with TemporaryDirectory(prefix="chainlink-import-") as folder:
            path = Path(folder) / (checked.name or _NAMELESS)
            path.write_bytes(checked.content)
            return await service.run(
                guest.actor, checked.kind, path, dry_run=dry_run, mapping=checked.mapping
            )

    async def check(guest: Guest, sent: Sent) -> Response:
        checked = _sent(guest, sent, app.clock())
        try:
            checked.report = await run(guest, checked, dry_run=True)
        except InvalidInput as refusal:
            raise _at_fields(refusal, checked.kind) from refusal
        files.keep(checked)
        return workbench.done(guest, sent, "import_checked", f"{PATH}/{checked.id}")

    async def load(guest: Guest, sent: Sent) -> Response:
        checked = files.get(guest.actor, _id(guest))
        async with checked.loading:  # whoever sends it twice waits for the first
            if not checked.loaded:
                if checked.content is None:
                    raise Conflict("import.not_kept")
                checked.report = await run(guest, checked, dry_run=False)
                checked.content = None
        return workbench.done(guest, sent, "import_done", f"{PATH}/{checked.id}")

    workbench.shows(PATH, IMPORTS, show)
    workbench.takes(PATH, IMPORTS, check, show, upload=True)
    workbench.shows(f"{PATH}/{{id}}", IMPORTS, one)
    workbench.takes(f"{PATH}/{{id}}", IMPORTS, load, one)


def _id(guest: Guest) -> str:
    return str(guest.request.path_params["id"])


def _sent(guest: Guest, sent: Sent, now: datetime) -> Checked:
    """What was sent, not checked yet. Raises InvalidInput."""
    kind = sent.text("kind")
    if kind not in set(ImportKind):
        raise InvalidInput.of("kind", "invalid_value", value=kind)
    file = sent.files.get("file")
    if file is None:
        raise InvalidInput.of("file", "import.no_file")
    mapping: Mapping[str, str] = {
        str(value).strip(): name.removeprefix(_COLUMN)
        for name, value in sent.values.items()
        if name.startswith(_COLUMN) and str(value).strip()
    }
    wanted = ImportKind(kind)
    nothing = ImportReport(wanted, file.name, "", True, (), ())
    return Checked(guest.actor.account, wanted, file.name, file.content, mapping, nothing, now)


def _at_fields(refusal: InvalidInput, kind: ImportKind) -> InvalidInput:
    """A column that is not recognised is asked for in a field of its own, in the page's words."""
    known = HEADINGS[kind].names
    fields = [
        replace(one, path=f"{_COLUMN}{one.path}", key="import.column_asked")
        if one.path in known
        else replace(one, path="file")
        for one in refusal.fields
    ]
    return InvalidInput(fields, refusal.key)
