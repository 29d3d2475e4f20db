"""Needs and capabilities as owners write them, each with who is right and two decoys."""

import tomllib
from enum import StrEnum
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field

from chainlink.enterprises.model import Sector
from chainlink.taxonomy.model import ClaimKind

FOLDER = Path(__file__).parent


class Half(StrEnum):
    """The half that the taxonomy is improved by, and the one that is put aside until the end."""

    TUNING = "tuning"
    HELD_OUT = "held_out"


class Side(StrEnum):
    """Whether a text says what is looked for or what is offered."""

    NEED = "NEED"
    CAPABILITY = "CAPABILITY"

    @property
    def other(self) -> "Side":
        """The side that this one meets."""
        return Side.NEED if self is Side.CAPABILITY else Side.CAPABILITY


class _Read(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Voice(_Read):
    """One organisation and the one text that it states."""

    sector: Sector
    says: str = Field(min_length=5)

    @property
    def title(self) -> str:
        """The first sentence."""
        return self.says.partition("。")[0]

    @property
    def text(self) -> str:
        """What comes after the first sentence."""
        return self.says.partition("。")[2]


class Decoy(Voice):
    """Somebody who shares words with the asker and is of no use, and why."""

    side: Side
    why: str = Field(min_length=2)


class Case(_Read):
    """Who asks, who is right, who only sounds like it; `kind` is only there to count by."""

    name: str
    side: Side
    kind: ClaimKind
    asker: Voice
    right: Voice
    decoys: tuple[Decoy, Decoy]

    def voices(self) -> list[tuple[Side, Voice]]:
        """Asker, right one and decoys, in this order, each with its side."""
        decoys: list[tuple[Side, Voice]] = [(decoy.side, decoy) for decoy in self.decoys]
        return [(self.side, self.asker), (self.side.other, self.right), *decoys]


def cases(half: Half) -> list[Case]:
    """All cases of one half."""
    found = tomllib.loads((FOLDER / f"{half}.toml").read_text("utf-8"))
    return [Case.model_validate(case) for case in found["case"]]
