"""A file on its way in: checked, then loaded; what is wrong is named and the good rows kept."""

import io
from uuid import uuid4

import httpx
import openpyxl
import pytest

from chainlink.accounts.model import Role
from chainlink.enterprises.listing_question import EnterpriseQuestion
from tests.factories import SYSTEM, create_account, new_uscc
from tests.settable_clock import SettableClock
from tests.web.conftest import FORM_TOKEN, OWN_SITE, Site
from tests.web.desks import Desk, at_desk

PAGE = "/administration/import"
MEBIBYTE = 2**20


@pytest.fixture
async def admin(site: Site) -> Desk:
    return await at_desk(site, await create_account(site.app, Role.ADMIN, name="admin"))


def table(*rows: tuple[str, ...]) -> bytes:
    return "\n".join(",".join(row) for row in rows).encode()


async def send(
    desk: Desk,
    content: bytes | None,
    name: str = "企业.csv",
    *,
    kind: str = "enterprises",
    token: str = "",
    **said: str,
) -> httpx.Response:
    """The form with a file, as a browser sends it."""
    found = FORM_TOKEN.search(await desk.text(PAGE))
    assert found
    data = {"form_token": token or found[1], "form_id": "import", "back": PAGE, "kind": kind}
    data |= {"requestId": str(uuid4())} | said
    files = {} if content is None else {"file": (name, content, "text/csv")}
    if not files:
        files = {"file": ("", b"", "application/octet-stream")}
    return await desk.browser.client.post(PAGE, data=data, files=files, headers=OWN_SITE)


def place(answer: httpx.Response) -> str:
    assert answer.status_code == 303, answer.text
    return answer.headers["location"].partition("?")[0]


async def enterprises(site: Site) -> set[str]:
    found = await site.app.enterprises.listed(SYSTEM, EnterpriseQuestion(most=100))
    return {one.name for one in found.found}


GOOD, OTHER = new_uscc(77_001), new_uscc(77_002)
ROWS = table(
    ("统一社会信用代码", "企业名称", "七方类别", "备注"),
    (GOOD, "好厂一", "产", ""),
    ("91370812XXXXXXXXXX", "坏厂", "产", ""),
    (OTHER, "好厂二", "产", ""),
    (new_uscc(77_003), "=HYPERLINK(1)", "产", ""),
)


async def test_it_is_checked_then_loaded_and_bad_rows_are_named(site: Site, admin: Desk) -> None:
    here = place(await send(admin, ROWS))
    assert await enterprises(site) == set()
    text = await admin.text(here)
    for said in ("坏厂", "还没有写入", "略过的列：备注", "UTF-8"):
        assert said in text
    loaded = await admin.send(here, "load")
    assert place(loaded) == here
    assert await enterprises(site) == {"好厂一", "好厂二"}
    text = await admin.text(here)
    assert "导入结果" in text
    assert "坏厂" in text
    assert 'href="/enterprises/"' not in text
    failed = await admin.text(f"{here}?outcome=FAILED")
    assert "坏厂" in failed
    assert "好厂一" not in failed


async def test_what_is_sent_twice_is_loaded_once(site: Site, admin: Desk) -> None:
    here = place(await send(admin, ROWS))
    assert place(await admin.send(here, "load")) == here
    head = await site.app.journal.head()
    assert place(await admin.forged(PAGE, here)) == here
    assert await site.app.journal.head() == head
    again = place(await send(admin, ROWS))
    assert place(await admin.send(again, "load")) == again
    assert await enterprises(site) == {"好厂一", "好厂二"}


@pytest.mark.parametrize("format_", ["xlsx", "csv"])
async def test_the_report_is_taken_away_and_runs_nothing(admin: Desk, format_: str) -> None:
    here = place(await send(admin, ROWS))
    answer = await admin.get(f"{here}?as={format_}")
    assert "attachment" in answer.headers["content-disposition"]
    if format_ == "csv":
        text = answer.content.decode("utf-8-sig")
        assert "坏厂" in text
        assert not [
            cell for line in text.splitlines() for cell in line.split(",") if cell[:1] == "="
        ]
    else:
        sheet = openpyxl.load_workbook(io.BytesIO(answer.content)).worksheets[0]
        cells = [cell for row in sheet.iter_rows() for cell in row]
        assert all(cell.data_type != "f" for cell in cells)
        assert "坏厂" in {cell.value for cell in cells}


async def test_a_column_that_is_not_recognised_is_asked_for(site: Site, admin: Desk) -> None:
    rows = table(("识别码", "厂名"), (GOOD, "好厂"))
    asked = await send(admin, rows)
    assert asked.status_code == 422
    assert 'name="column.uscc"' in asked.text
    assert 'name="column.name"' in asked.text
    assert "文件里的列有：识别码、厂名" in asked.text
    assert "--map" not in asked.text
    wrong = await send(admin, rows, **{"column.uscc": "识别码", "column.name": "没有这列"})
    assert wrong.status_code == 422
    assert 'value="识别码"' in wrong.text
    here = place(await send(admin, rows, **{"column.uscc": "识别码", "column.name": "厂名"}))
    await admin.send(here, "load")
    assert await enterprises(site) == {"好厂"}


@pytest.mark.parametrize(
    ("content", "name", "status", "sentence"),
    [
        (None, "", 422, "请选择一个文件"),
        (b"", "空.csv", 422, "空"),
        (b"   \n ", "空.csv", 422, "空"),
        (bytes(range(256)) * 40, "图.csv", 422, "图.csv"),
        (b"PK\x03\x04" + b"x" * 500, "坏.xlsx", 422, "坏.xlsx"),
        (b"\xd0\xcf\x11\xe0" * 9, "旧.xls", 422, "旧.xls"),
        (b"x" * (20 * MEBIBYTE + 1), "大.csv", 413, "超过 20 MB"),
        (b"x" * (21 * MEBIBYTE), "大.csv", 413, "超过 20 MB"),
    ],
)
async def test_files_that_are_none_are_refused_with_a_sentence(
    site: Site, admin: Desk, content: bytes | None, name: str, status: int, sentence: str
) -> None:
    head = await site.app.journal.head()
    answer = await send(admin, content, name)
    assert answer.status_code == status
    assert sentence in answer.text
    assert '<form id="import"' in answer.text
    assert await site.app.journal.head() == head


@pytest.mark.parametrize(
    "name", ["../../etc/passwd.csv", "C:\\x\\企业.csv", "..", "企" * 300 + ".csv"]
)
async def test_a_file_s_name_names_no_place(admin: Desk, name: str) -> None:
    here = place(await send(admin, ROWS, name))
    text = await admin.text(here)
    assert "etc" not in text
    assert "C:" not in text


@pytest.mark.parametrize(
    ("kind", "body", "status"),
    [
        ("multipart/form-data", b"", 400),
        ("multipart/form-data; boundary=x", b"", 400),
        ("multipart/form-data; boundary=x", b"--x\r\nnothing\r\n--x--\r\n", 400),
        ("multipart/form-data; boundary=x", b"--x\r\n\r\n\r\n", 400),
        ("multipart/form-data; boundary=x", b'--x\r\nContent-Disposition: form-data; name="k', 400),
        (
            "multipart/form-data; boundary=x",
            b'--x\r\nContent-Disposition: form-data; name="kind"\r\n\r\n\xff\xfe\r\n--x--',
            400,
        ),
        ("application/x-www-form-urlencoded", b"kind=enterprises", 415),
        ("text/plain", b"x", 415),
    ],
)
async def test_bodies_that_are_no_form_are_refused(
    admin: Desk, kind: str, body: bytes, status: int
) -> None:
    answer = await admin.browser.client.post(
        PAGE, content=body, headers=OWN_SITE | {"content-type": kind}
    )
    assert answer.status_code == status
    assert '<form id="import"' in answer.text


async def test_many_or_long_fields_are_refused(admin: Desk) -> None:
    long = await send(admin, ROWS, note="x" * (2**16 + 1))
    assert long.status_code == 413
    many = await send(admin, ROWS, **{f"n{number}": "x" for number in range(300)})
    assert many.status_code == 400


async def test_a_file_is_worked_on_for_nobody_else(site: Site, admin: Desk) -> None:
    head = await site.app.journal.head()
    assert (await send(admin, ROWS, token="0" * 64)).status_code == 403
    for role in (Role.AUDITOR, Role.SECRETARY, Role.STAFF, Role.ENTERPRISE):
        desk = await at_desk(site, await create_account(site.app, role, name=f"one {role}"))
        head = await site.app.journal.head()
        # turned away before a byte of it is read
        answer = await desk.browser.client.post(
            PAGE, content=b"x", headers=OWN_SITE | {"content-type": "multipart/form-data"}
        )
        assert answer.status_code == 403, role
    guest = Desk(await site.browser())
    answer = await guest.browser.client.post(PAGE, content=b"x", headers=OWN_SITE)
    assert answer.status_code == 401
    for kind in ("deals", "orders"):
        refused = await send(admin, ROWS, kind=kind)
        assert refused.status_code == 403
    assert (await send(admin, ROWS, kind="nonsense")).status_code == 422
    assert await site.app.journal.head() == head


async def test_somebody_else_s_file_is_not_there_and_ones_own_for_an_hour(
    site: Site, admin: Desk, clock: SettableClock
) -> None:
    here = place(await send(admin, ROWS))
    other = await at_desk(site, await create_account(site.app, Role.ADMIN, name="other admin"))
    assert (await other.get(here)).status_code == 404
    assert (await other.forged(PAGE, here)).status_code == 404
    assert (await admin.get(f"{PAGE}/nothing")).status_code == 404
    clock.advance(hours=2)
    gone = await admin.get(here)
    assert gone.status_code == 404
    assert "只留一小时" in gone.text
    assert await enterprises(site) == set()


async def test_few_files_are_kept_at_once(admin: Desk) -> None:
    first = place(await send(admin, ROWS))
    for _ in range(4):
        place(await send(admin, ROWS))
    text = await admin.text(first)
    assert "不再保留" in text
    assert (await admin.forged(PAGE, first)).status_code == 409
