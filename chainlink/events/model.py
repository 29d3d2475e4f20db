"""Events 对接活动: sessions that committees host, and who was invited, registered, present."""

from datetime import date
from enum import StrEnum
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, ValidationInfo, field_validator

from chainlink.validation import EachOnce, EmptyIsNone, PlausibleDate, StrictDraft, Text, refused


class EventKind(StrEnum):
    """What kind of meeting; GOVERNMENT_ENTERPRISE_FINANCE is 政金企对接会."""

    MATCHMAKING = "MATCHMAKING"
    SALON = "SALON"
    GOVERNMENT_ENTERPRISE_FINANCE = "GOVERNMENT_ENTERPRISE_FINANCE"
    TRAINING = "TRAINING"
    VISIT = "VISIT"
    OTHER = "OTHER"


class AttendanceState(StrEnum):
    """How far an enterprise's taking part has come; the order counts."""

    INVITED = "INVITED"
    REGISTERED = "REGISTERED"
    ATTENDED = "ATTENDED"


_Line = Annotated[Annotated[Text, Field(max_length=300)] | None, EmptyIsNone]


class EventDraft(StrictDraft):
    """An event as it is sent: `committees` are the codes of those that host it."""

    name_zh: Annotated[Text, Field(min_length=1, max_length=200)]
    kind: EventKind
    held_on: PlausibleDate
    committees: Annotated[tuple[Text, ...], Field(max_length=20), EachOnce]
    name_en: _Line = None
    ends_on: PlausibleDate | None = None
    place: _Line = None
    summary: Annotated[Annotated[Text, Field(max_length=4000)] | None, EmptyIsNone] = None

    @field_validator("committees")
    @classmethod
    def _hosted(cls, committees: tuple[str, ...]) -> tuple[str, ...]:
        if not committees:
            raise refused("event.host_needed")
        return committees

    @field_validator("ends_on")
    @classmethod
    def _in_order(cls, ends_on: date | None, said: ValidationInfo) -> date | None:
        held_on = said.data.get("held_on")
        if ends_on is not None and held_on is not None and ends_on < held_on:
            raise refused("event.ends_before", held_on=str(held_on))
        return ends_on


class Event(BaseModel):
    """An event as it stands; days are of the district's calendar."""

    model_config = ConfigDict(frozen=True)

    id: str
    name_zh: str
    name_en: str | None = None
    kind: EventKind
    held_on: date
    ends_on: date | None = None
    place: str | None = None
    summary: str | None = None
    committees: tuple[str, ...] = ()
    source: str | None = None
    invented: bool = False
    version: int
    recorded_at: str
    recorded_by: str

    @property
    def last_day(self) -> date:
        """The day on which it ends."""
        return self.ends_on or self.held_on


class Attendance(BaseModel):
    """An enterprise at an event."""

    model_config = ConfigDict(frozen=True)

    event: str
    enterprise: str
    state: AttendanceState
    recorded_at: str
