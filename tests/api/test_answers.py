"""An answer that nothing changed since is given again, and only to who got it."""

import asyncio
from collections.abc import Mapping

import httpx
import pytest

from chainlink.accounts.model import Role
from chainlink.api.answers import Answers, Kept, matches, tag_of
from chainlink.api.relay import global_id
from chainlink.app import build_app
from chainlink.chains.model import Committee
from chainlink.enterprises.model import Enterprise
from chainlink.graph.cypher import Query
from chainlink.graph.port import GraphStore, GraphTransaction
from tests.api.conftest import Door, opened_door
from tests.factories import SYSTEM, YANZHOU, create_enterprise, declare_capability
from tests.settable_clock import SettableClock

NAMES = "{ enterprises { edges { node { name } } } }"
CAPABILITIES = """query ($id: ID!) { enterprise(id: $id) {
  name capabilities { edges { node { title validUntil } } } } }"""


async def get(door: Door, query: str, token: str, **headers: str) -> httpx.Response:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return await door.client.get(
        "/graphql", params={"query": query}, headers={"authorization": f"Bearer {token}", **named}
    )


def names(answer: Mapping[str, object]) -> list[str]:
    edges = answer["enterprises"]["edges"]  # type: ignore[index] # JSON
    return [edge["node"]["name"] for edge in edges]


async def test_a_get_has_a_tag_and_is_not_sent_again_while_nothing_changed(door: Door) -> None:
    token = await door.token(Role.ADMIN)
    await create_enterprise(door.app, name="第一厂")
    first = await get(door, NAMES, token)
    tag = first.headers["etag"]
    assert tag.startswith('W/"')
    assert first.headers["cache-control"] == "private, no-cache"
    assert first.headers["vary"] == "accept, accept-language, authorization, cookie"
    for offered in (tag, tag.removeprefix("W/"), f'"other", {tag}', "*"):
        again = await get(door, NAMES, token, if_none_match=offered)
        assert (again.status_code, again.content) == (304, b"")
        assert again.headers["etag"] == tag
        assert again.headers["vary"] == first.headers["vary"]
    assert (await get(door, NAMES, token, if_none_match='W/"other"')).json() == first.json()
    await create_enterprise(door.app, name="第二厂")
    changed = await get(door, NAMES, token, if_none_match=tag)
    assert changed.status_code == 200
    assert changed.headers["etag"] != tag
    assert names(changed.json()["data"]) == ["第一厂", "第二厂"]


async def test_what_is_posted_or_has_failed_has_no_tag_and_is_kept_by_nobody(door: Door) -> None:
    token = await door.token(Role.ADMIN)
    for answer in (
        await door.client.post("/graphql", json={"query": "{ __typename }"}),
        await get(door, '{ suggestCategories(text: " ") { confidence } }', token),
        await get(door, "{ nothing }", token),
        await get(door, "mutation { nothing }", token),
    ):
        assert answer.headers["cache-control"] == "no-store"
        assert "etag" not in answer.headers


async def test_a_tag_never_opens_a_door(door: Door) -> None:
    """Whoever may not ask gets no 304 either."""
    token = await door.token(Role.ADMIN)
    tag = (await get(door, NAMES, token)).headers["etag"]
    await door.app.accounts.revoke_token(SYSTEM, token)
    assert (await get(door, NAMES, token, if_none_match=tag)).status_code == 401


async def test_each_viewer_gets_what_is_his_to_see(door: Door) -> None:
    await create_enterprise(door.app, name="公开厂")
    await create_enterprise(door.app, name="委员会厂", visibility="COMMITTEE", committees=["ka"])
    hers = await door.token(Role.SECRETARY, committees=["ka"])
    his = await door.token(Role.SECRETARY, committees=["kb"])
    for _ in range(2):
        assert names(await door.ask(NAMES, token=hers)) == ["公开厂", "委员会厂"]
        assert names(await door.ask(NAMES, token=his)) == ["公开厂"]
        assert names(await door.ask(NAMES)) == []


async def test_each_language_has_its_own_answer(door: Door) -> None:
    query = '{ chain(code: "castings") { name } }'
    for _ in range(2):
        assert await door.ask(query, language="en") == {"chain": {"name": "Castings"}}
        assert await door.ask(query, language="zh") == {"chain": {"name": "铸造产业链"}}


async def test_an_own_change_is_seen_by_the_next_question(door: Door) -> None:
    token = await door.token(Role.ADMIN)
    works = await create_enterprise(door.app)
    id_ = global_id("Enterprise", works.id)
    for number in range(3):
        found = (await door.ask(CAPABILITIES, id=id_, token=token))["enterprise"]["capabilities"]
        assert len(found["edges"]) == number
        declared = await door.change(
            "declareCapability",
            {"enterprise": id_, "title": f"铝压铸件 {number}"},
            token=token,
        )
        assert declared["__typename"] == "Capability", declared


async def test_a_day_that_has_passed_ends_what_was_kept(door: Door, clock: SettableClock) -> None:
    _, works = await door.member()
    await declare_capability(door.app, works, valid_until="2026-11-25")
    other, _ = await door.member()
    id_ = global_id("Enterprise", works.id)

    async def titles() -> int:
        found = await door.ask(CAPABILITIES, id=id_, token=other)
        return len(found["enterprise"]["capabilities"]["edges"])

    assert await titles() == 1
    clock.advance(days=1)
    assert await titles() == 1
    clock.advance(days=1)
    assert await titles() == 0


async def test_a_token_that_is_revoked_or_runs_out_is_refused_at_once(
    door: Door, clock: SettableClock
) -> None:
    revoked, running_out = await door.token(Role.ADMIN), await door.token(Role.ADMIN)

    async def status(token: str) -> int:
        return (await get(door, "{ viewer { role } }", token)).status_code

    assert await status(revoked) == await status(running_out) == 200
    await door.app.accounts.revoke_token(SYSTEM, revoked)
    assert await status(revoked) == 401
    assert await status(running_out) == 200
    clock.advance(days=89, hours=23)
    assert await status(running_out) == 200
    clock.advance(hours=1)
    assert await status(running_out) == 401


async def test_what_another_process_changes_is_seen_within_a_second(door: Door) -> None:
    token = await door.token(Role.ADMIN)
    elsewhere = build_app(door.app.settings, store=door.app.store, clock=door.app.clock)
    door.app.follower.start()
    works = await create_enterprise(elsewhere, name="旧名")
    assert names(await door.ask(NAMES, token=token)) == ["旧名"]
    await _renamed(elsewhere.store, works)
    await elsewhere.enterprises.set_opt_out(SYSTEM, works.id, works.version, True)
    await asyncio.sleep(1)
    assert names(await door.ask(NAMES, token=token)) == ["新名"]
    await elsewhere.accounts.revoke_token(SYSTEM, token)
    await asyncio.sleep(1)
    assert (await get(door, NAMES, token)).status_code == 401
    await door.app.follower.stop()


async def _renamed(store: GraphStore, works: Enterprise) -> None:
    async def rename(transaction: GraphTransaction) -> None:
        text = "MATCH (e:Enterprise) WHERE e.id = $id SET e.name = '新名'"
        await transaction.write(Query("tests/rename", text), id=works.id)

    await store.transact(rename)


async def test_many_who_ask_while_it_changes_never_see_less_than_was_promised(door: Door) -> None:
    """Whoever asks after a change was confirmed sees it, whatever was being read meanwhile."""
    token = await door.token(Role.ADMIN)
    confirmed = 0

    async def ask() -> None:
        at_least = confirmed
        found = names(await door.ask(NAMES, token=token, once=True))
        assert len(found) >= at_least

    async def change() -> None:
        nonlocal confirmed
        for _ in range(10):
            await create_enterprise(door.app)
            confirmed += 1
            await asyncio.sleep(0)

    async def keep_asking() -> None:
        while confirmed < 10:
            await ask()

    await asyncio.gather(change(), *(keep_asking() for _ in range(4)))
    assert len(names(await door.ask(NAMES, token=token))) == 10


async def test_what_everybody_reads_is_read_again_when_it_changes(door: Door) -> None:
    query = "{ committees { code chain { code } } }"
    assert [one["code"] for one in (await door.ask(query))["committees"]] == ["ka", "kb"]
    third = Committee(code="kc", name_zh="第三党委", chain="castings", district=YANZHOU)
    await door.app.chains.load(SYSTEM, [], [], [third])
    assert [one["code"] for one in (await door.ask(query))["committees"]] == ["ka", "kb", "kc"]


async def test_a_journal_that_was_replaced_by_another_as_long_ends_what_was_kept(
    door: Door,
) -> None:
    token = await door.token(Role.ADMIN)
    works = await create_enterprise(door.app, name="旧名")
    assert names(await door.ask(NAMES, token=token)) == ["旧名"]
    await _renamed(door.app.store, works)
    assert names(await door.ask(NAMES, token=token, once=True)) == ["旧名"]  # past the platform

    async def replace(transaction: GraphTransaction) -> None:
        text = "MATCH (s:PlatformState) WHERE s.id = 'journal' SET s.hash = 'another'"
        await transaction.write(Query("tests/replace", text))

    await door.app.store.transact(replace)
    assert names(await door.ask(NAMES, token=token)) == ["新名"]


async def test_a_process_that_starts_anew_answers_the_same(door: Door) -> None:
    token = await door.token(Role.ADMIN)
    await create_enterprise(door.app, name="第一厂")
    first = await door.ask(NAMES, token=token)
    again = build_app(door.app.settings, store=door.app.store, clock=door.app.clock)
    async with opened_door(again) as other:
        assert await other.ask(NAMES, token=token) == first


def kept(size: int, sequence: int = 1) -> Kept:
    return Kept(b"x" * size, ((sequence, "hash"), "2026-11-24"), None)


def test_answers_are_kept_for_one_moment_only() -> None:
    answers = Answers()
    answers.keep("question", kept(1), asked=1)
    assert answers.get("question", ((1, "hash"), "2026-11-24")) == kept(1)
    assert answers.get("question", ((2, "hash"), "2026-11-24")) is None
    assert answers.get("question", ((1, "other"), "2026-11-24")) is None
    assert answers.get("question", ((1, "hash"), "2026-11-25")) is None
    assert answers.get("another", ((1, "hash"), "2026-11-24")) is None


def test_only_so_many_bytes_are_kept_and_the_least_used_go_first() -> None:
    answers = Answers(most=40_000)
    moment = ((1, "hash"), "2026-11-24")
    for number in range(3):
        answers.keep(number, kept(8_000), asked=3_000)  # 12,000 with what an entry takes
    assert answers.get(0, moment)
    answers.keep(3, kept(8_000), asked=3_000)
    assert [answers.get(number, moment) is not None for number in range(4)] == [
        True,
        False,
        True,
        True,
    ]
    for _ in range(100):  # the same again takes no more room
        answers.keep(3, kept(8_000), asked=3_000)
    assert answers.get(0, moment)
    answers.keep("large", kept(50_000), asked=0)
    assert answers.get("large", moment) is None
    assert answers.get(0, moment)


@pytest.mark.parametrize(
    ("offered", "fits"),
    [(None, False), ("*", True), ('W/"a"', False), ("", False), ("not a tag", False)],
)
def test_tags_that_match(offered: str | None, fits: bool) -> None:
    assert matches(offered, tag_of(b"text")) is fits
