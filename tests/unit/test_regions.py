"""Divisions of GB/T 2260: what lies in what, and how near two places are."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from chainlink.taxonomy.markets import markets
from chainlink.taxonomy.regions import ancestry, nearness, regions

YANZHOU, JINING, SHANDONG = "370812", "370800", "370000"
CODES = st.sampled_from(sorted(regions()))


def test_a_county_lies_in_its_prefecture_and_province() -> None:
    assert [region.name for region in ancestry(YANZHOU)] == ["兖州区", "济宁市", "山东省"]
    assert [region.level for region in ancestry(YANZHOU)] == [3, 2, 1]
    assert [region.code for region in ancestry(SHANDONG)] == [SHANDONG]
    assert ancestry("999999") == ()


@pytest.mark.parametrize(
    ("one", "other", "near"),
    [
        (YANZHOU, YANZHOU, 1.0),
        (YANZHOU, "370811", 0.6),  # another district of Jining
        (YANZHOU, JINING, 0.6),
        (YANZHOU, "370102", 0.3),  # Jinan
        (YANZHOU, SHANDONG, 0.3),
        (YANZHOU, "320102", 0.0),  # Nanjing
        ("110101", "110105", 0.6),  # two districts of Beijing
        ("110101", "120101", 0.0),
        ("469001", "469006", 0.3),  # counties of Hainan that lie in no prefecture
        ("429004", "429005", 0.3),  # the same in Hubei
        (YANZHOU, None, 0.0),
        (None, None, 0.0),
        ("", "", 0.0),
        (YANZHOU, "999999", 0.0),
    ],
)
def test_how_near_two_places_are(one: str | None, other: str | None, near: float) -> None:
    assert nearness(one, other) == near
    assert nearness(other, one) == near


@given(CODES, CODES)
def test_nearness_is_one_of_four_steps_and_the_same_from_both_sides(one: str, other: str) -> None:
    assert nearness(one, other) in {0.0, 0.3, 0.6, 1.0}
    assert nearness(one, other) == nearness(other, one)
    assert (nearness(one, other) == 1.0) is (one == other)
    assert (nearness(one, other) == 0.0) is (one[:2] != other[:2])


@given(CODES)
@example("441900")  # a city without counties
def test_every_division_ends_in_a_province(code: str) -> None:
    chain = ancestry(code)
    assert chain[0].code == code
    assert (chain[-1].level, chain[-1].parent) == (1, "")
    levels = [region.level for region in chain]
    assert levels == sorted(levels, reverse=True)
    assert {region.code[:2] for region in chain} == {code[:2]}


def test_markets_have_names_in_both_languages() -> None:
    known = markets()
    assert (known["RU"].name_zh, known["RU"].name_en) == ("俄罗斯", "Russia")
    assert (known["VN"].name_zh, known["VN"].name_en) == ("越南", "Vietnam")
    assert (known["ZZ"].name_zh, known["ZZ"].name_en) == (
        "境外（国别未说明）",
        "Abroad, country not said",
    )
    assert len(known) == 250  # 249 of ISO 3166-1, and ZZ
    assert all(one.name_zh and one.name_en and one.code == code for code, one in known.items())
