"""Showings and decisions of a made-up year: an expert's policy, a truth, and what came of both."""

import hashlib
import json
import math
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np

from chainlink.graph.port import GraphStore, GraphTransaction
from chainlink.graph.records import Records
from chainlink.matching.learning.examples import Shown
from chainlink.matching.learning.outcomes import Decision, DecisionKind, Side
from chainlink.matching.learning.showing_rows import packed
from chainlink.matching.learning.weights import PartWeights, PolicyWeights
from chainlink.matching.model import MatchType

BASE = -1.0
EXPERT = PolicyWeights(
    "expert",
    {
        part: PartWeights(BASE, {"good": 0.3, "useless": 1.5, "rival": 0.5})
        for part in ("seeker", "provider", "deal")
    },
    against=frozenset({"rival"}),
)
TRUTH = {"good": 3.0, "useless": 0.0, "rival": -0.5}


def instant(number: int) -> str:
    """The number-th hour of the year."""
    return f"2026-{1 + number // 600:02}-{1 + number // 24 % 25:02}T{number % 24:02}:00:00.000000Z"


@dataclass
class Year:
    """What was shown and what was decided."""

    shown: list[Shown]
    decisions: list[Decision]


def year(lists: int, seed: int = 1, truth: dict[str, float] = TRUTH, each: int = 6) -> Year:
    """Lists of six pairs, one an hour; half of the pairs are decided on within two days."""
    draw = np.random.default_rng(seed)
    made = Year([], [])
    for number in range(lists):
        for position in range(1, each + 1):
            values = {code: float(draw.random()) for code in truth}
            one = Shown(
                id=f"l{number}:{position}",
                showing=f"l{number}",
                asker=f"s{number}",
                partner=f"p{draw.integers(40)}",
                seeker=f"s{number}",
                provider=f"p{number}-{position}",
                match_type="SUPPLY",
                position=position,
                propensity=1.0,
                values=values,
                shown_at=instant(number),
            )
            made.shown.append(one)
            if draw.random() < 0.5:
                made.decisions += _decided(draw, one, number, truth)
    return made


def _decided(
    draw: np.random.Generator, one: Shown, number: int, truth: dict[str, float]
) -> list[Decision]:
    odds = BASE + sum(truth[code] * value for code, value in one.values.items())
    chance = 1 / (1 + math.exp(-odds))
    seeker, provider, deal = (draw.random() < chance for _ in range(3))
    later = number + int(draw.integers(1, 48))
    said = [
        decided(one, "SEEKER", "ACCEPTED" if seeker else "DECLINED", later),
        decided(one, "PROVIDER", "ACCEPTED" if provider else "DECLINED", later),
    ]
    if seeker and provider:
        said.append(decided(one, "COMMITTEE", "DEAL" if deal else "NO_DEAL", later + 1))
    return said


def decided(one: Shown, side: str, kind: str, hour: int) -> Decision:
    """A decision on a shown pair."""
    return Decision(
        id=f"{one.id}-{side}-{kind}",
        seeker=one.seeker,
        provider=one.provider,
        match_type=MatchType(one.match_type),
        side=Side(side),
        kind=DecisionKind(kind),
        shown=one.id,
        decided_at=instant(hour),
        recorded_at=instant(hour),
        recorded_by="a",
    )


# on the shipped policy's factors: the expert thinks little of one that decides nearly everything
REAL_TRUTH = {"category_fit": 5.0, "text_similarity": 0.0, "freshness": 0.0, "rival": -0.4}


async def keep(store: GraphStore, made: Year) -> None:
    """Put a year into a graph, as the log and the decisions' service would have."""
    by_showing: dict[str, list[Shown]] = {}
    for one in made.shown:
        by_showing.setdefault(one.showing, []).append(one)
    showings = [_showing_row(name, pairs) for name, pairs in by_showing.items()]
    decisions = [one.model_dump(mode="json") for one in made.decisions]

    async def work(transaction: GraphTransaction) -> None:
        await Records(transaction).create("Showing", showings)
        await Records(transaction).create("Decision", decisions)

    await store.transact(work)


def _showing_row(name: str, pairs: list[Shown]) -> dict[str, Any]:
    left_out = {"id", "showing", "shown_at"}
    return {
        "id": name,
        "asker": pairs[0].asker,
        "viewer": "v",
        "shown_at": pairs[0].shown_at,
        "day": pairs[0].shown_at[:10],
        "sequence": 1,
        "policy_version": "expert-1",
        "answer": packed(b"[]"),
        "digest": hashlib.sha256(b"[]").hexdigest(),
        "pairs": packed(
            json.dumps(
                [{k: v for k, v in asdict(one).items() if k not in left_out} for one in pairs]
            ).encode()
        ),
    }
