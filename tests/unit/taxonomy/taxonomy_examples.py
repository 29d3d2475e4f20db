"""A small taxonomy, and the written cases, for the tests of reading."""

import csv
from pathlib import Path

from chainlink.taxonomy.reading import ReadableCategory

FIXTURE = """\
tractors;GOOD;拖拉机;tractors;四轮拖拉机;farm tractor;;;;总装
tyres;GOOD;轮胎;tires;车胎|轮胎厂;tyre;外胎;天然橡胶|炭黑;;硫化
carbon-black;GOOD;炭黑;carbon black;橡胶炭黑;;色素炭黑;;N330|N220;炉法
bearings;GOOD;轴承;bearings;;ball bearing;深沟球轴承;轴承钢;6204;磨削
motors;GOOD;电机;electric motors;电动机|马达;;伺服电机;铜|硅钢片;;绕线
die-castings;GOOD;铝压铸件;die-castings;压铸铝;;电机外壳|电机端盖;铝合金;ADC12|A380;压铸
laser-cutting;PROCESS;激光切割加工;laser cutting;激光下料;;;不锈钢|碳钢;;激光切割
hot-dip-galvanising;PROCESS;热镀锌加工;hot-dip galvanizing;浸锌;;;;;热镀锌
flour;GOOD;小麦粉;wheat flour;面粉;;;小麦;;制粉
salt;GOOD;食盐;salt;盐|井盐;;;;;
chemicals;GOOD;化工产品;chemicals;化工原料;;;;;
hazardous-chemicals;GOOD;危险化学品;hazardous chemicals;危化品;;;;;
rooftop-pv;SERVICE;分布式光伏电站总承包;rooftop solar;屋顶装光伏|分布式电站;;;;;
machine-repair;SERVICE;机床维修;machine tool repair;修机床;;;;;
leasing;FINANCE;设备融资租赁;equipment leasing;缺钱买设备;;;;;
loans;FINANCE;流动资金贷款;working capital loan;资金周转;;;;;
fertiliser;GOOD;化肥;fertilizer;复合肥|尿素;;;;;
agri-film;GOOD;农膜;agricultural film;地膜|大棚膜;;;;;"""


def cells(text: str) -> tuple[str, ...]:
    return tuple(cell for cell in text.split("|") if cell)


def local_category(line: str) -> ReadableCategory:
    """code;kind;label_zh;label_en;other_zh;other_en;products;materials;grades;processes"""
    code, kind, label_zh, label_en, *lists = line.split(";")
    return ReadableCategory(code, "LOCAL", kind, label_zh, label_en, *map(cells, lists))


def numbered_category(code: str, label: str, scheme: str = "GBT4754") -> ReadableCategory:
    return ReadableCategory(code, scheme, "", label, "", (), (), (), (), (), ())


def cases(name: str) -> list[dict[str, str]]:
    """The rows of a CSV file beside this one."""
    file = Path(__file__).with_name(name)
    return list(csv.DictReader(file.read_text(encoding="utf-8").splitlines()))
