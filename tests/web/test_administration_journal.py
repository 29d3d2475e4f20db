"""The journal in the administration: searched, read, taken away, verified."""

import csv
import io

import pytest

from chainlink.accounts.model import Role
from tests.factories import SYSTEM, create_enterprise
from tests.web.conftest import Site
from tests.web.offices import HOME, Office, build_office


@pytest.fixture
async def office(site: Site) -> Office:
    return await build_office(site)


async def test_the_journal_is_searched_as_far_as_the_reader_may(office: Office) -> None:
    ours = await create_enterprise(office.app, name="电机厂", committees=["ka"])
    await create_enterprise(office.app, name="油缸厂", committees=["kb"])
    admin, staff = await office.desk("admin"), await office.desk("staff")
    everything = await admin.text(f"{HOME}/journal?action=enterprise.")
    assert "电机厂" in everything
    assert "油缸厂" in everything
    own = await staff.text(f"{HOME}/journal?action=enterprise.")
    assert "电机厂" in own
    assert "油缸厂" not in own
    one = await admin.text(f"{HOME}/journal?enterprise=电机厂&kind=Enterprise")
    assert f'href="/enterprises/{ours.id}"' in one
    assert "油缸厂" not in one
    by_name = await admin.text(f"{HOME}/journal?actor=staff")
    assert "session.started" in by_name or "登录" in by_name
    for query in ("since=2099-01-01", "action=nothing.like.it", "kind=Nothing", "before=0"):
        assert "没有符合条件" in await admin.text(f"{HOME}/journal?{query}"), query
    assert (await admin.get(f"{HOME}/journal?since=2026-02-31")).status_code == 422
    assert (await admin.get(f"{HOME}/journal?action={'x' * 101}")).status_code == 422
    assert (await admin.get(f"{HOME}/journal?before=-1&page=x")).status_code == 200


async def test_one_entry_is_told_to_whom_the_search_tells_it(office: Office) -> None:
    await create_enterprise(office.app, name="油缸厂", committees=["kb"])
    sequence, last = await office.app.journal.head()
    admin = await office.desk("admin")
    text = await admin.text(f"{HOME}/journal/{sequence}")
    assert last in text
    assert "油缸厂" in text
    other = await office.desk("staff")
    assert (await other.get(f"{HOME}/journal/{sequence}")).status_code == 404
    for wrong in ("0", "999999", "x", "9" * 40):
        assert (await admin.get(f"{HOME}/journal/{wrong}")).status_code == 404, wrong


async def test_the_journal_goes_on_page_by_page_and_into_a_file(office: Office) -> None:
    for number in range(30):
        await office.app.accounts.create(SYSTEM, f"账户{number}", Role.AUDITOR)
        await office.app.accounts.close(SYSTEM, f"账户{number}")
    admin = await office.desk("admin")
    first = await admin.text(f"{HOME}/journal?action=account.")
    assert first.count("<tr data-row>") == 50
    older = first.partition('rel="next" href="')[2].partition('"')[0].replace("&amp;", "&")
    rest = await admin.text(older)
    assert rest.count("<tr data-row>") >= 10
    answer = await admin.get(f"{HOME}/journal?action=account.&as=csv")
    rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
    sequences = [int(row[0]) for row in rows[1:]]
    assert len(sequences) == 50 + rest.count("<tr data-row>")
    assert sequences == sorted(sequences, reverse=True)


async def test_the_journal_is_verified_and_compared_with_an_earlier_head(office: Office) -> None:
    auditor = await office.desk("auditor")
    page = f"{HOME}/journal/verification"
    sequence, last = await office.app.journal.head()
    assert (await auditor.send(page, "verify")).status_code == 303
    text = await auditor.text(page)
    assert "完整：" in text
    assert "相符" in await auditor.text(f"{page}?head={sequence}+{last.upper()}")
    assert "改写过" in await auditor.text(f"{page}?head={sequence}+{'0' * 64}")
    assert "截掉" in await auditor.text(f"{page}?head={sequence + 9999}+{last}")
    wrong = await auditor.text(f"{page}?head=%3Cb%3E")
    assert "不是日志末端" in wrong
    assert "<b>" not in wrong
    for who in ("secretary", "staff", "enterprise"):
        desk = await office.desk(who)
        assert (await desk.get(page)).status_code == 403
        assert (await desk.forged("/account", page)).status_code == 403
