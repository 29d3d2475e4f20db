import pytest
from hypothesis import given
from hypothesis import strategies as st
from taxonomy_examples import local_category

from chainlink.taxonomy.reading import TEXT_LIMIT, CategoryReader, CategoryReading


def codes(readings: list[CategoryReading]) -> list[str]:
    return [reading.code for reading in readings]


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("寻找铝压铸件供应商", ["die-castings"]),
        ("电机外壳", ["die-castings"]),
        ("屋顶装光伏", ["rooftop-pv"]),
        ("拖拉机轮胎", ["tyres"]),
        ("轮胎用炭黑", ["carbon-black"]),
        ("采购拖拉机", ["tractors"]),
        ("卖盐", ["salt"]),
        ("热镀锌", ["hot-dip-galvanising"]),
        ("农膜、化肥的零售", ["agri-film", "fertiliser"]),
        ("化工产品（不含危险化学品）", ["chemicals"]),
        ("铝压铸件，不做轴承", ["die-castings"]),
        ("looking for tractor tires", ["tyres"]),
        ("tyres for tractors", ["tyres"]),
        ("Die-Castings", ["die-castings"]),
        ("缺钱买设备", ["leasing"]),
        ("", []),
        ("  \u200b ", []),
        ("机械设备", []),
        ("专业加工，优质服务", []),
        ("供应商", []),
    ],
)
def test_read(reader: CategoryReader, text: str, read: list[str]) -> None:
    assert sorted(codes(reader.read(text))) == read


def test_latin_words_are_whole() -> None:
    reader = CategoryReader([local_category("cars;GOOD;轿车;car;;;;;;")])
    assert codes(reader.read("a car")) == ["cars"]
    assert codes(reader.read("cars")) == ["cars"]
    assert reader.read("cargo") == []
    assert reader.read("carpets") == []


def test_terms_are_the_words_of_the_text(reader: CategoryReader) -> None:
    (reading,) = reader.read("急需ADC12电机端盖压铸")
    assert reading.code == "die-castings"
    assert set(reading.terms) == {"adc12", "电机端盖", "压铸"}


def test_what_describes_the_thing_is_not_the_thing(reader: CategoryReader) -> None:
    by_code = {r.code: r.confidence for r in reader.suggest("拖拉机轮胎", scheme="LOCAL")}
    assert by_code["tyres"] > 0.9
    assert by_code["tractors"] < 0.5


@pytest.mark.parametrize("text", ["面粉加工设备", "轮胎模具", "轴承检测仪", "电机厂房"])
def test_a_machine_for_a_thing_is_not_the_thing(reader: CategoryReader, text: str) -> None:
    assert reader.read(text) == []


def test_a_word_that_many_carry_says_less() -> None:
    shared = [local_category(f"part-{n};GOOD;零{n}甲;part {n};支撑座;;;;;") for n in range(6)]
    alone = local_category("alone;GOOD;独件;alone;独撑座;;;;;")
    reader = CategoryReader([*shared, alone])
    assert reader.read("支撑座") == []
    assert reader.read("独撑座")[0].confidence == pytest.approx(0.92, abs=0.001)


def test_products_and_names_say_more_than_materials(reader: CategoryReader) -> None:
    assert reader.read("天然橡胶") == []
    assert codes(reader.read("电机端盖")) == ["die-castings"]


def test_words_about_money_are_not_about_the_good(reader: CategoryReader) -> None:
    readings = reader.read("轮胎企业流动资金贷款")
    assert codes(readings)[0] == "loans"


@pytest.mark.parametrize(
    ("scope", "read"),
    [
        ("拖拉机制造", ["3571"]),
        ("拖拉机生产", ["3571"]),
        ("阀门生产", ["3443"]),
        ("化肥、农药批发", ["5166", "5167"]),
        ("批发：化肥、农药", ["5166", "5167"]),
        ("轮胎零售", []),
        ("工程和技术研究和试验发展", ["7320"]),
    ],
)
def test_read_industries(reader: CategoryReader, scope: str, read: list[str]) -> None:
    assert sorted(codes(reader.read(scope, scheme="GBT4754"))) == read


def test_suggest_ranks_over_all_schemes_or_one(reader: CategoryReader) -> None:
    everywhere = {(r.scheme, r.code) for r in reader.suggest("拖拉机")}
    assert {("LOCAL", "tractors"), ("GBT4754", "3571"), ("HS", "8701")} <= everywhere
    assert {r.scheme for r in reader.suggest("拖拉机", scheme="HS")} == {"HS"}
    assert len(reader.suggest("拖拉机", first=2)) == 2
    assert reader.suggest("拖拉机", scheme="unknown") == []


def test_suggest_while_typing(reader: CategoryReader) -> None:
    assert codes(reader.suggest("拖拉", scheme="LOCAL"))[0] == "tractors"
    assert codes(reader.suggest("激光切", scheme="LOCAL"))[0] == "laser-cutting"


def test_suggest_by_the_digits_of_a_code(reader: CategoryReader) -> None:
    assert codes(reader.suggest("3571"))[0] == "3571"
    assert set(codes(reader.suggest("357"))) >= {"357", "3571"}


def test_suggest_names_a_category_once() -> None:
    reader = CategoryReader([local_category("6204;GOOD;轴承;bearings;;;;;6204;")])
    assert codes(reader.suggest("6204")) == ["6204"]


def test_read_gives_at_most_what_is_asked(reader: CategoryReader) -> None:
    text = "轮胎、轴承、电机、化肥、农膜、面粉、炭黑、拖拉机"
    assert len(reader.read(text)) == 6
    assert len(reader.read(text, most=3)) == 3


def test_read_many_reads_each_like_read(reader: CategoryReader) -> None:
    texts = ["轮胎", "", "面粉加工设备", "化肥、农膜的零售", "轮胎"]
    assert reader.read_many(texts) == [reader.read(text) for text in texts]
    assert reader.read_many([]) == []


def test_an_empty_reader_reads_nothing() -> None:
    reader = CategoryReader([])
    assert reader.read("轮胎") == []
    assert reader.suggest("轮胎") == []


@pytest.mark.parametrize(
    "part", ["铝压铸件，", "铝", "(", "a", "不含", "除", "轮胎;", "轮 胎 ", "、销售", "\u200b"]
)
def test_a_million_characters_are_bounded(reader: CategoryReader, part: str) -> None:
    readings = reader.read(part * (1_000_000 // len(part)))
    assert len(readings) <= 6


def test_what_stands_beyond_the_limit_is_not_read(reader: CategoryReader) -> None:
    assert codes(reader.read("，" * (TEXT_LIMIT - 2) + "轮胎")) == ["tyres"]
    assert reader.read("，" * TEXT_LIMIT + "轮胎") == []


@given(st.text(alphabet="拖拉机轮胎电外壳的、，( )不含除外销售a1"))
def test_readings_are_sorted_distinct_and_between_0_and_1(
    reader: CategoryReader, text: str
) -> None:
    readings = reader.suggest(text, scheme="LOCAL", first=50)
    confidences = [reading.confidence for reading in readings]
    assert confidences == sorted(confidences, reverse=True)
    assert all(0 < confidence <= 1 for confidence in confidences)
    assert len({reading.code for reading in readings}) == len(readings)
    assert all(term in text for reading in readings for term in reading.terms)
