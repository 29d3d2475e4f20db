"""Every route of the workbench as everybody: who is let in, what is shown, and what moves nothing.

The same world, marks and declarations that the answers of GraphQL are compared with.
"""

import re
from collections.abc import AsyncIterator, Iterator
from dataclasses import replace
from typing import Any

import pytest

from chainlink.accounts.model import Role
from chainlink.graph.cypher import Query
from tests.everything_asked import marks
from tests.ladybug_copies import LadybugCopies
from tests.role_declarations import MARKS
from tests.small_app import Graph
from tests.web.conftest import FORM_TOKEN, OWN_SITE
from tests.web.every_route import NEWCOMER, SIGNED_IN, VISITORS, Address, Visits, visits_to
from tests.web.page_faults import faults_of
from tests.whole_story import build_whole_world, leave

MEMORY = 1024  # MiB, as where it is served: every page for everybody is more than half of it holds
ID = r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}"
REFUSED = frozenset({403, 404, 409, 422})
NEVER_THERE = "00000000-0000-4000-8000-000000000000"


@pytest.fixture(scope="module")
async def _shared_ladybug_graph(_ladybug_copies: LadybugCopies) -> AsyncIterator[Graph]:
    async with _ladybug_copies.opened(small=True, memory=MEMORY) as opened:
        yield opened


@pytest.fixture(scope="module")
async def visits(_shared_graph: Graph) -> AsyncIterator[Visits]:
    world = await build_whole_world(_shared_graph)
    made = await visits_to(world)
    yield made
    for browser in made.browsers.values():
        await browser.aclose()
    await leave(world)


def _pages(visits: Visits) -> list[Address]:
    return [one for one in visits.addresses if one.route.method == "GET"]


def _forms(visits: Visits) -> list[Address]:
    return [one for one in visits.addresses if one.route.method == "POST"]


async def _token(visits: Visits, who: str) -> str:
    """What this browser's forms carry."""
    found = FORM_TOKEN.search((await visits.get(who, "/account")).text)
    assert found, who
    return found[1]


async def test_every_page_is_open_to_whom_the_table_declares(visits: Visits) -> None:
    wrong = {}
    for who in VISITORS:
        for at in _pages(visits):
            status = (await visits.get(who, at.path)).status_code
            if status not in visits.expected(who, at):
                wrong[who, at.route.path, at.path] = (status, set(visits.expected(who, at)))
    assert wrong == {}
    assert len(visits.pages) > 2000


async def test_the_administration_shows_each_office_its_own(visits: Visits) -> None:
    app = visits.world.app
    question = Query("tests/accounts", "MATCH (a:Account) RETURN a.id AS id, a.name AS name")
    accounts = {row["id"]: row["name"] for row in await app.store.read(question)}
    kinds = {one.action: one.sequence for one in await app.journal.entries(0)}
    for who in SIGNED_IN:
        actor = visits.world.actors[who]
        for id_, name in accounts.items():
            path = f"/administration/accounts/{id_}"
            status = (await visits.get(who, path)).status_code
            if actor.role not in {Role.SECRETARY, Role.ADMIN}:
                assert status == 403, (who, name)
            elif name.startswith("staff of") or name in {"admin", "auditor", NEWCOMER}:
                own = set(name.split()) & actor.committees
                assert status == (200 if own or actor.role is Role.ADMIN else 404), (who, name)
            erasing = (await visits.get(who, f"{path}/erase")).status_code
            assert erasing == (200 if actor.role is Role.ADMIN else 403), (who, name)
        for action, sequence in kinds.items():
            status = (await visits.get(who, f"/administration/journal/{sequence}")).status_code
            if actor.role is Role.ENTERPRISE:
                assert status == 403, (who, action)
            elif actor.role in {Role.ADMIN, Role.AUDITOR}:
                assert status == 200, (who, action)
            else:
                assert status in {200, 404}, (who, action)


def _other_addresses(visits: Visits) -> Iterator[str]:
    """Pages that lists and searches are, with what they are asked."""
    yield from ("/", "/search?q=mark", "/search?q=13800000000", "/today?mine=1")
    yield from ("/introductions?view=board", "/outcomes?by=COMMITTEE", "/outcomes?print=1")
    yield from ("/administration/journal?subject=" + NEVER_THERE, "/enterprises?q=mark-name")
    for room in ("introductions", "deals", "orders", "enterprises", "events", "chains"):
        yield f"/{room}?as=csv"
    yield from ("/administration/journal?as=csv", "/administration/accounts?as=csv")
    for deal in visits.addresses:
        if deal.route.path == "/introductions/{id}" and deal.route.method == "GET":
            yield f"/deals/new?introduction={deal.path.rpartition('/')[2]}"
        if deal.route.path == "/deals/{id}" and deal.route.method == "GET":
            yield f"/orders/new?deal={deal.path.rpartition('/')[2]}"


async def test_no_page_tells_what_graphql_would_not_tell(visits: Visits) -> None:
    shown: dict[str, set[str]] = {}
    for who in VISITORS:
        for path in _other_addresses(visits):
            assert (await visits.get(who, path)).status_code < 500, (who, path)
    leaks = set()
    for (who, path), page in visits.pages.items():
        for mark in marks(page.text) & MARKS.keys():
            shown.setdefault(mark, set()).add(who)
            if who not in MARKS[mark]:
                leaks.add((who, mark, path))
    assert leaks == set()
    # contacts are read by a form; a webhook, an address for mail and dismissals have no page
    unread = {one for one in MARKS if one.startswith(("mark-contact", "mark-dismissal"))}
    unread |= {"mark-mail", "mark-webhook", "mark-own-dismissal"}
    assert shown.keys() >= MARKS.keys() - unread - {"mark-browser"}


async def test_no_page_has_what_none_may_have(visits: Visits) -> None:
    wrong, forms = set(), 0
    for (who, path), page in visits.pages.items():
        if "text/html" in page.headers.get("content-type", ""):
            read = faults_of(page.text)
            forms += read.forms
            wrong |= {(fault, path, who) for fault in read.found}
    assert wrong == set()
    assert forms > 500


async def test_every_page_is_in_the_language_that_was_asked_for(visits: Visits) -> None:
    wrong = set()
    for who in ("seeker", "secretary of ka", "admin"):
        for at in _pages(visits):
            if visits.expected(who, at) != {200}:
                continue
            page = await visits.browsers[who].get(at.path, headers={"accept-language": "en"})
            wrong |= {(fault, at.path, who) for fault in faults_of(page.text, "en").found}
    assert wrong == set()


async def test_every_link_leads_somewhere(visits: Visits) -> None:
    dead = set()
    for who in ("seeker", "waiting", NEWCOMER, "secretary of ka", "staff of kb", "admin"):
        links = set()
        for (reader, path), page in list(visits.pages.items()):
            if reader == who and page.status_code == 200 and "?" not in path:
                links |= {link.partition("#")[0] for link in faults_of(page.text).links}
        for link in links:
            if "?" not in link and not link.startswith("/static"):
                status = (await visits.get(who, link)).status_code
                if status not in {200, 303}:
                    dead.add((who, link, int(status)))
    assert dead == set()


async def _refused(
    visits: Visits, who: str, at: Address, headers: dict[str, str], **values: str
) -> int:
    browser = visits.browsers[who]
    sent: dict[str, Any] = {"data": {"back": "/account", "form_id": "made-up", **values}}
    if at.route.path == "/administration/import":
        sent["files"] = {"file": ("enterprises.csv", b"name\n")}
    answer = await browser.post(at.path, headers=headers, **sent)
    assert not {one for one in marks(answer.text) & MARKS.keys() if who not in MARKS[one]}
    return int(answer.status_code)


async def test_a_form_without_its_token_or_from_elsewhere_moves_nothing(visits: Visits) -> None:
    head = await visits.world.head()
    wrong = set()
    once = {(at.route.path): at for at in _forms(visits) if "{claim}" not in at.path}
    for who in ("public", "seeker", "secretary of ka", "staff of kb", "auditor", "admin"):
        token = "" if who == "public" else await _token(visits, who)
        for at in once.values():
            due = 401 if who == "public" else 403
            bare = await _refused(visits, who, at, OWN_SITE)
            foreign = {"sec-fetch-site": "cross-site"}
            elsewhere = await _refused(visits, who, at, foreign, form_token=token)
            if (bare, elsewhere) != (due, due):
                wrong.add((who, at.route.path, bare, elsewhere))
    assert wrong == set()
    assert await visits.world.head() == head


async def test_who_may_not_is_refused_with_a_right_token_and_moves_nothing(visits: Visits) -> None:
    head = await visits.world.head()
    wrong, refused = set(), 0
    unknown: dict[tuple[str, str], int] = {}
    for who in SIGNED_IN:
        token = await _token(visits, who)
        for at in _forms(visits):
            due = visits.expected(who, at)
            if due & {200, 303}:
                continue
            refused += 1
            status = await _refused(visits, who, at, OWN_SITE, form_token=token, version="1")
            if who not in at.seen and due == {404}:  # as what never was
                kind = (who, re.sub(ID, "", at.path))
                if kind not in unknown:
                    never = replace(at, path=re.sub(ID, NEVER_THERE, at.path))
                    unknown[kind] = await _refused(
                        visits, who, never, OWN_SITE, form_token=token, version="1"
                    )
                due = frozenset({unknown[kind]})
            elif visits.lets_in(who, at):
                due = REFUSED  # what is wrong with the form may be said first
            if status not in due:
                wrong.add((who, at.route.path, at.path, status, tuple(due)))
    assert wrong == set()
    assert refused > 500
    assert await visits.world.head() == head


async def test_contacts_are_read_by_whom_they_are_for(visits: Visits) -> None:
    read: dict[str, set[str]] = {}
    for who in SIGNED_IN:
        token = await _token(visits, who)
        for at in _forms(visits):
            if at.route.path == "/enterprises/{id}/contacts" and who in at.seen:
                said = {"form_token": token, "back": at.path.removesuffix("/contacts")}
                answer = await visits.browsers[who].post(at.path, data=said, headers=OWN_SITE)
                for mark in marks(answer.text) & MARKS.keys():
                    read.setdefault(mark, set()).add(who)
    kept = {mark: who for mark, who in MARKS.items() if mark.startswith("mark-contact")}
    assert {mark: who for mark, who in read.items() if mark in kept} == kept
    assert {mark for mark, who in read.items() if who - MARKS[mark]} == set()
