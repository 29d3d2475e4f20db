"""Decisions on recommendations: who may record which, what is refused, what learning reads."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest

from chainlink.accounts.model import Actor, Role, Scope
from chainlink.app import App
from chainlink.enterprises.model import Enterprise
from chainlink.errors import Forbidden, InvalidInput, NotFound
from chainlink.matching.learning.decisions import DecisionDraft, DecisionService
from chainlink.matching.learning.outcomes import Decision, DecisionKind, DecisionReason, Side
from chainlink.matching.learning.reading import read_decisions
from chainlink.matching.learning.showing_rows import Question
from chainlink.matching.learning.showings import ShowingLog
from chainlink.matching.model import MatchType, Recommendation
from tests.factories import SYSTEM, create_account, create_enterprise, create_member
from tests.settable_clock import START, SettableClock


@dataclass
class Couple:
    """A seeker of committee ka and a provider of kb, with their accounts."""

    app: App
    service: DecisionService
    log: ShowingLog
    seeker: Enterprise
    provider: Enterprise
    actors: dict[str, Actor]

    def draft(self, **said: Any) -> DecisionDraft:
        plain = {
            "seeker": self.seeker.id,
            "provider": self.provider.id,
            "match_type": "SUPPLY",
            "side": "SEEKER",
            "kind": "ACCEPTED",
        }
        return DecisionDraft.model_validate(plain | said)

    async def record(self, who: str, **said: Any) -> Decision:
        return await self.service.record(self.actors[who], self.draft(**said))


@pytest.fixture
async def couple(app: App) -> Couple:
    seeking, seeker = await create_member(app, name="电机厂")
    providing, provider = await create_member(app, name="压铸厂", committees=["kb"])
    log = ShowingLog(app.store, app.clock)
    actors = {
        "seeker": seeking,
        "provider": providing,
        "staff of ka": await create_account(app, Role.STAFF, committees=["ka"]),
        "secretary of kb": await create_account(app, Role.SECRETARY, committees=["kb"]),
        "auditor": await create_account(app, Role.AUDITOR),
        "admin": SYSTEM,
        "reader": await create_account(app, Role.STAFF, committees=["ka"], scopes=(Scope.READ,)),
    }
    service = DecisionService(app.journal, app.enterprises, log)
    return Couple(app, service, log, seeker, provider, actors)


ALL = ("seeker", "provider", "staff of ka", "secretary of kb", "auditor", "admin", "reader")
MAY = {
    "SEEKER": {"seeker", "staff of ka", "admin"},
    "PROVIDER": {"provider", "secretary of kb", "admin"},
    "COMMITTEE": {"staff of ka", "secretary of kb", "admin"},
}


@pytest.mark.parametrize("side", Side)
async def test_a_side_decides_for_itself_or_its_officers_do(couple: Couple, side: Side) -> None:
    allowed = set()
    for who in ALL:
        head = await couple.app.journal.head()
        try:
            decision = await couple.record(who, side=side)
        except Forbidden:
            assert await couple.app.journal.head() == head, who
            continue
        allowed.add(who)
        assert decision.recorded_by == couple.actors[who].account
    assert allowed == MAY[side.value]
    assert len(await read_decisions(couple.app.store)) == len(allowed)


async def test_who_does_not_see_an_enterprise_does_not_see_that_it_is_there(
    couple: Couple,
) -> None:
    waiting, _ = await create_member(couple.app, approved=False)
    with pytest.raises(NotFound):
        await couple.service.record(waiting, couple.draft())
    with pytest.raises(NotFound):
        await couple.record("seeker", provider="nobody")


async def test_what_was_recorded_is_what_learning_reads(
    couple: Couple, clock: SettableClock
) -> None:
    made = await couple.record("seeker", kind="DECLINED", reason="PRICE")

    assert await read_decisions(couple.app.store) == [made]
    assert (made.kind, made.reason) == (DecisionKind.DECLINED, DecisionReason.PRICE)
    assert made.decided_at == made.recorded_at
    [entry] = [
        one for one in await couple.app.journal.entries(0) if one.action == "decision.recorded"
    ]
    assert (entry.subject, entry.subject_label) == (made.id, "Decision")


async def test_a_request_that_is_sent_again_is_recorded_once(couple: Couple) -> None:
    actor, draft = couple.actors["seeker"], couple.draft()
    first = await couple.service.record(actor, draft, request="r1")

    assert await couple.service.record(actor, draft, request="r1") == first
    assert len(await read_decisions(couple.app.store)) == 1


@pytest.mark.parametrize(
    ("side", "kind", "told"),
    [
        ("SEEKER", "DECLINED", ["seeker"]),
        ("PROVIDER", "DECLINED", ["provider"]),
        ("PROVIDER", "NO_ANSWER", ["provider"]),
        ("SEEKER", "ACCEPTED", ["seeker"]),
        ("COMMITTEE", "DECLINED", []),
        ("COMMITTEE", "ACCEPTED", []),
        ("COMMITTEE", "MET", ["seeker", "provider"]),
        ("SEEKER", "DEAL", ["seeker", "provider"]),
    ],
)
async def test_the_journal_never_tells_a_side_of_the_others_refusal(
    couple: Couple, side: str, kind: str, told: list[str]
) -> None:
    made = await couple.record("admin", side=side, kind=kind)

    [entry] = [one for one in await couple.app.journal.entries(0) if one.subject == made.id]
    assert entry.enterprises == tuple(getattr(couple, one).id for one in told)


@pytest.mark.parametrize(
    ("said", "path", "key"),
    [
        ({"side": "COMMITTEE", "kind": "NO_ANSWER"}, "kind", "decision.no_answer"),
        ({"kind": "ACCEPTED", "reason": "PRICE"}, "reason", "decision.reason"),
        ({"kind": "DEAL", "reason": "OTHER"}, "reason", "decision.reason"),
        ({"shown": "nowhere:1"}, "shown", "decision.not_shown"),
        ({"shown": "nowhere"}, "shown", "decision.not_shown"),
        ({"decided_at": datetime(2026, 1, 1)}, "decidedAt", "decision.zone"),
        ({"decided_at": START + timedelta(days=1)}, "decidedAt", "decision.future"),
    ],
)
async def test_what_cannot_be_is_refused_and_nothing_changes(
    couple: Couple, said: dict[str, Any], path: str, key: str
) -> None:
    head = await couple.app.journal.head()
    with pytest.raises(InvalidInput) as refused:
        await couple.record("admin", **said)

    assert [(one.path, one.key) for one in refused.value.fields] == [(path, key)]
    assert await couple.app.journal.head() == head
    assert await read_decisions(couple.app.store) == []


async def test_an_enterprise_does_not_meet_itself(couple: Couple) -> None:
    with pytest.raises(InvalidInput):
        await couple.record("admin", provider=couple.seeker.id)


async def test_a_decision_names_the_recommendation_that_it_is_about(couple: Couple) -> None:
    third = await create_enterprise(couple.app)
    answer = [
        Recommendation(
            enterprise=couple.seeker.id,
            partner=partner.id,
            match_type=MatchType.SUPPLY,
            seeker=couple.seeker.id,
            provider=partner.id,
            rank=rank,
            score=0.0,
            probability=0.5,
            factors=(),
            paths=(),
            policy_version="expert-1",
        )
        for rank, partner in enumerate((third, couple.provider), start=1)
    ]
    day = START.date()
    question = Question(couple.seeker.id, "v", MatchType.SUPPLY, 10, day, 1, "expert-1")
    showing = couple.log.record(question, answer)  # not written yet

    made = await couple.record("seeker", shown=f"{showing}:2")

    assert made.shown == f"{showing}:2"
    with pytest.raises(InvalidInput):
        await couple.record("seeker", shown=f"{showing}:1")  # another pair
    with pytest.raises(InvalidInput):
        await couple.record("seeker", shown=f"{showing}:2", match_type="CHAIN")


async def test_an_earlier_time_is_kept_in_utc(couple: Couple) -> None:
    china = timezone(timedelta(hours=8))
    made = await couple.record("seeker", decided_at=datetime(2026, 1, 2, 7, tzinfo=china))

    assert made.decided_at == "2026-01-01T23:00:00.000000Z"
    assert made.recorded_at > datetime(2026, 11, 24, tzinfo=UTC).isoformat()


def test_a_field_that_is_not_known_is_refused() -> None:
    with pytest.raises(ValueError, match="extra"):
        DecisionDraft.model_validate({"mood": "good"})
