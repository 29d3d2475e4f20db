"""A projection that followed change by change answers exactly as one that is built anew."""

from dataclasses import replace

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from chainlink.matching.model import MatchType
from chainlink.matching.policy import expert_policy
from chainlink.matching.projection.facts import EnterpriseFact
from chainlink.matching.projection.index import Index
from chainlink.matching.projection.projection import Projection
from chainlink.matching.projection.tables import tables_of
from chainlink.matching.ranking import recommend
from tests.unit.matching.projecting import on_day, projected
from tests.unit.matching.test_ranking_properties import (
    CUT,
    DAY,
    TAXONOMY,
    enterprises,
    world,
    worlds,
)

NUMBERS = st.integers(0, 4)


def answers(projection: Projection, askers: list[str]) -> list[object]:
    """Everything that is told to everybody, to the last bit."""
    day, reaches = on_day(projection, TAXONOMY, DAY, CUT)
    policy = expert_policy()
    return [
        recommend(day, reaches, policy, asker, [kind], frozenset({"ka"}), 50)
        for asker in askers
        for kind in MatchType
    ]


class Following(RuleBasedStateMachine):
    """Enterprises come, change in every way, and the index is rebuilt beside it."""

    def __init__(self) -> None:
        super().__init__()
        self.facts: dict[str, EnterpriseFact] = {}
        self.projection = Projection()
        self.made: Index | None = None
        self.changes = 0

    @initialize(drawn=worlds)
    def begin(self, drawn: list[dict]) -> None:  # type: ignore[type-arg] # as drawn
        self.facts = world(drawn)
        self.projection.append(tables_of(self.facts.values()))
        self.projection.settle()

    @rule(drawn=st.lists(enterprises, min_size=5, max_size=5), numbers=st.sets(NUMBERS, min_size=1))
    def change(self, drawn: list[dict], numbers: set[int]) -> None:  # type: ignore[type-arg] # as drawn
        """Claims come and others are replaced by them; the enterprise and its links change."""
        self.changes += 1
        facts = world(drawn)
        known = self.facts.keys() | {f"e{number}" for number in numbers}
        changed = []
        for id_ in (f"e{number}" for number in sorted(numbers)):
            before = self.facts[id_].claims if id_ in self.facts else ()
            new = facts[id_]
            ended = {claim.id for claim in before[:: self.changes]}
            claims = [
                replace(claim, superseded_at=claim.superseded_at or CUT, checked=True)
                if claim.id in ended
                else claim
                for claim in before
            ]
            claims += [replace(one, id=f"{self.changes}-{one.id}") for one in new.claims]
            # the engine knows no link to an enterprise that does not exist
            links = tuple(
                one
                for one in new.links
                if one.kind in {"EXPORTS_TO", "MEMBER_OF"} or one.end in known
            )
            changed.append(replace(new, claims=tuple(claims), links=links))
        self.facts |= {one.id: one for one in changed}
        self.projection.follow(tables_of(changed))

    @rule()
    def begin_compaction(self) -> None:
        if self.made is None:
            self.projection.begin_compaction()
            self.made = Index(self.projection)

    @rule()
    def end_compaction(self) -> None:
        if self.made is not None:
            self.projection.texts.settle()
            self.projection.end_compaction(self.made)
            self.made = None

    @invariant()
    def answers_are_those_of_a_projection_built_anew(self) -> None:
        askers = sorted(self.facts)
        anew = projected(self.facts.values())
        assert answers(self.projection, askers) == answers(anew, askers)


TestFollowing = Following.TestCase
TestFollowing.settings = settings(max_examples=8, stateful_step_count=8, deadline=None)
