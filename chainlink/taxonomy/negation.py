"""What a text says it is not about: 不含危险化学品, 木材除外, not for food."""

import re
from typing import Final

_STOP: Final = r"[^,，;。！!？?()\[\]:\n]"

# 除了A还做B adds B to A; only 除A外 without 还/也 after it takes A away.
_EXCEPT: Final = re.compile(
    rf"除了?({_STOP}{{1,60}}?)(?:之外|以外|外)"
    r"(?![壳形观墙包贸汇商套])(?![,，]?(?:还|也|另|同时|并))"
)
_EXCEPT_AFTER: Final = re.compile(rf"{_STOP}{{1,60}}(?:除外|不在此列)")
_NOT: Final = re.compile(
    r"(?:不含有?(?!税)|不包括|不包含|不涉及|不得(?:从事|经营)?|不做|不要(?!求)|不需要|不用做"
    r"|不生产|不经营|不从事|不接受?|不销售|不提供|不收|无需|无须|不再(?:生产|经营|做)"
    r"|而不是|并非|(?<!是)不是|严禁)"
    rf"(?:(?!而是|但|只要|只做){_STOP}){{1,80}}"
)
_NOT_ENGLISH: Final = re.compile(
    r"\b(?:excluding|except(?: for)?|other than|not including|without|not(?: for)?"
    r"|no need (?:of|for)|don't (?:make|need|want)|do not (?:make|need|want))\b"
    r"(?:(?! but )[^,;.()!?]){1,80}",
    re.IGNORECASE,
)


def blank_negated(text: str) -> str:
    """Return ``text`` with the negated things blanked by commas, all places kept."""
    if "除" in text:
        text = _EXCEPT.sub(_blank, text)
        text = _EXCEPT_AFTER.sub(_blank, text)
    text = _NOT.sub(_blank, text)
    return _NOT_ENGLISH.sub(_blank, text)


def _blank(match: re.Match[str]) -> str:
    return "," * len(match.group(0))
