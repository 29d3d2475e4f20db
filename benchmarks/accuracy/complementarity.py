"""Who sells what goes into a product: upstream edges are hidden and their sellers looked for.

A question is a company and a product it sells, of which upstream edges were hidden whose both ends
somebody sells; the answers are the sellers of the hidden inputs among all other companies. Without
`--test` the edges are hidden in five parts, one part at a time. Both files have the columns of
ckg/product_product.csv. The ranker is fitted on edges hidden anew within the training edges.
"""

from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from benchmarks.accuracy import baselines
from benchmarks.accuracy.ckg_model import Listed, read, test_upstream
from benchmarks.accuracy.tables import print_differences, print_rankings
from chainlink.matching.expansion import Expansion
from chainlink.matching.expansion_learning import Example, InputModel, learned
from chainlink.matching.expansion_names import Floats, Ints, Sparse
from chainlink.matching.expansion_partners import Preference, suppliers

PARTS = 5
ROUNDS = 5  # of hiding a part of the training edges to learn from
OTHERS = 300  # products nobody sells that are learned from in each round, beside all sold ones
SOLD_WEIGHT = 3.0  # of a sold product against one of those
METRICS = ("hit@20", "NDCG@20", "MRR", "competitors in 20")
PRODUCT = "product"


def run(train: Path | None, test: Path | None, seed: int) -> None:
    """Print the tables."""
    listed = read(train_upstream=train)
    figures: dict[str, list[list[float]]] = defaultdict(list)
    asked: list[int] = []
    for kept, hidden in _divided(listed, test, seed):
        model = fitted(listed, kept, seed)
        for product, of_each in answered(listed, kept, hidden, model, seed):
            asked.append(product)
            for name, values in of_each.items():
                figures[name].append(values)
    lucky = float(np.mean(figures.pop("chance")))
    rankings = {name: list(np.array(values).T) for name, values in figures.items()}
    print(f"{len(asked)} questions about {len(set(asked))} products; by chance {lucky:.3f}\n")
    print_rankings(METRICS, rankings, seed=seed, groups=asked)
    print()
    real = {name: values for name, values in rankings.items() if "labels" not in name}
    print_differences(METRICS, real, PRODUCT, seed=seed, groups=asked)


def _divided(listed: Listed, test: Path | None, seed: int) -> Iterator[tuple[Ints, Ints]]:
    if test is not None:
        hidden = _traded(listed, test_upstream(listed, test))
        yield _without(listed.upstream, hidden, len(listed.products)), hidden
        return
    traded = _traded(listed, listed.upstream)
    part = np.random.default_rng(seed).integers(PARTS, size=len(traded))
    for number in range(PARTS):
        hidden = traded[part == number]
        yield _without(listed.upstream, hidden, len(listed.products)), hidden


def fitted(listed: Listed, upstream: Ints, seed: int) -> InputModel:
    """Weights learned from training edges alone: no factor has seen the edge it is judged by."""
    random = np.random.default_rng(seed)
    offers = listed.offers_matrix(listed.offers)
    part = random.integers(PARTS, size=len(upstream))
    examples: list[Example] = []
    for number in range(ROUNDS):
        hide = (part == number) & listed.sold[upstream[:, 1]]
        expansion = Expansion(listed.graph(upstream[~hide], offers))
        hidden = _by_product(upstream[hide])
        others = [product for product in hidden if not listed.sold[product]]
        chosen = set(random.permutation(others)[:OTHERS].tolist())
        for product, inputs in hidden.items():
            if listed.sold[product] or product in chosen:
                weight = SOLD_WEIGHT if listed.sold[product] else 1.0
                examples.append(Example.of(expansion.inputs(product), inputs, weight))
    return learned(examples)


def answered(
    listed: Listed, kept: Ints, hidden: Ints, model: InputModel, seed: int
) -> Iterator[tuple[int, dict[str, list[float]]]]:
    """The product of each question and each ranking's figures for it."""
    offers = listed.offers_matrix(listed.offers)
    sellers = offers.T.tocsr()
    expansion = Expansion(listed.graph(kept, offers))
    text, paths = baselines.named_like(listed, offers), baselines.by_paths(listed, kept, offers)
    popular = baselines.popularity(offers)
    random = np.random.default_rng(seed)
    for product, inputs in _by_product(hidden).items():
        rivals = sellers[[product]].indices
        answers = np.unique(sellers[inputs].indices)
        ranked = {
            PRODUCT: ranking(expansion, model, product, sellers),
            "popularity": popular,
            "text only": text(product),
            "paths only": paths(product),
        }
        for company in rivals:
            relevant = answers[answers != company]
            if len(relevant) == 0:
                continue
            own = np.array([company])
            figures = {
                name: baselines.measured(scores, relevant, own, rivals)
                for name, scores in ranked.items()
            }
            noise = baselines.drawn(len(popular) - 1, len(relevant), random)
            noise += noise >= company
            figures["shuffled labels"] = baselines.measured(ranked[PRODUCT], noise, own, rivals)
            figures["chance"] = [baselines.chance(len(popular) - 1, len(relevant))]
            yield product, figures


def ranking(expansion: Expansion, model: InputModel, product: int, sellers: Sparse) -> Floats:
    """The product's own score of every company; who was not retrieved comes after all others."""
    reached = expansion.inputs(product)
    rivals = sellers[[product]].indices
    found = suppliers(reached.categories, model.scores(reached), rivals, sellers, Preference())
    scores = np.full(sellers.shape[1], found.scores.min(initial=0.0) - 1.0)
    scores[found.enterprises] = found.scores
    return scores


def _traded(listed: Listed, upstream: Ints) -> Ints:
    return upstream[listed.sold[upstream].all(axis=1)]


def _without(upstream: Ints, hidden: Ints, size: int) -> Ints:
    keys = [edges[:, 0] * size + edges[:, 1] for edges in (upstream, hidden)]
    return upstream[~np.isin(keys[0], keys[1])]


def _by_product(upstream: Ints) -> dict[int, Ints]:
    found: dict[int, list[int]] = defaultdict(list)
    for product, used in upstream.tolist():
        found[product].append(used)
    return {product: np.array(used) for product, used in sorted(found.items())}
