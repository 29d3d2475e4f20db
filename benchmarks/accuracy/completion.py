"""Who else sells a product: company–product edges are hidden and their companies looked for.

A fifth of the edges is hidden, or those of `--test`; a question is a hidden edge's product, the
answers its hidden sellers, and whoever is known to sell it is left out of the ranking. 6,000
questions are drawn. Both files have the columns of ckg/company_product.csv. The ranker is fitted on
edges hidden anew within the training edges.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import numpy as np

from benchmarks.accuracy import baselines
from benchmarks.accuracy.ckg_model import Listed, read, test_offers
from benchmarks.accuracy.tables import print_differences, print_rankings
from chainlink.matching.affinity import Affinity
from chainlink.matching.affinity_values import AffinityModel, Case, learned_affinity
from chainlink.matching.expansion_names import (
    Floats,
    Ints,
    NameVectors,
    Sparse,
    beginnings,
    endings,
    of_length_one,
)

PARTS = 5
QUESTIONS = 6000
LEARNED_FROM = 3000  # products hidden anew in the training edges
METRICS = ("hit@20", "NDCG@20", "MRR")
PRODUCT = "product"
_LEGAL_FORM = re.compile("股份有限公司|有限责任公司|有限公司|集团|股份")


def run(train: Path | None, test: Path | None, seed: int) -> None:
    """Print the tables."""
    listed = read(train_offers=train)
    kept, hidden = _divided(listed, test, seed)
    random = np.random.default_rng(seed)
    asked = hidden[np.sort(random.permutation(len(hidden))[:QUESTIONS]), 1]
    model = fitted(listed, kept, seed)
    figures: dict[str, list[list[float]]] = defaultdict(list)
    lonely: list[bool] = []
    for alone, of_each in answered(listed, kept, hidden, asked, model, seed):
        lonely.append(alone)
        for name, values in of_each.items():
            figures[name].append(values)
    lucky = float(np.mean(figures.pop("chance")))
    _print("all", figures, np.ones(len(asked), dtype=np.bool_), asked, seed, lucky)
    alone = "no sibling: the seller is not known to offer anything named like it"
    _print(alone, figures, np.array(lonely), asked, seed, lucky)


def _print(
    title: str,
    figures: Mapping[str, list[list[float]]],
    which: np.ndarray,
    asked: Ints,
    seed: int,
    lucky: float,
) -> None:
    print(f"\n{title}: {int(which.sum())} questions; hit@20 by chance {lucky:.4f}\n")
    if not which.any():
        return
    rankings = {name: list(np.array(values)[which, :3].T) for name, values in figures.items()}
    print_rankings(METRICS, rankings, seed=seed, groups=asked[which])
    print()
    real = {name: values for name, values in rankings.items() if "labels" not in name}
    print_differences(METRICS, real, PRODUCT, seed=seed, groups=asked[which])


def _divided(listed: Listed, test: Path | None, seed: int) -> tuple[Ints, Ints]:
    size = len(listed.products)
    if test is not None:
        hidden = test_offers(listed, test)
        known = listed.offers[:, 0] * size + listed.offers[:, 1]
        return listed.offers[~np.isin(known, hidden[:, 0] * size + hidden[:, 1])], hidden
    hide = np.random.default_rng(seed).integers(PARTS, size=len(listed.offers)) == 0
    return listed.offers[~hide], listed.offers[hide]


def fitted(listed: Listed, kept: Ints, seed: int) -> AffinityModel:
    """Weights learned from training edges alone: no factor has seen the edge it is judged by."""
    random = np.random.default_rng(seed)
    hide = random.integers(PARTS, size=len(kept)) == 0
    hidden = _by_product(kept[hide])
    chosen = random.permutation(np.unique(kept[hide][:, 1]))[:LEARNED_FROM].tolist()
    affinity = _affinity(listed, kept[~hide])
    return learned_affinity(
        [Case.of(affinity.sellers(product), hidden[product]) for product in chosen]
    )


def answered(
    listed: Listed, kept: Ints, hidden: Ints, asked: Ints, model: AffinityModel, seed: int
) -> Iterator[tuple[bool, dict[str, list[float]]]]:
    """Whether each question has no sibling, and each ranking's figures for it."""
    offers = listed.offers_matrix(kept)
    sellers = offers.T.tocsr()
    affinity = _affinity(listed, kept)
    answers = _by_product(hidden)
    popular = baselines.popularity(offers)
    words = of_length_one(offers @ listed.names.rows)
    paths = by_kin(listed, offers)
    random = np.random.default_rng(seed)
    for product in asked.tolist():
        known = sellers[[product]].indices
        found = affinity.sellers(product)
        scores = np.full(len(popular), -1e9)
        scores[found.enterprises] = model.scores(found)
        ranked = {
            PRODUCT: scores,
            "popularity": popular,
            "text only": np.asarray((words @ listed.names.rows[[product]].T).todense()).ravel(),
            "paths only": paths(product),
        }
        relevant = answers[product]
        figures = {
            name: baselines.measured(scores, relevant, known, known)
            for name, scores in ranked.items()
        }
        noise = np.setdiff1d(np.arange(len(popular)), known)
        noise = noise[baselines.drawn(len(noise), len(relevant), random)]
        figures["shuffled labels"] = baselines.measured(scores, noise, known, known)
        everyone = len(popular) - len(known)
        figures["chance"] = [baselines.chance(everyone, len(relevant))]
        yield not _has_sibling(listed, offers, product, relevant), figures


def _has_sibling(listed: Listed, offers: Sparse, product: int, companies: Ints) -> bool:
    """Whether one of the companies is known to sell something that shares two characters in a row
    with the product's name."""
    own = _pairs_of(listed.product_names[product])
    return any(
        own & _pairs_of(listed.product_names[other]) for other in offers[companies].indices.tolist()
    )


def _pairs_of(name: str) -> set[str]:
    return {name[place : place + 2] for place in range(len(name) - 1)}


def by_kin(listed: Listed, offers: Sparse) -> Callable[[int], Floats]:
    """Whoever offers broader, narrower or sister products, or inputs and outputs of it."""
    broader = listed.kinship_matrix()
    needs = listed.inputs_matrix(listed.upstream).T.tocsr()
    links = (broader + broader.T + needs + needs.T).tocsr()
    rarity = 1.0 / np.log(2.0 + np.diff(offers.T.tocsr().indptr))

    def ranked(product: int) -> Floats:
        direct = links[[product]]
        reached = direct + 0.5 * (direct @ links)
        return np.asarray(offers @ (np.asarray(reached.todense()).ravel() * rarity))

    return ranked


def _affinity(listed: Listed, kept: Ints) -> Affinity:
    graph = listed.graph(listed.upstream, listed.offers_matrix(kept))
    called = listed.names.of([_LEGAL_FORM.sub(" ", name) for name in listed.company_names])
    ends = NameVectors(listed.product_names, beginnings), NameVectors(listed.product_names, endings)
    return Affinity(graph, called, (ends[0].rows, ends[1].rows))


def _by_product(edges: Ints) -> dict[int, Ints]:
    found: dict[int, list[int]] = defaultdict(list)
    for company, product in edges.tolist():
        found[product].append(company)
    return {product: np.array(sorted(companies)) for product, companies in found.items()}
