"""Who is awarded a municipal contract: awards in the order of their days, suppliers named freely.

At the day of an award all suppliers of earlier days are ranked, each by its experience of those
days; the last year is unseen while learning. Suppliers' spellings are joined as they come.
"""

import csv
import re
from collections import Counter
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import numpy as np
import numpy.typing as npt
from scipy import sparse

from benchmarks.accuracy.data import data_file
from benchmarks.accuracy.tables import print_differences, print_rankings
from chainlink.matching.experience import UNKNOWN, Answer, Experience, Need, Outcome
from chainlink.matching.experience_names import Spellings, plain
from chainlink.matching.experience_ranker import ExperienceRanker, Question, learned
from chainlink.matching.learning.evaluation import hit_at, reciprocal_rank
from chainlink.matching.texts import TextIndex

Floats = npt.NDArray[np.float64]

_MUNICIPALITIES = "ferizaj|prishtine|prishtina|gjilan|viti|gjakove|hani i elezit"
_SHORT = r"n ?t ?sh ?p|n ?sh ?t ?p|n ?n ?p|n ?n ?t|n ?n ?sh|n ?n|n ?t ?p|n ?t ?sh|n ?p ?n|n ?p ?t"
_OTHER = r"n ?p ?sh|n ?sh ?p|n ?sh ?t|n ?sh|n ?p|n ?t|k ?n ?p ?sh|k ?n ?t ?sh|k ?n ?t|k ?s|d ?p ?z"
_FORMS = f"{_SHORT}|{_OTHER}|sh ?p ?k|sh ?a|l ?l ?c|k ?b|o ?j ?q|n ?p ?t ?sh|kompania|firma"
LEGAL_FORMS = (
    re.compile(rf"^(?:(?:{_FORMS}) )+"),
    re.compile(rf"(?: (?:{_FORMS}|{_MUNICIPALITIES}))+$"),
    re.compile(r"(?<=.{4})(?:shpk|llc)$"),
)
METRICS = ("hit@1", "hit@10", "MRR")
WARM_UP = 180  # days of history before the first award that is learned from


@dataclass(frozen=True)
class Asked:
    """An award as a question: what was known when it was made, and its answer."""

    outcome: Outcome
    answer: Answer

    @property
    def place(self) -> int | None:
        """Row of the supplier among the candidates, None if it had no award before."""
        found = np.flatnonzero(self.answer.providers == self.outcome.provider)
        return int(found[0]) if len(found) else None


def run(train: Path | None, test: Path | None, seed: int) -> None:
    """Print hits over the suppliers seen before and over all awards, beside the baselines."""
    awards = _awards(train or data_file("kosovo_procurement/awards.csv"))
    if test is not None:
        unseen = _awards(test)
        start = min(day for day, _ in unseen)
    else:
        last = Counter(date.fromordinal(day).year for day, _ in awards)
        start = date(max(last), 1, 1).toordinal()
        unseen = [award for award in awards if award[0] >= start]
    past = sorted((one for one in awards if one[0] < start), key=lambda one: one[0])
    spellings = Spellings(LEGAL_FORMS)
    outcomes = _outcomes(past + sorted(unseen, key=lambda one: one[0]), spellings)
    asked = _asked(outcomes, spellings, start)
    before = [one for one in asked if one.outcome.day < start]
    after = [one for one in asked if one.outcome.day >= start]
    _print(before, after, seed)


def _awards(path: Path) -> list[tuple[int, dict[str, str]]]:
    with path.open(encoding="utf-8", newline="") as file:
        return [
            (date.fromisoformat(row["signed_on"]).toordinal(), row)
            for row in csv.DictReader(file)
            if row["supplier"].strip()
        ]


def _amount(text: str) -> float | None:
    return float(text) if text and float(text) > 0 else None


def _outcomes(awards: list[tuple[int, dict[str, str]]], spellings: Spellings) -> list[Outcome]:
    buyers: dict[str, int] = {}
    return [
        Outcome(
            need=Need(
                text=plain(row["description_sq"]),
                seeker=buyers.setdefault(row["buyer_municipality"], len(buyers)),
                category=int(row["cpv2"]) if row["cpv2"] else UNKNOWN,
                budget=_amount(row["estimated_eur"]),
            ),
            provider=spellings.number(row["supplier"]),
            day=day,
            amount=_amount(row["contract_eur"]) or _amount(row["estimated_eur"]),
        )
        for day, row in awards
    ]


def _asked(outcomes: list[Outcome], spellings: Spellings, start: int) -> list[Asked]:
    """Every award after the first days as a question put on its own day."""
    known = [one for one in outcomes if one.day < start]
    experience = Experience(TextIndex([one.need.text for one in known]))
    experience.add(outcomes)
    names = TextIndex([spellings.keys[number] for number in sorted({o.provider for o in known})])
    alike: sparse.csr_array = names.vectors(spellings.keys)
    days = sorted(one.day for one in known)
    first = days[len(days) // 50] + WARM_UP  # a single award of years before is not the start
    return [
        Asked(one, experience.answer(one.need, one.day, alike=alike))
        for one in outcomes
        if one.day >= first
    ]


def _learn(asked: list[Asked], seed: int, shuffled: bool = False) -> ExperienceRanker:
    random = np.random.default_rng(seed)
    questions = []
    for one in asked:
        place = one.place
        if place is not None:
            if shuffled:
                place = int(random.integers(len(one.answer.providers)))
            questions.append(Question(one.answer.values, place))
    return learned(asked[0].answer.names, questions, seed=seed)


def _anyone(asked: list[Asked], seed: int) -> list[Asked]:
    """The same questions with any candidate for the answer, where there is an answer."""
    random = np.random.default_rng(seed)
    return [
        replace(
            one, outcome=replace(one.outcome, provider=int(random.choice(one.answer.providers)))
        )
        if one.place is not None
        else one
        for one in asked
    ]


def _figures(asked: list[Asked], scores: list[Floats]) -> list[list[float]]:
    figures: list[list[float]] = [[], [], []]
    for one, score in zip(asked, scores, strict=True):
        place = one.place
        if place is None:
            reached = [0.0, 0.0, 0.0]
        else:
            right = np.arange(len(score)) == place
            reached = [hit_at(score, right, 1), hit_at(score, right, 10)]
            reached.append(reciprocal_rank(score, right))
        for values, value in zip(figures, reached, strict=True):
            values.append(value)
    return figures


def _print(before: list[Asked], after: list[Asked], seed: int) -> None:
    model, chance = _learn(before, seed), _learn(before, seed, shuffled=True)
    scores = {
        "product": [model.scores(one.answer.values) for one in after],
        "popularity": [one.answer.column("often") for one in after],
        "path (buyer × category, recent)": [
            one.answer.column("category_often") * one.answer.column("returning") for one in after
        ],
        "text (nearest of the same buyer)": [
            one.answer.column("wording") + one.answer.column("own_wording") for one in after
        ],
    }
    seen = [place for place, one in enumerate(after) if one.place is not None]
    candidates = np.mean([len(one.answer.providers) for one in after])
    print(f"learned from {len(before)} awards, asked {len(after)}; {candidates:.0f} candidates")
    print(
        f"supplier seen before: {len(seen) / len(after):.3f}; random hit@10 {10 / candidates:.3f}"
    )
    figures = {name: _figures(after, found) for name, found in scores.items()}
    figures["shuffled suppliers"] = _figures(
        _anyone(after, seed), [chance.scores(one.answer.values) for one in after]
    )
    print("\nSupplier seen before:\n")
    of_seen = {
        name: [[values[place] for place in seen] for values in rows]
        for name, rows in figures.items()
    }
    print_rankings(METRICS, of_seen, seed=seed)
    print()
    print_differences(METRICS, of_seen, "product", seed=seed)
    print("\nAll awards, a supplier never seen counts as a miss:\n")
    print_rankings(METRICS, figures, seed=seed)
    weights = zip(model.names, model.weights.tolist(), strict=True)
    print("\nWeights:", {name: round(weight, 2) for name, weight in weights})
    print("\nLeaving one value out (seen before):\n")
    print_rankings(METRICS, _without_each(after, model), seed=seed)


def _without_each(after: list[Asked], model: ExperienceRanker) -> dict[str, list[list[float]]]:
    """What is lost when one value says nothing (its weight 0)."""
    seen = [one for one in after if one.place is not None]
    rows = {}
    for place, name in enumerate(model.names):
        weights = np.where(np.arange(len(model.names)) == place, 0.0, model.weights)
        rows[f"without {name}"] = _figures(seen, [one.answer.values @ weights for one in seen])
    return rows
