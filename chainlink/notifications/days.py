"""What the calendar brings: claims that run out, introductions and follow-ups that are due.

Looked at once a day, and again when an introduction, a follow-up or a claim has changed. What a
day without the platform has missed is caught up with, because what is past due is due still.
"""

from collections.abc import Iterator
from datetime import date, timedelta
from zoneinfo import ZoneInfo

from chainlink.clock import local_day
from chainlink.graph.port import GraphReader, Row
from chainlink.introductions.machine import ENDED
from chainlink.notifications.entries import CYPHER
from chainlink.notifications.model import Audience, AudienceKind, Draft, NotificationKind

EXPIRING_DAYS = (30, 7)
LABELS = frozenset({"Introduction", "IntroductionStep", "FollowUp", "Capability", "Need"})
_K = NotificationKind


async def drafts_of_day(reader: GraphReader, today: date, zone: ZoneInfo) -> list[Draft]:
    """Everything that is due on a day, whether it was told before or not."""
    day = today.isoformat()
    drafts: list[Draft] = []
    for row in await reader.read(CYPHER["follow_ups_due"], today=day):
        drafts += _follow_up(row)
    for row in await reader.read(CYPHER["introductions_due"], today=day):
        if row["state"] not in ENDED:
            drafts += _introduction(row)
    until = (today + timedelta(days=max(EXPIRING_DAYS))).isoformat()
    for label in ("Capability", "Need"):
        query = CYPHER[f"{label.lower()}_expiring"]
        for row in await reader.read(query, today=day, until=until):
            drafts += _expiring(label, row, today, zone)
    return drafts


def _in_charge(row: Row) -> list[Audience]:
    return [
        Audience(AudienceKind.ACCOUNT, row["owner"]),
        Audience(AudienceKind.COMMITTEE, row["committee"]),
    ]


def _follow_up(row: Row) -> list[Draft]:
    return [
        Draft(
            audience=audience,
            kind=_K.FOLLOW_UP_DUE,
            subject_label="Introduction",
            subject=row["introduction"],
            message=f"notification.{_K.FOLLOW_UP_DUE}",
            occasion=f"follow_up:{row['id']}:{row['due_on']}",
            facts={"months": row["months"], "due": row["due_on"]},
        )
        for audience in _in_charge(row)
    ]


def _introduction(row: Row) -> list[Draft]:
    return [
        Draft(
            audience=audience,
            kind=_K.INTRODUCTION_DUE,
            subject_label="Introduction",
            subject=row["id"],
            message=f"notification.{_K.INTRODUCTION_DUE}",
            occasion=f"due:{row['id']}:{row['due_on']}",
            facts={"due": row["due_on"]},
        )
        for audience in _in_charge(row)
    ]


def _expiring(label: str, row: Row, today: date, zone: ZoneInfo) -> Iterator[Draft]:
    """The nearest of the days that has come since the claim was written down.

    Who declares a claim for two weeks knows that it ends in two weeks: only 7 days is told then.
    """
    ends = date.fromisoformat(row["valid_until"])
    recorded = date.fromisoformat(local_day(row["recorded_at"], zone))
    passed = [days for days in EXPIRING_DAYS if recorded < ends - timedelta(days=days) <= today]
    if passed:
        yield Draft(
            audience=Audience(AudienceKind.ENTERPRISE, row["enterprise"]),
            kind=_K.CLAIM_EXPIRING,
            subject_label=label,
            subject=row["claim"],
            message=f"notification.{_K.CLAIM_EXPIRING}.{label}",
            occasion=f"expiring:{row['claim']}:{row['valid_until']}:{min(passed)}",
            facts={"until": row["valid_until"]},
        )
