"""Whatever happens to claims, and in whichever order: one version in force, and a fixed past."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import date, timedelta
from typing import Any, TypeVar

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    consumes,
    invariant,
    multiple,
    rule,
    run_state_machine_as_test,
)

from chainlink.app import App
from chainlink.clock import instant_text
from chainlink.enterprises.claim_model import CAPABILITY, NEED, Claim, ClaimType
from chainlink.graph.cypher import Query
from chainlink.journal.verification import verify
from tests.factories import capability_draft, create_member, need_draft
from tests.refusals import code_of
from tests.settable_clock import SettableClock

Result = TypeVar("Result")
Run = Callable[[Awaitable[Result]], Result]
TYPES = st.sampled_from([CAPABILITY, NEED])
DAYS = st.integers(min_value=0, max_value=40)
EXAMPLES = {"ladybug": 12, "neo4j": 3}
STEPS = 10
MAY_CHANGE = {"superseded_at", "withdrawn"}


def versions_query(type_: ClaimType) -> Query:
    fields = [name for name in type_.model.model_fields if name not in {"categories", "markets"}]
    columns = ", ".join(f"c.{name} AS {name}" for name in fields)
    text = f"MATCH (c:{type_.label}) WHERE c.enterprise = $id RETURN {columns} ORDER BY id"
    return Query(f"tests/versions_of_{type_.label}", text)


class ClaimHistory(RuleBasedStateMachine):
    """One enterprise's claims, and beside them what must be true of them."""

    claims = Bundle("claims")

    def __init__(self, app: App, clock: SettableClock, run: "Run[Any]") -> None:
        super().__init__()
        self.app, self.clock, self.run = app, clock, run
        self.owner, self.enterprise = run(create_member(app))
        self.stranger, _ = run(create_member(app))
        self.live: dict[str, tuple[ClaimType, Claim]] = {}
        self.past: dict[str, dict[str, Any]] = {}
        self.known_at: list[tuple[str, set[str]]] = []

    def draft(self, type_: ClaimType, days: int) -> Any:
        """A draft that holds for some days, with a title that no other has."""
        said = {
            "title": f"第 {self.clock():%H%M%S%f} 次说的",
            "valid_until": str(self.today() + timedelta(days=days)),
        }
        return capability_draft(**said) if type_ is CAPABILITY else need_draft(**said)

    def today(self) -> date:
        return self.app.settings.today(self.clock())

    @rule(target=claims, type_=TYPES, days=DAYS)
    def declare(self, type_: ClaimType, days: int) -> str:
        draft = self.draft(type_, days)
        made = self.run(self.app.claims.declare(self.owner, type_, self.enterprise.id, draft))
        assert (made.version, made.title, made.superseded_at) == (1, draft.title, None)
        self.live[made.claim] = type_, made
        return str(made.claim)

    @rule(claim=claims, days=DAYS)
    def revise(self, claim: str, days: int) -> None:
        type_, before = self.live[claim]
        draft = self.draft(type_, days)
        after = self.run(self.app.claims.revise(self.owner, type_, claim, before.version, draft))
        assert (after.version, after.title) == (before.version + 1, draft.title)
        self.live[claim] = type_, after

    @rule(claim=consumes(claims))
    def withdraw(self, claim: str) -> None:
        type_, before = self.live.pop(claim)
        ended = self.run(self.app.claims.withdraw(self.owner, type_, claim, before.version))
        assert (ended.id, ended.withdrawn) == (before.id, True)

    @rule(target=claims, claim=consumes(claims), off=st.sampled_from([-1, 1]))
    def change_a_version_that_is_not_the_newest(self, claim: str, off: int) -> Any:
        type_, before = self.live[claim]
        seen = before.version + off
        draft = self.draft(type_, 1)
        for attempt in (
            self.app.claims.revise(self.owner, type_, claim, seen, draft),
            self.app.claims.withdraw(self.owner, type_, claim, seen),
        ):
            assert self.run(code_of(attempt)) == "STALE_VERSION"
        return multiple(claim)

    @rule(days=st.integers(min_value=1, max_value=30))
    def let_time_pass(self, days: int) -> None:
        self.clock.advance(days=days)

    @invariant()
    def one_version_of_each_claim_is_in_force_and_the_past_is_fixed(self) -> None:
        rows = [
            row
            for type_ in (CAPABILITY, NEED)
            for row in self.run(self.app.store.read(versions_query(type_), id=self.enterprise.id))
        ]
        in_force = [row["id"] for row in rows if row["superseded_at"] is None]
        assert sorted(in_force) == sorted(one.id for _, one in self.live.values())
        now = {row["id"]: row for row in rows}
        assert now.keys() >= self.past.keys()
        for id_, before in self.past.items():
            changed = {name for name, value in before.items() if now[id_][name] != value}
            assert changed <= (MAY_CHANGE if before["superseded_at"] is None else set())
        self.past = now
        self.known_at.append((instant_text(self.clock()), set(in_force)))
        for instant, known in self.known_at:
            assert {
                row["id"]
                for row in rows
                if row["recorded_at"] <= instant
                and (row["superseded_at"] is None or row["superseded_at"] > instant)
            } == known

    @invariant()
    def everybody_is_shown_what_is_in_force_and_others_what_is_not_over(self) -> None:
        today = self.today()
        for type_ in (CAPABILITY, NEED):
            live = {one.claim: one for kind, one in self.live.values() if kind is type_}
            for actor, expected in (
                (self.owner, live),
                (self.stranger, {k: v for k, v in live.items() if v.valid_until >= today}),
            ):
                found = self.run(self.app.claims.of_enterprises(actor, type_, [self.enterprise.id]))
                assert {one.claim: one for one in found[self.enterprise.id]} == expected


@pytest.fixture
async def run() -> "Run[Any]":
    """Runs a coroutine to its end on the tests' loop, for a test that is none itself."""
    return asyncio.get_running_loop().run_until_complete


def test_claims_have_one_version_in_force_and_a_fixed_past(
    app: App, clock: SettableClock, run: "Run[Any]", engine: str
) -> None:
    run_state_machine_as_test(
        lambda: ClaimHistory(app, clock, run),
        settings=settings(max_examples=EXAMPLES[engine], stateful_step_count=STEPS, deadline=None),
    )
    assert run(verify(app.journal)).key is None
