"""A text cut into character bi- and trigrams, each an integer that is its characters' codes."""

import re
import unicodedata
from collections.abc import Sequence

import numpy as np

from chainlink.matching.vocabulary import Codes, Ints

_TEXT = 2000  # characters of a text that are compared; what comes after adds little
_BITS = 21  # enough for any code point, so that three of them fill one integer
_SEPARATORS = re.compile(r"[\W_]+")


def folded(text: str) -> str:
    """Runs of letters and digits in one width and case, between single spaces."""
    plain = unicodedata.normalize("NFKC", text[:_TEXT]).casefold()
    return _SEPARATORS.sub(" ", plain).strip()


def _grams(texts: Sequence[str]) -> tuple[Ints, Codes]:
    """Position of the text and code of each bi- and trigram within a run, texts in order."""
    runs = [folded(text) for text in texts]
    joined = " ".join(runs) + "   "
    points = np.frombuffer(joined.encode("utf-32-le"), dtype=np.uint32).astype(np.int64)
    lengths = np.fromiter((len(run) + 1 for run in runs), np.int64, len(runs))
    owner = np.repeat(np.arange(len(runs), dtype=np.int32), lengths)
    first, second, third = points[:-2], points[1:-1], points[2:]
    first, second, third = (one[: len(owner)] for one in (first, second, third))
    space = ord(" ")
    two = (first != space) & (second != space)
    three = two & (third != space)
    bigrams = (first[two] << _BITS) | second[two]
    trigrams = (first[three] << 2 * _BITS) | (second[three] << _BITS) | third[three]
    return np.concatenate((owner[two], owner[three])), np.concatenate((bigrams, trigrams))


def counted(texts: Sequence[str]) -> tuple[Ints, Codes, Ints]:
    """Each text's distinct grams in the order of their codes, and how often each occurs."""
    owner, codes = _grams(texts)
    order = np.lexsort((codes, owner))
    owner, codes = owner[order], codes[order]
    if len(owner) == 0:
        return owner, codes, np.zeros(0, np.int32)
    new = np.empty(len(owner), bool)
    new[0] = True
    new[1:] = (owner[1:] != owner[:-1]) | (codes[1:] != codes[:-1])
    places = np.flatnonzero(new)
    counts = np.diff(np.append(places, len(owner))).astype(np.int32)
    return owner[places], codes[places], counts
