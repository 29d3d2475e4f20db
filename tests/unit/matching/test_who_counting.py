"""Counting for `who`: the same sums by sorting and by counting, and names in their order."""

from collections import Counter

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from chainlink.matching.projection.codes import Pool
from chainlink.matching.who import summed
from chainlink.matching.who_edges import NameOrder, Steps, tallied

FEW, MANY = 50, 1_000_000  # owners there may be: counted one by one, or sorted


@pytest.mark.parametrize("count", [FEW, MANY])
@given(
    paths=st.lists(st.tuples(st.integers(0, FEW - 1), st.integers(1, 9))), but=st.integers(0, 49)
)
def test_weights_are_summed_by_owner_whatever_the_way(
    count: int, paths: list[tuple[int, int]], but: int
) -> None:
    expected: Counter[int] = Counter()
    for owner, weight in paths:
        expected[owner] += weight if owner != but else 0
    owners, weights = (np.array([path[n] for path in paths], np.int64) for n in (0, 1))
    rows, sums = summed(owners, weights, count, but=but)
    assert list(zip(rows.tolist(), sums.tolist(), strict=True)) == sorted((+expected).items())


@given(numbers=st.lists(st.integers(0, 20)))
def test_numbers_are_tallied_in_their_order(numbers: list[int]) -> None:
    distinct, counts = tallied(np.array(numbers, np.int64))
    assert dict(zip(distinct.tolist(), counts.tolist(), strict=True)) == Counter(numbers)
    assert distinct.tolist() == sorted(set(numbers))


@given(
    names=st.lists(st.text("ab0-", min_size=1, max_size=12), unique=True, min_size=1),
    most=st.integers(1, 6),
)
def test_the_first_names_come_first_also_where_eight_letters_are_the_same(
    names: list[str], most: int
) -> None:
    pool = Pool([f"aaaaaa{name}" for name in names])
    order = NameOrder(pool)
    first = order.first(np.arange(len(pool)), most)
    assert [pool.values[row] for row in first.tolist()] == sorted(pool.values)[:most]
    pool.add("a")  # who comes later is ordered too
    assert pool.values[order.first(np.arange(len(pool)), 1)[0]] == "a"


def test_a_step_follows_every_edge_and_knows_no_category_that_came_later() -> None:
    steps = Steps([0, 0, 2], [1, 3, 3], 4)
    reached, edges = steps.of(np.array([0, 2, 1, 9]))
    assert (reached.tolist(), edges.tolist()) == ([1, 3], [1, 2])
