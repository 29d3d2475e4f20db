"""Erasing a person: gone from the graph, from what is exported, from backups made later."""

import gzip
from pathlib import Path

import pytest

from chainlink.accounts.model import Role
from chainlink.accounts.sessions import Browser
from chainlink.app import App
from chainlink.backup.making import back_up
from chainlink.backup.restoring import restore
from chainlink.errors import Forbidden, NotFound, Unauthenticated
from chainlink.graph.cypher import Query
from chainlink.journal.verification import verify
from tests.contract.test_sign_in import everything
from tests.contract.test_sign_in_signing_up import CONTACT, PASSWORD, said
from tests.factories import SYSTEM, create_account, create_member
from tests.refusals import code_of

NAME, AGENT, SUBJECT = "王小五同志", "王小五的浏览器", "wang-xiaowu-7"
CONTACTS = Query("tests/contacts", "MATCH (c:Contact) RETURN c.id AS id, c.enterprise AS e")


async def backup_text(app: App, folder: Path) -> str:
    file = folder / "backup.jsonl.gz"
    file.unlink(missing_ok=True)
    await back_up(app.store, app.journal, app.clock, file)
    return gzip.decompress(file.read_bytes()).decode()


async def test_an_account_is_erased_with_all_that_is_personal(app: App, tmp_path: Path) -> None:
    found = await app.sign_ups.sign_up(NAME, PASSWORD, said(), request="k1")
    session = await app.sessions.sign_in(NAME, PASSWORD, Browser("192.0.2.1", AGENT))
    token = await app.accounts.issue_token(SYSTEM, NAME)
    await app.credentials.issue_link(SYSTEM, NAME)
    await app.identities.link(SYSTEM, NAME, "https://sso.example", SUBJECT)
    before = await everything(app) + await backup_text(app, tmp_path)
    for personal in (NAME, AGENT, SUBJECT, "$argon2id$"):
        assert personal in before
    erased = await app.accounts.erase(SYSTEM, NAME)
    assert (erased.id, erased.name) == (found.account, f"erased-{found.account}")
    after = await everything(app) + await backup_text(app, tmp_path)
    for personal in (NAME, AGENT, SUBJECT, "$argon2id$"):
        assert personal not in after
    for attempt in (
        app.sessions.holder_of(session.secret),
        app.accounts.actor_for(token.secret),
        app.sessions.sign_in(NAME, PASSWORD, Browser("192.0.2.1")),
        app.sessions.sign_in(erased.name, PASSWORD, Browser("192.0.2.1")),
        app.identities.account_of("https://sso.example", SUBJECT),
    ):
        with pytest.raises(Unauthenticated):
            await attempt
    assert await code_of(app.accounts.by_name(SYSTEM, NAME)) == "NOT_FOUND"
    checked = await verify(app.journal)
    assert checked.key is None
    assert found.account in str(await app.journal.entries(0))
    # somebody else may be called so later
    await app.accounts.create(SYSTEM, NAME, Role.AUDITOR, password=PASSWORD)


async def test_a_closed_account_can_be_erased_and_another_is_untouched(app: App) -> None:
    for name in ("one", "two"):
        await app.accounts.create(SYSTEM, name, Role.AUDITOR, password=PASSWORD)
    await app.accounts.close(SYSTEM, "one")
    await app.accounts.erase(SYSTEM, "one")
    await app.sessions.sign_in("two", PASSWORD, Browser("192.0.2.1"))


async def test_a_contact_is_erased_from_graph_exports_and_later_backups(
    app: App, tmp_path: Path
) -> None:
    own, enterprise = await create_member(app, contact=CONTACT)
    _, other = await create_member(app, contact={"name": "赵六", "phone": "13900000000"})
    [contact] = [row["id"] for row in await app.store.read(CONTACTS) if row["e"] == enterprise.id]
    assert CONTACT["name"] in await backup_text(app, tmp_path)
    await app.contacts.erase(own, contact)
    text = await everything(app) + await backup_text(app, tmp_path)
    for personal in CONTACT.values():
        assert personal not in text
    assert "赵六" in text
    assert await app.enterprises.contacts(SYSTEM, enterprise.id) == []
    assert len(await app.enterprises.contacts(SYSTEM, other.id)) == 1
    assert (await verify(app.journal)).key is None
    [entry] = [one for one in await app.journal.entries(0) if one.action == "contact.erased"]
    assert (entry.subject, entry.enterprises) == (contact, (enterprise.id,))
    with pytest.raises(NotFound):
        await app.contacts.erase(own, contact)


async def test_who_may_erase_a_contact(app: App) -> None:
    _, enterprise = await create_member(app, contact=CONTACT)
    stranger, _ = await create_member(app)
    [contact] = [row["id"] for row in await app.store.read(CONTACTS)]
    before = await app.journal.head()
    for role, committees, refusal in (
        (Role.STAFF, ["ka"], Forbidden),
        (Role.SECRETARY, ["ka"], Forbidden),
        (Role.STAFF, ["kb"], NotFound),
        (Role.AUDITOR, [], NotFound),
    ):
        actor = await create_account(app, role, committees=committees)
        before = await app.journal.head()
        with pytest.raises(refusal):
            await app.contacts.erase(actor, contact)
    with pytest.raises(NotFound):
        await app.contacts.erase(stranger, contact)
    assert await app.journal.head() == before
    await app.contacts.erase(await create_account(app, Role.ADMIN), contact)
    assert await app.enterprises.contacts(SYSTEM, enterprise.id) == []


async def test_credentials_come_back_with_a_backup(app: App, tmp_path: Path) -> None:
    """A restored platform is signed in to as before; the file has hashes and digests only."""
    await app.accounts.create(SYSTEM, "one", Role.AUDITOR, password=PASSWORD)
    session = await app.sessions.sign_in("one", PASSWORD, Browser("192.0.2.1"))
    text = await backup_text(app, tmp_path)
    for secret in (PASSWORD, session.secret, session.device):
        assert secret not in text
    everything_gone = Query("tests/empty", "MATCH (n) DETACH DELETE n")
    await app.store.transact(lambda transaction: transaction.write(everything_gone))
    await restore(app.store, tmp_path / "backup.jsonl.gz")
    await app.sessions.holder_of(session.secret)
    await app.sessions.sign_in("one", PASSWORD, Browser("192.0.2.1"))
