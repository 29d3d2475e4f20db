"""How near categories are to each other."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chainlink.taxonomy.kinship import BROADER_STEP, NARROWER_STEP, SIBLING, Kinship
from chainlink.taxonomy.model import CategoryLink


def link(start: str, end: str, confidence: float = 1.0) -> CategoryLink:
    """`start` is the narrower of the two."""
    return CategoryLink(start=start, end=end, source="tests", confidence=confidence)


FAMILY = [
    link("child", "me"),
    link("grandchild", "child"),
    link("me", "mother"),
    link("mother", "grandmother"),
    link("sister", "mother"),
    link("niece", "sister"),
    link("aunt", "grandmother"),
]


def closeness(links: list[CategoryLink], category: str = "me") -> dict[str, float]:
    return {id_: kin.closeness for id_, kin in Kinship(links).around(category).items()}


def test_a_special_form_is_nearer_than_a_wider_class_and_that_than_a_sibling() -> None:
    assert closeness(FAMILY) == {
        "me": 1.0,
        "child": 0.85,
        "grandchild": pytest.approx(0.85**2),
        "mother": 0.7,
        "grandmother": pytest.approx(0.7**2),
        "sister": 0.35,
    }


def test_confidence_of_the_edges_counts_on_the_way() -> None:
    links = [link("child", "me", 0.5), link("me", "mother", 0.8), link("sister", "mother", 0.25)]
    assert closeness(links) == {
        "me": 1.0,
        "child": pytest.approx(0.85 * 0.5),
        "mother": pytest.approx(0.7 * 0.8),
        "sister": pytest.approx(0.35 * 0.8 * 0.25),
    }


def test_three_steps_and_no_further() -> None:
    chain = [link(f"{depth + 1}", f"{depth}") for depth in range(6)]
    assert set(closeness(chain, "0")) == {"0", "1", "2", "3"}
    assert set(closeness(chain, "6")) == {"6", "5", "4", "3"}


def test_the_way_is_told() -> None:
    around = Kinship(FAMILY).around("me")
    assert {id_: kin.way for id_, kin in around.items()} == {
        "me": ("me",),
        "child": ("me", "child"),
        "grandchild": ("me", "child", "grandchild"),
        "mother": ("me", "mother"),
        "grandmother": ("me", "mother", "grandmother"),
        "sister": ("me", "mother", "sister"),
    }


def test_of_two_ways_the_nearer_counts() -> None:
    two_mothers = [
        link("me", "one", 0.1),
        link("sister", "one"),
        link("me", "other", 0.9),
        link("sister", "other"),
    ]
    assert closeness(two_mothers)["sister"] == pytest.approx(0.35 * 0.9)
    sister_above = [link("me", "sister", 0.1), link("me", "mother"), link("sister", "mother")]
    assert closeness(sister_above)["sister"] == pytest.approx(0.35)


def test_a_category_that_nobody_knows_is_near_to_itself_only() -> None:
    assert closeness(FAMILY, "stranger") == {"stranger": 1.0}


CATEGORIES = st.sampled_from("abcdefg")
CONFIDENCE = st.floats(min_value=0, max_value=1)
LINKS = st.lists(st.builds(link, CATEGORIES, CATEGORIES, CONFIDENCE), max_size=14)


@given(LINKS, CATEGORIES)
def test_closeness_lies_between_0_and_1_and_is_1_for_itself_alone(
    links: list[CategoryLink], category: str
) -> None:
    near = closeness(links, category)
    assert near.pop(category) == 1.0
    assert all(0 <= value <= max(NARROWER_STEP, BROADER_STEP, SIBLING) for value in near.values())


@given(LINKS, CATEGORIES)
def test_every_way_begins_and_ends_where_it_should_and_follows_edges_without_a_loop(
    links: list[CategoryLink], category: str
) -> None:
    pairs = {(one.start, one.end) for one in links}
    for id_, kin in Kinship(links).around(category).items():
        assert (kin.id, kin.way[0], kin.way[-1]) == (id_, category, id_)
        assert len(set(kin.way)) == len(kin.way) <= 4
        for here, there in zip(kin.way, kin.way[1:], strict=False):
            assert (here, there) in pairs or (there, here) in pairs


@given(LINKS.flatmap(lambda links: st.tuples(st.just(links), st.permutations(links))), CATEGORIES)
def test_the_order_of_the_edges_does_not_matter(
    orders: tuple[list[CategoryLink], list[CategoryLink]], category: str
) -> None:
    one, other = orders
    assert closeness(one, category) == pytest.approx(closeness(other, category))


@given(LINKS, CATEGORIES)
def test_asking_twice_gives_the_same(links: list[CategoryLink], category: str) -> None:
    kinship = Kinship(links)
    first = dict(kinship.around(category))
    for other in "abcdefg":
        kinship.around(other)
    assert kinship.around(category) == first
