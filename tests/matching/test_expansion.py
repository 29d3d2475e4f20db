"""Which categories can go into a category, on graphs small enough to follow by hand."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import sparse

from chainlink.matching.expansion import Expansion, Reached
from chainlink.matching.expansion_graph import ChainGraph
from chainlink.matching.expansion_learning import Example, InputModel, learned
from chainlink.matching.expansion_names import NameVectors, grams
from chainlink.matching.expansion_partners import Preference, suppliers
from chainlink.matching.expansion_values import counted, factor_names, factors, magnitude

NAMES = ["豆浆", "大豆", "豆腐", "白糖", "甘蔗", "糖浆", "拖拉机"]
SOYMILK, SOYBEAN, TOFU, SUGAR, CANE, SYRUP, TRACTOR = range(len(NAMES))
INPUTS = [(SOYBEAN, TOFU), (CANE, SUGAR), (SUGAR, SYRUP), (CANE, SYRUP)]
OFFERS = [(0, SOYMILK), (1, SOYBEAN), (2, CANE), (2, SUGAR), (3, SOYBEAN), (4, TOFU)]
SECTORS = np.array([[0, 0], [1, 1], [1, 1], [-1, -1], [0, 0]])


def pairs(edges, shape):
    rows, columns = np.array(edges, dtype=int).reshape(-1, 2).T
    return sparse.csr_array((np.ones(len(edges)), (rows, columns)), shape=shape)


def graph(inputs=INPUTS, offers=OFFERS, sectors=SECTORS):
    size = len(NAMES)
    return ChainGraph(
        pairs(offers, (len(sectors), size)),
        pairs(inputs, (size, size)),
        NameVectors(NAMES).rows,
        sectors,
    )


def signal(reached: Reached, name: str, category: int) -> float:
    return float(reached.signals[name][reached.categories.tolist().index(category)])


def test_a_name_is_cut_into_runs_of_one_to_three_characters_that_cross_no_space():
    assert grams("ＡＢ 糖浆") == ["a", "b", "ab", "糖", "浆", "糖浆"]


def test_names_are_rows_of_length_one_and_unknown_characters_count_for_nothing():
    vectors = NameVectors(["糖浆", "白糖", ""])
    lengths = np.sqrt(vectors.rows.multiply(vectors.rows).sum(axis=1))
    assert lengths == pytest.approx([1.0, 1.0, 0.0])
    assert vectors.of(["铁"]).nnz == 0
    assert (vectors.of(["糖浆"]) - vectors.rows[[0]]).toarray() == pytest.approx(0.0)


def test_what_goes_into_a_namesake_is_proposed():
    reached = Expansion(graph()).inputs(SOYMILK)
    # 豆腐 and 糖浆 are named like 豆浆 and take in 大豆, 白糖 and 甘蔗; nobody offers 糖浆
    assert reached.categories.tolist() == [SOYBEAN, TOFU, SUGAR, CANE]
    shares = [signal(reached, "named_alike", one) for one in (SOYBEAN, SUGAR, CANE)]
    assert shares[0] + shares[1] == pytest.approx(1.0)  # every namesake takes one or the other
    assert shares[1] == shares[2]
    assert reached.inputs_known == 0


def test_inputs_that_go_together_elsewhere_are_proposed_together():
    inputs = [*INPUTS, (CANE, TRACTOR)]
    reached = Expansion(graph(inputs)).inputs(TRACTOR)
    # 甘蔗 goes into 白糖, 糖浆, 拖拉机; 白糖 into 糖浆 alone
    assert signal(reached, "together", SUGAR) > 0.0
    assert signal(reached, "together", CANE) == pytest.approx(1.0)
    assert (signal(reached, "known", CANE), signal(reached, "known", SUGAR)) == (1.0, 0.0)


def test_what_a_category_goes_into_is_marked_as_the_other_direction():
    reached = Expansion(graph()).inputs(SOYBEAN)
    assert signal(reached, "back", TOFU) == 1.0
    assert signal(reached, "back", SOYMILK) == 0.0


def test_sectors_say_what_they_buy():
    reached = Expansion(graph()).inputs(SOYMILK)
    # sector 0 offers 豆浆 and 豆腐; of these 豆腐 takes in 大豆 alone
    assert signal(reached, "sector_buys", SOYBEAN) == pytest.approx(1.0)
    # and its inputs come from sector 1, of which one of the two sellers of 大豆 is known to be
    assert signal(reached, "flow_0", SOYBEAN) == pytest.approx(1.0)


def test_a_category_that_nobody_offers_is_not_proposed():
    reached = Expansion(graph(offers=[(0, SOYMILK)])).inputs(SOYMILK)
    assert reached.categories.tolist() == []
    assert factors(reached).shape == (0, len(factor_names()))


def test_a_circle_of_inputs_is_harmless():
    inputs = [*INPUTS, (TOFU, SOYBEAN), (SOYBEAN, SOYBEAN)]
    reached = Expansion(graph(inputs)).inputs(SOYBEAN)
    assert SOYBEAN not in reached.categories
    assert np.isfinite(factors(reached)).all()


def test_without_sectors_and_without_inputs_there_are_still_names():
    bare = graph(inputs=[], sectors=np.zeros((5, 0), dtype=int))
    reached = Expansion(bare).inputs(SOYMILK)
    assert reached.categories.tolist() == [SOYBEAN, TOFU]
    assert signal(reached, "in_name", TOFU) > 0.0


def test_an_edge_told_twice_counts_once():
    once, twice = Expansion(graph()), Expansion(graph(INPUTS + INPUTS, OFFERS + OFFERS))
    assert factors(once.inputs(SOYMILK)) == pytest.approx(factors(twice.inputs(SOYMILK)))


def test_sizes_that_do_not_fit_are_refused():
    with pytest.raises(ValueError, match="categories of names"):
        ChainGraph(pairs([], (5, 3)), pairs([], (7, 7)), NameVectors(NAMES).rows, SECTORS)
    with pytest.raises(ValueError, match="row for each enterprise"):
        ChainGraph(pairs([], (4, 7)), pairs([], (7, 7)), NameVectors(NAMES).rows, SECTORS)
    with pytest.raises(ValueError, match="row for each enterprise"):
        ChainGraph(pairs([], (5, 7)), pairs([], (7, 7)), NameVectors(NAMES).rows, SECTORS[:, 0])


def test_a_share_counts_by_its_order_of_magnitude():
    assert magnitude(np.array([0.0, 0.999, 5.0])) == pytest.approx([0.0, 1.0, 1.0])
    assert magnitude(np.array([0.031])) == pytest.approx([0.5017], abs=1e-4)
    assert counted(np.array([0.0, 1000.0, 10**6])) == pytest.approx([0.0, 1.0, 1.0])


edges = st.lists(st.tuples(st.integers(0, 6), st.integers(0, 6)), max_size=20)


@settings(deadline=None, max_examples=30)  # what is promised is the values, not the time
@given(edges, st.lists(st.tuples(st.integers(0, 4), st.integers(0, 6)), max_size=12))
def test_every_factor_lies_between_0_and_1_and_only_offered_categories_are_proposed(inputs, offers):
    expansion = Expansion(graph(inputs, offers))
    for category in range(len(NAMES)):
        reached = expansion.inputs(category)
        values = factors(reached)
        assert values.shape == (len(reached.categories), len(factor_names()))
        assert ((values >= 0.0) & (values <= 1.0)).all()
        assert set(reached.categories.tolist()) <= {offered for _, offered in offers} - {category}


def test_weights_are_learned_from_hidden_inputs_and_nothing_is_learned_from_nothing():
    expansion = Expansion(graph())
    example = Example.of(expansion.inputs(SOYMILK), np.array([SOYBEAN]))
    model = learned([example])
    reached = expansion.inputs(SOYMILK)
    assert reached.categories[np.argmax(model.scores(reached))] == SOYBEAN
    assert set(model.named()) == set(factor_names())
    assert not learned([Example.of(reached, np.array([TRACTOR]))]).weights.any()


def test_the_score_is_the_sum_of_weight_times_factor():
    reached = Expansion(graph()).inputs(SOYMILK)
    weights = np.zeros(len(factor_names()))
    weights[factor_names().index("in_name")] = 2.0
    assert InputModel(weights).scores(reached) == pytest.approx(2 * reached.signals["in_name"])


def test_who_offers_several_inputs_is_worth_the_sum_of_their_chances():
    sellers = pairs([(0, 0), (1, 0), (1, 1)], (2, 3))
    found = suppliers(
        np.array([0, 1]), np.log([0.2, 0.3]), np.array([], int), sellers, Preference(0.0, 0.0)
    )
    assert found.enterprises.tolist() == [0, 1]
    assert np.exp(found.scores) == pytest.approx([0.5, 0.3])
    assert found.because.tolist() == [1, 1]


def test_a_rival_and_the_second_supplier_of_the_same_lose_what_was_set():
    sellers = pairs([(0, 0), (0, 1), (0, 2)], (1, 3))
    found = suppliers(
        np.array([0]), np.array([0.0]), np.array([1]), sellers, Preference(variety=1.0, rival=3.0)
    )
    # 0 is first, 1 is a rival and takes nobody's place, 2 is the second
    assert found.scores == pytest.approx([0.0, -3.0, -np.log(2.0)])


def test_no_category_means_no_supplier():
    nobody = suppliers(
        np.array([], int), np.array([]), np.array([], int), pairs([], (2, 2)), Preference()
    )
    assert len(nobody.enterprises) == len(nobody.scores) == 0
