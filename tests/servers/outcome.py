"""What an attempt to get a server can come to: its address, or the reason why not."""

from collections.abc import Callable
from dataclasses import dataclass, field

Say = Callable[[str], None]


class Unobtainable(Exception):
    """One way of getting a server did not work; the text is the reason, on one line."""

    def __init__(self, reason: object) -> None:
        super().__init__(one_line(str(reason)))


@dataclass(frozen=True)
class Address:
    """Where a running server answers and who may sign in there."""

    url: str
    user: str
    password: str = field(repr=False)


def one_line(text: str, limit: int = 240) -> str:
    """Bring an error of many lines to one, so that a skip fits one line of the test report."""
    line = " ".join(text.split())
    return line if len(line) <= limit else line[: limit - 1] + "…"
