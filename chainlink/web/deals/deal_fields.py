"""The fields of a deal's form: what is sent as a draft, and a deal as what stands in the fields."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from chainlink.deals.drafts import DealDraft
from chainlink.deals.model import MAY_BE_UNPAID, Deal
from chainlink.deals.money import HOME_CURRENCY
from chainlink.errors import InvalidInput
from chainlink.validation import checked
from chainlink.web.bodies import Sent
from chainlink.web.deals.typed import (
    Problems,
    amount_typed,
    minor_units,
    years_of,
    years_typed,
)
from chainlink.web.inputs import texts_of

_PLAIN = (
    *("kind", "title", "rate", "rateOn", "rateSource", "signedOn", "source", "additionality"),
)
_LINE = ("introduction", "committee", "event", "share")
_WHOLE = frozenset({"expected", "received", "parties", "introductions"})
_MOST_LINES = 50
_UNPAID = frozenset(one.value for one in MAY_BE_UNPAID)
Place = Callable[[str], str]


def read_deal(sent: Sent, problems: Problems, *, invented: bool = False) -> tuple[DealDraft, Place]:
    """The draft, and at which field a path of the draft is told.

    Raises InvalidInput with all problems, those that were there before too.
    """
    values: dict[str, Any] = {
        name: value for name, value in texts_of(sent, _PLAIN).items() if value is not None
    }
    currency = (sent.text("currency", required=False).strip() or HOME_CURRENCY).upper()
    values |= {"currency": currency, "invented": invented}
    amount = sent.text("amount", required=False).strip()
    if amount:
        found = minor_units(amount, currency, "amount", problems)
        values["amount"] = 1 if found is None else found
    elif values.get("kind") in _UNPAID:
        values["amount"] = 0
    for name in ("introductions", "parties"):
        values[name] = [one for one in sent.several.get(name, []) if one]
    for name in ("expected", "received"):
        text = sent.text(name, required=False)
        values[name] = years_of(text, currency, name, problems)
    lines = _lines(sent)
    values["credits"] = [_with_introduction(line, values["introductions"]) for _, line in lines]
    place = _places([number for number, _ in lines])
    return problems.or_else(lambda: checked(DealDraft, values), place), place


def _lines(sent: Sent) -> list[tuple[int, dict[str, str]]]:
    """Lines of credit in which a share is typed, with their numbers on the page."""
    found = []
    for number in range(_MOST_LINES):
        line = {name: sent.text(f"credits.{number}.{name}", required=False) for name in _LINE}
        if line["share"].strip():
            found.append((number, {name: text for name, text in line.items() if text.strip()}))
    return found


def _with_introduction(line: dict[str, str], introductions: list[str]) -> dict[str, str]:
    only = introductions[0] if len(introductions) == 1 else ""
    return {"introduction": only} | line


def _places(numbers: list[int]) -> Place:
    def place(path: str) -> str:
        head, _, rest = path.partition(".")
        if head in _WHOLE:
            return head
        number, _, name = rest.partition(".")
        if head == "credits" and number.isdigit() and int(number) < len(numbers):
            return f"credits.{numbers[int(number)]}.{name or 'share'}"
        return path

    return place


@contextmanager
def told_at(place: Place) -> Iterator[None]:
    """Let what a service refuses be told at the fields of the form."""
    try:
        yield
    except InvalidInput as refusal:
        problems = Problems()
        problems.take(refusal, place)
        raise InvalidInput(problems.found, refusal.key) from refusal


def deal_values(deal: Deal) -> Mapping[str, Any]:
    """What stands in the fields where a deal is corrected."""
    found: dict[str, Any] = {
        "kind": deal.kind.value,
        "title": deal.title,
        "amount": amount_typed(deal.amount, deal.currency),
        "currency": deal.currency,
        "signedOn": deal.signed_on.isoformat(),
        "rate": deal.rate,
        "rateOn": deal.rate_on,
        "rateSource": deal.rate_source,
        "expected": years_typed(deal.expected, deal.currency),
        "received": years_typed(deal.received, deal.currency),
        "source": deal.source,
        "parties": list(deal.parties),
        "introductions": list(deal.introductions),
    }
    for number, line in enumerate(deal.credits):
        found |= {
            f"credits.{number}.introduction": line.introduction,
            f"credits.{number}.committee": line.committee,
            f"credits.{number}.event": line.event,
            f"credits.{number}.share": str(line.share),
        }
    return found
