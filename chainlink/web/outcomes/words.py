"""How figures and parts of the report are called and written."""

from dataclasses import dataclass

from chainlink.matching.model import MatchType
from chainlink.reporting.model import Figure, Group, Grouping
from chainlink.web.shown import Shown

_FIXED = {
    "orders": "orders",
    "rejected": "rejected",
    "firstExports": "first_exports",
    "deals": "deals",
    "inYuan": "in_yuan",
    "withoutRate": "without_rate",
    "total": "total",
    "credited": "credited",
    "ordered": "ordered",
    "waiting": "waiting",
    "days": "days",
}


@dataclass(frozen=True, slots=True)
class Words:
    """Names for one reader."""

    shown: Shown

    def say(self, key: str, **facts: object) -> str:
        """A text of the room."""
        return self.shown.say(f"page.outcomes.{key}", **facts)

    def figure(self, name: str) -> str:
        """A figure's name in words, such as 成交 · CNY · 全额 for `contracts.CNY.total`."""
        head, *rest = name.split(".")
        if head == "funnel":
            return self.shown.say(f"report.stage.{rest[0]}")
        if head == "endings":
            return self.shown.say(f"report.ending.{rest[0]}")
        parts = [self.say(f"part.{head}"), *map(self._word, rest)]
        return " · ".join(dict.fromkeys(parts))

    def _word(self, word: str) -> str:
        if word in _FIXED:
            return self.say(f"figure.{_FIXED[word]}")
        if word in {"received", "expected", "value", "customsMode", "destination"}:
            return self.say(f"figure.{word}")
        if word in {"SELF_REPORTED", "DOCUMENTED", "BOTH_CONFIRMED", "REVIEWED"}:
            return self.shown.say(f"report.level.{word}")
        return word

    def group(self, group: Group, by: Grouping) -> str:
        """A part's name."""
        if group.key is None:
            return self.shown.say("report.no_key")
        if by is Grouping.MATCH_TYPE:
            return self.shown.label(MatchType(group.key))
        return self.shown.named(group) or group.key

    def value(self, figure: Figure) -> str:
        """A figure as people read it."""
        if figure.currency is not None:
            return self.shown.money(figure.value, figure.currency)
        return self.shown.number(figure.value)

    def number(self, value: float | None) -> str:
        """A number of days, or that there is none."""
        return "" if value is None else self.shown.number(value, 0 if value == int(value) else 1)
