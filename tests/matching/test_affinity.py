"""How plausible an offer is that nobody has told of, on graphs small enough to follow by hand."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import sparse

from chainlink.matching.affinity import Affinity, Plausible
from chainlink.matching.affinity_values import (
    AffinityModel,
    Case,
    affinity_factors,
    affinity_names,
    learned_affinity,
)
from chainlink.matching.expansion_graph import ChainGraph
from chainlink.matching.expansion_names import NameVectors, beginnings, endings

NAMES = ["白糖", "红糖", "糖浆", "拖拉机", "收割机", "柴油机"]
WHITE, BROWN, SYRUP, TRACTOR, HARVESTER, DIESEL = range(len(NAMES))
COMPANIES = ["甜蜜糖业", "红糖铺", "东方农机", "北方动力", "空白"]
SWEET, SHOP, FARM, POWER, EMPTY = range(len(COMPANIES))
OFFERS = [(SWEET, WHITE), (SWEET, SYRUP), (SHOP, WHITE), (FARM, TRACTOR), (POWER, DIESEL)]
SECTORS = np.array([[0, 0], [0, 0], [1, 1], [1, 1], [-1, -1]])


def affinity(offers=OFFERS, sectors=SECTORS):
    names = NameVectors(NAMES)
    rows, columns = np.array(offers, dtype=int).reshape(-1, 2).T
    told = sparse.csr_array(
        (np.ones(len(offers)), (rows, columns)), shape=(len(COMPANIES), len(NAMES))
    )
    nothing = sparse.csr_array((len(NAMES), len(NAMES)))
    ends = NameVectors(NAMES, beginnings).rows, NameVectors(NAMES, endings).rows
    return Affinity(ChainGraph(told, nothing, names.rows, sectors), names.of(COMPANIES), ends)


def signal(found: Plausible, name: str, enterprise: int) -> float:
    return float(found.signals[name][found.enterprises.tolist().index(enterprise)])


def test_whoever_offers_what_is_named_alike_may_offer_it():
    found = affinity().sellers(BROWN)
    assert found.enterprises.tolist() == [SWEET, SHOP]
    assert signal(found, "named_alike", SWEET) == signal(found, "named_alike", SHOP) > 0
    # the sweet one has two such offers
    assert signal(found, "sells_about", SWEET) > signal(found, "sells_about", SHOP)


def test_what_kind_of_thing_and_what_it_is_made_of_are_told_apart():
    assert (beginnings("柴油机"), endings("柴油机")) == (
        ["柴", "柴油", "柴油机"],
        ["机", "油机", "柴油机"],
    )
    assert (beginnings("Ａ 钢"), endings("")) == (["a", "a钢"], [])
    found = affinity().sellers(HARVESTER)
    # 柴油机 and 拖拉机 are both some 机, and neither begins like 收割机
    assert signal(found, "ends_alike", POWER) == pytest.approx(signal(found, "ends_alike", FARM))
    assert signal(found, "begins_alike", POWER) == 0.0
    assert signal(found, "ends_alike", POWER) > 0.0


def test_what_the_others_of_its_sector_offer_speaks_for_an_enterprise():
    found = affinity().sellers(BROWN)
    assert signal(found, "sector_text", SWEET) == signal(found, "sector_text", SHOP) > 0.0


def test_whoever_is_known_to_offer_it_is_not_proposed():
    assert affinity().sellers(WHITE).enterprises.tolist() == []
    assert affinity().sellers(SYRUP).enterprises.tolist() == [SHOP]


def test_the_company_that_is_called_so_is_told():
    found = affinity().sellers(BROWN)
    assert signal(found, "own_name", SHOP) > signal(found, "own_name", SWEET) > 0


def test_sectors_where_namesakes_are_offered_speak_for_their_enterprises():
    found = affinity().sellers(HARVESTER)
    assert found.enterprises.tolist() == [FARM, POWER]
    assert signal(found, "sector_0", FARM) == pytest.approx(1.0)
    assert signal(found, "sector_words", FARM) > 0


def test_the_sellers_already_known_do_not_speak_for_their_own_sector():
    found = affinity(offers=[(FARM, WHITE), (SHOP, BROWN)]).sellers(WHITE)
    assert signal(found, "sector_0", SHOP) == pytest.approx(1.0)


def test_an_enterprise_without_offers_is_reached_through_its_sector_only():
    sectors = SECTORS.copy()
    sectors[EMPTY] = 1
    found = affinity(sectors=sectors).sellers(HARVESTER)
    assert EMPTY in found.enterprises
    assert signal(found, "words", EMPTY) == signal(found, "named_alike", EMPTY) == 0.0
    assert signal(found, "offered", EMPTY) == 0.0


def test_a_category_named_like_no_other_finds_nobody():
    found = affinity(offers=[(FARM, TRACTOR)]).sellers(WHITE)
    assert found.enterprises.tolist() == []
    assert affinity_factors(found).shape == (0, len(affinity_names()))


def test_without_sectors_names_still_tell():
    found = affinity(sectors=np.zeros((len(COMPANIES), 0), dtype=int)).sellers(BROWN)
    assert found.enterprises.tolist() == [SWEET, SHOP]
    assert np.isfinite(affinity_factors(found)).all()


def test_an_offer_told_twice_counts_once():
    once, twice = affinity().sellers(BROWN), affinity(OFFERS + OFFERS).sellers(BROWN)
    assert affinity_factors(once) == pytest.approx(affinity_factors(twice))


def test_what_it_is_made_from_stays_as_it_was():
    names = NameVectors(NAMES)
    before = names.rows.copy()
    offers = sparse.csr_array(np.full((len(COMPANIES), len(NAMES)), 2.0))
    graph = ChainGraph(offers, sparse.csr_array((6, 6)), names.rows, SECTORS)
    ends = NameVectors(NAMES, beginnings).rows, NameVectors(NAMES, endings).rows
    Affinity(graph, names.of(COMPANIES), ends)
    assert abs(names.rows - before).sum() == 0.0
    assert (offers.data == 2.0).all()


told = st.lists(st.tuples(st.integers(0, 4), st.integers(0, 5)), max_size=15)


@settings(deadline=None, max_examples=30)  # what is promised is the values, not the time
@given(told)
def test_every_factor_lies_between_0_and_1_and_no_known_seller_is_proposed(offers):
    asked = affinity(offers)
    for category in range(len(NAMES)):
        found = asked.sellers(category)
        values = affinity_factors(found)
        assert values.shape == (len(found.enterprises), len(affinity_names()))
        assert ((values >= 0.0) & (values <= 1.0)).all()
        assert not {(int(one), category) for one in found.enterprises} & set(offers)


def test_weights_are_learned_from_hidden_offers_and_nothing_is_learned_from_nothing():
    found = affinity().sellers(BROWN)
    model = learned_affinity([Case.of(found, np.array([SHOP]))])
    assert found.enterprises[np.argmax(model.scores(found))] == SHOP
    assert set(model.named()) == set(affinity_names())
    assert not learned_affinity([Case.of(found, np.array([EMPTY]))]).weights.any()


def test_the_score_is_the_sum_of_weight_times_factor():
    found = affinity().sellers(BROWN)
    weights = np.zeros(len(affinity_names()))
    weights[affinity_names().index("words_best")] = 2.0
    words = found.signals["words"]
    assert AffinityModel(weights).scores(found) == pytest.approx(2 * words / words.max())
