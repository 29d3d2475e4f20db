"""What the journal tells to whom: of an enterprise, of one thing, searched for, and verified."""

from datetime import date
from typing import Any

import pytest

from chainlink.accounts.model import PUBLIC, Actor, Role
from chainlink.app import App, build_app
from chainlink.enterprises.model import EnterpriseProfile, Visibility
from chainlink.errors import Forbidden, InvalidInput, NotFound
from chainlink.graph.cypher import Query
from chainlink.history.model import HistoryEntry, HistoryFilter, HistoryPage
from chainlink.journal.service import Change
from tests.deal_world import introduced_pair, record_deal, record_order
from tests.factories import SYSTEM, create_account, create_enterprise, create_member
from tests.introduction_world import Couple, build_couple
from tests.settable_clock import SettableClock


def actions(page: HistoryPage) -> list[str]:
    """Actions, the newest first."""
    return [one.action for one in page.entries]


async def of_enterprise(app: App, actor: Actor, enterprise: str, **said: Any) -> list[str]:
    return actions(await app.history.of_enterprise(actor, enterprise, **said))


async def of_subject(app: App, actor: Actor, label: str, subject: str) -> list[str]:
    return actions(await app.history.of_subject(actor, label, subject))


async def search(app: App, as_: Actor, **said: Any) -> list[str]:
    return actions(await app.history.search(as_, HistoryFilter(**said)))


async def test_the_newest_first_and_page_by_page(app: App) -> None:
    account, one = await create_member(app, name="甲厂")
    for name in ("乙厂", "丙厂", "丁厂"):
        found = await app.enterprises.get(account, one.id)
        profile = EnterpriseProfile(name=name, sector=found.sector)
        await app.enterprises.update(account, one.id, found.version, profile)
    whole = await app.history.of_enterprise(account, one.id)
    sequences = [entry.sequence for entry in whole.entries]
    assert sequences == sorted(sequences, reverse=True)
    assert actions(whole)[:3] == ["enterprise.updated"] * 3
    assert whole.before is None
    read: list[HistoryEntry] = []
    before = None
    while True:
        page = await app.history.of_enterprise(account, one.id, before=before, most=2)
        assert 0 < len(page.entries) <= 2
        read += page.entries
        if page.before is None:
            break
        before = page.before
    assert read == list(whole.entries)


async def test_an_entry_as_officers_and_as_its_own_enterprise_are_told_it(app: App) -> None:
    account, one = await create_member(app, name="甲厂")
    found = await app.enterprises.set_opt_out(account, one.id, 2, True)
    assert found.version == 3
    [told] = (await app.history.of_enterprise(account, one.id, most=1)).entries
    assert (told.actor, told.facts, told.hash) == (account.account, {"opted_out": True}, None)
    secretary = await create_account(app, Role.SECRETARY, committees=["ka"])
    [officer_s] = (await app.history.of_enterprise(secretary, one.id, most=1)).entries
    assert officer_s.facts == {"id": one.id, "opted_out": True, "version": 3}
    assert officer_s.enterprises == (one.id,)
    [entry] = await app.journal.entries(officer_s.sequence - 1, 1)
    assert officer_s.hash == entry.hash
    approved = (
        await app.history.search(account, HistoryFilter(action="enterprise.approved"))
    ).entries
    assert [(entry.actor, entry.facts) for entry in approved] == [(None, {"status": "APPROVED"})]


async def test_whose_enterprise_is_not_there_has_no_history(app: App) -> None:
    one = await create_enterprise(app, visibility=Visibility.COMMITTEE, committees=["kb"])
    stranger, _ = await create_member(app)
    for actor in (stranger, PUBLIC, await create_account(app, Role.STAFF, committees=["ka"])):
        with pytest.raises(NotFound):
            await app.history.of_enterprise(actor, one.id)
    with pytest.raises(NotFound):
        await app.history.of_enterprise(SYSTEM, "none")


async def test_another_s_enterprise_is_seen_and_its_history_is_not(app: App) -> None:
    one = await create_enterprise(app, committees=["kb"])
    stranger, _ = await create_member(app)
    assert await of_enterprise(app, stranger, one.id) == []
    seen = {
        who: bool(await of_enterprise(app, actor, one.id))
        for who, actor in {
            "staff of ka": await create_account(app, Role.STAFF, committees=["ka"]),
            "staff of kb": await create_account(app, Role.STAFF, committees=["kb"]),
            "auditor": await create_account(app, Role.AUDITOR),
            "admin": await create_account(app, Role.ADMIN),
        }.items()
    }
    assert seen == {"staff of ka": False, "staff of kb": True, "auditor": True, "admin": True}


async def told_of(couple: Couple) -> dict[str, list[str]]:
    """By whom: what of the introduction is told, the oldest first."""
    return {
        who: list(reversed(await of_subject(couple.app, actor, "Introduction", couple.id)))
        for who, actor in couple.actors.items()
    }


async def test_a_committees_shortlist_is_its_officers_alone(app: App) -> None:
    couple = await build_couple(app)
    await couple.open()
    told = await told_of(couple)
    assert told["staff of ka"] == told["admin"] == ["introduction.opened"]
    assert told["seeker"] == told["provider"] == told["stranger"] == []


async def test_what_the_other_side_answers_is_not_told(app: App) -> None:
    couple = await build_couple(app)
    await couple.open()
    await couple.ask()
    await couple.answer("provider", "give")
    told = await told_of(couple)
    assert told["seeker"] == ["introduction.ask_consent", "consent.asked"]
    assert told["provider"] == ["introduction.ask_consent", "consent.asked", "consent.given"]
    assert told["stranger"] == []
    timeline = await of_enterprise(app, couple.actors["seeker"], couple.seeker.id)
    assert "consent.given" not in timeline
    assert told["staff of ka"].count("consent.asked") == 2
    assert "consent.given" in told["staff of ka"]


async def test_who_refused_is_told_of_by_nobody(app: App) -> None:
    couple = await build_couple(app)
    await couple.open()
    await couple.ask()
    await couple.answer("provider", "refuse", reason="OTHER", reason_text="不愿意")
    told = await told_of(couple)
    assert told["seeker"] == [
        "introduction.ask_consent",
        "consent.asked",
        "introduction.not_pursued",
        "consent.ended",
    ]
    assert told["provider"][-2:] == ["consent.refused", "introduction.refuse"]
    entries = (
        await app.history.of_subject(couple.actors["seeker"], "Introduction", couple.id)
    ).entries
    assert {entry.actor for entry in entries} == {None}
    assert [entry.facts for entry in entries if entry.action == "introduction.not_pursued"] == [
        {"state": "WITHDRAWN"}
    ]


async def test_once_introduced_both_are_told_of_every_step(app: App) -> None:
    couple = await build_couple(app)
    await couple.introduced()
    told = await told_of(couple)
    for side in ("seeker", "provider"):
        assert told[side][-1] == "introduction.introduce"
        assert not any(action.startswith("follow_up") for action in told[side])
    assert told["secretary of kb"].count("follow_up.planned") == 4


async def test_a_veto_is_told_to_who_set_it(app: App) -> None:
    one_account, one = await create_member(app, name="甲厂")
    other_account, other = await create_member(app, name="乙厂", committees=["kb"])
    await app.vetoes.veto(one_account, one.id, other.id)
    await app.vetoes.lift(one_account, one.id, other.id)
    expected = ["veto.lifted", "veto.set"]
    assert (await of_enterprise(app, one_account, one.id))[:2] == expected
    assert await search(app, other_account, action="veto.") == []
    for committee, told in (("ka", expected), ("kb", [])):
        staff = await create_account(app, Role.STAFF, committees=[committee])
        assert await search(app, staff, action="veto.") == told


async def test_reading_contacts_is_told_without_saying_whose_account_it_was(app: App) -> None:
    couple = await build_couple(app)
    await couple.contacts("staff of ka", "seeker")
    [told] = (
        await app.history.search(couple.actors["seeker"], HistoryFilter(action="contact.read"))
    ).entries
    assert (told.actor, told.enterprises, told.facts) == (None, (couple.seeker.id,), {})
    assert await search(app, couple.actors["provider"], action="contact.read") == []


async def test_a_deal_and_its_order(app: App) -> None:
    pair = await introduced_pair(app)
    deal = await record_deal(pair)
    order = await record_order(pair, deal)
    stranger, _ = await create_member(app, committees=["kb"])
    other = await create_account(app, Role.SECRETARY, committees=["kb"])
    for actor, told in (
        (pair.seller_account, True),
        (pair.maker_account, True),
        (pair.secretary, True),
        (await create_account(app, Role.AUDITOR), True),
        (stranger, False),
        (other, False),
        (PUBLIC, False),
    ):
        assert (await of_subject(app, actor, "Deal", deal.deal) == ["deal.recorded"]) is told
        recorded = await of_subject(app, actor, "CrossBorderOrder", order.order_id)
        assert (recorded == ["order.recorded"]) is told
    [entry] = (await app.history.of_subject(pair.maker_account, "Deal", deal.deal)).entries
    assert entry.facts == {
        "kind": "PURCHASE_ORDER",
        "signed_on": "2026-11-20",
        "verification": "SELF_REPORTED",
    }
    assert entry.actor is None


async def test_one_s_own_account(app: App) -> None:
    staff = await create_account(app, Role.STAFF, committees=["ka"])
    other = await create_account(app, Role.STAFF, committees=["ka"])
    assert await of_subject(app, staff, "Account", staff.account) == ["account.created"]
    assert await of_subject(app, other, "Account", staff.account) == []
    assert await of_subject(app, SYSTEM, "Account", staff.account) == ["account.created"]


@pytest.mark.parametrize("label", ["", "Enterprise", "Nonsense", "Deal"])
async def test_what_does_not_exist_has_no_history(app: App, label: str) -> None:
    assert await of_subject(app, SYSTEM, label, "none") == []


async def test_searching_by_everything(app: App, clock: SettableClock) -> None:
    one = await create_enterprise(app, name="甲厂")
    clock.advance(days=2)
    other = await create_enterprise(app, name="乙厂")
    admin = await create_account(app, Role.ADMIN)
    await app.enterprises.set_opt_out(admin, one.id, 1, True)
    registered = ["enterprise.registered"]
    for said, found in (
        ({"action": "enterprise.opt"}, ["enterprise.opt_out"]),
        ({"actor": admin.account}, ["enterprise.opt_out"]),
        ({"enterprise": other.id, "action": "enterprise."}, registered),
        ({"enterprise": one.id, "action": "enterprise."}, ["enterprise.opt_out", *registered]),
        ({"subject": one.id, "subject_label": "Enterprise"}, ["enterprise.opt_out", *registered]),
        ({"subject": one.id, "subject_label": "Deal"}, []),
        ({"action": "enterprise.reg", "until": date(2026, 11, 25)}, registered),
        ({"action": "enterprise.reg", "since": date(2026, 11, 26)}, registered),
        ({"action": "enterprise.reg", "since": date(2026, 11, 24)}, registered * 2),
        ({"action": "enterprise.reg", "since": date(2026, 11, 27)}, []),
        ({"action": "nothing."}, []),
        ({"actor": admin.account + " "}, ["enterprise.opt_out"]),
    ):
        assert await search(app, admin, **said) == found, said
    [entry] = (await app.history.search(admin, HistoryFilter(action="enterprise.opt"))).entries
    assert (entry.actor, entry.subject) == (admin.account, one.id)


async def test_wrong_wishes(app: App) -> None:
    wrong = HistoryFilter(
        action="a" * 101, actor="b" * 101, since=date(2026, 2, 1), until=date(2026, 1, 1)
    )
    with pytest.raises(InvalidInput) as refused:
        await app.history.search(SYSTEM, wrong)
    assert [(one.path, one.key) for one in refused.value.fields] == [
        ("action", "too_long"),
        ("actor", "too_long"),
        ("until", "history.period"),
    ]


@pytest.mark.parametrize("most", [-5, 0, 1, 100_000])
async def test_a_page_is_bounded(app: App, most: int) -> None:
    async def work(change: Change) -> None:
        for _ in range(300):
            change.record("chain.loaded", "Chain", "castings", {})

    await app.journal.change("tests", work)
    page = await app.history.search(SYSTEM, HistoryFilter(action="chain."), most=most)
    assert len(page.entries) == max(1, min(most, 200))
    assert page.before == page.entries[-1].sequence


async def test_where_little_is_told_a_page_leads_on(app: App) -> None:
    _, one = await create_member(app, name="甲厂")
    staff = await create_account(app, Role.STAFF, committees=["ka"])
    await app.enterprises.set_opt_out(SYSTEM, one.id, 2, True)

    async def work(change: Change) -> None:
        for _ in range(5_300):
            change.record("chain.loaded", "Chain", "castings", {})

    await app.journal.change("tests", work)
    found, before, lengths = list[HistoryEntry](), None, list[int]()
    while True:
        page = await app.history.search(staff, HistoryFilter(), before=before, most=20)
        found += page.entries
        before = page.before
        lengths.append(len(page.entries))
        if before is None:
            break
    assert lengths[0] == 0
    sequences = [one.sequence for one in found]
    assert sequences == sorted(set(sequences), reverse=True)
    timeline = await app.history.of_enterprise(staff, one.id)
    assert set(sequences) >= {entry.sequence for entry in timeline.entries}
    assert found[0].action == "enterprise.opt_out"


async def test_a_journal_that_was_replaced_is_read_anew(app: App) -> None:
    await create_enterprise(app, name="甲厂")
    assert "enterprise.registered" in await search(app, SYSTEM, action="enterprise.")
    other = build_app(app.settings, store=app.store, clock=app.clock)
    two = await create_enterprise(other, name="乙厂")
    assert await search(app, SYSTEM, subject=two.id) == ["enterprise.registered"]


async def test_verifying_the_chain(app: App) -> None:
    admin, auditor = await create_account(app, Role.ADMIN), await create_account(app, Role.AUDITOR)
    assert await app.history.verification(admin) is None
    state = await app.history.start_verification(auditor)
    head, digest = await app.journal.head()
    assert (state.checked, state.entries, state.head_hash) == (head, head, digest)
    assert (state.running, state.whole, state.broken_at, state.key) == (False, True, None, None)
    assert await app.history.verification(admin) is state

    async def tamper(transaction: Any) -> None:
        query = Query("x", "MATCH (e:JournalEntry) WHERE e.sequence = 3 SET e.actor = 'x'")
        await transaction.write(query)

    await app.store.transact(tamper)
    again = await app.history.start_verification(admin)
    assert (again.running, again.whole, again.broken_at, again.key) == (
        False,
        False,
        3,
        "journal.altered",
    )


async def test_who_may_not_verify(app: App) -> None:
    member, _ = await create_member(app)
    for actor in (member, PUBLIC, await create_account(app, Role.SECRETARY, committees=["ka"])):
        with pytest.raises(Forbidden):
            await app.history.start_verification(actor)
        with pytest.raises(Forbidden):
            await app.history.verification(actor)
