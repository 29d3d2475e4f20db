"""The sector of an organisation whose file does not tell it."""

import pytest

from chainlink.enterprises.model import Sector
from chainlink.importing.sectors import sector_of


@pytest.mark.parametrize(
    ("name", "scope", "sector"),
    [
        ("中国建设银行股份有限公司邹城支行东滩矿分理处", "", Sector.FINANCE),
        ("兖州市农村信用合作联社", "", Sector.FINANCE),
        ("中国人寿保险股份有限公司济宁分公司", "", Sector.FINANCE),
        ("山东示范理工大学化学学院", "", Sector.ACADEMIA),
        ("曲阜师范大学机械厂", "", Sector.INDUSTRY),
        ("济宁示范造纸工业研究所", "", Sector.RESEARCH),
        ("兖州区商务局", "", Sector.GOVERNMENT),
        ("兖州示范工业园区管理委员会", "", Sector.GOVERNMENT),
        ("中国邮政集团公司济宁市新驿支局", "", Sector.SERVICE),
        ("兖州示范中医医院", "", Sector.USER),
        ("济宁市任城区喻屯供销社庄稼医院", "", Sector.SERVICE),
        ("邹城市振华机械配件有限公司", "", Sector.INDUSTRY),
        ("济宁大华工贸实业公司工程机械分公司", "", Sector.INDUSTRY),
        ("济宁市任城区许庄建筑工程公司", "", Sector.SERVICE),
        ("济宁市一百有限责任公司", "批发、零售：百货、针织品", Sector.SERVICE),
        ("山东联诚有限公司", "汽车零件的生产、销售", Sector.INDUSTRY),
        ("山东某某有限公司", "", Sector.SERVICE),
    ],
)
def test_the_name_decides_before_the_scope(name: str, scope: str, sector: Sector) -> None:
    assert sector_of(name, scope).sector is sector
