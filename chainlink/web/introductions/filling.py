"""What stands in a step's form at first, and what may be chosen in it."""

from collections.abc import Mapping
from datetime import timedelta
from enum import Enum
from typing import Any

from chainlink.enterprises.disclosure import ContactField
from chainlink.introductions.machine import Step
from chainlink.introductions.model import (
    PLATFORM_REASONS,
    PRINCIPALS,
    CloseReason,
    Manner,
    PartyRole,
)
from chainlink.settings import Settings
from chainlink.web.introductions.steps import StepForm
from chainlink.web.introductions.story import Story
from chainlink.web.shown import Shown

Choices = Mapping[str, list[tuple[str, str]]]


def initial(form: StepForm, story: Story, shown: Shown, settings: Settings) -> dict[str, Any]:
    """The form's first values; the day is today's, as most is written down when it happens."""
    today = shown.today.isoformat()
    planned = next((one for one in story.meetings if one.step is Step.SCHEDULE_MEETING), None)
    everything: dict[str, Any] = {
        "happenedOn": today,
        "doneOn": today,
        "validUntil": (shown.today + timedelta(days=settings.consent_days)).isoformat(),
        "fields": list(ContactField),
        "enterprises": [one.enterprise for one in story.view.parties],
        "nextStep": story.view.next_step,
        "dueOn": story.view.due_on,
    }
    if form.step is Step.RECORD_MEETING and planned is not None:
        everything["place"] = planned.place
    return {one.name: everything[one.name] for one in form.fields if one.name in everything}


def choices_of(story: Story, shown: Shown) -> Choices:
    """What may be chosen, by the name that fields give it."""

    def labelled(*values: Enum) -> list[tuple[str, str]]:
        return [(str(one.value), shown.label(one)) for one in values]

    parties = [
        (one.enterprise, f"{shown.label(one.role)} · {story.names[one.enterprise].name}")
        for one in story.view.parties
    ]
    principals = {one.enterprise for one in story.view.parties if one.role in PRINCIPALS}
    return {
        "parties": parties,
        "sides": [one for one in parties if one[0] in principals],
        "contact_fields": labelled(*ContactField),
        "manners": labelled(*(one for one in Manner if one is not Manner.ACCOUNT)),
        "reasons": labelled(*(one for one in CloseReason if one not in PLATFORM_REASONS)),
        "partner_roles": labelled(*(one for one in PartyRole if one not in PRINCIPALS)),
    }
