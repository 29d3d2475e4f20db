"""Which of the seven sectors an organisation is of, where its file does not say.

The rules are looked at in this order, the name before the business scope; the first that holds
decides. They follow the words that names of Chinese organisations must carry (企业名称登记管理规定:
a name ends in trade and form of organisation), so they are right for most and wrong for some, and
each result is noted as derived.
"""

import re
from dataclasses import dataclass
from typing import Final

from chainlink.enterprises.model import Sector
from chainlink.taxonomy.activities import activities_of, activity_word

_LONGEST_WORD: Final = 10


@dataclass(frozen=True, slots=True)
class DerivedSector:
    """A sector and the word, or the kind of activity, that it was derived from."""

    sector: Sector
    word: str


_NOT_A_FIRM: Final = (
    r"(?!.*(?:公司|集团|厂|店|社|门市|经营部|服务部|后勤))"  # 大学机械厂 is a works
)
_BY_NAME: Final = tuple(
    (sector, re.compile(pattern))
    for sector, pattern in (
        (
            Sector.FINANCE,
            r"银行|信用社|信用合作|信用联社|保险|证券|期货|信托|典当|融资担保|担保有限|小额贷款|融资租赁"
            r"|商业保理|资金互助|(?:创业|产业|引导|投资)基金|(?:创业|股权|风险|天使)投资|储蓄所",
        ),
        (Sector.RESEARCH, r"研究院|研究所|科学院|设计院|(?:研究中心|中试基地|实验室|试验站)$"),
        (
            Sector.ACADEMIA,
            rf"(?:大学|学院|学校|中学|小学|幼儿园|职教中心|技校|党校){_NOT_A_FIRM}",
        ),
        (
            Sector.USER,
            rf"(?:(?<!庄稼)医院|卫生院|卫生室|诊所|门诊部|疗养院|敬老院|养老院|养老服务|福利院){_NOT_A_FIRM}",
        ),
        (
            Sector.GOVERNMENT,
            r"^(?!.*(?:公司|集团|厂|店|社)).*(?:政府|委员会|管委会|(?<!邮政)(?<!供电)局|街道办事处|海关|行政审批"
            r"|服务中心|农业机械服务站)",
        ),
        (
            Sector.SERVICE,
            r"工程(?!机械)|商贸|贸易|经贸|物资|供销|百货|超市|商店|商场|门市|销售|经营部|经销|电子商务|电商|进出口"
            r"|供应链|房地产|置业|物业|酒店|宾馆|旅馆|饭店|招待所|餐饮|旅行社|旅游|运输|物流|货运|客运|航运|快递|邮政"
            r"|邮电|通信|电信|联通|移动|广告|传媒|咨询|税务师|会计师|律师|拍卖|租赁|维修|修理|装饰|安装|监理|勘察"
            r"|测绘|招标|仓储|加油站|加气站|车站|书店|药店|药房|保安|家政|劳务|人力资源|网络|软件",
        ),
        (
            Sector.INDUSTRY,
            r"制造|机械|机床|煤矿|煤业|矿业|纸业|造纸|纺织|毛纺|服装|食品|酒业|酿|化工|橡胶|轮胎|塑料|制药|药业"
            r"|水泥|建材|钢|铸|锻|电缆|电器|电子|家具|工艺|包装|印刷|面粉|饲料|肥|养殖|种植|农场|厂",
        ),
    )
)
_OFTEN_MADE: Final = re.compile(
    r"设备|装备|材料|制品|部件|零件|配件|传动|轴承|模具|型材|机电|泵|液压|农机|器械|油脂|炭黑|胶|纸|印务|面业|制粉"
    r"|酱|饮片|密封|输送带|机器人|智能|表面处理|燃料"
)
_MAKING: Final = ("make", "grow", "mine")
_OPENING: Final = 40  # what an organisation mainly does stands first in its scope


def sector_of(name: str, scope: str = "") -> DerivedSector:
    """The sector by the words of the name, else by what the scope begins with: whoever makes,
    grows or mines is INDUSTRY, whoever else is known to do something SERVICE; else by what the
    name says is dealt in."""
    for sector, pattern in _BY_NAME:
        if found := pattern.search(name):
            return DerivedSector(sector, found.group()[-_LONGEST_WORD:])
    named = activities_of(scope[:_OPENING])
    making = next((family for family in _MAKING if family in named), "")
    if making:
        return DerivedSector(Sector.INDUSTRY, activity_word(making))
    if not named and (found := _OFTEN_MADE.search(name)):
        return DerivedSector(Sector.INDUSTRY, found.group())
    return DerivedSector(Sector.SERVICE, activity_word(next(iter(sorted(named)), "—")))
