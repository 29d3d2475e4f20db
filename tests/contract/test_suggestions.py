"""Shortlisting what was suggested: who may, what is remembered, what is refused."""

import asyncio
from dataclasses import dataclass
from datetime import date
from typing import Any

import pytest

from chainlink.accounts.model import Actor, Role, Scope
from chainlink.app import App
from chainlink.enterprises.model import Enterprise
from chainlink.errors import Conflict, Forbidden, InvalidInput, NotFound
from chainlink.events.model import EventDraft
from chainlink.introductions.machine import IntroductionState
from chainlink.introductions.model import Introduction
from chainlink.introductions.reading import introductions_by_ids
from chainlink.introductions.suggestion_model import ShortlistDraft
from chainlink.language import Language, sentence
from chainlink.matching.learning.reading import read_decisions
from chainlink.matching.model import MatchType, Recommendation
from chainlink.validation import checked
from tests.factories import (
    SYSTEM,
    create_account,
    create_member,
    declare_capability,
    declare_need,
)


@dataclass
class Couple:
    """A motor works of committee ka that needs housings, and a caster of kb that makes them."""

    app: App
    seeker: Enterprise
    provider: Enterprise
    actors: dict[str, Actor]

    def draft(self, **said: Any) -> ShortlistDraft:
        plain = {
            "seeker": self.seeker.id,
            "provider": self.provider.id,
            "match_type": "SUPPLY",
        }
        return checked(ShortlistDraft, plain | said)

    async def shortlist(self, who: str, **said: Any) -> Introduction:
        """The introduction as it is kept."""
        made = await self.app.suggestions.shortlist(self.actors[who], self.draft(**said))
        return (await introductions_by_ids(self.app.store, [made.id]))[made.id]

    async def shown_to(self, who: str, enterprise: Enterprise) -> tuple[str, Recommendation]:
        """The first recommendation of an enterprise, with its shown pair's id."""
        found = await self.app.recommendations.for_enterprise(
            self.actors[who], enterprise.id, match_type=MatchType.SUPPLY
        )
        assert found[0].shown is not None
        return found[0].shown, found[0]


async def build_couple(app: App, **of_provider: Any) -> Couple:
    seeking, seeker = await create_member(app, name="电机厂")
    providing, provider = await create_member(app, name="压铸厂", committees=["kb"], **of_provider)
    await declare_need(app, seeker)
    await declare_capability(app, provider, title="电机壳体", categories=["motor-housings"])
    third, _ = await create_member(app, name="别家")
    actors = {
        "seeker": seeking,
        "provider": providing,
        "third": third,
        "staff of ka": await create_account(app, Role.STAFF, committees=["ka"]),
        "secretary of kb": await create_account(app, Role.SECRETARY, committees=["kb"]),
        "staff of kc": await create_account(app, Role.STAFF),
        "of both": await create_account(app, Role.STAFF, committees=["ka", "kb"]),
        "auditor": await create_account(app, Role.AUDITOR),
        "admin": SYSTEM,
        "reader": await create_account(app, Role.STAFF, committees=["ka"], scopes=(Scope.READ,)),
    }
    return Couple(app, seeker, provider, actors)


@pytest.fixture
async def couple(app: App) -> Couple:
    return await build_couple(app)


async def test_what_a_committee_shortlists_remembers_what_was_shown(couple: Couple) -> None:
    shown, recommendation = await couple.shown_to("staff of ka", couple.seeker)
    made = await couple.shortlist(
        "staff of ka", shown=shown, next_step="打电话", due_on="2026-12-01"
    )
    assert (made.seeker, made.provider, made.match_type) == (
        couple.seeker.id,
        couple.provider.id,
        "SUPPLY",
    )
    assert (made.state, made.committee, made.shortlisted_by, made.owner) == (
        IntroductionState.SHORTLISTED,
        "ka",
        ("ka",),
        couple.actors["staff of ka"].account,
    )
    assert (made.shown, made.policy_version, made.rank, made.score) == (
        shown,
        recommendation.policy_version,
        1,
        recommendation.score,
    )
    assert (made.next_step, made.due_on) == ("打电话", date(2026, 12, 1))
    [decision] = await read_decisions(couple.app.store)
    assert (decision.side, decision.kind, decision.shown) == ("COMMITTEE", "ACCEPTED", shown)


async def test_a_pair_of_the_inbox_remembers_where_it_stands(couple: Couple) -> None:
    _, recommendation = await couple.shown_to("staff of ka", couple.seeker)
    made = await couple.shortlist("staff of ka")
    assert (made.shown, made.policy_version, made.rank, made.score) == (
        None,
        recommendation.policy_version,
        recommendation.rank,
        recommendation.score,
    )


async def test_a_pair_that_nobody_was_recommended_remembers_nothing(couple: Couple) -> None:
    made = await couple.shortlist("staff of ka", match_type="FINANCE")
    assert (made.policy_version, made.rank, made.score) == (None, None, None)


@pytest.mark.parametrize("side", ["seeker", "provider"])
async def test_an_enterprise_shortlists_for_itself(couple: Couple, side: str) -> None:
    made = await couple.shortlist(side)
    own = getattr(couple, side)
    assert (made.shortlisted_by, made.committee) == (
        (own.id,),
        "ka" if side == "seeker" else "kb",
    )
    [decision] = await read_decisions(couple.app.store)
    assert (decision.side, decision.kind) == (side.upper(), "ACCEPTED")


async def test_who_may_shortlist(couple: Couple) -> None:
    allowed = {"seeker", "provider", "staff of ka", "secretary of kb", "of both", "admin"}
    match_types = iter([*MatchType])
    for who in couple.actors:
        head = await couple.app.journal.head()
        said = {"committee": "ka"} if who in {"of both", "admin"} else {}
        try:
            await couple.shortlist(
                who, match_type=next(match_types) if who in allowed else "SUPPLY", **said
            )
        except Forbidden:
            assert who not in allowed, who
            assert await couple.app.journal.head() == head, who
        else:
            assert who in allowed, who


async def test_whom_one_does_not_see_one_does_not_shortlist(couple: Couple) -> None:
    waiting, enterprise = await create_member(couple.app, approved=False)
    with pytest.raises(NotFound):
        await couple.app.suggestions.shortlist(waiting, couple.draft(seeker=enterprise.id))
    for said in ({"provider": enterprise.id}, {"provider": "nobody"}, {"event": "nowhere"}):
        with pytest.raises(NotFound):
            await couple.shortlist("seeker", **said)


async def test_one_open_introduction_of_a_pair_and_type(couple: Couple) -> None:
    await couple.shortlist("staff of ka")
    head = await couple.app.journal.head()
    with pytest.raises(Conflict, match=r"introduction\.exists"):
        await couple.shortlist("secretary of kb")
    assert await couple.app.journal.head() == head
    assert len(await read_decisions(couple.app.store)) == 1
    other = await couple.shortlist("secretary of kb", match_type="RESEARCH")
    assert other.committee == "kb"


async def test_of_two_who_shortlist_at_once_one_is_first(couple: Couple) -> None:
    done = await asyncio.gather(
        *(couple.shortlist(who) for who in ("staff of ka", "secretary of kb")),
        return_exceptions=True,
    )
    refused = [one for one in done if isinstance(one, Conflict)]
    opened = [one for one in done if isinstance(one, Introduction)]
    assert [one.key for one in refused] == ["introduction.exists"]
    assert len(opened) == 1
    [decision] = await read_decisions(couple.app.store)
    assert decision.recorded_by == opened[0].recorded_by


async def test_the_event_that_it_arose_at(couple: Couple) -> None:
    said = {"name_zh": "对接会", "kind": "SALON", "held_on": "2026-11-20", "committees": ["kb"]}
    event = await couple.app.events.create(SYSTEM, checked(EventDraft, said))
    made = await couple.shortlist("staff of ka", event=event.id)
    assert made.event == event.id


@pytest.mark.parametrize(
    ("who", "said", "path", "key"),
    [
        ("of both", {}, "committee", "suggestion.committee_several"),
        ("staff of ka", {"committee": "kb"}, "committee", "suggestion.committee_foreign"),
        ("seeker", {"committee": "kb"}, "committee", "suggestion.committee_foreign"),
        ("staff of ka", {"due_on": "2026-11-23"}, "dueOn", "suggestion.due_past"),
        ("staff of ka", {"shown": "nowhere:1"}, "shown", "decision.not_shown"),
        ("staff of ka", {"seeker": None}, "seeker", "suggestion.name_both"),
        ("staff of ka", {"match_type": None}, "matchType", "suggestion.name_both"),
    ],
)
async def test_what_cannot_be_is_refused_and_nothing_changes(
    couple: Couple, who: str, said: dict[str, Any], path: str, key: str
) -> None:
    head = await couple.app.journal.head()
    with pytest.raises(InvalidInput) as refused:
        await couple.shortlist(who, **said)
    assert [(one.path, one.key) for one in refused.value.fields] == [(path, key)]
    assert await couple.app.journal.head() == head


async def test_nobody_meets_itself(couple: Couple) -> None:
    with pytest.raises(InvalidInput):
        await couple.shortlist("admin", provider=couple.seeker.id)


async def test_what_was_shown_to_another_is_not_shown(couple: Couple) -> None:
    shown, _ = await couple.shown_to("provider", couple.provider)
    with pytest.raises(InvalidInput):
        await couple.shortlist("seeker", shown=shown)
    made = await couple.shortlist("provider", shown=shown)
    assert made.shown == shown


async def test_a_partner_without_a_name_is_meant_by_what_was_shown(app: App) -> None:
    couple = await build_couple(app, visibility="ANONYMOUS")
    with pytest.raises(NotFound):
        await couple.shortlist("seeker")
    shown, recommendation = await couple.shown_to("seeker", couple.seeker)
    assert recommendation.anonymous
    draft = checked(ShortlistDraft, {"shown": shown})
    view = await app.suggestions.shortlist(couple.actors["seeker"], draft)
    assert (view.provider, view.whole, view.score) == (couple.provider.id, False, None)
    kept = (await introductions_by_ids(app.store, [view.id]))[view.id]
    assert (kept.provider, kept.score) == (couple.provider.id, recommendation.score)


async def test_vetoed_opted_out_or_waiting_pairs_are_refused_with_a_sentence(
    couple: Couple,
) -> None:
    async def refusal(who: str) -> str:
        head = await couple.app.journal.head()
        with pytest.raises(Conflict) as refused:
            await couple.shortlist(who)
        assert await couple.app.journal.head() == head
        return sentence(refused.value, Language.ZH)

    vetoes, enterprises = couple.app.vetoes, couple.app.enterprises
    neutral = "这两家单位目前不能引荐。"
    await vetoes.veto(couple.actors["provider"], couple.provider.id, couple.seeker.id)
    assert await refusal("seeker") == neutral
    assert await refusal("staff of ka") == neutral
    told = "“压铸厂”已设置不愿与对方对接；取消后再试。"
    assert await refusal("provider") == told
    assert await refusal("secretary of kb") == told
    await vetoes.lift(SYSTEM, couple.provider.id, couple.seeker.id)
    await enterprises.set_opt_out(SYSTEM, couple.provider.id, couple.provider.version, True)
    assert await refusal("seeker") == neutral
    assert await refusal("secretary of kb") == (
        "“压铸厂”已退出匹配，不能引荐；重新参加匹配后再试。"
    )


async def test_who_waits_is_introduced_to_nobody(app: App) -> None:
    couple = await build_couple(app)
    _, enterprise = await create_member(app, name="新厂", approved=False)
    with pytest.raises(Conflict) as refused:
        await couple.shortlist("staff of ka", seeker=enterprise.id)
    assert sentence(refused.value, Language.EN) == (
        "“新厂” is not approved and cannot be introduced."
    )
    with pytest.raises(NotFound):
        await couple.shortlist("seeker", provider=enterprise.id)


async def test_a_request_that_is_sent_again_opens_one(couple: Couple) -> None:
    actor, draft = couple.actors["staff of ka"], couple.draft()
    first = await couple.app.suggestions.shortlist(actor, draft, request="r1")
    head = await couple.app.journal.head()
    assert await couple.app.suggestions.shortlist(actor, draft, request="r1") == first
    assert await couple.app.journal.head() == head


async def test_the_journal_tells_a_side_only_of_its_own_choice(couple: Couple) -> None:
    head, _ = await couple.app.journal.head()
    await couple.shortlist("staff of ka")
    assert {one.enterprises for one in await couple.app.journal.entries(head)} == {()}
    head, _ = await couple.app.journal.head()
    await couple.shortlist("seeker", match_type="CHAIN")
    told = {one.enterprises for one in await couple.app.journal.entries(head)}
    assert told <= {(), (couple.seeker.id,)}
