"""A region is worked out from what the row says, and from nothing that only sounds like it."""

import pytest

from chainlink.importing.places import Place, Told, region_named, region_of

JINING, YANZHOU, RENCHENG, ZOUCHENG = "370800", "370812", "370811", "370883"


@pytest.mark.parametrize(
    ("address", "code"),
    [
        ("山东省济宁市兖州区新兖镇龙桥南路167号", YANZHOU),
        ("济宁市兖州区小孟镇李堂村", YANZHOU),
        ("兖州市兴隆庄镇", YANZHOU),
        ("兖州县城关", YANZHOU),
        ("济宁市市中区太白楼路", RENCHENG),
        ("邹城市东滩煤矿", ZOUCHENG),
        ("山东省金乡县鱼山开发区金城路南", "370828"),
        ("济宁高新区柳行镇驻地", "370871"),
        ("济宁市高新技术产业开发区海川路369号", "370871"),
        ("济宁经济开发区疃里镇", JINING),
        ("济宁市327国道以南", JINING),
        ("山东省 济宁市 微山县 夏镇", "370826"),
    ],
)
def test_the_longest_name_of_the_address_decides(address: str, code: str) -> None:
    place = region_of(address, city="济宁")
    assert place is not None
    assert (place.code, place.told) == (code, Told.ADDRESS)


@pytest.mark.parametrize(
    ("address", "city", "uscc", "place"),
    [
        # a street and a town that are named after a place elsewhere
        ("日照市兖州路中段", "日照", "", Place("371100", Told.ADDRESS)),
        ("南阳镇建闸村", "济宁", "", Place(JINING, Told.CITY)),
        # the code's authority, once the county of another name
        ("太平东路190号", "济宁", "913708837392618904", Place(ZOUCHENG, Told.CODE)),
        ("济宁市三圣街23号", "济宁", "913708821661628868", Place(YANZHOU, Told.CODE)),
        # 兖州矿务局 lies in 邹城
        ("兖州矿务局机厂北", "济宁", "91370883166143108P", Place(ZOUCHENG, Told.CODE)),
        # an authority elsewhere is not believed over the city
        ("建设路33号", "济宁", "91370102166143108P", Place(JINING, Told.CITY)),
        ("县城中心街192号", "济宁", "913708291661628868", Place("370829", Told.CODE)),
        ("", "济宁市", "", Place(JINING, Told.CITY)),
    ],
)
def test_code_and_city_help_where_the_address_does_not(
    address: str, city: str, uscc: str, place: Place
) -> None:
    assert region_of(address, city=city, uscc=uscc) == place


def test_nothing_is_worked_out_from_nothing() -> None:
    assert region_of("") is None


@pytest.mark.parametrize(
    ("name", "code"),
    [("兖州区", YANZHOU), ("山东省济宁市兖州区", YANZHOU), ("济宁市", JINING), ("火星区", None)],
)
def test_a_division_is_found_by_its_name(name: str, code: str | None) -> None:
    assert region_named(name) == code
