"""The inbox's page: what a card says, what is decided on it in place, and what becomes of that."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from html import unescape
from typing import Any

import httpx
import pytest

from chainlink.accounts.model import Role
from chainlink.enterprises.model import Enterprise
from chainlink.introductions.machine import IntroductionState
from chainlink.introductions.model import ConsentState
from chainlink.introductions.reading import consents_of
from tests.factories import SYSTEM, create_enterprise, declare_capability, declare_need
from tests.web.conftest import Browser, Site

PAGE = "/matches"
CARD = re.compile(r'<article class="card pair" id="(card-[0-9a-f]{16})"(.*?)</article>', re.DOTALL)
IN_PLACE = {"hx_request": "true"}


def cards(page: httpx.Response) -> dict[str, str]:
    """What stands in each card, by its id."""
    return dict(CARD.findall(page.text))


def words(text: str) -> str:
    """A text without its markup."""
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", text)).split())


def form_in(text: str, id_: str) -> dict[str, str]:
    """The hidden fields of a form."""
    found = re.search(rf'<form id="{id_}".*?</form>', text, re.DOTALL)
    assert found, id_
    pairs = re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', found[0])
    return {name: unescape(value) for name, value in pairs}


@dataclass
class Inbox:
    """A motor works of committee ka that needs housings, and two casters of kb."""

    site: Site
    works: Enterprise
    casters: list[Enterprise]

    async def officer(self, role: Role = Role.STAFF, *committees: str) -> Browser:
        name = f"{role.value} of {committees}"
        await self.site.account(role, name, committees=committees)
        browser = await self.site.browser()
        await browser.sign_in(name)
        return browser

    async def send(
        self, browser: Browser, verb: str, form: str, said: Mapping[str, Any], **headers: str
    ) -> httpx.Response:
        """A card's form as it stands on the page, with what is typed into it."""
        page = await browser.get(PAGE)
        data = form_in(page.text, form) | dict(said)
        return await browser.form(PAGE, f"{PAGE}/{verb}", data, **headers)

    async def key_of(self, browser: Browser, caster: Enterprise) -> str:
        found = cards(await browser.get(PAGE))
        return next(key for key, text in found.items() if caster.name in text)


@pytest.fixture
async def inbox(site: Site) -> Inbox:
    app = site.app
    works = await create_enterprise(app, name="电机厂")
    await declare_need(app, works)
    casters = []
    for number, said in enumerate(({"title": "电机壳体"}, {"title": "铝压铸件"})):
        caster = await create_enterprise(app, name=f"压铸{number}厂", committees=["kb"])
        codes = ["motor-housings"] if number == 0 else ["aluminium-die-castings"]
        await declare_capability(app, caster, categories=codes, **said)
        casters.append(caster)
    return Inbox(site, works, casters)


async def test_a_card_shows_both_sides_and_reasons_that_add_up(inbox: Inbox) -> None:
    browser = await inbox.officer(Role.SECRETARY, "ka")
    page = await browser.get(PAGE)
    assert page.status_code == 200
    found = cards(page)
    assert len(found) == 2
    text = found[await inbox.key_of(browser, inbox.casters[0])]
    for said in ("电机厂", "压铸0厂", "找电机壳体", "铸造党委", "农机党委", "济宁市兖州区", "供需"):
        assert said in text
    numbers = [
        int(one.replace("−", "-").replace("+", "").replace(".", ""))
        for one in re.findall(r'<td class="numeric">([+−]\d+\.\d\d)</td>', text)
    ]
    assert len(numbers) > 3
    assert sum(numbers[:-1]) == numbers[-1]
    assert "style=" not in page.text
    assert "/events/" not in text


async def test_filters_stand_in_the_address(inbox: Inbox) -> None:
    browser = await inbox.officer(Role.SECRETARY, "ka")
    for query, names in (
        ("type=SUPPLY", {"压铸0厂", "压铸1厂"}),
        ("type=FINANCE", set()),
        ("name=压铸1", {"压铸1厂"}),
        ("chain=machines", {"压铸0厂", "压铸1厂"}),
        ("least=0", set()),
        ("least=-9", {"压铸0厂", "压铸1厂"}),
        ("type=NONSENSE&least=many&page=x", {"压铸0厂", "压铸1厂"}),
        ("page=2", set()),
    ):
        page = await browser.get(f"{PAGE}?{query}")
        assert page.status_code == 200, query
        shown = " ".join(cards(page).values())
        assert {one.name for one in inbox.casters if one.name in shown} == names, query
    assert "没有符合这些条件的推荐" in (await browser.get(f"{PAGE}?least=0")).text
    [first, *_] = cards(await browser.get(PAGE)).values()
    score = re.findall(r'<td class="numeric">([+−]\d+\.\d\d)</td>', first)[-1]
    found = cards(await browser.get(f"{PAGE}?least={score}"))
    assert len(found) == 1  # a score as it is told finds the pair that it is told of


async def test_shortlisted_without_a_script(inbox: Inbox) -> None:
    browser = await inbox.officer(Role.STAFF, "ka")
    key = await inbox.key_of(browser, inbox.casters[0])
    said = {"nextStep": "打电话", "dueOn": "2027-01-31"}
    answer = await inbox.send(browser, "shortlist", f"shortlist-{key}", said)
    assert answer.status_code == 303
    page = await browser.get(answer.headers["location"])
    [id_] = re.findall(r'href="/introductions/([\w-]+)"', page.text)
    made = await inbox.site.app.introductions.get(SYSTEM, id_)
    assert (made.state, made.seeker, made.provider) == (
        IntroductionState.SHORTLISTED,
        inbox.works.id,
        inbox.casters[0].id,
    )
    assert (made.committee, made.next_step, str(made.due_on)) == ("ka", "打电话", "2027-01-31")
    assert "已初选" in page.text
    assert key not in cards(page)  # what is being introduced needs nobody's look any more
    found = cards(await browser.get(f"{PAGE}?introduced=1"))
    assert f"/introductions/{id_}" in found[key]
    assert f"shortlist-{key}" not in found[key]
    taken = form_in(page.text, f"undo-{key}")
    undone = await browser.form(PAGE, f"{PAGE}/undo", taken)
    assert undone.status_code == 303
    assert key in cards(await browser.get(undone.headers["location"]))
    assert (await inbox.site.app.introductions.get(SYSTEM, id_)).state is (
        IntroductionState.WITHDRAWN
    )


async def test_in_place_a_card_becomes_one_line_and_comes_back(inbox: Inbox) -> None:
    browser = await inbox.officer(Role.STAFF, "ka")
    key = await inbox.key_of(browser, inbox.casters[1])
    said = {"reason": "PRICE"}
    answer = await inbox.send(browser, "dismiss", f"dismiss-{key}", said, **IN_PLACE)
    page = await browser.get(answer.headers["location"], **{"hx-request": "true"})
    assert cards(page) == {}
    [line] = re.findall(rf'<div class="card pair answered" id="{key}".*?</form>', page.text, re.S)
    assert "已忽略" in words(line)
    assert "电机厂 × 压铸1厂" in words(line)
    assert key not in cards(await browser.get(PAGE))
    taken = form_in(page.text, f"undo-{key}")
    undone = await browser.form(PAGE, f"{PAGE}/undo", taken, **IN_PLACE)
    again = await browser.get(undone.headers["location"], **{"hx-request": "true"})
    assert list(cards(again)) == [key]
    assert key in cards(await browser.get(PAGE))


async def test_asked_at_once_both_sides_are_asked(inbox: Inbox) -> None:
    browser = await inbox.officer(Role.STAFF, "ka")
    key = await inbox.key_of(browser, inbox.casters[0])
    answer = await inbox.send(browser, "ask", f"ask-{key}", {"purpose": "洽谈壳体"})
    page = await browser.get(answer.headers["location"])
    [id_] = re.findall(r'href="/introductions/([\w-]+)"', page.text)
    app = inbox.site.app
    assert (await app.introductions.get(SYSTEM, id_)).state is IntroductionState.CONSENT_PENDING
    consents = await consents_of(app.store, [id_])
    assert {(one.enterprise, one.purpose, one.state) for one in consents} == {
        (inbox.works.id, "洽谈壳体", ConsentState.ASKED),
        (inbox.casters[0].id, "洽谈壳体", ConsentState.ASKED),
    }
    assert f"undo-{key}" not in page.text  # both know of it by now


async def test_a_veto_is_confirmed_and_lifted(inbox: Inbox) -> None:
    browser = await inbox.officer(Role.STAFF, "ka")
    key = await inbox.key_of(browser, inbox.casters[0])
    refused = await inbox.send(browser, "veto", f"veto-{key}", {})
    assert refused.status_code == 422
    assert "请勾选“确认否决”" in refused.text
    answer = await inbox.send(browser, "veto", f"veto-{key}", {"confirmed": "1"})
    page = await browser.get(answer.headers["location"])
    assert key not in cards(page)
    undone = await browser.form(PAGE, f"{PAGE}/undo", form_in(page.text, f"undo-{key}"))
    assert key in cards(await browser.get(undone.headers["location"]))


async def test_what_is_refused_keeps_what_was_typed(inbox: Inbox) -> None:
    browser = await inbox.officer(Role.STAFF, "ka")
    key = await inbox.key_of(browser, inbox.casters[0])
    for verb, said, problem, kept in (
        ("dismiss", {"reason": "OTHER", "text": ""}, "text", "OTHER"),
        ("dismiss", {"reason": "", "text": "太远了吧"}, "reason", "太远了吧"),
        ("shortlist", {"dueOn": "2001-01-01", "nextStep": "先等等"}, "dueOn", "先等等"),
        ("ask", {"purpose": " "}, "purpose", ""),
    ):
        for headers in ({}, IN_PLACE):
            answer = await inbox.send(browser, verb, f"{verb}-{key}", said, **headers)
            assert answer.status_code == 422, (verb, said)
            found = cards(answer)[key]
            assert f'id="{verb}-{key}-{problem}-problem"' in found, (verb, said)
            assert kept in found
    assert await inbox.site.app.dismissals.dismissals(SYSTEM) == []


async def test_sent_twice_it_is_done_once(inbox: Inbox) -> None:
    browser = await inbox.officer(Role.STAFF, "ka")
    key = await inbox.key_of(browser, inbox.casters[0])
    page = await browser.get(PAGE)
    data = form_in(page.text, f"dismiss-{key}") | {"reason": "PRICE"}
    first = await browser.form(PAGE, f"{PAGE}/dismiss", data)
    second = await browser.form(PAGE, f"{PAGE}/dismiss", data)
    assert first.headers["location"] == second.headers["location"]
    assert len(await inbox.site.app.dismissals.dismissals(SYSTEM)) == 1


async def test_a_pair_that_somebody_else_has_taken_is_told_in_its_place(inbox: Inbox) -> None:
    one, other = await inbox.officer(Role.STAFF, "ka"), await inbox.officer(Role.ADMIN)
    key = await inbox.key_of(one, inbox.casters[0])
    page = await one.get(PAGE)
    await inbox.send(other, "shortlist", f"shortlist-{key}", {"committee": "kb"})
    for headers in ({}, IN_PLACE):
        data = form_in(page.text, f"shortlist-{key}")
        answer = await one.form(PAGE, f"{PAGE}/shortlist", data, **headers)
        assert answer.status_code == 409
        assert f'id="{key}"' in answer.text
        assert "查看引荐" in answer.text


async def test_several_at_once_lose_no_good_one(inbox: Inbox) -> None:
    browser, other = await inbox.officer(Role.STAFF, "ka"), await inbox.officer(Role.ADMIN)
    page = await browser.get(PAGE)
    picks = re.findall(r'name="pick" value="([^"]+)"', page.text)
    assert len(picks) == 2
    key = await inbox.key_of(other, inbox.casters[0])
    await inbox.send(other, "shortlist", f"shortlist-{key}", {"committee": "kb"})
    data: dict[str, Any] = form_in(page.text, "batch") | {"pick": picks, "decision": "shortlisted"}
    for _ in range(2):  # sent again it says the same, and does nothing twice
        answer = await browser.form("/account", f"{PAGE}/batch", data)
        assert answer.status_code == 200
        assert "所选 2 对中已初选 1 对。" in answer.text
        [left] = re.findall(r'<ul class="left">(.*?)</ul>', answer.text, re.DOTALL)
        assert words(left).startswith("电机厂 × 压铸0厂")
    opened = await inbox.site.app.introductions.of_enterprise(SYSTEM, inbox.works.id)
    assert {one.provider for one in opened} == {one.id for one in inbox.casters}


async def test_several_dismissed_with_one_reason_and_taken_back(inbox: Inbox) -> None:
    browser = await inbox.officer(Role.STAFF, "ka")
    page = await browser.get(PAGE)
    picks = re.findall(r'name="pick" value="([^"]+)"', page.text)
    plain = form_in(page.text, "batch")
    for said in (
        {"pick": picks, "decision": "dismissed"},
        {"decision": "dismissed", "reason": "PRICE"},
        {"pick": ["nonsense"], "decision": "shortlisted"},
        {"pick": picks, "decision": "married"},
    ):
        refused = await browser.form(PAGE, f"{PAGE}/batch", plain | said)
        assert refused.status_code == 422
        assert len(cards(refused)) == 2
    data = plain | {"pick": picks, "decision": "dismissed", "reason": "DISTANCE"}
    answer = await browser.form(PAGE, f"{PAGE}/batch", data)
    assert "所选 2 对中已忽略 2 对。" in answer.text
    assert cards(answer) == {}
    tokens = re.findall(r'name="one" value="([^"]+)"', answer.text)
    undo = form_in(answer.text, "undo-batch") | {"one": tokens}
    undone = await browser.form("/account", f"{PAGE}/undo", undo)
    assert len(cards(await browser.get(undone.headers["location"]))) == 2


async def test_an_enterprise_is_shown_its_own_partners_and_no_hidden_name(site: Site) -> None:
    app = site.app
    works = await create_enterprise(app, name="电机厂")
    await declare_need(app, works)
    caster = await create_enterprise(app, name="隐名厂", visibility="ANONYMOUS")
    await declare_capability(app, caster, title="隐名厂的电机壳体", categories=["motor-housings"])
    await site.account(Role.ENTERPRISE, "电机厂的人", enterprise=works.id)
    browser = await site.browser()
    await browser.sign_in("电机厂的人")
    page = await browser.get(PAGE)
    assert page.status_code == 200
    [key] = cards(page)
    for secret in ("隐名厂", caster.id):
        assert secret not in page.text
    assert f"veto-{key}" not in page.text  # nobody can name whom he may not know
    assert f"ask-{key}" not in page.text
    data = form_in(page.text, f"dismiss-{key}") | {"reason": "OTHER", "text": ""}
    for headers in ({}, IN_PLACE):
        refused = await browser.form(PAGE, f"{PAGE}/dismiss", data, **headers)
        assert refused.status_code == 422
        assert key in cards(refused)
    answer = await browser.form(PAGE, f"{PAGE}/dismiss", data | {"reason": "PRICE"}, **IN_PLACE)
    line = await browser.get(answer.headers["location"], **{"hx-request": "true"})
    taken = form_in(line.text, f"undo-{key}")
    undone = await browser.form("/account", f"{PAGE}/undo", taken, **IN_PLACE)
    again = await browser.get(undone.headers["location"], **{"hx-request": "true"})
    assert list(cards(again)) == [key]
    for one in (refused, answer, line, again):
        assert "隐名厂" not in one.text
        assert caster.id not in one.text
        assert caster.id not in one.headers.get("location", "")


async def test_empty_states_say_what_to_do_first(site: Site) -> None:
    await site.account(Role.SECRETARY, "书记", committees=("ka",))
    await site.account(Role.ENTERPRISE, "新来的")
    for name, said in (("书记", "还没有成员单位"), ("新来的", "先登记单位")):
        browser = await site.browser()
        await browser.sign_in(name)
        page = await browser.get(PAGE)
        assert (page.status_code, said in page.text) == (200, True), name


async def test_who_only_reads_decides_nothing(inbox: Inbox) -> None:
    browser = await inbox.officer(Role.AUDITOR)
    page = await browser.get(PAGE)
    assert len(cards(page)) == 2
    assert "/matches/dismiss" not in page.text
    for verb in ("shortlist", "ask", "dismiss", "veto", "undo", "batch"):
        refused = await browser.form("/account", f"{PAGE}/{verb}", {})
        assert refused.status_code == 403, verb


async def test_another_committees_officer_sees_nothing_of_it(inbox: Inbox) -> None:
    own = await inbox.officer(Role.STAFF, "ka")
    key = await inbox.key_of(own, inbox.casters[0])
    answer = await inbox.send(own, "dismiss", f"dismiss-{key}", {"reason": "PRICE"})
    stranger = await inbox.officer(Role.STAFF, "kb")
    place = answer.headers["location"]
    page = await stranger.get(place)
    assert f"undo-{key}" not in page.text
    token = re.search(r"undo=([^&]+)", place)
    assert token
    data = {"one": httpx.QueryParams(place.partition("?")[2])["undo"]}
    refused = await stranger.form("/account", f"{PAGE}/undo", data | {"back": PAGE})
    assert refused.status_code == 404
