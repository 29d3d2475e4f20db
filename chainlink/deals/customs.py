"""What customs papers say: commodity codes, trade terms, supervision modes, destinations."""

import re
from collections.abc import Collection
from enum import StrEnum
from typing import Annotated

from pydantic import AfterValidator

from chainlink.taxonomy.markets import ABROAD_UNNAMED, HOME, markets
from chainlink.validation import Text, refused

_SEPARATORS = re.compile(r"[\s.]")
_CODE = re.compile(r"\d{6}|\d{8}|\d{10}")
_SUBHEADING = 6
_RESERVED_CHAPTER = 77  # kept free for future use by the Harmonized System
# every edition of the Harmonized System has more; a list with fewer is an extract
_WHOLE_EDITION = 5000
# General Administration of Customs, 海关监管方式代码: the modes that goods leave the country by
CUSTOMS_MODES = ("0110", "9610", "9710", "9810", "1210")


class Incoterm(StrEnum):
    """The eleven rules of Incoterms 2020 (International Chamber of Commerce, publication 723)."""

    EXW = "EXW"
    FCA = "FCA"
    CPT = "CPT"
    CIP = "CIP"
    DAP = "DAP"
    DPU = "DPU"
    DDP = "DDP"
    FAS = "FAS"
    FOB = "FOB"
    CFR = "CFR"
    CIF = "CIF"


def _hs_code(value: str) -> str:
    """Six digits of the Harmonized System, or eight or ten with those of the country."""
    code = _SEPARATORS.sub("", value)
    if not _CODE.fullmatch(code) or not code.isascii():
        raise refused("hs.form", value=value)
    chapter = int(code[:2])
    if not 1 <= chapter <= 97 or chapter == _RESERVED_CHAPTER:
        raise refused("hs.chapter", value=code, chapter=code[:2])
    return code


def _customs_mode(value: str) -> str:
    if value not in CUSTOMS_MODES:
        raise refused("customs_mode.unknown", value=value, known=" ".join(CUSTOMS_MODES))
    return value


def _destination(value: str) -> str:
    code = value.upper()
    if code not in markets() or code == ABROAD_UNNAMED:
        raise refused("market.unknown", value=value)
    if code == HOME:
        raise refused("order.destination_home")
    return code


HsCode = Annotated[Text, AfterValidator(_hs_code)]
CustomsMode = Annotated[Text, AfterValidator(_customs_mode)]
Destination = Annotated[Text, AfterValidator(_destination)]


def unknown_subheading(code: str, listed: Collection[str]) -> str | None:
    """The six digits of a code that a whole edition of the system does not list, else None.

    `listed` are the codes of the taxonomy; where they are an extract, they prove nothing.
    """
    subheadings = {one for one in listed if len(one) == _SUBHEADING}
    wanted = code[:_SUBHEADING]
    return wanted if len(subheadings) >= _WHOLE_EDITION and wanted not in subheadings else None
