"""Facts as people read them: days, times by the district's clock, money, shares, value names."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum
from zoneinfo import ZoneInfo

from babel import Locale
from babel.dates import format_date, format_datetime
from babel.numbers import format_decimal, format_percent

from chainlink.deals.money import amount_text
from chainlink.graph.declaration import load_schema
from chainlink.language import Language, say
from chainlink.language.catalogue import catalogue

_LOCALES = {Language.ZH: Locale.parse("zh_Hans_CN"), Language.EN: Locale.parse("en_GB")}
_DAY = {Language.ZH: "y年M月d日", Language.EN: "d MMMM y"}
_MINUTE = {Language.ZH: "y年M月d日 HH:mm", Language.EN: "d MMMM y, HH:mm"}
# where a kind of values has another name in GraphQL, whose descriptions are its names here
_NAMES: Mapping[str, str] = {"Step": "IntroductionStepKind", "Manner": "ConsentManner"}


@dataclass(frozen=True, slots=True)
class Shown:
    """How one reader is shown facts."""

    language: Language
    zone: ZoneInfo
    today: date

    def day(self, day: date | str | None) -> str:
        """A day: 2025年6月1日, 1 June 2025."""
        if not day:
            return ""
        known = date.fromisoformat(day) if isinstance(day, str) else day
        return str(format_date(known, _DAY[self.language], locale=_LOCALES[self.language]))

    def instant(self, instant: datetime | str | None) -> str:
        """A moment by the district's clock, to the minute."""
        if not instant:
            return ""
        known = datetime.fromisoformat(instant) if isinstance(instant, str) else instant
        pattern, locale = _MINUTE[self.language], _LOCALES[self.language]
        return str(format_datetime(known.astimezone(self.zone), pattern, locale=locale))

    def days_until(self, day: date | str) -> int:
        """Days from today; negative where it has passed."""
        known = date.fromisoformat(day) if isinstance(day, str) else day
        return (known - self.today).days

    def money(self, amount: int | None, currency: str | None) -> str:
        """Minor units as an amount with its currency and thousands."""
        if amount is None or currency is None:
            return ""
        return amount_text(amount, currency, self.language)

    def number(self, number: float, digits: int = 0) -> str:
        """A number with thousands, to so many digits."""
        pattern = "#,##0" + ("." + "0" * digits if digits else "")
        return str(format_decimal(number, pattern, locale=_LOCALES[self.language]))

    def share(self, share: float, digits: int = 0) -> str:
        """A share of one, in percent."""
        pattern = "#,##0" + ("." + "0" * digits if digits else "") + "%"
        return str(format_percent(share, pattern, locale=_LOCALES[self.language]))

    def label(self, value: Enum | None) -> str:
        """The short name of a value of a declared kind, such as a state."""
        if value is None:
            return ""
        kind = type(value).__name__
        texts = catalogue(self.language)
        for key in (f"label.{kind}.{value.name}", f"schema.{_NAMES.get(kind, kind)}.{value.name}"):
            if key in texts:
                return texts[key].rstrip("。.")
        return str(value.value)

    def named(self, thing: object) -> str:
        """The name of what has one in both languages, such as a committee or a category."""
        zh = getattr(thing, "name_zh", None) or getattr(thing, "label_zh", "")
        en = getattr(thing, "name_en", None) or getattr(thing, "label_en", "")
        return str(en if self.language is Language.EN and en else zh)

    def help(self, key: str) -> str:
        """What a term means: `label` or `label.property` of the graph's declaration, else a text.

        Properties say what they are in their names; a longer text stands in the catalogue under
        `term.<key>`.
        """
        texts = catalogue(self.language)
        if f"term.{key}" in texts:
            return texts[f"term.{key}"]
        declared = load_schema()
        label, _, name = key.partition(".")
        node = declared.node.get(label) or declared.relationship[label]
        if name:
            return str(getattr(node.properties[name], self.language.value))
        return str(getattr(node, f"help_{self.language.value}"))

    def say(self, key: str, /, **facts: object) -> str:
        """A sentence by key."""
        return say(key, self.language, **facts)
