"""Notifications: for whom, about what, from which entry of the journal; and where they are sent."""

import json
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from pydantic import BaseModel, ConfigDict

from chainlink.accounts.model import Actor, Role

_NAMESPACE = uuid.UUID("6d0a4f0e-6f2c-5d4b-9d3c-0f4b8a6a2f11")
_OFFICERS = {Role.STAFF, Role.SECRETARY}
Fact = str | int | bool


class NotificationKind(StrEnum):
    """What there is to be told."""

    CONSENT_ASKED = "CONSENT_ASKED"
    CONSENT_ANSWERED = "CONSENT_ANSWERED"
    FOLLOW_UP_DUE = "FOLLOW_UP_DUE"
    INTRODUCTION_DUE = "INTRODUCTION_DUE"
    CLAIM_EXPIRING = "CLAIM_EXPIRING"
    GOOD_MATCH = "GOOD_MATCH"
    INTRODUCED = "INTRODUCED"
    DEAL_TO_CONFIRM = "DEAL_TO_CONFIRM"
    DEAL_TO_REVIEW = "DEAL_TO_REVIEW"
    ENTERPRISE_WAITING = "ENTERPRISE_WAITING"
    STATE_CHANGED = "STATE_CHANGED"


class AudienceKind(StrEnum):
    """Whom a notification is for: one account, all of an enterprise, or a committee's people."""

    ACCOUNT = "ACCOUNT"
    ENTERPRISE = "ENTERPRISE"
    COMMITTEE = "COMMITTEE"  # its staff and its secretaries
    SECRETARIES = "SECRETARIES"  # of a committee


@dataclass(frozen=True, slots=True, order=True)
class Audience:
    """For whom; written as one text, by which lists are read."""

    kind: AudienceKind
    id: str

    def __str__(self) -> str:
        return f"{self.kind}:{self.id}"

    @classmethod
    def read(cls, text: str) -> "Audience":
        """The audience that a text names."""
        kind, _, id_ = text.partition(":")
        return cls(AudienceKind(kind), id_)


def audiences_of(actor: Actor) -> list[str]:
    """Every audience that an account is part of."""
    found = [Audience(AudienceKind.ACCOUNT, actor.account)]
    if actor.role is Role.ENTERPRISE and actor.enterprise is not None:
        found.append(Audience(AudienceKind.ENTERPRISE, actor.enterprise))
    for committee in sorted(actor.committees):
        if actor.role in _OFFICERS:
            found.append(Audience(AudienceKind.COMMITTEE, committee))
        if actor.role is Role.SECRETARY:
            found.append(Audience(AudienceKind.SECRETARIES, committee))
    return [str(one) for one in found]


@dataclass(frozen=True, slots=True)
class Draft:
    """A notification that should be there; the same `occasion` makes it once per audience.

    `message` is a key of the catalogue; where names may be told its sibling `message.named` is
    said instead. Facts are ids, codes, days and numbers, never words about a person.
    """

    audience: Audience
    kind: NotificationKind
    subject_label: str
    subject: str
    message: str
    occasion: str
    sequence: int = 0
    facts: Mapping[str, Fact] = field(default_factory=dict)

    @property
    def id(self) -> str:
        """The same for the same occasion, kind and audience, whoever makes it and how often."""
        return str(uuid.uuid5(_NAMESPACE, f"{self.occasion}|{self.kind}|{self.audience}"))

    def row(self, now: str) -> dict[str, Any]:
        """The properties of its node."""
        return {
            "id": self.id,
            "audience": str(self.audience),
            "kind": self.kind.value,
            "subject_label": self.subject_label,
            "subject": self.subject,
            "sequence": self.sequence,
            "message": self.message,
            "facts": json.dumps(dict(self.facts), sort_keys=True),
            "recorded_at": now,
        }


@dataclass(frozen=True, slots=True)
class Notification:
    """A notification as it is kept, and when the account that asks has read it."""

    id: str
    audience: Audience
    kind: NotificationKind
    subject_label: str
    subject: str
    sequence: int
    message: str
    facts: Mapping[str, Fact]
    recorded_at: str
    read_at: str | None = None

    @classmethod
    def of(cls, row: Mapping[str, Any]) -> "Notification":
        """From a row of the graph."""
        return cls(
            **dict(row)
            | {
                "audience": Audience.read(row["audience"]),
                "kind": NotificationKind(row["kind"]),
                "facts": json.loads(row["facts"]),
            }
        )


class Channel(StrEnum):
    """How a delivery travels; CONFIRMATION is the mail that proves an address."""

    WEBHOOK = "WEBHOOK"
    MAIL = "MAIL"
    CONFIRMATION = "CONFIRMATION"


class DeliveryState(StrEnum):
    """Where a delivery stands; DEAD ones wait for somebody to send them again by hand."""

    PENDING = "PENDING"
    DELIVERED = "DELIVERED"
    DEAD = "DEAD"


class Delivery(BaseModel):
    """One notification on its way to one webhook or one mail address."""

    model_config = ConfigDict(frozen=True)

    id: str
    channel: Channel
    target: str
    notification: str
    state: DeliveryState
    attempts: int
    next_at: str
    last_error: str | None = None
    recorded_at: str
    delivered_at: str | None = None


def delivery_id(channel: Channel, target: str, notification: str) -> str:
    """The same for the same notification to the same target."""
    return str(uuid.uuid5(_NAMESPACE, f"{channel}|{target}|{notification}"))


class Webhook(BaseModel):
    """Where an account's notifications are sent; no kinds mean all of them."""

    model_config = ConfigDict(frozen=True)

    id: str
    account: str
    url: str
    kinds: tuple[NotificationKind, ...] = ()
    active: bool
    generation: int
    recorded_at: str
    disabled_at: str | None = None
    disabled_because: str | None = None


class MailAddress(BaseModel):
    """Where an account gets notifications by e-mail; only a confirmed address gets any."""

    model_config = ConfigDict(frozen=True)

    id: str  # the account's
    address: str
    generation: int
    refused_kinds: tuple[NotificationKind, ...] = ()
    active: bool
    recorded_at: str
    confirmed_at: str | None = None
