"""The inbox that is worked through: filtered, page by page, without what is being introduced."""

import pytest

from chainlink.accounts.model import Role
from chainlink.app import App
from chainlink.enterprises.model import Enterprise
from chainlink.errors import Conflict, Forbidden, InvalidInput
from chainlink.introductions.drafts import AskDraft
from chainlink.introductions.machine import IntroductionState
from chainlink.introductions.match_inbox import MatchQuestion
from chainlink.introductions.model import ConsentState
from chainlink.introductions.reading import consents_of
from chainlink.introductions.suggestion_model import ShortlistDraft
from chainlink.matching.learning.reading import read_decisions
from chainlink.matching.model import MatchType
from tests.factories import (
    SYSTEM,
    create_account,
    create_enterprise,
    create_member,
    declare_capability,
    declare_need,
)


@pytest.fixture
async def works(app: App) -> Enterprise:
    """A motor works of ka that three casters could supply, one of kb and two of no committee."""
    found = await create_enterprise(app, name="Motor 电机厂")
    await declare_need(app, found)
    for number in range(3):
        committees = ["kb"] if number == 0 else []
        caster = await create_enterprise(app, name=f"Caster{number}", committees=committees)
        await declare_capability(
            app, caster, title=f"电机壳体{number}", categories=["motor-housings"]
        )
    return found


async def asked(app: App, committees: tuple[str, ...] = ("ka",), **said: object) -> list[str]:
    """The casters of a page, by name."""
    actor = await create_account(app, Role.SECRETARY, committees=committees)
    page = await app.match_inbox.page(actor, MatchQuestion(**said))  # type: ignore[arg-type] # what a test says
    ids = [one.recommendation.provider for one in page.pairs]
    known = await app.enterprises.visible_by_ids(SYSTEM, ids)
    return [known[one].name for one in ids]


async def test_what_is_asked_for_is_what_comes(app: App, works: Enterprise) -> None:
    everything = await asked(app)
    assert sorted(everything) == ["Caster0", "Caster1", "Caster2"]
    assert await asked(app, match_type=MatchType.FINANCE) == []
    assert await asked(app, name="cASTER1") == ["Caster1"]
    assert await asked(app, name=" 电机 ") == everything
    assert await asked(app, name="nobody") == []
    assert await asked(app, chain="castings") == everything
    assert await asked(app, chain="machines") == ["Caster0"]
    assert await asked(app, chain="nowhere") == []
    assert await asked(app, least=0.0) == []
    assert await asked(app, least=-20.0) == everything
    assert await asked(app, ("ka", "kb"), committee="kb") == ["Caster0"]
    assert await asked(app, ("kb",), committee="ka") == []


async def test_pages_follow_each_other_and_ranks_count_on(app: App, works: Enterprise) -> None:
    actor = await create_account(app, Role.SECRETARY, committees=["ka"])
    found = []
    for number in (1, 2, 3):
        page = await app.match_inbox.page(actor, MatchQuestion(page=number, size=2))
        assert (page.total, page.pages, page.members) == (3, 2, 1)
        found += [one.recommendation for one in page.pairs]
    assert [one.rank for one in found] == [1, 2, 3]
    assert len({one.provider for one in found}) == 3


async def test_who_is_being_introduced_is_left_out_until_it_ends(
    app: App, works: Enterprise
) -> None:
    actor = await create_account(app, Role.STAFF, committees=["ka"])
    first = (await app.match_inbox.page(actor, MatchQuestion())).pairs[0].recommendation
    draft = ShortlistDraft(
        seeker=first.seeker, provider=first.provider, match_type=first.match_type, committee="ka"
    )
    await app.suggestions.shortlist(actor, draft)
    page = await app.match_inbox.page(actor, MatchQuestion())
    assert first.provider not in {one.recommendation.provider for one in page.pairs}
    assert page.total == 2
    whole = await app.match_inbox.page(actor, MatchQuestion(introduced=True))
    assert whole.total == 3
    assert whole.pairs[0].recommendation.provider == first.provider


async def test_enterprises_have_no_inbox(app: App, works: Enterprise) -> None:
    member, _ = await create_member(app)
    page = await app.match_inbox.page(member, MatchQuestion())
    assert (page.pairs, page.total, page.members) == ((), 0, 0)


async def test_shortlisted_and_asked_in_one(app: App, works: Enterprise) -> None:
    actor = await create_account(app, Role.STAFF, committees=["ka"])
    one = (await app.match_inbox.page(actor, MatchQuestion(name="Caster0"))).pairs[0].recommendation
    draft = ShortlistDraft(
        seeker=one.seeker, provider=one.provider, match_type=one.match_type, next_step="等答复"
    )
    asking = AskDraft(purpose="洽谈壳体")
    for _ in range(2):
        view = await app.suggestions.ask(actor, draft, asking, request="once")
        assert view.state is IntroductionState.CONSENT_PENDING
        assert (view.next_step, view.committee, view.rank) == ("等答复", "ka", 1)
    consents = await consents_of(app.store, [view.id])
    assert [(c.purpose, c.state) for c in consents] == [("洽谈壳体", ConsentState.ASKED)] * 2
    assert {c.enterprise for c in consents} == {one.seeker, one.provider}
    with pytest.raises(Conflict):
        await app.suggestions.ask(actor, draft, asking)
    assert len(await app.introductions.of_enterprise(SYSTEM, works.id)) == 1


async def test_what_cannot_be_asked_is_not_shortlisted_either(app: App, works: Enterprise) -> None:
    staff = await create_account(app, Role.STAFF, committees=["ka"])
    one = (await app.match_inbox.page(staff, MatchQuestion())).pairs[0].recommendation
    draft = ShortlistDraft(seeker=one.seeker, provider=one.provider, match_type=one.match_type)
    late = AskDraft.model_validate({"purpose": "洽谈", "valid_until": "2001-01-01"})
    with pytest.raises(InvalidInput):
        await app.suggestions.ask(staff, draft, late)
    account = await app.accounts.create(SYSTEM, "电机厂", Role.ENTERPRISE, enterprise=works.id)
    token = await app.accounts.issue_token(SYSTEM, account.name)
    member = await app.accounts.actor_for(token.secret)
    with pytest.raises(Forbidden):
        await app.suggestions.ask(member, draft, AskDraft(purpose="洽谈"))
    assert await app.introductions.of_enterprise(SYSTEM, works.id) == []
    assert await read_decisions(app.store) == []
