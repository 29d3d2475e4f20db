import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chainlink.taxonomy.negation import blank_negated
from chainlink.taxonomy.text import ITEM_LIMIT, clean_text, fold, split_scope


@pytest.mark.parametrize(
    ("typed", "clean"),
    [
        ("ＡＤＣ１２　压铸", "ADC12 压铸"),
        ("铝\u200b压\u202e铸\ufeff件\x00", "铝压铸件"),
        (" 轮胎\t\r\n 轴承 ", "轮胎 轴承"),
        ("轮胎\ud800", "轮胎"),
        ("", ""),
    ],
)
def test_clean_text_is_one_form_without_what_cannot_be_seen(typed: str, clean: str) -> None:
    assert clean_text(typed) == clean


@given(st.text())
def test_clean_text_of_clean_text_is_the_same(text: str) -> None:
    clean = clean_text(text)
    assert clean_text(clean) == clean
    assert not any(unicodedata.category(letter) == "Cc" for letter in clean)


@given(st.text())
def test_fold_of_folded_is_the_same(text: str) -> None:
    assert fold(fold(text)) == fold(text)


def test_fold_joins_spellings() -> None:
    assert fold("Aluminum Die-Castings") == fold("ALUMINIUM die castings")
    assert fold("Ｔires") == "tyres"
    assert fold("Tired") == "tired"


@pytest.mark.parametrize(
    ("scope", "items"),
    [
        ("", []),
        ("批发、零售：化肥、农膜（不含剧毒）；农药", ["化肥批发零售", "农膜批发零售", "农药"]),
        ("铜铝铸件、机械配件加工、销售。", ["铜铝铸件加工销售", "机械配件加工销售"]),
        ("生产、销售耐火材料、建材", ["生产销售耐火材料", "建材生产销售"]),
        ("农（水）产品", ["农产品"]),
        (
            "普通货运（依法须经批准的项目，经相关部门批准后方可开展经营活动）",
            ["普通货运"],
        ),
        ("在金融许可证批准的范围内经营", []),
        ("许可范围内的农药生产", ["农药生产"]),
        ("**(有效期限以许可证为准)。五金、交电", ["五金", "交电"]),
        ("化工产品（不含危险化学品）销售", ["化工产品销售"]),
        ("货物进出口（国家禁止的除外）", ["货物进出口"]),
        ("蔬菜（大蒜、辣椒）", ["蔬菜", "大蒜", "辣椒"]),
    ],
)
def test_split_scope(scope: str, items: list[str]) -> None:
    assert split_scope(scope) == items


@given(st.text(alphabet="轮胎销售、，；（）():批发不含除外。 a"))
def test_split_scope_gives_distinct_items_that_are_not_empty(scope: str) -> None:
    items = split_scope(scope)
    assert all(items)
    assert len(set(items)) == len(items) <= ITEM_LIMIT


@pytest.mark.parametrize(
    ("text", "gone", "kept"),
    [
        ("化工产品，不含危险化学品", "危险化学品", "化工产品"),
        ("木材除外，建材销售", "木材", "建材"),
        ("除农机外的配件", "农机", "配件"),
        ("只要钣金，不做铸件", "铸件", "钣金"),
        ("不是要轮胎，而是要轮毂", "轮胎", "轮毂"),
        ("die castings, not forgings", "forgings", "die castings"),
    ],
)
def test_negated_things_are_blanked(text: str, gone: str, kept: str) -> None:
    blanked = blank_negated(text)
    assert gone not in blanked
    assert kept in blanked
    assert len(blanked) == len(text)


@pytest.mark.parametrize(
    "text",
    [
        "不锈钢管",
        "无缝钢管",
        "除了农机，还生产轮胎",
        "除尘设备",
        "是不是做轮胎",
        "不含税价的轮胎",
        "没有出口渠道",
    ],
)
def test_words_that_only_look_negative_stay(text: str) -> None:
    assert blank_negated(text) == text
