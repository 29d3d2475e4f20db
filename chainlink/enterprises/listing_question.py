"""How a list of enterprises is asked for."""

from dataclasses import dataclass
from enum import StrEnum


class EnterpriseOrder(StrEnum):
    """What a list is sorted by; where that is the same, by name and id."""

    NAME = "name"
    SECTOR = "sector"
    REGION = "region"
    STATUS = "status"
    RECORDED = "recorded"


@dataclass(frozen=True, slots=True, kw_only=True)
class EnterpriseQuestion:
    """Which enterprises, in which order; an empty text asks for nothing.

    `text` is part of a name, in any case, or of the code. `committee` has an enterprise that is a
    member or asks to be one, `chain` one of a committee that leads it. What was merged into
    another is in no list.
    """

    text: str = ""
    sector: str = ""
    status: str = ""
    region: str = ""
    committee: str = ""
    chain: str = ""
    order: EnterpriseOrder = EnterpriseOrder.NAME
    descending: bool = False
    passed: int = 0
    most: int = 25
