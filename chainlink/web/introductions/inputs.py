"""What a step's form sends, by the names of its draft and with the district's zone."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from chainlink.errors import FieldProblem, InvalidInput
from chainlink.web.bodies import Sent
from chainlink.web.introductions.steps import Field, Kind, StepForm


def values_of(form: StepForm, sent: Sent, zone: ZoneInfo, *, officer: bool) -> dict[str, Any]:
    """The values of the form's fields, empty ones left out. Raises InvalidInput."""
    found: dict[str, Any] = dict(form.fixed)
    problems = []
    for field in form.asked(officer=officer):
        if field.kind is Kind.FACT:
            continue
        value = _value(field, sent, zone)
        if value:
            found[field.key] = value
        elif form.keeps and field.name in sent.values and field.name != "owner":
            found[field.key] = None
        elif field.kind is Kind.BOXES:
            problems.append(FieldProblem(field.name, "required"))
    if problems:
        raise InvalidInput(problems)
    return found


def _value(field: Field, sent: Sent, zone: ZoneInfo) -> Any:
    if field.kind is Kind.BOXES:
        return tuple(sent.several.get(field.name, ()))
    text = sent.text(field.name, required=False).strip()
    return _with_zone(text, zone) if field.kind is Kind.MOMENT else text


def _with_zone(text: str, zone: ZoneInfo) -> str:
    """A clock's time as typed, by the district's clock; what is no time is told by its draft."""
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return text
    return (moment if moment.tzinfo else moment.replace(tzinfo=zone)).isoformat()
