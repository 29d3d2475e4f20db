"""What part each known word plays in its phrase: the thing itself, or what describes it."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from chainlink.taxonomy.terms import Match
from chainlink.taxonomy.wording import (
    GENERIC,
    GLUE,
    KIND_CUES,
    MAKING,
    NEUTRAL_TAILS,
    SHIFTING_TAILS,
    STOP_PHRASES,
    TRADE_VERBS,
)

PHRASE_LIMIT: Final = 60
SHORT: Final = 2

HEAD: Final = 1.0
LOOSE_HEAD: Final = 0.9  # something unknown stands before it: 电动拖拉机
SHORT_LOOSE_HEAD: Final = 0.5  # two characters may be cut out of another word: 发电机 has 电机
OWNED: Final = 0.5  # 我厂有加工中心: a machine that is used, not offered
DENIED: Final = 0.1  # 非金属材料 are no 金属材料
DESCRIBES_UNKNOWN: Final = 0.5
DESCRIBES_UNKNOWN_LATIN: Final = 0.4
DESCRIBES_KNOWN: Final = 0.4
DESCRIBES_SHIFTED: Final = 0.35
OVERLAPS_HEAD: Final = 0.45  # 弹簧钢板 holds 弹簧钢 and 钢板


def _either(words: Iterable[str]) -> str:
    return "|".join(sorted(map(re.escape, words), key=len, reverse=True))


_GLUE_ONLY: Final = re.compile(rf"(?:{_either(GLUE)}|[\s/·-])*")
_GLUE: Final = re.compile(_either(GLUE))
_TRADE: Final = re.compile(_either(TRADE_VERBS))
_MACHINE: Final = re.compile("[机床炉]$|加工中心$")
_OWNED: Final = re.compile("(?:拥有|配备|引进|(?<!没)有)[^,]{0,8}$")
_TRADE_LAST: Final = re.compile(f"(?:{_either(TRADE_VERBS)}|切割|焊接|处理|淬火|喷涂)$")
_NUMBER: Final = re.compile("[a-z0-9]")  # 棉纱32支, 炭黑n330
_MAKING_GAP: Final = re.compile("加工|生产|制造|制作|种植|养殖|饲养|用")  # 面粉加工机械
_STOP: Final = re.compile(rf"\s*(?:{_either(STOP_PHRASES)}|[^\w]|$)")
_STOP_END: Final = re.compile(rf"(?:{_either([*STOP_PHRASES, *GLUE])}|[^\w])$")
_TAIL: Final = re.compile(rf"(?:{_either(NEUTRAL_TAILS)})(?:{_STOP.pattern})")
_SHIFT: Final = re.compile(
    rf"(?:{_either(TRADE_VERBS)})?用?(?:{_either(SHIFTING_TAILS)})(?:{_either(TRADE_VERBS)}|{_STOP.pattern})"
)
_PREPOSITION: Final = re.compile(r"^(.*)\s(?:for|of|in|from|on)\s(?:\w+\s)*$")
_STOPS: Final = re.compile(
    _either([word for word in STOP_PHRASES if len(word) > 1 and word not in TRADE_VERBS])
)
_END_WORDS: Final = [
    w for w in [*STOP_PHRASES, *NEUTRAL_TAILS] if len(w) > 1 or w in "吗呢啊吧厂商"
]
_EDGE: Final = re.compile(
    rf"^(?:{_either(STOP_PHRASES)}|[\s的等])+|(?:{_either(_END_WORDS)}|[\s的等])+$"
)
_ENGLISH_STOPS: Final = re.compile(
    r"\b(?:looking|look|for|supplier|suppliers|manufacturer|manufacturers|maker|makers|need|needs|needed|want|wanted|we|i|you"
    r"|are|is|am|our|your|the|a|an|of|to|in|with|from|buy|sell|source|sourcing|make|makes|making|please|seeking|seek"
    r"|who|can|company|factory|china|chinese|custom|quality|high|good|cheap|wholesale|provide|provides|services|offer|some|exporter|exporters|contractor|contractors|dealer|dealers|producer|producers|wholesale|wholesaler|wholesalers|export|exports|import|purchase|buyer|buyers|small|large)\b"
)
_LATIN: Final = re.compile("[a-z]{3}")
_ENGLISH_JOINT: Final = re.compile(r"\b(?:and|or)\b|[&/]")
_PREPOSITIONS: Final = re.compile(r"\b(?:for|of|in|from|on|to|with|at)\b")
_NO_NOUN_AFTER: Final = re.compile(
    rf"(?:e?s)?\s*(?:$|[^\sa-z0-9]|(?:{_ENGLISH_STOPS.pattern}|wholesale|contractor|export(?:er)?s?|for|in|on|at)\b)"
)
_GENERIC_WORDS: Final = re.compile(_either(GENERIC))
_KIND_OF_CUE: Final = {cue: kind for kind, cues in KIND_CUES.items() for cue in cues}
_CUE: Final = re.compile(_either(_KIND_OF_CUE))
_MAKING: Final = re.compile(_either(MAKING))


@dataclass(frozen=True, slots=True)
class Intent:
    """The kinds of offer that the words of an item point to, with where the words stand."""

    cues: tuple[tuple[str, int, int], ...]
    making: bool

    def factor(self, kind: str, start: int, end: int) -> float:
        """How far a category of ``kind``, read at ``start:end``, agrees with the intent."""
        if not self.cues or self.points_to(kind):
            return 1.0
        if all(start <= begin and stop <= end for _, begin, stop in self.cues):
            return 1.0
        if self.making:
            return 0.95
        return 0.55 if kind in ("GOOD", "PROCESS") else 0.8

    def points_to(self, kind: str) -> bool:
        """Whether a word of the item names this kind of offer."""
        return any(cue == kind for cue, _, _ in self.cues)


def intent_of(item: str) -> Intent:
    """Read the words around the thing: 出口, 贷款, 维修 …"""
    cues = tuple(
        (_KIND_OF_CUE[found.group(0)], found.start(), found.end()) for found in _CUE.finditer(item)
    )
    return Intent(cues, bool(_MAKING.search(item)))


def roles(item: str, matches: list[Match]) -> list[float]:
    """For each match how much of its confidence its place in ``item`` leaves it."""
    factors: list[float] = []
    for place, match in enumerate(matches):
        following = matches[place + 1] if place + 1 < len(matches) else None
        if match.term.isascii():
            factors.append(_latin_role(item, match, following))
            continue
        factor = _by_what_follows(item, match, following)
        if _MACHINE.search(match.term) and _OWNED.search(item[: match.start]):
            factor = min(factor, OWNED)
        before = matches[place - 1].end if place else 0
        factors.append(factor * _by_what_precedes(item[before : match.start], match))
    return factors


def _latin_role(item: str, match: Match, following: Match | None) -> float:
    """Latin words: what comes after a preposition, or before another noun, describes."""
    before, after = item[: match.start], item[match.end :]
    preposition = _PREPOSITION.match(before)
    if preposition and _ENGLISH_STOPS.sub(" ", preposition.group(1)).strip():
        return DESCRIBES_KNOWN
    if _NO_NOUN_AFTER.match(after):
        return HEAD
    if following is not None and not item[match.end : following.start].strip("s -"):
        return DESCRIBES_KNOWN
    return DESCRIBES_UNKNOWN_LATIN


def _by_what_follows(item: str, match: Match, following: Match | None) -> float:
    if following is None:
        return _before_unknown(item[match.end :], match, last=True)
    if following.start < match.end:
        rest = item[match.end : following.end]
        if _MACHINE.search(match.term) and rest.startswith("加工"):
            return DESCRIBES_SHIFTED
        return HEAD if _TRADE.match(rest) or _TAIL.match(rest) else OVERLAPS_HEAD
    gap = item[match.end : following.start]
    if _GLUE_ONLY.fullmatch(gap) or _MAKING_GAP.fullmatch(gap):
        return DESCRIBES_KNOWN
    return _before_unknown(gap, match, last=False)


def _before_unknown(gap: str, match: Match, *, last: bool) -> float:
    """The role of ``match`` before ``gap``, in which nothing is known."""
    glue = _GLUE.match(gap)
    rest = gap[glue.end() :] if glue else gap
    if last and not rest.strip():
        return HEAD
    if _SHIFT.match(gap) or (_MACHINE.search(match.term) and gap.startswith("加工")):
        return DESCRIBES_SHIFTED
    if _TAIL.match(gap) or _STOP.match(gap) or _NUMBER.match(gap):
        return HEAD
    if _TRADE_LAST.search(match.term):
        return LOOSE_HEAD
    return DESCRIBES_SHIFTED if _SHIFT.match(rest) else DESCRIBES_UNKNOWN


def _by_what_precedes(gap: str, match: Match) -> float:
    if not gap or _STOP_END.search(gap):
        return HEAD
    if gap.endswith("非"):
        return DENIED
    return SHORT_LOOSE_HEAD if match.end - match.start <= SHORT else LOOSE_HEAD


def bare_phrase(item: str) -> str:
    """``item`` without the words of trade before and after the thing."""
    return _EDGE.sub("", item)


def core_phrases(item: str) -> tuple[str, ...]:
    """The phrases of ``item`` to compare with names: as it stands, and without the words that
    carry no category (寻找, 供应商 …), whole and in pieces."""
    bare, whole, splitting = item, item, _STOPS
    if _LATIN.search(item):
        named = (_ENGLISH_STOPS.sub(" ", part) for part in _PREPOSITIONS.split(item))
        bare = next((part for part in named if part.strip()), "")
        whole, splitting = bare, _ENGLISH_JOINT
    pieces = [_EDGE.sub("", piece) for piece in splitting.split(bare)]
    pieces = [piece for piece in pieces if len(piece) > 1]
    phrases = [whole.strip(), _EDGE.sub("", bare).strip(), "".join(pieces), *pieces]
    return tuple(dict.fromkeys(p for p in phrases if 1 < len(p) <= PHRASE_LIMIT))


@lru_cache(maxsize=8192)
def only_generic(phrase: str) -> bool:
    """Whether nothing is left of ``phrase`` without words like 机械, 设备, 加工."""
    rest = _GENERIC_WORDS.sub("", _STOPS.sub("", phrase))
    return len(_EDGE.sub("", rest).strip()) < SHORT
