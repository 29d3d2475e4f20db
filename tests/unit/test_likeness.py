"""What of a name tells an organisation from others, and when two are alike."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chainlink.enterprises.likeness import address_key, name_key, near_identical


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("山东金大丰机械有限公司", "金大丰机械"),
        ("易运盈（山东）网络科技有限公司", "易运盈山东网络科技"),
        ("济宁市兖州区鲁源铸造厂", "鲁源铸造"),
        ("兖州鲁源铸造股份有限公司", "鲁源铸造"),
        ("ＡＢＣ　机械（集团）有限公司（示例）", "abc机械"),
        ("Lu Yuan Castings Co., Ltd.", "luyuancastings"),
        ("兖州区", "兖州区"),
        ("有限公司", "有限公司"),
        ("沛县大屯煤电公司", "大屯煤电"),
        ("——", ""),
    ],
)
def test_the_distinctive_part_of_a_name(name: str, key: str) -> None:
    assert name_key(name) == key


@pytest.mark.parametrize(
    ("address", "key"),
    [
        ("山东省济宁市兖州区建设路 188 号", "山东省济宁市兖州区建设路188号"),
        ("山东省济宁市兖州区建设路１８８号，", "山东省济宁市兖州区建设路188号"),
        ("山东省济宁市兖州区", None),
        ("", None),
        (None, None),
    ],
)
def test_an_address_in_one_spelling(address: str | None, key: str | None) -> None:
    assert address_key(address) == key


@pytest.mark.parametrize(
    ("one", "other", "alike"),
    [
        ("鲁源精密铸造", "鲁源精密铸造", True),
        ("鲁源精密金属铸造科技", "鲁源精密金属铸选科技", True),
        ("金大丰机械", "金大丰物流", False),
        ("鲁源铸造", "鲁泰铸造", False),
    ],
)
def test_when_two_are_alike(one: str, other: str, alike: bool) -> None:
    assert near_identical(one, other) is alike
    assert near_identical(other, one) is alike


@given(st.text())
def test_any_name_has_a_key_and_spacing_does_not_change_it(name: str) -> None:
    key = name_key(name)
    assert name_key(f" {name}　\n") == key
    assert near_identical(key, key)


@given(st.text(), st.text())
def test_likeness_does_not_depend_on_the_order(one: str, other: str) -> None:
    assert near_identical(one, other) == near_identical(other, one)
