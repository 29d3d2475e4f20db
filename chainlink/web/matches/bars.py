"""Reasons as bars that add up: each begins where the one before ended, the last is the score."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from chainlink.matching.sentences import Sentence

WIDTH = 240.0  # of the drawing, in its own units
_HUNDRED = 100


@dataclass(frozen=True, slots=True)
class Bar:
    """One reason: `points` are hundredths of the score, `x` and `width` where it is drawn."""

    code: str
    text: str
    points: int
    x: float
    width: float

    @property
    def against(self) -> bool:
        """Whether it speaks against."""
        return self.points < 0

    @property
    def shown(self) -> str:
        """The number with its sign, to two digits."""
        return signed(self.points)


@dataclass(frozen=True, slots=True)
class Bars:
    """All of them in the order in which they add up; `zero` is where nothing would be."""

    base: Bar
    reasons: tuple[Bar, ...]
    sum: Bar
    zero: float

    @property
    def rows(self) -> tuple[Bar, ...]:
        """What adds up to the sum."""
        return (self.base, *self.reasons)


def signed(points: int) -> str:
    """Hundredths with their sign: +0.31, −2.80."""
    sign = "−" if points < 0 else "+"
    return f"{sign}{abs(points) // _HUNDRED}.{abs(points) % _HUNDRED:02d}"


def hundredths(parts: Sequence[float], total: float) -> list[int]:
    """Parts in hundredths that add up to the rounded total, each the nearest but for the rest.

    What rounding down leaves goes to the largest remainders, as seats are shared out.
    """
    floors = [int(part * _HUNDRED // 1) for part in parts]
    left = round(total * _HUNDRED) - sum(floors)
    by_remainder = sorted(
        range(len(parts)), key=lambda place: floors[place] - parts[place] * _HUNDRED
    )
    for place in by_remainder[:left]:
        floors[place] += 1
    return floors


def bars_of(
    base: float, sentences: Sequence[Sentence], score: float, names: Mapping[str, str]
) -> Bars:
    """The drawing of one score: reasons for it first, those against it last, the strongest first.

    `names` are what stands beside a bar, by code.
    """
    points = hundredths([base, *(one.contribution for one in sentences)], score)
    # by what is shown: a reason too small to be seen to speak against stands with those for it
    ordered = sorted(
        zip((one.code for one in sentences), points[1:], strict=True),
        key=lambda one: (one[1] < 0, -abs(one[1])),
    )
    ends = [0, points[0]]
    for _, one in ordered:
        ends.append(ends[-1] + one)
    low, high = min(ends), max(ends)
    unit = WIDTH / max(high - low, 1)

    def bar(code: str, start: int, end: int) -> Bar:
        x, width = (min(start, end) - low) * unit, abs(end - start) * unit
        return Bar(code, names[code], end - start, round(x, 1), round(max(width, 1.0), 1))

    return Bars(
        base=bar("base", 0, ends[1]),
        reasons=tuple(
            bar(code, start, end)
            for (code, _), start, end in zip(ordered, ends[1:], ends[2:], strict=False)
        ),
        sum=bar("sum", 0, ends[-1]),
        zero=round((0 - low) * unit, 1),
    )
