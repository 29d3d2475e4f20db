"""The words a category can be read from, and how much each kind of word says."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from chainlink.taxonomy.situations import is_situation
from chainlink.taxonomy.text import fold
from chainlink.taxonomy.wording import GENERIC

GENERIC_CONFIDENCE: Final = 0.2
WHOLE: Final = 3  # characters; a longer part of the label of a service stands by itself
SHORT: Final = 2  # characters; 支架, 法兰 are parts of many things

_NOTE: Final = re.compile(r"\([^()]*\)")
_BRACKETED: Final = re.compile(r"\(([^()]{2,})\)")
_JOINT: Final = re.compile(r"、|和(?!田)|与|及(?!时)|;|,|/")
_OTHER: Final = re.compile(r"^其他(?:未列明)?|n\.?e\.?c\.?|other ")
_OFFER: Final = re.compile("(?:代?加工|加工服务|服务|业务|工程|代理)$")
_ACTIVITY: Final = re.compile(
    r"(?:的?(?:专门零售|零售|批发|制造业?|加工业?|生产|种植|饲养|养殖|采选|开采|修理业?|维修|施工|经营租赁|租赁|服务业?|业))$"
)


@dataclass(frozen=True, slots=True)
class ReadableCategory:
    """What the reader needs of a category of the local taxonomy, GB/T 4754 or HS.

    ``scheme`` is LOCAL, GBT4754 or HS; ``kind`` is the kind of offer of a LOCAL category.
    """

    code: str
    scheme: str
    kind: str
    label_zh: str
    label_en: str
    other_zh: tuple[str, ...]
    other_en: tuple[str, ...]
    products: tuple[str, ...]
    materials: tuple[str, ...]
    grades: tuple[str, ...]
    processes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Name:
    """One word of a category, folded. ``confidence``: how surely it alone means the category.
    ``describes``: a material, grade or process, not the thing."""

    text: str
    confidence: float
    describes: bool


def names_of(category: ReadableCategory) -> Iterator[Name]:
    """The names of ``category``, the strongest first: label, other names, products, parts of a
    joint label, then grades, processes, materials."""
    trades = category.kind in ("PROCESS", "TECHNOLOGY", "SERVICE", "CERTIFICATION")
    yield from _named((category.label_zh, category.label_en), 0.95)
    other = (*category.other_zh, *category.other_en)
    yield from _named(tuple(name for name in other if not is_situation(name)), 0.92)
    yield from _named(tuple(word for word in category.products if len(word) > SHORT), 0.86)
    yield from _named(tuple(word for word in category.products if len(word) <= SHORT), 0.7)
    for label in (category.label_zh, category.label_en):
        yield from _parts(label, numbered=category.scheme != "LOCAL", goods=category.kind == "GOOD")
    if category.kind in ("PROCESS", "SERVICE", "LOGISTICS"):
        yield from _named((_OFFER.sub("", fold(category.label_zh)),), 0.85)
    yield from _named(category.grades, 0.5, describes=True)
    yield from _named(category.processes, 0.7 if trades else 0.42, describes=True)
    yield from _named(category.materials, 0.25, describes=True)


def _named(texts: tuple[str, ...], confidence: float, *, describes: bool = False) -> Iterator[Name]:
    for text in texts:
        folded = fold(text)
        bare = _NOTE.sub("", folded).strip()
        for form in dict.fromkeys((folded, bare)):
            if form in GENERIC:
                yield Name(form, GENERIC_CONFIDENCE, describes)
            elif form:
                yield Name(form, confidence, describes)


def _parts(label: str, *, numbered: bool, goods: bool) -> Iterator[Name]:
    """The things a joint label lists: 阀门和旋塞制造 is about 阀门 and about 旋塞. What stands
    before the last joint may lack its head (包装等设备), so a part says less than the label."""
    folded = fold(label)
    bare = _NOTE.sub("", folded)
    rest = _OTHER.sub("", bare)
    core = _ACTIVITY.sub("", rest) if numbered else rest
    pieces = [piece.strip() for piece in _JOINT.split(core)]
    pieces += [found.strip() for found in _BRACKETED.findall(folded)]
    confidence = 0.5 if rest != bare else 0.75
    for piece in dict.fromkeys((core, *pieces)):
        if len(piece) < SHORT or piece == folded or "等" in piece or "类似" in piece:
            continue
        if len(pieces) > 1 and piece.isascii() and " " not in piece:
            continue
        whole = goods or numbered or len(piece) > WHOLE
        if len(piece) == SHORT and not whole:
            continue
        yield Name(
            piece, GENERIC_CONFIDENCE if piece in GENERIC else confidence if whole else 0.4, False
        )
