"""Two registrations of one enterprise become one: what moves, who may, and what must be seen to."""

import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from chainlink.accounts.model import PUBLIC, Actor, Role
from chainlink.app import App, build_app
from chainlink.enterprises.claim_model import CAPABILITY
from chainlink.enterprises.model import Enterprise, EnterpriseStatus, Visibility
from chainlink.enterprises.reading import EnterpriseFilter
from chainlink.errors import Conflict, Forbidden, InvalidInput, NotFound, StaleVersion
from chainlink.events.model import AttendanceState, EventDraft, EventKind
from chainlink.graph.cypher import Query
from chainlink.graph.declaration import load_schema
from chainlink.graph.pages import Pages
from chainlink.introductions.drafts import AnswerDraft
from chainlink.introductions.machine import IntroductionState
from chainlink.introductions.model import ConsentState
from chainlink.journal.verification import verify
from chainlink.matching.model import MatchType
from chainlink.merging.belongings import EDGES, PROPERTIES, STAYING
from chainlink.merging.model import MergeHindrance
from tests.deal_world import Pair, deal_draft, introduce, introduced_pair, order_draft, record_deal
from tests.factories import (
    SYSTEM,
    create_account,
    create_enterprise,
    create_member,
    declare_capability,
    declare_need,
)
from tests.introduction_world import Couple, build_couple

REASON = "两次登记，执照相同"


async def merge(
    app: App, kept: Enterprise, merged: Enterprise, actor: Actor = SYSTEM, **said: Any
) -> Enterprise:
    """The two merged, at their newest versions."""
    versions = [(await stands(app, one)).version for one in (kept, merged)]
    plain: dict[str, Any] = {"versions": (versions[0], versions[1])}
    return await app.merging.merge(actor, kept.id, merged.id, REASON, **(plain | said))


async def stands(app: App, enterprise: Enterprise) -> Enterprise:
    """The enterprise as it stands in the graph, merged or not."""
    rows = await app.store.read(
        Query(
            "tests/node",
            "MATCH (e:Enterprise) WHERE e.id = $id RETURN e.version AS version, "
            "e.status AS status, e.merged_into AS merged_into, e.name AS name, e.uscc AS uscc",
        ),
        id=enterprise.id,
    )
    [row] = rows
    return enterprise.model_copy(update=row | {"status": EnterpriseStatus(row["status"])})


async def two(app: App, **said: Any) -> tuple[Enterprise, Enterprise]:
    """The same enterprise twice, both of committee ka."""
    kept = await create_enterprise(app, name="鲁源铸造有限公司", committees=["ka"])
    return kept, await create_enterprise(app, name="鲁源铸造厂", **({"committees": ["ka"]} | said))


async def test_the_kept_one_and_what_became_of_the_other(app: App) -> None:
    kept, merged = await two(app)
    after = await merge(app, kept, merged)
    assert (after.id, after.version, after.former_names) == (kept.id, 2, ("鲁源铸造厂",))
    assert (after.name, after.uscc, after.status) == (kept.name, kept.uscc, kept.status)
    gone = await stands(app, merged)
    assert (gone.status, gone.merged_into, gone.version) == (EnterpriseStatus.MERGED, kept.id, 2)
    assert (gone.name, gone.uscc) == (merged.name, merged.uscc)


@pytest.mark.parametrize("remembering", [True, False])
async def test_old_id_and_old_code_lead_to_the_kept_one(app: App, remembering: bool) -> None:
    kept, merged = await two(app)
    await app.enterprises.get(SYSTEM, merged.id)
    after = await merge(app, kept, merged)
    doors = app if remembering else build_app(app.settings, store=app.store, clock=app.clock)
    if remembering:
        app.enterprises.follow(app.follower)
    found = doors.enterprises
    assert await found.get(SYSTEM, merged.id) == after
    assert await found.find(SYSTEM, merged.uscc.lower()) == after
    assert await found.visible_by_ids(SYSTEM, [merged.id, kept.id]) == {
        merged.id: after,
        kept.id: after,
    }
    assert [one.id for one in (await doors.search.search(SYSTEM, "鲁源铸造厂")).enterprises] == [
        kept.id
    ]
    for text in (merged.uscc, merged.id):
        assert [one.id for one in (await doors.search.search(SYSTEM, text)).enterprises] == [
            kept.id
        ]
    listed = await found.search(SYSTEM, EnterpriseFilter(), 100, None)
    assert merged.id not in {one.id for one in listed}
    with pytest.raises(NotFound):
        await found.find(SYSTEM, "鲁源铸造厂")


async def test_merged_twice_over_everything_leads_to_the_last(app: App) -> None:
    one, other = await two(app)
    third = await create_enterprise(app, name="鲁源集团", committees=["ka"])
    await merge(app, other, one)
    after = await merge(app, third, other)
    assert set(after.former_names) == {"鲁源铸造有限公司", "鲁源铸造厂"}
    for id_ in (one.id, other.id):
        assert (await app.enterprises.get(SYSTEM, id_)).id == third.id
    assert (await app.enterprises.find(SYSTEM, one.uscc)).id == third.id


async def test_who_may(app: App) -> None:
    own, one = await create_member(app, name="甲厂")
    actors = {
        "staff": await create_account(app, Role.STAFF, committees=["ka"]),
        "auditor": await create_account(app, Role.AUDITOR),
        "secretary of kb": await create_account(app, Role.SECRETARY, committees=["kb"]),
        "own": own,
    }
    other = await create_enterprise(app, name="乙厂", committees=["ka"])
    elsewhere = await create_enterprise(app, name="丙厂", committees=["kb"])
    hidden = await create_enterprise(app, committees=["kb"], visibility=Visibility.COMMITTEE)
    head = await app.journal.head()
    for actor in actors.values():
        with pytest.raises(Forbidden):
            await merge(app, one, other, actor)
        with pytest.raises(Forbidden):
            await app.merging.plan(actor, one.id, other.id)
    with pytest.raises(NotFound):
        await merge(app, one, other, PUBLIC)
    secretary = await create_account(app, Role.SECRETARY, committees=["ka"])
    head = await app.journal.head()
    for pair in ((one, elsewhere), (elsewhere, one)):
        with pytest.raises(Forbidden):
            await merge(app, *pair, secretary)
    for pair in ((one, hidden), (hidden, one)):
        with pytest.raises(NotFound):
            await merge(app, *pair, secretary)
    assert await app.journal.head() == head
    assert (await merge(app, one, other, secretary)).id == one.id
    admin = await create_account(app, Role.ADMIN)
    assert (await merge(app, one, elsewhere, admin)).id == one.id


async def test_wrong_input(app: App) -> None:
    kept, merged = await two(app)
    head = await app.journal.head()
    for reason, key in (("", "required"), (" \u200b ", "required"), ("长" * 1001, "too_long")):
        with pytest.raises(InvalidInput) as refused:
            await app.merging.merge(SYSTEM, kept.id, merged.id, reason, versions=(1, 1))
        assert [(one.path, one.key) for one in refused.value.fields] == [("reason", key)]
    with pytest.raises(InvalidInput) as refused:
        await merge(app, kept, kept)
    assert [(one.path, one.key) for one in refused.value.fields] == [("merged", "merge.itself")]
    for versions in ((2, 1), (1, 2), (0, 1)):
        with pytest.raises(StaleVersion):
            await merge(app, kept, merged, versions=versions)
    with pytest.raises(NotFound):
        await app.merging.merge(SYSTEM, kept.id, "none", REASON, versions=(1, 1))
    assert await app.journal.head() == head


async def test_twice(app: App) -> None:
    kept, merged = await two(app)
    first = await merge(app, kept, merged, request="one", versions=(1, 1))
    head = await app.journal.head()
    assert await merge(app, kept, merged, request="one", versions=(1, 1)) == first
    with pytest.raises(Conflict, match=r"request\.reused"):
        await merge(app, merged, kept, request="one", versions=(1, 1))
    with pytest.raises(Conflict, match=r"enterprise\.merged"):
        await merge(app, kept, merged)
    with pytest.raises(Conflict, match=r"enterprise\.merged"):
        await app.enterprises.set_opt_out(SYSTEM, merged.id, 2, True)
    assert await app.journal.head() == head


async def refused(app: App, kept: Enterprise, merged: Enterprise) -> dict[str, tuple[str, ...]]:
    """What hinders a merge: told by the plan, and the first of it by the refusal."""
    plan = await app.merging.plan(SYSTEM, kept.id, merged.id)
    head = await app.journal.head()
    with pytest.raises(Conflict) as conflict:
        await merge(app, kept, merged)
    assert conflict.value.key == plan.hindrances[0].key
    assert await app.journal.head() == head
    return {one.key: one.subjects for one in plan.hindrances}


async def test_who_waits_is_not_the_one_to_keep(app: App) -> None:
    _, waiting = await create_member(app, name="甲厂", approved=False)
    other = await create_enterprise(app, name="乙厂", committees=["ka"])
    assert await refused(app, waiting, other) == {"merge.kept_not_in": (waiting.id,)}
    after = await merge(app, other, waiting)
    assert after.status is EnterpriseStatus.APPROVED


async def test_the_account_of_the_merged_one_speaks_for_the_kept_one(app: App) -> None:
    account, waiting = await create_member(app, name="甲厂", approved=False)
    kept = await create_enterprise(app, name="乙厂", committees=["ka"])
    await merge(app, kept, waiting)
    rows = await app.store.read(
        Query("tests/a", "MATCH (a:Account) WHERE a.id = $id RETURN a.enterprise AS enterprise"),
        id=account.account,
    )
    assert rows == [{"enterprise": kept.id}]


async def test_two_accounts_are_for_a_person_to_see_to(app: App) -> None:
    accounts, enterprises = zip(
        *[await create_member(app, name=name) for name in ("甲厂", "乙厂")], strict=True
    )
    ids = [one.account for one in accounts]
    names = await app.accounts.names(SYSTEM, ids)
    told = tuple(names[id_] for id_ in ids)
    assert await refused(app, *enterprises) == {"merge.two_accounts": told}
    with pytest.raises(Conflict) as conflict:
        await merge(app, *enterprises)
    assert conflict.value.facts == {"count": 2, "subjects": ", ".join(told)}
    await app.accounts.close(SYSTEM, told[1])
    assert (await merge(app, *enterprises)).id == enterprises[0].id


async def test_who_may_not_know_the_accounts_learns_how_many_there_are(app: App) -> None:
    enterprises = [(await create_member(app, name=name))[1] for name in ("甲厂", "乙厂")]
    secretary = await create_account(app, Role.SECRETARY, committees=["ka"])
    [hindrance] = (await app.merging.plan(secretary, *[one.id for one in enterprises])).hindrances
    assert hindrance == MergeHindrance("merge.two_accounts_unseen", (), 2)
    with pytest.raises(Conflict, match=r"two_accounts_unseen") as conflict:
        await merge(app, enterprises[0], enterprises[1], secretary)
    assert conflict.value.facts == {"count": 2, "subjects": ""}


async def twin(app: App, **said: Any) -> Enterprise:
    """Another registration of the provider, with somebody else to speak to."""
    contact = {"name": "钱七", "phone": "13800000003", "email": "qian@cast.example"}
    return await create_enterprise(app, committees=["kb"], **({"contact": contact} | said))


def spoken_for(couple: Couple, kept: Enterprise) -> None:
    """The provider's account speaks for the kept one after the merge."""
    couple.provider = kept
    couple.actors["provider"] = replace(couple.actors["provider"], enterprise=kept.id)


async def readers(couple: Couple) -> dict[str, list[str | None]]:
    """Whom each of the two may speak to at the other."""
    seen = {
        "seeker": await couple.contacts("seeker", "provider"),
        "provider": await couple.contacts("provider", "seeker"),
    }
    return {who: [name for name, _, _ in few] for who, few in seen.items()}


async def test_what_was_let_to_and_by_the_merged_one_is_let_no_more(app: App) -> None:
    couple = await build_couple(app)
    await couple.introduced()
    kept, merged = await twin(app), couple.provider
    assert await readers(couple) == {"seeker": ["赵六"], "provider": ["王五"]}
    assert (await app.merging.plan(SYSTEM, kept.id, merged.id)).consents == 2
    ids = [(await couple.consent(side)).id for side in ("seeker", "provider")]
    after = await merge(app, kept, merged)
    spoken_for(couple, after)
    assert await readers(couple) == {"seeker": [], "provider": []}
    assert await app.enterprises.contacts(couple.actors["seeker"], merged.id) == []
    edges = await app.store.read(Query("tests/d", OPEN_DISCLOSURES))
    assert edges == []
    consents = [await couple.consent(side) for side in ("seeker", "provider")]
    assert [one.state for one in consents] == [ConsentState.REPLACED] * 2
    view = await couple.seen("staff of ka")
    assert (view.state, view.provider) == (IntroductionState.INTRODUCED, kept.id)
    entries = {one.subject: one.enterprises for one in await couple.entries("consent.replaced")}
    assert entries == {ids[0]: (couple.seeker.id,), ids[1]: (merged.id,)}
    [told] = await couple.entries("enterprise.merged")
    assert json.loads(told.facts)["consents_ended"] == sorted(ids)
    await couple.ask()
    for side in ("seeker", "provider"):
        await couple.answer(side, "give")
    assert await readers(couple) == {"seeker": ["赵六", "钱七"], "provider": ["王五"]}


OPEN_DISCLOSURES = (
    "MATCH (a:Enterprise)-[d:DISCLOSES_TO]->(b:Enterprise) WHERE d.superseded_at IS NULL "
    "RETURN a.id AS discloser, b.id AS recipient"
)


async def test_contacts_that_come_are_not_let_by_what_the_kept_one_let(app: App) -> None:
    couple = await build_couple(app)
    await couple.introduced()
    kept, merged = couple.provider, await twin(app)
    assert (await app.merging.plan(SYSTEM, kept.id, merged.id)).consents == 1
    await merge(app, kept, merged)
    assert await readers(couple) == {"seeker": [], "provider": []}
    states = {side: (await couple.consent(side)).state for side in ("seeker", "provider")}
    assert states == {"seeker": ConsentState.GIVEN, "provider": ConsentState.REPLACED}
    await couple.ask(enterprises=[kept.id])
    await couple.answer("provider", "give")
    assert await readers(couple) == {"seeker": ["赵六", "钱七"], "provider": ["王五"]}


@pytest.mark.parametrize("same", [True, False])
async def test_where_nobody_new_comes_the_kept_ones_consents_stand(app: App, same: bool) -> None:
    couple = await build_couple(app)
    await couple.introduced()
    known = {"name": "赵六", "phone": "13800000002", "email": "zhao@cast.example"}
    merged = await twin(app, contact=known if same else None)
    assert (await app.merging.plan(SYSTEM, couple.provider.id, merged.id)).consents == 0
    await merge(app, couple.provider, merged)
    assert await readers(couple) == {
        "seeker": ["赵六", "赵六"] if same else ["赵六"],
        "provider": ["王五"],
    }


async def test_who_is_asked_answers_for_whom_it_is_now(app: App) -> None:
    couple = await build_couple(app)
    await couple.open()
    await couple.ask()
    kept, merged = await twin(app), couple.provider
    seen = await couple.consent("seeker")
    assert (await app.merging.plan(SYSTEM, kept.id, merged.id)).consents == 0
    spoken_for(couple, await merge(app, kept, merged))
    with pytest.raises(StaleVersion):
        await app.consents.give(couple.actors["seeker"], couple.id, seen.version, AnswerDraft())
    now = await couple.consent("seeker")
    assert (now.state, now.recipients) == (ConsentState.ASKED, (kept.id,))
    for side in ("seeker", "provider"):
        await couple.answer(side, "give")
    assert await readers(couple) == {"seeker": ["赵六", "钱七"], "provider": ["王五"]}


async def test_a_veto_between_the_two(app: App) -> None:
    kept, merged = await two(app)
    await app.vetoes.veto(SYSTEM, merged.id, kept.id)
    assert await refused(app, kept, merged) == {"merge.veto_between": (merged.id,)}
    await app.vetoes.lift(SYSTEM, merged.id, kept.id)
    await merge(app, kept, merged)


async def test_vetoes_of_others_move_and_can_be_lifted_at_once(app: App) -> None:
    kept, merged = await two(app)
    third = await create_enterprise(app, name="丙厂", committees=["kb"])
    for pair in ((kept, third), (merged, third), (third, merged)):
        await app.vetoes.veto(SYSTEM, pair[0].id, pair[1].id)
    await merge(app, kept, merged)
    for pair in ((kept, third), (third, kept)):
        with pytest.raises(Conflict, match=r"veto\.exists"):
            await app.vetoes.veto(SYSTEM, pair[0].id, pair[1].id)
        await app.vetoes.lift(SYSTEM, pair[0].id, pair[1].id)
        with pytest.raises(Conflict, match=r"veto\.unknown"):
            await app.vetoes.lift(SYSTEM, pair[0].id, pair[1].id)


async def test_an_open_introduction_between_the_two(app: App) -> None:
    kept, merged = await two(app)
    opened = await introduce(app, kept.id, merged.id)
    assert await refused(app, kept, merged) == {"merge.open_between": (opened.id,)}


async def test_an_ended_one_between_the_two_stays_as_it_was(app: App) -> None:
    kept, merged = await two(app)
    ended = await introduce(app, kept.id, merged.id, state=IntroductionState.DECLINED)
    await merge(app, kept, merged)
    view = await app.introductions.get(SYSTEM, ended.id)
    assert [one.enterprise for one in view.parties] == [kept.id, merged.id]


async def test_the_same_introduction_twice(app: App) -> None:
    kept, merged = await two(app)
    third = await create_enterprise(app, name="丙厂", committees=["kb"])
    one = await introduce(app, kept.id, third.id)
    other = await introduce(app, merged.id, third.id)
    await introduce(app, third.id, merged.id)
    await introduce(app, merged.id, third.id, match_type=MatchType.SUPPLY)
    [(key, subjects)] = (await refused(app, kept, merged)).items()
    assert (key, set(subjects)) == ("merge.two_open", {one.id, other.id})


async def test_introductions_move_with_their_version(app: App) -> None:
    kept, merged = await two(app)
    third = await create_enterprise(app, name="丙厂", committees=["kb"])
    first = await introduce(app, merged.id, third.id)
    second = await introduce(app, third.id, merged.id)
    await merge(app, kept, merged)
    found = await app.introductions.of_enterprise(SYSTEM, kept.id)
    assert {one.id: (one.seeker, one.provider) for one in found} == {
        first.id: (kept.id, third.id),
        second.id: (third.id, kept.id),
    }
    assert {one.version for one in found} == {3}
    assert [one.id for one in await app.introductions.of_enterprise(SYSTEM, third.id)] != []
    assert await app.introductions.of_enterprise(SYSTEM, merged.id) == []


async def test_deals_and_orders_move_with_every_version(app: App) -> None:
    pair = await introduced_pair(app)
    deal = await record_deal(pair)
    order = await app.orders.record(pair.staff, deal.deal, order_draft(pair))
    draft = deal_draft([pair.introduction], amount=600_000_000)
    await app.deals.correct(pair.staff, deal.deal, 1, draft, "金额有误")
    kept = await create_enterprise(app, name="新厂", committees=["ka"])
    after = await merge(app, kept, pair.maker)
    parties = {pair.seller.id, after.id}
    history = await app.deals.history(SYSTEM, deal.deal)
    assert [(one.version, set(one.parties)) for one in history] == [(2, parties), (1, parties)]
    assert (await app.orders.get(SYSTEM, order.order_id)).maker == kept.id
    assert [one.amount for one in history] == [600_000_000, 500_000_000]
    with pytest.raises(Conflict, match=r"deal\.exists"):
        await app.deals.record(pair.staff, draft)
    found = await app.search.search(SYSTEM, "新厂")
    assert [one.deal for one in found.deals] == [deal.deal]
    assert [one.order_id for one in found.orders] == [order.order_id]


async def test_a_deal_between_the_two(app: App) -> None:
    pair = await introduced_pair(app)
    deal = await record_deal(pair)
    hindrances = await refused_but_accounts(pair)
    assert hindrances == {
        "merge.open_between": (pair.introduction.id,),
        "merge.deal_between": (deal.deal,),
    }


async def refused_but_accounts(pair: Pair) -> Mapping[str, tuple[str, ...]]:
    plan = await pair.app.merging.plan(SYSTEM, pair.seller.id, pair.maker.id)
    return {one.key: one.subjects for one in plan.hindrances if one.key != "merge.two_accounts"}


async def test_the_same_deal_and_the_same_order_twice(app: App) -> None:
    pair = await introduced_pair(app)
    deal = await record_deal(pair)
    order = await app.orders.record(pair.staff, deal.deal, order_draft(pair))
    twin = await create_enterprise(app, name="新厂", committees=["ka"])
    again = await introduce(app, twin.id, pair.maker.id, match_type=MatchType.SUPPLY)
    other = await app.deals.record(pair.staff, deal_draft([again]))
    twin_s = order_draft(pair, seller=twin.id)
    number = await app.orders.record(pair.staff, other.deal, twin_s)
    assert await refused(app, twin, pair.seller) == {
        "merge.same_deal": (other.deal, deal.deal),
        "merge.same_order": (number.order_id, order.order_id),
    }


async def test_two_first_exports(app: App) -> None:
    pair = await introduced_pair(app)
    deal = await record_deal(pair)
    first = await app.orders.record(pair.staff, deal.deal, order_draft(pair, first_export=True))
    twin = await create_enterprise(app, name="新厂", committees=["ka"])
    again = await introduce(app, twin.id, pair.seller.id, match_type=MatchType.SUPPLY)
    other = await app.deals.record(pair.staff, deal_draft([again], amount=1))
    said = {"maker": twin.id, "order_number": "B", "ordered_on": "2026-11-22", "amount": 1}
    second = await app.orders.record(
        pair.staff, other.deal, order_draft(pair, first_export=True, **said)
    )
    [(key, subjects)] = (await refused(app, twin, pair.maker)).items()
    assert (key, set(subjects)) == (
        "merge.first_exports",
        {first.order_id, second.order_id},
    )


async def test_claims_are_joined_and_what_both_declared_counts_once(app: App) -> None:
    kept, merged = await two(app)
    own = await declare_capability(app, kept, title="铝压铸件")
    same = await declare_capability(app, merged, title="铝压铸件 ")
    more = await declare_capability(app, merged, title="电机壳体")
    need = await declare_need(app, merged, title="找铸件")
    await merge(app, kept, merged)
    known = await app.enterprises.known.claims(CAPABILITY, [kept.id])
    found = known[kept.id]
    assert {one.claim for one in found} == {own.claim, more.claim}
    doubled = await app.claims.get(SYSTEM, CAPABILITY, same.claim)
    assert (doubled.enterprise, doubled.superseded_at is not None) == (kept.id, True)
    assert need.claim
    rows = await app.store.read(
        Query("tests/n", "MATCH (e:Enterprise)-[:NEEDS]->(n:Need) RETURN e.id AS id, n.claim AS c")
    )
    assert rows == [{"id": kept.id, "c": need.claim}]


async def test_memberships_markets_and_attendance_are_joined(app: App) -> None:
    kept = await create_enterprise(app, name="甲厂", committees=["ka"], export_markets=["RU"])
    merged = await create_enterprise(
        app, name="乙厂", committees=["ka", "kb"], export_markets=["RU", "KZ"]
    )
    events = []
    for day in (1, 2):
        draft = EventDraft(
            name_zh="会", kind=EventKind.SALON, held_on=date(2026, 11, day), committees=("ka",)
        )
        events.append(await app.events.create(SYSTEM, draft))
    for event, enterprise, state in (
        (events[0], kept, AttendanceState.INVITED),
        (events[0], merged, AttendanceState.ATTENDED),
        (events[1], merged, AttendanceState.REGISTERED),
    ):
        await app.events.record_attendance(SYSTEM, event.id, [enterprise.id], state)
    await merge(app, kept, merged)
    memberships = await app.enterprises.memberships([kept.id])
    assert [one.committee for one in memberships] == ["ka", "kb"]
    assert [one.market for one in await app.enterprises.exports([kept.id])] == ["KZ", "RU"]
    there = await app.events.of_enterprises(SYSTEM, [kept.id])
    assert {event.id: attendance.state for attendance, event in there} == {
        events[0].id: AttendanceState.ATTENDED,
        events[1].id: AttendanceState.REGISTERED,
    }
    assert await app.events.of_enterprises(SYSTEM, [merged.id]) == []


async def test_nothing_names_the_merged_one_but_what_is_history(app: App) -> None:
    """Walks the whole graph: whatever is added to it later must be thought of, too."""
    pair = await introduced_pair(app)
    deal = await record_deal(pair)
    await app.orders.record(pair.staff, deal.deal, order_draft(pair))
    await declare_capability(app, pair.maker)
    third = await create_enterprise(app, name="丙厂", committees=["kb"])
    await app.vetoes.veto(SYSTEM, third.id, pair.maker.id)
    kept = await create_enterprise(app, name="新厂", committees=["ka"])
    before = await counts(app)
    await merge(app, kept, pair.maker)
    schema = load_schema()
    pages = Pages(app.store, schema)
    naming = set()
    for label in schema.node:
        async for rows in pages.nodes(label):
            for row in rows:
                naming |= {
                    f"{label}.{name}"
                    for name, value in row.items()
                    if pair.maker.id in (value if isinstance(value, list) else str(value))
                }
    assert naming == {
        "Enterprise.id",
        "JournalEntry.subject",
        "JournalEntry.enterprises",
        "JournalEntry.facts",
    }
    edges = set()
    for name, declared in schema.relationship.items():
        for ends in declared.ends:
            async for rows in pages.relationships(name, ends):
                edges |= {name for row in rows if pair.maker.id in (row["start"], row["end"])}
    assert edges == {"MERGED_INTO"}
    assert await counts(app) == before | {
        "MERGED_INTO": 1,
        "JournalEntry": before["JournalEntry"] + 6,
    }


async def counts(app: App) -> dict[str, int]:
    schema, pages = load_schema(), Pages(app.store)
    found = {label: await pages.count_nodes(label) for label in schema.node}
    return found | {name: await pages.count_relationships(name) for name in schema.relationship}


def test_every_edge_and_property_that_may_name_an_enterprise_is_decided_on() -> None:
    schema = load_schema()
    edges = {
        (name, side)
        for name, declared in schema.relationship.items()
        for ends in declared.ends
        for side, label in zip(("start", "end"), ends, strict=True)
        if label == "Enterprise" and name not in STAYING
    }
    assert edges == {(name, side) for name, _, side in EDGES}
    named = {"enterprise", "seeker", "provider", "parties", "recipients", "seller", "maker", "side"}
    properties = {
        (label, name)
        for label, declared in schema.node.items()
        for name in declared.properties
        if name in named
    }
    moved = {(label, name) for label, (names, _) in PROPERTIES.items() for name in names}
    assert properties - moved == {("Decision", "side")}  # SEEKER, PROVIDER or COMMITTEE


async def test_the_journal_tells_it_once_and_stays_whole(app: App) -> None:
    kept, merged = await two(app)
    capability = await declare_capability(app, merged)
    before = await app.journal.entries(0)
    await merge(app, kept, merged)
    entries = await app.journal.entries(0)
    assert entries[: len(before)] == before
    [entry] = [one for one in entries if one.action == "enterprise.merged"]
    assert (entry.subject, entry.enterprises) == (kept.id, (kept.id, merged.id))
    facts = json.loads(entry.facts)
    assert REASON not in entry.facts
    assert (facts["merged"], facts["uscc"]) == (merged.id, merged.uscc)
    assert facts["moved"]["Capability"] == [capability.id]
    assert (await verify(app.journal)).key is None
    timeline = await app.history.of_enterprise(SYSTEM, kept.id, most=200)
    told = [one.action for one in timeline.entries]
    assert told.count("enterprise.registered") == 2
    assert "capability.declared" in told
    assert (await app.history.of_enterprise(SYSTEM, merged.id)).entries == timeline.entries[:50]


async def test_the_plan_counts_what_would_move(app: App) -> None:
    kept, merged = await two(app)
    await declare_capability(app, merged)
    third = await create_enterprise(app, name="丙厂", committees=["kb"])
    await introduce(app, merged.id, third.id)
    plan = await app.merging.plan(SYSTEM, kept.id, merged.id)
    assert plan.hindrances == ()
    assert (plan.kept.id, plan.merged.id) == (kept.id, merged.id)
    assert plan.counts == {
        "Capability": 1,
        "Introduction": 1,
        "OFFERS": 1,
        "MEMBER_OF": 1,
        "PARTY_TO": 1,
    }


async def test_matching_follows(app: App) -> None:
    kept, merged = await two(app)
    _, seeker = await create_member(app, name="需方", committees=["kb"])
    await declare_need(app, seeker, title="铝压铸件", categories=["aluminium-die-castings"])
    await declare_capability(app, merged, title="铝压铸件", categories=["aluminium-die-castings"])

    async def partners() -> list[str]:
        found = await app.recommendations.for_enterprise(SYSTEM, seeker.id)
        return [one.partner for one in found]

    assert await partners() == [merged.id]
    await merge(app, kept, merged)
    assert await partners() == [kept.id]
