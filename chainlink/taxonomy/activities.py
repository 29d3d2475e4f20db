"""What an enterprise does with a thing, against what a GB/T 4754 category is about: 批发 of
tractors is not 拖拉机制造. The families follow the divisions of GB/T 4754-2017."""

import re
from typing import Final

_WORDS: Final = {
    "make": "生产|制造|加工|制作|冶炼|印刷|酿造|屠宰|自产|组装",
    "sell": "批发|零售|销售|经销|购销|代销|直销|出售|经营|进出口",
    "wholesale": "批发|收购|进出口",
    "retail": "零售|门市|便利店",
    "grow": "种植|养殖|饲养|培育|繁育|育苗|种养|捕捞|造林",
    "mine": "开采|采选|采矿|采掘",
    "build": "施工|安装|工程|总承包|装饰|装修|承建",
    "repair": "维修|修理|维护|保养|检修",
    "carry": "运输|货运|客运|仓储|储存|冷藏|装卸|搬运|配送|物流|快递|运送",
    "rent": "租赁|出租",
    "serve": "服务|咨询|代理|设计|开发|检测|培训|管理|推广|广告|餐饮|住宿|保险|贷款|回收|绿化|研发",
}
_PATTERNS: Final = {family: re.compile(words) for family, words in _WORDS.items()}
_MACHINE_REPAIR: Final = "43"
_WHOLESALE: Final = "51"
_RETAIL: Final = "52"
_RENT: Final = "71"


def activities_of(item: str) -> frozenset[str]:
    """The families of activity that the words of ``item`` name."""
    return frozenset(family for family, words in _PATTERNS.items() if words.search(item))


def activity_word(family: str) -> str:
    """The Chinese word that names a family best, for people."""
    return _WORDS[family].partition("|")[0] if family in _WORDS else family


def activity_of_division(code: str) -> str:
    """The family of activity of a GB/T 4754 code, by its division (first two digits)."""
    division = code[:2]
    if not division.isdigit():
        return ""
    fixed = {_MACHINE_REPAIR: "repair", _WHOLESALE: "wholesale", _RETAIL: "retail", _RENT: "rent"}
    if division in fixed:
        return fixed[division]
    number = int(division)
    for last, family in ((5, "grow"), (12, "mine"), (46, "make"), (50, "build"), (60, "carry")):
        if number <= last:
            return family
    return "serve"


def agreement(named: frozenset[str], family: str) -> float:
    """How far a category of ``family`` agrees with the activities named in a text."""
    if not family or family in named:
        return 1.0
    if not named:
        return 0.8 if family == "make" else 0.6
    if named == {"sell"} and family in ("wholesale", "retail"):
        return 0.9
    if family == "serve" or "serve" in named:
        return 0.6
    return 0.35
