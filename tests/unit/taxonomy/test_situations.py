"""Words that together name a category: where they must stand, and what they do to single words."""

from dataclasses import replace

import pytest

from chainlink.taxonomy.names import names_of
from chainlink.taxonomy.reading import CategoryReader, ReadableCategory
from chainlink.taxonomy.situations import Situation, SituationTable, groups_of, is_situation


def _category(code: str, kind: str, label: str, *other: str) -> ReadableCategory:
    return ReadableCategory(code, "LOCAL", kind, label, "", other, (), (), (), (), ())


LIFTS = _category("lifts", "GOOD", "电梯")
CARE = _category("lift-care", "SERVICE", "垂直交通维保", "电梯 + 困人/坏/年检", "垂直交通")
WELDING = _category("welding-research", "TECHNOLOGY", "连接技术研发", "焊缝/气孔 + @研")
CE = _category("ce", "CERTIFICATION", "欧盟准入", "ce + 办/没有")
MOTORS = _category("motors", "GOOD", "电动机", "电机")


@pytest.fixture(scope="module")
def reader() -> CategoryReader:
    return CategoryReader([LIFTS, CARE, WELDING, CE, MOTORS])


def read(reader: CategoryReader, text: str) -> dict[str, float]:
    return {one.code: one.confidence for one in reader.read(text)}


def test_only_names_with_a_joint_are_situations() -> None:
    assert is_situation("电梯 + 困人/坏")
    assert not is_situation("1+N融资")
    assert groups_of("电梯 + 困人/坏") == (("电梯",), ("困人", "坏"))
    assert "教授" in groups_of("焊缝 + @研")[1]
    assert {name.text for name in names_of(CARE)} == {"垂直交通维保", "垂直交通"}
    assert groups_of("电梯 +  + @没有这一组") == (("电梯",), (), ("@没有这一组",))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("六部电梯老困人", {"lift-care": 0.96}),
        ("年检到期了,三台电梯", {"lift-care": 0.96}),
        ("坏了。就是那台电梯", {"lift-care": 0.72}),
        ("电梯" + "很" * 30 + "坏", {"lift-care": 0.85}),
        ("电梯" + "很" * 50 + "坏", {}),
        ("销售电梯;年检代办", {}),
        ("焊缝有裂纹,请教授看看", {"welding-research": 0.96}),
        ("焊缝有裂纹,老师傅看过了", {}),
        ("办ce", {"ce": 0.96}),
        ("办iceland签证", {}),
    ],
)
def test_the_words_must_stand_near_each_other(
    reader: CategoryReader, text: str, expected: dict[str, float]
) -> None:
    found = read(reader, text)
    assert {code: sure for code, sure in found.items() if code != "lifts"} == expected


def test_the_thing_that_it_is_about_is_not_what_is_wanted(reader: CategoryReader) -> None:
    assert "lifts" not in read(reader, "电梯坏了")
    assert read(reader, "电梯坏了,想换一台新电梯")["lifts"] <= 0.9


def test_what_to_do_with_a_thing_comes_before_the_thing(reader: CategoryReader) -> None:
    assert read(reader, "要买电机")["motors"] > 0.9
    found = read(reader, "要买电机,电梯又困人")
    assert (found["lift-care"], found["motors"]) == (0.96, 0.9)


def test_a_maker_is_one_of_the_thing_whatever_else_it_says(reader: CategoryReader) -> None:
    assert read(reader, "电机厂,电梯年检")["motors"] > 0.9


def test_the_first_sentence_says_what_it_is_about(reader: CategoryReader) -> None:
    found = read(reader, "出售电梯。要电机")
    alone = read(reader, "要电机")
    assert found["lifts"] > 0.9
    assert found["motors"] < 0.9 < alone["motors"]


def test_what_is_said_in_passing_counts_less_than_what_it_is_about(reader: CategoryReader) -> None:
    found = read(reader, "电机生产。没有CE的也做")
    assert found["motors"] > found["ce"]
    assert read(reader, "没有CE。电机生产")["ce"] == 0.96


def test_words_do_not_overlap(reader: CategoryReader) -> None:
    table = SituationTable([Situation(0, (("水泵",), ("泵坏",)))])
    assert table.find("水泵坏了") == []
    [found] = table.find("水泵,泵坏了")
    assert [("水泵,泵坏了")[a:b] for a, b in found.spans] == ["水泵", "泵坏"]


def test_without_situations_nothing_is_found() -> None:
    assert SituationTable([]).find("电梯坏了") == []
    plain = CategoryReader([replace(CARE, other_zh=()), LIFTS])
    assert list(read(plain, "电梯坏了")) == ["lifts"]
