"""Cleaning of typed text, and the items of a registry business scope."""

import re
import unicodedata
from typing import Final

from chainlink.taxonomy.negation import blank_negated
from chainlink.taxonomy.wording import TRADE_VERBS

ITEM_LIMIT: Final = 300
INSERTION: Final = 2  # 农(水)产品: so short a note is part of a word

_INVISIBLE: Final = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f"
    "\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\uffff"
    "\ud800-\udfff\U000e0000-\U000e0fff]"
)
_SPACE: Final = re.compile(r"\s+")
_AMERICAN: Final = {
    "tire": "tyre", "aluminum": "aluminium", "mold": "mould", "molding": "moulding",
    "fiber": "fibre", "fiberglass": "fibreglass", "color": "colour", "gray": "grey",
    "plow": "plough", "fertilizer": "fertiliser", "galvanized": "galvanised",
    "galvanizing": "galvanising", "labor": "labour", "center": "centre", "jewelry": "jewellery",
    "anodizing": "anodising", "sulfur": "sulphur", "catalog": "catalogue",
}  # fmt: skip
_AMERICAN_WORD: Final = re.compile(rf"\b({'|'.join(_AMERICAN)})(?=(?:e?s)?\b)")
_HYPHEN: Final = re.compile(r"(?<=[a-z])[-‐-―](?=[a-z])")

_NOTE: Final = re.compile(r"[(\[【〔]([^()\[\]【】〔〕]*)[)\]】〕]")
_NOTE_WORDS: Final = re.compile(
    r"依法|许可|批准|核准|有效期|凭|资质|限|禁止|国家|法律|法规|规定|为准|不含|不包|除|以上|无储存|范围"
)
_FORMULA: Final = re.compile(
    r"(?:许可|批准|批准文件|核准|登记)[^。;]*(?:范围|为准|业务|经营)|经营范围以|有效期限?|为准$|依法须经"
)
_LICENCE: Final = re.compile(
    r"^[^,]{0,60}(?:许可|批准|核准|核定|登记)[^,]{0,40}范围内?(?:开展)?(?:的|从事|经营业务|经营活动|经营)?"
)
_SEGMENT: Final = re.compile(r"[;。！!？?\n|]+")
_ITEM: Final = re.compile(r"([、,，()\[\]【】〔〕*#…]+)")
_CHINESE_SPACE: Final = re.compile(r"(?<=[\u4e00-\u9fff]) | (?=[\u4e00-\u9fff])")
_VERB: Final = "(?:" + "|".join(sorted(TRADE_VERBS, key=len, reverse=True)) + ")"
_VERBS: Final = rf"{_VERB}(?:(?:以?及|和|与|兼|并|/)?{_VERB})*"
_PURE_VERBS: Final = re.compile(rf"的?{_VERBS}(?:服务|业务)?")
_VERBS_FIRST: Final = re.compile(rf"{_VERBS}")
_VERBS_LAST: Final = re.compile(rf"的?({_VERBS})$")
_VERBS_COLON: Final = re.compile(
    rf"^(?:主营|兼营|经营|一般项目|许可项目)?({_VERB}(?:[、,]?(?:以?及|和|与|兼|并|/)?{_VERB})*):"
)
_ANY_COLON: Final = re.compile(r"^[^:]{1,40}:")


def clean_text(text: str) -> str:
    """Return ``text`` in one Unicode form (NFKC) as it should be stored: no zero-width,
    bidirectional or other control characters, every run of white space one space."""
    visible = _INVISIBLE.sub("", text)
    return _SPACE.sub(" ", unicodedata.normalize("NFKC", visible)).strip()


def fold(text: str) -> str:
    """Return ``text`` for comparison: cleaned, case folded, full width as half width, a hyphen
    between Latin letters as a space (die-casting is die casting), British spelling."""
    cleaned = clean_text(text)
    folded = cleaned.casefold()
    if folded != cleaned:  # folding the case of some letters leaves them outside NFKC
        folded = _HYPHEN.sub(" ", clean_text(folded))
    return _AMERICAN_WORD.sub(lambda found: _AMERICAN[found.group(1)], folded)


def split_scope(text: str) -> list[str]:
    """Split a registry business scope (经营范围) into its items.

    Licence notes and what is excepted (不含…, …除外) are left out. A verb of trade that stands
    for several items is given to each: 批发、零售:化肥、农膜 reads 化肥批发零售, 农膜批发零售.
    At most ``ITEM_LIMIT`` items are returned.
    """
    cleaned = blank_negated(_without_notes(clean_text(text)))
    items: list[str] = []
    for segment in _SEGMENT.split(cleaned):
        rest = _LICENCE.sub("", segment).strip()
        if rest and not _FORMULA.search(rest):
            items.extend(_items_of_segment(rest))
        elif rest:
            items.extend(_items_beside_formula(rest))
        if len(items) >= ITEM_LIMIT:
            break
    return list(dict.fromkeys(items))[:ITEM_LIMIT]


def _without_notes(text: str) -> str:
    for _ in range(3):
        shorter = _NOTE.sub(_note, text)
        if shorter == text:
            break
        text = shorter
    return text


def _note(match: re.Match[str]) -> str:
    content = match.group(1)
    if len(content) <= INSERTION or _NOTE_WORDS.search(content):
        return ""
    return f"、{content}、"


def _items_beside_formula(segment: str) -> list[str]:
    """The items of a segment of which only some parts are licence formulas."""
    parts = [part for part in re.split("[,，]", segment) if not _FORMULA.search(part)]
    return _items_of_segment(",".join(parts)) if parts else []


def _items_of_segment(segment: str) -> list[str]:
    colon = _VERBS_COLON.match(segment)
    shared = re.sub("[、,]", "", colon.group(1)) if colon else ""
    segment = _ANY_COLON.sub("", segment) if shared else segment.replace(":", ",")
    parts = _ITEM.split(_CHINESE_SPACE.sub(",", segment))
    items: list[str] = []
    enumerated: list[bool] = []
    opening = ""
    for place in range(0, len(parts), 2):
        part = parts[place].strip(" .·-—")
        if not part:
            continue
        if _PURE_VERBS.fullmatch(part):
            if items:
                items[-1] += part
            else:
                opening += part
            continue
        items.append(opening + part)
        opening = ""
        enumerated.append(place > 0 and "、" in parts[place - 1])
    return _with_shared_verbs(items, enumerated, shared)


def _with_shared_verbs(items: list[str], enumerated: list[bool], shared: str) -> list[str]:
    """Give a verb before a list (销售农机、农药) or after it (农机、农药的销售) to all of it."""
    if shared:
        return [item if _has_verb(item) else item + shared for item in items]
    has_verb = [_has_verb(item) for item in items]
    spread = list(items)
    following = ""
    for place in range(len(items) - 1, -1, -1):
        if has_verb[place]:
            last = _VERBS_LAST.search(items[place])
            following = last.group(1) if last else ""
        elif following:
            spread[place] = items[place] + following
            has_verb[place] = True
    leading = ""
    for place, item in enumerate(items):
        if has_verb[place]:
            first = _VERBS_FIRST.match(item)
            leading = first.group(0) if first and first.end() < len(item) else ""
        elif leading and enumerated[place]:
            spread[place] = item + leading
        else:
            leading = ""
    return spread


def _has_verb(item: str) -> bool:
    return bool(_VERBS_FIRST.match(item) or _VERBS_LAST.search(item))
