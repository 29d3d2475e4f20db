"""Which supplier a contract went to, from the project's words alone.

Candidates are the listed firms of the chain graph and the suppliers of the contracts learned from;
a supplier that is neither counts as a miss. Contracts carry no dates: a random half is unseen.
"""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from benchmarks.accuracy.contracts_data import Contract, Firms, contracts, listed_firms
from benchmarks.accuracy.data import data_file
from benchmarks.accuracy.tables import print_differences, print_rankings
from benchmarks.tables import print_table
from chainlink.matching.experience_catalogue import Catalogue, Served
from chainlink.matching.experience_profiles import Profiles, Provider
from chainlink.matching.experience_ranker import ExperienceRanker, Question, learned
from chainlink.matching.learning.evaluation import bootstrap, hit_at, reciprocal_rank

Floats = npt.NDArray[np.float64]

METRICS = ("hit@1", "hit@10", "MRR")
SPREAD = 1.0  # some 200 contracts to learn from: weights stay near 0 unless many of them speak
HALVES = 5
NEAR_DUPLICATE = 0.8  # cosine of two projects' words


@dataclass(frozen=True)
class Tried:
    """Values of every candidate for each unseen contract, and the place of the answer."""

    values: list[dict[str, Floats]]
    places: list[int | None]
    served_before: list[bool]
    duplicate: list[bool]


def run(train: Path | None, test: Path | None, seed: int) -> None:
    """Print hits of one division with intervals, and of several divisions in the mean."""
    firms = listed_firms()
    known = contracts(train or data_file("contracts/contracts.csv"), firms)
    if test is not None:
        _print(known, contracts(test, firms), firms, seed)
        return
    reports = []
    for turn in range(seed, seed + HALVES):
        order = np.random.default_rng(turn).permutation(len(known))
        half = len(known) // 2
        seen = [known[place] for place in np.sort(order[:half])]
        unseen = [known[place] for place in np.sort(order[half:])]
        print(f"\n### half {turn}\n")
        reports.append(_print(seen, unseen, firms, turn))
    print(f"\n### mean of {HALVES} halves\n")
    rows = [
        [name, *(f"{np.mean([one[name][place] for one in reports]):.3f}" for place in range(2))]
        for name in reports[0]
    ]
    print_table(["", *METRICS[:2]], rows)


def _tried(
    seen: list[Contract], unseen: list[Contract], firms: Firms, seed: int
) -> tuple[tuple[str, ...], list[Question], Tried]:
    places = dict(firms.keys)
    providers = list(firms.providers)
    for contract in seen:
        if contract.key not in places:
            places[contract.key] = len(providers)
            providers.append(Provider(contract.name))
    profiles = Profiles(providers, [one.request.whole for one in seen])
    served = [Served(one.request, places[one.key], one.request.budget) for one in seen]
    catalogue = Catalogue(profiles, served)
    times = np.bincount([one.provider for one in served], minlength=len(providers))
    questions = []
    names: tuple[str, ...] = ()
    for number, one in enumerate(served):
        # a supplier that only its own contract made a candidate would not be one without it
        if one.provider >= len(firms.providers) and times[one.provider] == 1:
            continue
        own = catalogue.values(one.request, number)
        names = tuple(own)
        questions.append(Question(np.column_stack(list(own.values())), one.provider))
    answers = [places.get(one.key) for one in unseen]
    values = [catalogue.values(one.request) for one in unseen]
    tried = Tried(
        values,
        answers,
        [place is not None and bool(times[place]) for place in answers],
        [bool(one["served"].max() >= NEAR_DUPLICATE) for one in values],
    )
    return names, questions, tried


def _shuffled(questions: list[Question], seed: int) -> list[Question]:
    random = np.random.default_rng(seed)
    return [Question(one.values, int(random.integers(len(one.values)))) for one in questions]


def _figures(scores: list[Floats], places: list[int | None]) -> list[list[float]]:
    figures: list[list[float]] = [[], [], []]
    for score, place in zip(scores, places, strict=True):
        reached = [0.0, 0.0, 0.0]
        if place is not None:
            right = np.arange(len(score)) == place
            reached = [hit_at(score, right, 1), hit_at(score, right, 10)]
            reached.append(reciprocal_rank(score, right))
        for values, value in zip(figures, reached, strict=True):
            values.append(value)
    return figures


def _scored(model: ExperienceRanker, tried: Tried) -> list[Floats]:
    return [model.scores(np.column_stack(list(one.values()))) for one in tried.values]


def _print(
    seen: list[Contract], unseen: list[Contract], firms: Firms, seed: int
) -> dict[str, list[float]]:
    """Tables of one division; gives hit@1 and hit@10 by ranking and by part."""
    names, questions, tried = _tried(seen, unseen, firms, seed)
    model = learned(names, questions, spread=SPREAD, seed=seed)
    chance = learned(names, _shuffled(questions, seed), spread=SPREAD, seed=seed)
    size = len(tried.values[0]["served"])
    random = np.random.default_rng(seed)
    scores = {
        "product": _scored(model, tried),
        "popularity": [one["often"] for one in tried.values],
        "path (line of business)": [one["line"] * one["business"] for one in tried.values],
        "text (profile)": [one["profile"] for one in tried.values],
        "text (profile and record)": [one["record"] for one in tried.values],
        "text (nearest contract)": [one["served"] for one in tried.values],
    }
    figures = {name: _figures(found, tried.places) for name, found in scores.items()}
    anyone = [int(place) for place in random.integers(size, size=len(unseen))]
    figures["shuffled suppliers"] = _figures(_scored(chance, tried), list(anyone))
    reached = np.mean([place is not None for place in tried.places])
    print(
        f"learned from {len(questions)} of {len(seen)} contracts, asked {len(unseen)}; {size} "
        f"candidates, {reached:.3f} of the suppliers among them; random hit@10 {10 / size:.4f}\n"
    )
    print_rankings(METRICS, figures, seed=seed)
    print()
    print_differences(METRICS, figures, "product", seed=seed)
    parts = _print_parts(figures["product"], tried, seed)
    weights = zip(names, model.weights.tolist(), strict=True)
    print("\nWeights:", {name: round(weight, 2) for name, weight in weights if weight > 0.005})
    means = {name: [float(np.mean(rows[k])) for k in (0, 1)] for name, rows in figures.items()}
    return means | parts


def _print_parts(figures: list[list[float]], tried: Tried, seed: int) -> dict[str, list[float]]:
    """Hits by whether the supplier was known by contracts, and whether the words were."""
    warm = np.array(tried.served_before)
    reachable = np.array([place is not None for place in tried.places])
    duplicate = np.array(tried.duplicate)
    parts = {
        "warm": warm,
        "cold": reachable & ~warm,
        "near-duplicate words": duplicate,
        "other words": ~duplicate,
        "warm, other words": warm & ~duplicate,
    }
    print()
    found = {}
    for name, part in parts.items():
        if part.any():
            hits = [bootstrap(np.array(figures[k])[part], seed=seed) for k in (0, 1)]
            print(f"{name}: share {part.mean():.3f}, hit@1 {hits[0]}, hit@10 {hits[1]}")
            found[f"product: {name}"] = [one.mean for one in hits]
    return found
