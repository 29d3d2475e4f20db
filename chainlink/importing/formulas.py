"""Cells that a spreadsheet would run: refused on the way in, disarmed on the way out."""

import re

_LEADS = "=+-@"
_ARMED = (*_LEADS, "\t", "\r")
_FORMULA = re.compile(
    r"^=.|"  # =1+1
    r"^[+\-@](?:.*[+\-*/^&(,=<>@])?\s*[A-Za-z_][\w.]*\s*\(|"  # +SUM(, -2+SUM(, @SUM(
    r"^[+\-@].*\|.*!|"  # -2+3+cmd|'/C calc'!A0
    r"^[+\-@]\s*\$?[A-Za-z]{1,3}\$?\d{1,7}\s*(?:[+\-*/^&=<>:,].*)?$|"  # -A1, +A1*B2
    r"^[+\-@]\s*[\d.]+\s*[*/^].*\d",  # +3*5
    re.DOTALL,
)


def like_formula(text: str) -> bool:
    """Whether a spreadsheet would compute the text: it begins with = + - or @ and is no plain
    number (-5, +3%), telephone number (+86-537-3412345) or list item (- 加工)."""
    return text[:1] in _LEADS and text != "" and _FORMULA.search(text) is not None


def disarmed(text: str) -> str:
    """The text as a cell that no spreadsheet runs: an apostrophe before what might start one."""
    return f"'{text}" if text.startswith(_ARMED) else text
