"""Policy versions on both engines: learned, judged, promoted, followed, and damaged."""

import logging
from dataclasses import replace

import pytest

from chainlink.accounts.model import Actor, Role
from chainlink.app import App
from chainlink.errors import Conflict, GraphUnavailable, InvalidInput, NotFound
from chainlink.graph.port import Row
from chainlink.graph.records import Records
from chainlink.matching.learning import policies as policies_module
from chainlink.matching.learning.judging import Measure
from chainlink.matching.learning.learning import Learned, LearningReport
from chainlink.matching.learning.policies import PolicyService, PolicyStatus
from chainlink.matching.learning.policy_files import LearnedPolicy, PolicyDamaged, weights_of
from chainlink.matching.learning.promoting import PolicyPromotion, PolicyRefused
from chainlink.matching.learning.proposing import LearningService
from chainlink.matching.policy import expert_policy
from tests.factories import SYSTEM, create_account
from tests.learning_world import REAL_TRUTH, Year, keep, year
from tests.settable_clock import SettableClock

EXPERT = expert_policy()


@pytest.fixture
def policies(app: App) -> PolicyService:
    return PolicyService(app.store, app.journal)


@pytest.fixture
def promotion(app: App, policies: PolicyService) -> PolicyPromotion:
    return PolicyPromotion(app.journal, policies)


def learned(version: str, parent: str = EXPERT.version, *, better: bool = True) -> Learned:
    measure = Measure(name="likelihood", in_force=-0.6, learned=-0.5, low=0.01, high=0.2, cases=99)
    report = LearningReport(
        version=version,
        parent=parent,
        until="2026-11-01",
        fitted_until="2026-09-01",
        calibrated_until="2026-10-01",
        shown=500,
        decided=300,
        resolved=200,
        deals=40,
        fit=120,
        calibration=40,
        evaluation=40,
        measures=(measure.model_copy(update={"passed": better}),),
        moved=(),
    )
    weights = replace(weights_of(EXPERT), version=version, parent=parent)
    return Learned(weights, report)


async def status(policies: PolicyService) -> dict[str, str]:
    return {one.version: one.status.value for one in await policies.versions()}


async def damage(app: App, version: str, **said: str) -> None:
    """Somebody changes the graph behind the program's back; the next change shows it."""
    row = {"version": version} | said
    await app.store.transact(lambda work: Records(work).update("PolicyVersion", [row]))


async def test_the_shipped_policy_is_in_force_where_nothing_was_promoted(
    policies: PolicyService,
) -> None:
    await policies.propose(SYSTEM, learned("better"))

    found = await policies.in_force()

    assert (found.policy, found.problem) == (EXPERT, None)
    assert await status(policies) == {"better": "PROPOSED"}


async def test_a_better_one_comes_into_force_in_every_process(
    app: App, policies: PolicyService, promotion: PolicyPromotion
) -> None:
    elsewhere = PolicyService(app.store, app.journal)
    assert (await elsewhere.in_force()).policy.version == EXPERT.version
    await policies.propose(SYSTEM, learned("better"))

    assert await promotion.promote(SYSTEM, "better") == "better"

    for service in (policies, elsewhere):
        found = (await service.in_force()).policy
        assert isinstance(found, LearnedPolicy)
        assert (found.version, found.parent) == ("better", EXPERT.version)
    kept = await policies.version("better")
    assert kept.status is PolicyStatus.IN_FORCE
    assert kept.in_force_from is not None
    entries = [one for one in await app.journal.entries(0) if one.subject == "better"]
    assert [one.action for one in entries] == ["policy.proposed", "policy.promoted"]


async def test_the_graph_is_asked_only_when_the_journal_has_grown(
    app: App, policies: PolicyService, promotion: PolicyPromotion
) -> None:
    sequence, _ = await app.journal.head()
    first = await policies.in_force(sequence)
    await PolicyService(app.store, app.journal).propose(SYSTEM, learned("better"))
    await promotion.promote(SYSTEM, "better")

    assert await policies.in_force(sequence) is first
    assert (await policies.in_force((await app.journal.head())[0])).policy.version == "better"


async def test_while_the_graph_is_away_the_policy_stays(
    app: App, monkeypatch: pytest.MonkeyPatch
) -> None:
    policies, late = (PolicyService(app.store, app.journal) for _ in range(2))
    known = await policies.in_force()

    async def away(*_: object, **__: object) -> list[Row]:
        raise GraphUnavailable("graph.unreachable", url="away")

    monkeypatch.setattr(type(app.store), "read", away)
    assert await policies.in_force() is known
    assert await policies.in_force(9999) is known
    with pytest.raises(GraphUnavailable):
        await late.in_force()


async def test_one_that_was_not_shown_to_be_better_is_refused(
    app: App, policies: PolicyService, promotion: PolicyPromotion
) -> None:
    await policies.propose(SYSTEM, learned("worse", better=False))
    head = await app.journal.head()

    with pytest.raises(PolicyRefused) as refused:
        await promotion.promote(SYSTEM, "worse")

    assert refused.value.failed == ("likelihood",)
    assert await app.journal.head() == head
    assert (await policies.in_force()).policy is EXPERT


async def test_one_that_was_judged_against_another_policy_is_refused(
    policies: PolicyService, promotion: PolicyPromotion
) -> None:
    for name in ("first", "second"):
        await policies.propose(SYSTEM, learned(name))
    await promotion.promote(SYSTEM, "first")

    with pytest.raises(Conflict) as refused:
        await promotion.promote(SYSTEM, "second")

    assert refused.value.key == "policy.judged_against"
    assert await status(policies) == {"first": "IN_FORCE", "second": "PROPOSED"}


async def test_there_is_a_way_back_to_what_was_in_force(
    policies: PolicyService, promotion: PolicyPromotion
) -> None:
    await policies.propose(SYSTEM, learned("first"))
    await promotion.promote(SYSTEM, "first")
    await policies.propose(SYSTEM, learned("second", parent="first"))
    await promotion.promote(SYSTEM, "second")
    assert await status(policies) == {"first": "RETIRED", "second": "IN_FORCE"}

    await promotion.promote(SYSTEM, "first")
    assert await status(policies) == {"first": "IN_FORCE", "second": "RETIRED"}
    await promotion.promote(SYSTEM, EXPERT.version)
    assert await status(policies) == {"first": "RETIRED", "second": "RETIRED"}
    assert (await policies.in_force()).policy is EXPERT


async def test_what_is_in_force_or_unknown_cannot_be_promoted(
    policies: PolicyService, promotion: PolicyPromotion
) -> None:
    with pytest.raises(Conflict) as refused:
        await promotion.promote(SYSTEM, EXPERT.version)
    assert refused.value.key == "policy.in_force"
    with pytest.raises(NotFound) as unknown:
        await promotion.promote(SYSTEM, "nothing")
    assert unknown.value.key == "policy.unknown"
    assert EXPERT.version in unknown.value.facts["known"]
    await policies.propose(SYSTEM, learned("once"))
    with pytest.raises(Conflict) as taken:
        await policies.propose(SYSTEM, learned("once"))
    assert taken.value.key == "policy.exists"


async def test_a_damaged_policy_in_force_gives_way_to_the_shipped_one_and_says_so(
    app: App,
    policies: PolicyService,
    promotion: PolicyPromotion,
    caplog: pytest.LogCaptureFixture,
) -> None:
    await policies.propose(SYSTEM, learned("better"))
    await promotion.promote(SYSTEM, "better")
    await damage(app, "better", text="version = ")

    with caplog.at_level(logging.ERROR):
        fresh = PolicyService(app.store, app.journal)
        found = await fresh.in_force()
        await fresh.propose(SYSTEM, learned("other"))
        again = await fresh.in_force()

    assert (found.policy, again.policy) == (EXPERT, EXPERT)
    assert found.problem is not None
    assert found.problem.key == "policy.damaged.digest"
    said = [one.levelname for one in caplog.records if one.name == policies_module.__name__]
    assert said == ["ERROR"]  # once, not at every question
    with pytest.raises(PolicyDamaged):
        await learning(app, fresh).learn(SYSTEM)
    await promotion.promote(SYSTEM, EXPERT.version)
    assert (await fresh.in_force()).problem is None


@pytest.mark.parametrize(
    ("said", "key"),
    [
        ({"text": "version = 1"}, "policy.damaged.digest"),
        ({"digest": "0"}, "policy.damaged.digest"),
        ({"report": "{"}, "policy.damaged.report"),
    ],
)
async def test_a_damaged_version_is_not_promoted(
    app: App,
    policies: PolicyService,
    promotion: PolicyPromotion,
    said: dict[str, str],
    key: str,
) -> None:
    await policies.propose(SYSTEM, learned("better"))
    await damage(app, "better", **said)

    with pytest.raises(PolicyDamaged) as refused:
        await promotion.promote(SYSTEM, "better")

    assert refused.value.key == key
    assert await status(policies) == {"better": "PROPOSED"}


@pytest.mark.parametrize("role", [Role.STAFF, Role.SECRETARY, Role.AUDITOR])
async def test_only_administrators_propose_learn_and_promote(
    app: App, policies: PolicyService, promotion: PolicyPromotion, role: Role
) -> None:
    committees = [] if role is Role.AUDITOR else ["ka"]
    actor: Actor = await create_account(app, role, committees=committees)
    await policies.propose(SYSTEM, learned("better"))
    head = await app.journal.head()

    for attempt in (
        policies.propose(actor, learned("other")),
        promotion.promote(actor, "better"),
        learning(app, policies).learn(actor),
    ):
        with pytest.raises(Exception, match=r"forbidden|not_found"):
            await attempt
    assert await app.journal.head() == head


def learning(app: App, policies: PolicyService) -> LearningService:
    return LearningService(app.store, app.clock, app.settings, policies)


@pytest.fixture
def made() -> Year:
    return year(250, truth=REAL_TRUTH)


async def test_from_showings_and_decisions_to_a_policy_in_force(
    app: App, policies: PolicyService, promotion: PolicyPromotion, made: Year
) -> None:
    await keep(app.store, made)
    service = learning(app, policies)

    version, report = await service.learn(SYSTEM)

    assert (version.version, version.parent) == ("learned-2026-11-24", EXPERT.version)
    assert version.findings == report
    assert report.shown == 1500
    assert report.refusals == ()
    await promotion.promote(SYSTEM, version.version)
    policy = (await policies.in_force()).policy
    assert policy.factor["category_fit"].seeker > EXPERT.factor["category_fit"].seeker
    again, second = await service.learn(SYSTEM)
    assert (again.version, second.parent) == ("learned-2026-11-24-2", "learned-2026-11-24")


async def test_learning_until_a_day_knows_nothing_of_later_ones(
    app: App, policies: PolicyService, clock: SettableClock, made: Year
) -> None:
    await keep(app.store, made)
    until = clock().replace(month=1, day=6).date()

    _, report = await learning(app, policies).learn(SYSTEM, until=until)

    assert report.until == "2026-01-06T15:59:59.999999Z"
    assert report.shown == 6 * (5 * 24 + 16)  # a list of six an hour, until midnight in China


async def test_too_little_or_a_day_to_come_is_one_sentence_and_proposes_nothing(
    app: App, policies: PolicyService, clock: SettableClock
) -> None:
    service = learning(app, policies)
    with pytest.raises(Conflict) as few:
        await service.learn(SYSTEM)
    assert few.value.facts == {"resolved": 0, "needed": 30}
    with pytest.raises(InvalidInput):
        await service.learn(SYSTEM, until=clock().replace(year=2027).date())
    assert await policies.versions() == []
