"""Learning from simulated outcomes whose truth is known: the expert, free and anchored weights.

The expert's policy has the right factors with weights that are wrong by a factor of 1.6 either
way, and one of them does not count at all. Success also depends on a product of two factors that
no weight can say. Sixty candidates a list: the expert's best eight are shown, and two others by
chance; what stands lower is decided on less often.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from benchmarks.tables import print_table
from chainlink.matching.learning.evaluation import ndcg_at
from chainlink.matching.learning.examples import Shown, success_chance, table_of
from chainlink.matching.learning.fitting import Trust, fit_policy
from chainlink.matching.learning.logistic import logistic
from chainlink.matching.learning.outcomes import Outcome
from chainlink.matching.learning.weights import PartWeights, PolicyWeights
from chainlink.matching.policy import PARTS

FACTORS = tuple(f"factor_{number}" for number in range(8))
RESOLVED = (10, 30, 100, 300, 1000)
WORLDS, LISTS = 30, 40
CANDIDATES, TOP, EXPLORED = 60, 8, 2
FREE = Trust(relative=1e3, least=20.0, base=20.0)
REFUSED = Outcome(False, False)


@dataclass(frozen=True)
class World:
    """What is true, and what the expert believes."""

    truth: np.ndarray  # by part: base, then a weight a factor
    expert: PolicyWeights

    def chances(self, values: np.ndarray) -> np.ndarray:
        """By part and pair."""
        scores = self.truth[:, :1] + self.truth[:, 1:] @ values.T
        return logistic(scores - values[:, 0] * values[:, 1])


def world(random: np.random.Generator) -> World:
    believed = random.uniform(0.5, 2.5, (len(PARTS), len(FACTORS)))
    actual = believed * np.exp(random.normal(0.0, 0.5, believed.shape))
    actual[:, random.integers(len(FACTORS))] = 0.0
    bases = np.array([-3.0, -3.0, -3.5])
    parts = {
        part: PartWeights(base, dict(zip(FACTORS, weights, strict=True)))
        for part, base, weights in zip(PARTS, bases.tolist(), believed.tolist(), strict=True)
    }
    return World(np.hstack([bases[:, None], actual]), PolicyWeights("expert", parts))


def values_of(random: np.random.Generator, pairs: int) -> np.ndarray:
    """Half of a pair's factors say nothing."""
    return random.random((pairs, len(FACTORS))) * (random.random((pairs, len(FACTORS))) < 0.5)


def lists_shown(
    world: World, random: np.random.Generator, resolved: int
) -> tuple[list[Shown], dict[str, Outcome]]:
    """Until as many outcomes are resolved."""
    shown: list[Shown] = []
    outcomes: dict[str, Outcome] = {}
    rare = EXPLORED / (CANDIDATES - TOP)
    while len(outcomes) < resolved:
        values = values_of(random, CANDIDATES)
        order = np.argsort(-score(world.expert, values), kind="stable")
        explored = random.choice(order[TOP:], EXPLORED, replace=False)
        happened = random.random((len(PARTS), CANDIDATES)) < world.chances(values)
        for position, row in enumerate([*order[:TOP], *explored], start=1):
            one = pair(len(shown), values[row], 1.0 if position <= TOP else rare)
            shown.append(one)
            if random.random() < position**-0.5 and len(outcomes) < resolved:
                seeker, provider, deal = map(bool, happened[:, row])
                outcomes[one.id] = Outcome(seeker, provider, deal if seeker and provider else None)
    return shown, outcomes


def pair(number: int, values: Sequence[float], propensity: float = 1.0) -> Shown:
    name, said = str(number), dict(zip(FACTORS, map(float, values), strict=True))
    return Shown(name, name, name, name, name, name, "SUPPLY", 1, propensity, said, "")


def score(policy: PolicyWeights, values: np.ndarray) -> np.ndarray:
    rows = table_of([pair(number, row) for number, row in enumerate(values)], {}, FACTORS)
    return success_chance(policy, rows, calibrated=False)


def quality(policy: PolicyWeights, world: World, lists: Sequence[np.ndarray]) -> float:
    """NDCG@5 over whole lists of candidates, a gain being the true chance of success."""
    scores = score(policy, np.vstack(lists)).reshape(len(lists), CANDIDATES)
    return float(
        np.mean(
            [
                ndcg_at(one, world.chances(values).prod(axis=0), 5)
                for one, values in zip(scores, lists, strict=True)
            ]
        )
    )


def learned(
    world: World, shown: Sequence[Shown], outcomes: dict[str, Outcome]
) -> dict[str, PolicyWeights]:
    table = table_of(shown, outcomes, FACTORS)
    even = replace(table, weight=np.ones(len(table)))
    denied = table_of(shown, {one.id: outcomes.get(one.id, REFUSED) for one in shown}, FACTORS)
    level = {part: PartWeights(-2.0, dict.fromkeys(FACTORS, 1.0)) for part in PARTS}
    return {
        "expert": world.expert,
        "free": fit_policy(table, replace(world.expert, parts=level), "free", FREE),
        "anchored": fit_policy(table, world.expert, "anchored"),
        "not weighted": fit_policy(even, world.expert, "even"),
        "undecided = no": fit_policy(denied, world.expert, "denied"),
    }


async def run(_engines: Sequence[str], _rows: int) -> None:
    """One row a number of resolved outcomes, means over thirty worlds."""
    found: dict[int, dict[str, list[float]]] = {many: {} for many in RESOLVED}
    deals: dict[int, list[float]] = {many: [] for many in RESOLVED}
    for seed in range(WORLDS):
        random = np.random.default_rng(seed)
        here = world(random)
        lists = [values_of(random, CANDIDATES) for _ in range(LISTS)]
        for many in RESOLVED:
            shown, outcomes = lists_shown(here, random, many)
            deals[many].append(sum(one.deal is True for one in outcomes.values()))
            for name, policy in learned(here, shown, outcomes).items():
                found[many].setdefault(name, []).append(quality(policy, here, lists))
    names = list(found[RESOLVED[0]])
    print_table(
        ["resolved", "deals", *names, "worlds in which anchored < expert"],
        [
            [
                many,
                f"{np.mean(deals[many]):.0f}",
                *(f"{np.mean(found[many][name]):.3f}" for name in names),
                f"{np.mean(np.less(found[many]['anchored'], found[many]['expert'])):.0%}",
            ]
            for many in RESOLVED
        ],
    )
