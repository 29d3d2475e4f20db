"""An enterprise signs up by itself: account, password, enterprise and contact, or nothing."""

import asyncio
from datetime import date
from typing import Any

import pytest

from chainlink.accounts.model import Role
from chainlink.accounts.sessions import Browser
from chainlink.app import App
from chainlink.enterprises.claim_model import CAPABILITY
from chainlink.enterprises.model import EnterpriseStatus
from chainlink.enterprises.reading import EnterpriseFilter
from chainlink.enterprises.signing_up import SignedUp
from chainlink.errors import Conflict, InvalidInput, NotFound, Unauthenticated
from tests.factories import (
    SYSTEM,
    capability_draft,
    create_account,
    create_member,
    declare_need,
    enterprise_draft,
)

PASSWORD = "正确的马电池订书钉好"
HERE = Browser("192.0.2.1")
CONTACT = {"name": "王五", "phone": "13800000000", "email": "wang@example.com"}


def said(**more: Any) -> dict[str, Any]:
    return {
        "uscc": enterprise_draft().uscc,
        "name": "兖州新机械厂",
        "sector": "INDUSTRY",
        "committees": ["ka"],
        "contact": CONTACT,
    } | more


async def sign_up(app: App, account: str = "wangwu", **more: Any) -> SignedUp:
    return await app.sign_ups.sign_up(account, PASSWORD, said(**more))


async def test_who_has_signed_up_sees_his_own_and_waits(app: App) -> None:
    found = await sign_up(app)
    assert found.status is EnterpriseStatus.PENDING
    session = await app.sessions.sign_in("wangwu", PASSWORD, HERE)
    actor, _ = await app.sessions.holder_of(session.secret)
    assert (actor.account, actor.role, actor.enterprise, actor.approved) == (
        found.account,
        Role.ENTERPRISE,
        found.enterprise,
        False,
    )
    assert (await app.enterprises.get(actor, found.enterprise)).name == "兖州新机械厂"
    _, other = await create_member(app)
    with pytest.raises(NotFound):
        await app.enterprises.get(actor, other.id)
    assert [
        one.id for one in await app.enterprises.search(actor, EnterpriseFilter(), 50, None)
    ] == [found.enterprise]
    secretary = await create_account(app, Role.SECRETARY, committees=["ka"])
    approved = await app.enterprises.approve(secretary, found.enterprise, 1)
    assert approved.status is EnterpriseStatus.APPROVED
    assert (await app.sessions.holder_of(session.secret))[0].approved
    [membership] = await app.enterprises.memberships([found.enterprise])
    assert membership.committee == "ka"


async def test_who_waits_is_recommended_to_nobody(app: App) -> None:
    found = await sign_up(app)
    session = await app.sessions.sign_in("wangwu", PASSWORD, HERE)
    actor, _ = await app.sessions.holder_of(session.secret)
    await app.claims.declare(actor, CAPABILITY, found.enterprise, capability_draft())
    _, seeker = await create_member(app)
    await declare_need(app, seeker, categories=["aluminium-die-castings"])

    async def partners() -> set[str]:
        as_of = app.settings.today(app.clock())
        assert as_of >= date(2026, 11, 24)
        found = await app.recommendations.for_enterprise(SYSTEM, seeker.id)
        return {one.partner for one in found}

    assert found.enterprise not in await partners()
    await app.enterprises.approve(SYSTEM, found.enterprise, 1)
    assert found.enterprise in await partners()


async def test_it_is_one_change_whose_entries_tell_nothing_personal(app: App) -> None:
    before, _ = await app.journal.head()
    found = await sign_up(app, account="王五的账户")
    entries = await app.journal.entries(before)
    assert {one.action for one in entries} == {
        "enterprise.registered",
        "contact.added",
        "account.created",
        "password.set",
    }
    assert {one.actor for one in entries} == {found.account}
    assert len({one.at for one in entries}) == 1
    text = str(entries)
    for personal in ("王五", "13800000000", "wang@example.com", PASSWORD, "argon2"):
        assert personal not in text


@pytest.mark.parametrize(
    ("account", "password", "more", "paths"),
    [
        ("", PASSWORD, {}, ["account"]),
        ("  ", PASSWORD, {}, ["account"]),
        ("x" * 101, PASSWORD, {}, ["account"]),
        ("a", "short", {}, ["password"]),
        ("a", PASSWORD, {"uscc": "123"}, ["uscc"]),
        ("a", PASSWORD, {"committees": []}, ["committees"]),
        ("a", PASSWORD, {"committees": ["no"]}, ["committees"]),
        ("a", PASSWORD, {"contact": None}, ["contact"]),
        ("a", PASSWORD, {"contact": {"name": "王五"}}, ["contact"]),
        ("a", PASSWORD, {"contact": {"phone": "1"}}, ["contact.name"]),
        ("a", PASSWORD, {"contact": CONTACT | {"email": "no"}}, ["contact.email"]),
        ("a", PASSWORD, {"sector": "X"}, ["sector"]),
        ("a", PASSWORD, {"status": "APPROVED"}, ["status"]),
        ("a", PASSWORD, {"role": "ADMIN"}, ["role"]),
        (
            "",
            "",
            {"uscc": 7, "name": [], "contact": "x"},
            ["account", "password", "name", "uscc", "contact"],
        ),
    ],
)
async def test_what_is_wrong_is_named_and_nothing_is_kept(
    app: App, account: str, password: str, more: dict[str, Any], paths: list[str]
) -> None:
    before = await app.journal.head()
    with pytest.raises(InvalidInput) as refused:
        await app.sign_ups.sign_up(account, password, said(**more))
    assert sorted(one.path for one in refused.value.fields) == sorted(paths)
    if password:
        assert password not in str([one.facts for one in refused.value.fields])
    assert await app.journal.head() == before


async def test_a_code_and_a_name_are_taken_once(app: App) -> None:
    first = said()
    await app.sign_ups.sign_up("wangwu", PASSWORD, first)
    before = await app.journal.head()
    with pytest.raises(Conflict, match=r"enterprise\.exists"):
        await app.sign_ups.sign_up("another", PASSWORD, first)
    with pytest.raises(Conflict, match=r"account\.exists"):
        await sign_up(app)
    assert await app.journal.head() == before
    with pytest.raises(Unauthenticated):
        await app.sessions.sign_in("another", PASSWORD, HERE)


async def test_the_same_request_again_gives_the_same_answer(app: App) -> None:
    wanted = said()
    first = await app.sign_ups.sign_up("wangwu", PASSWORD, wanted, request="k1")
    before = await app.journal.head()
    assert await app.sign_ups.sign_up("wangwu", PASSWORD, wanted, request="k1") == first
    # whoever learns of the key learns nothing by it, and cannot change the password
    other = await app.sign_ups.sign_up("wangwu", "another battery staple", wanted, request="k1")
    assert other == first
    await app.sessions.sign_in("wangwu", PASSWORD, HERE)
    with pytest.raises(Unauthenticated):
        await app.sessions.sign_in("wangwu", "another battery staple", HERE)
    with pytest.raises(Conflict, match=r"request\.reused"):
        await app.sign_ups.sign_up("another", PASSWORD, wanted, request="k1")
    assert (await app.journal.head())[0] == before[0] + 1  # the session


async def test_many_at_once_are_one(app: App) -> None:
    wanted = said()
    tries = (app.sign_ups.sign_up("wangwu", PASSWORD, wanted, request="k1") for _ in range(5))
    found = await asyncio.gather(*tries)
    assert len({one.account for one in found}) == 1
    tries = (app.sign_ups.sign_up(f"a{n}", PASSWORD, said(uscc=wanted["uscc"])) for n in range(5))
    refused = await asyncio.gather(*tries, return_exceptions=True)
    assert all(isinstance(one, Conflict) for one in refused)
