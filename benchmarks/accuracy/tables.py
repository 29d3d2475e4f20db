"""Tables of figures with their bootstrap intervals."""

from collections.abc import Mapping, Sequence

from numpy.typing import ArrayLike

from benchmarks.tables import print_table
from chainlink.matching.learning.evaluation import bootstrap, paired_bootstrap


def print_rankings(
    metrics: Sequence[str],
    rankings: Mapping[str, Sequence[ArrayLike]],
    *,
    seed: int,
    groups: ArrayLike | None = None,
) -> None:
    """One row a ranking, one column a metric: mean and 95 % interval over its questions.

    `rankings` gives each ranking one list of values (one a question) for each of `metrics`.
    """
    rows = [
        [name, *(str(bootstrap(values, seed=seed, groups=groups)) for values in figures)]
        for name, figures in rankings.items()
    ]
    print_table(["ranking", *metrics], rows)


def print_differences(
    metrics: Sequence[str],
    rankings: Mapping[str, Sequence[ArrayLike]],
    best: str,
    *,
    seed: int,
    groups: ArrayLike | None = None,
) -> None:
    """How much the ranking `best` is ahead of every other, question by question."""
    rows = [
        [
            f"{best} − {name}",
            *(
                str(paired_bootstrap(ahead, behind, seed=seed, groups=groups))
                for ahead, behind in zip(rankings[best], figures, strict=True)
            ),
        ]
        for name, figures in rankings.items()
        if name != best
    ]
    print_table(["difference", *metrics], rows)
