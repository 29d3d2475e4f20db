"""A page for people: small firms keep their share, and one place is drawn among what follows."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from chainlink.matching.arranging import FLOOR, PAGE, arranged


@given(st.lists(st.booleans(), max_size=150), st.integers(0, 2**60))
def test_nobody_is_lost_or_doubled(small: list[bool], draw: int) -> None:
    order, _, _ = arranged(np.array(small, bool), draw)
    assert sorted(order.tolist()) == list(range(len(small)))


@given(st.lists(st.booleans(), min_size=61, max_size=150), st.integers(0, 2**60))
def test_a_page_has_two_small_firms_where_there_are_any_among_sixty(
    small: list[bool], draw: int
) -> None:
    order, explored, _ = arranged(np.array(small, bool), draw)
    on_page = sum(small[place] for place in order[: PAGE - 1].tolist())
    # the place before the explored one comes from the page by score, so one more may be lost to it
    assert on_page >= min(FLOOR, sum(small[:60])) - (1 if small[19] else 0)
    assert explored == PAGE - 1


def test_a_list_that_fits_one_page_is_left_as_it_is() -> None:
    order, explored, chance = arranged(np.zeros(PAGE, bool), 7)
    assert (order.tolist(), explored, chance) == (list(range(PAGE)), None, 1.0)


def test_the_explored_place_is_drawn_evenly_from_the_next_eighty() -> None:
    drawn = {}
    for draw in range(160):
        order, explored, chance = arranged(np.zeros(300, bool), draw)
        assert explored == 19
        assert chance == 1 / 80
        drawn[int(order[19])] = drawn.get(int(order[19]), 0) + 1
    assert drawn == dict.fromkeys(range(20, 100), 2)


def test_small_firms_take_the_places_of_the_last_others() -> None:
    small = np.zeros(80, bool)
    small[[25, 30, 40]] = True
    order, _, _ = arranged(small, 0)
    # places 17 and 18 gave way; the first of them is what this draw explores
    assert order[:20].tolist() == [*range(17), 25, 30, 17]
