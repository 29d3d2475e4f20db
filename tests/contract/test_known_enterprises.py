"""What is kept in memory of enterprises is what the graph would say, before and after changes."""

from collections.abc import Sequence
from itertools import product
from typing import Any

import pytest

from chainlink.accounts.model import PUBLIC, Actor, Role
from chainlink.app import App
from chainlink.enterprises.claim_model import CAPABILITY, NEED
from chainlink.enterprises.directory import Directory
from chainlink.enterprises.model import EnterpriseStatus, Visibility
from chainlink.enterprises.reading import EnterpriseFilter, EnterpriseReading
from chainlink.errors import NotFound
from chainlink.graph.cypher import Query
from chainlink.graph.port import GraphTransaction
from chainlink.journal.remembering import Remembered
from tests.factories import (
    SYSTEM,
    create_account,
    create_enterprise,
    create_member,
    declare_capability,
    declare_need,
)

NAMES = ["甲厂", "乙厂", "甲厂", "Foundry", "foundry 2", "𠮷田厂", "zz"]


@pytest.fixture
async def actors(app: App) -> list[Actor]:
    """Enterprises of every status and visibility, and everybody who may look at them."""
    for number, (name, visibility) in enumerate(product(NAMES, Visibility)):
        await create_enterprise(
            app,
            name=name,
            visibility=visibility.value,
            committees=[["ka"], ["kb"], ["ka", "kb"]][number % 3],
            sector=["INDUSTRY", "RESEARCH"][number % 2],
            region=["370812", "370811", "370000"][number % 3],
            industry=["3392", None][number % 2],
        )
    waiting, asked = await create_member(app, approved=False, name="等待厂", committees=["kb"])
    turned_down, refused = await create_member(app, approved=False, name="未通过厂")
    await app.enterprises.reject(SYSTEM, refused.id, refused.version)
    member, own = await create_member(app, name="会员厂", visibility="COMMITTEE")
    assert asked.status is EnterpriseStatus.PENDING
    assert own.status is EnterpriseStatus.APPROVED
    return [
        PUBLIC,
        waiting,
        turned_down,
        member,
        await create_account(app, Role.STAFF, committees=["ka"]),
        await create_account(app, Role.SECRETARY, committees=["kb"]),
        await create_account(app, Role.SECRETARY),
        await create_account(app, Role.AUDITOR),
        SYSTEM,
    ]


def followed(app: App) -> EnterpriseReading:
    reading = EnterpriseReading(app.store)
    reading.follow(app.follower)
    return reading


async def ids_of(app: App) -> list[str]:
    return [
        one.id
        for one in await EnterpriseReading(app.store).search(SYSTEM, EnterpriseFilter(), 999, None)
    ]


async def assert_alike(app: App, reading: EnterpriseReading, actors: Sequence[Actor]) -> None:
    """Everything that is read, in memory as in the graph."""
    plain = EnterpriseReading(app.store)
    ids = [*await ids_of(app), "nobody"]
    filters = [
        EnterpriseFilter(search=search, sector=sector, region=region, chain=chain)
        for search, sector, region, chain in [
            ("", "", "", ""),
            ("厂", "", "", ""),
            (" 甲 ", "", "", ""),
            ("foundry", "", "", ""),
            ("", "RESEARCH", "", ""),
            ("", "", "370812", ""),
            ("", "", "370800", ""),
            ("", "", "99", ""),
            ("厂", "INDUSTRY", "370000", ""),
            ("", "", "", "castings"),
        ]
    ]
    for actor in actors:
        for wanted in filters:
            page, place = await plain.search(actor, wanted, 5, None), None
            assert await reading.search(actor, wanted, 5, None) == page
            while page:
                place = (page[-1].name, page[-1].id)
                page = await plain.search(actor, wanted, 5, place)
                assert await reading.search(actor, wanted, 5, place) == page
        assert await reading.visible_by_ids(actor, ids) == await plain.visible_by_ids(actor, ids)
        for called in (*NAMES, "等待厂", "会员厂", "nobody"):
            assert await found(reading, actor, called) == await found(plain, actor, called)
    for one in (await plain.visible_by_ids(SYSTEM, ids)).values():
        assert await reading.find(SYSTEM, one.uscc.lower()) == one
        wanted = EnterpriseFilter(search=one.uscc)
        assert await reading.search(SYSTEM, wanted, 5, None) == [one]
    assert await reading.owners(app.store, ids) == await plain.owners(app.store, ids)
    assert await reading.memberships(ids) == await plain.memberships(ids)
    assert await reading.exports(ids) == await plain.exports(ids)
    for type_ in (CAPABILITY, NEED):
        assert dict(await reading.known.claims(type_, ids)) == await plain.known.claims(type_, ids)


async def found(reading: EnterpriseReading, actor: Actor, called: str) -> Any:
    try:
        return await reading.find(actor, called)
    except NotFound:
        return None


async def test_memory_says_what_the_graph_says(app: App, actors: list[Actor]) -> None:
    reading = followed(app)
    await assert_alike(app, reading, actors)
    await assert_alike(app, reading, actors)


async def test_memory_follows_every_kind_of_change(app: App, actors: list[Actor]) -> None:
    reading = followed(app)
    few = [actors[3], actors[4], SYSTEM]
    await assert_alike(app, reading, few)
    one = await create_enterprise(app, name="新厂", export_markets=["RU"])
    await assert_alike(app, reading, few)
    await declare_need(app, one)
    claim = await declare_capability(app, one, markets=["RU"])
    await assert_alike(app, reading, few)
    await app.claims.withdraw(SYSTEM, CAPABILITY, claim.claim, claim.version)
    await assert_alike(app, reading, few)
    await app.enterprises.set_opt_out(SYSTEM, one.id, one.version, True)
    await assert_alike(app, reading, few)
    waiting = await reading.find(SYSTEM, "等待厂")
    await app.enterprises.approve(SYSTEM, waiting.id, waiting.version)
    await assert_alike(app, reading, few)


async def test_above_a_number_of_enterprises_the_graph_is_asked(app: App) -> None:
    directory = Directory(app.store, app.follower, most=2)
    for expected in (True, True, True, False, False):
        assert await directory.ready() is expected
        await create_enterprise(app)


async def test_a_row_that_no_rule_lets_in_leaves_the_others_to_be_found(app: App) -> None:
    good, bad = await create_enterprise(app), await create_enterprise(app)

    async def spoil(transaction: GraphTransaction) -> None:
        text = "MATCH (e:Enterprise) WHERE e.id = $id SET e.sector = 'NONE'"
        await transaction.write(Query("tests/spoil", text), id=bad.id)

    await app.store.transact(spoil)
    reading = followed(app)
    assert await reading.get(SYSTEM, good.id) == good
    with pytest.raises(ValueError, match="sector"):
        await reading.get(SYSTEM, bad.id)


async def test_what_is_overtaken_while_it_is_read_is_not_kept(app: App) -> None:
    """The reading began before the change: it is given to who asked then, and to nobody else."""
    one, other = await create_enterprise(app), await create_enterprise(app)
    asked: list[list[str]] = []

    async def load(ids: list[str]) -> dict[str, int]:
        versions = await EnterpriseReading(app.store).visible_by_ids(SYSTEM, ids)
        if len(asked) == 0:
            await app.enterprises.set_opt_out(SYSTEM, one.id, one.version, True)
        asked.append(ids)
        return {id_: found.version for id_, found in versions.items()}

    remembered = Remembered(app.follower, load, most=10)
    assert await remembered.of([one.id, other.id]) == {one.id: 1, other.id: 1}
    assert await remembered.of([one.id, other.id]) == {one.id: 2, other.id: 1}
    assert await remembered.of([one.id, other.id]) == {one.id: 2, other.id: 1}
    assert asked == [[one.id, other.id], [one.id]]


async def test_only_so_many_are_kept(app: App) -> None:
    asked: list[list[str]] = []

    async def load(ids: list[str]) -> dict[str, str]:
        asked.append(ids)
        return {id_: id_ for id_ in ids if id_ != "absent"}

    remembered = Remembered(app.follower, load, most=2)
    assert await remembered.of(["a", "b", "a"]) == {"a": "a", "b": "b"}
    assert await remembered.of(["c", "absent"]) == {"c": "c"}
    assert await remembered.of(["b", "c"]) == {"b": "b", "c": "c"}
    assert await remembered.of(["a"]) == {"a": "a"}
    assert asked == [["a", "b"], ["c", "absent"], ["a"]]


@pytest.mark.parametrize(("label", "kept"), [("Account", True), ("Committees", False)])
async def test_what_concerns_no_enterprise_by_name_may_concern_all(
    app: App, label: str, kept: bool
) -> None:
    asked: list[list[str]] = []

    async def load(ids: list[str]) -> dict[str, str]:
        asked.append(ids)
        return {id_: id_ for id_ in ids}

    async def work(change: Any) -> None:
        change.record("tests.changed", "Account", "subject", {})
        change.entries[-1] = change.entries[-1].model_copy(update={"subject_label": label})

    remembered = Remembered(app.follower, load, most=2)
    await remembered.of(["a"])
    await app.journal.change("tests", work)
    await remembered.of(["a"])
    assert (len(asked) == 1) is kept
