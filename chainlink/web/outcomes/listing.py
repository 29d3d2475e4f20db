"""`/outcomes/records`: the records behind one figure, which add up to it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import Enum
from typing import Any

from starlette.responses import Response

from chainlink.app import App
from chainlink.errors import NotFound
from chainlink.matching.model import MatchType
from chainlink.reporting.model import Figure, Record
from chainlink.reporting.naming import named_figures
from chainlink.web.desk import Desk
from chainlink.web.exporting import exported
from chainlink.web.guests import Guest
from chainlink.web.outcomes.asking import asked_of, part_of
from chainlink.web.outcomes.words import Words
from chainlink.web.tables import Column, Kind, Table
from chainlink.web.tables import asked_of as table_asked


@dataclass(frozen=True, slots=True)
class Line:
    """One record as it is listed; without `link` it is no more the reader's to open."""

    record: Record
    title: str = ""
    parties: str = ""
    state: Enum | None = None
    match_type: MatchType | None = None
    day: date | str | None = None
    link: str = ""


@dataclass(slots=True)
class _Reading:
    """Reads what stands behind the ids of a page of records."""

    app: App
    guest: Guest
    words: Words
    names: dict[str, str] = field(default_factory=dict)

    async def lines(self, label: str, records: Sequence[Record]) -> list[Line]:
        """The lines of records of one label, in their order."""
        ids = list(dict.fromkeys(one.id for one in records))
        read: Mapping[str, Callable[[list[str]], Any]] = {
            "Introduction": self._introductions,
            "Deal": self._deals,
            "CrossBorderOrder": self._orders,
            "ShownPair": self._shown,
        }
        found: dict[str, dict[str, Any]] = await read[label](ids)
        return [Line(one, **found.get(one.id, {})) for one in records]

    async def _name(self, parties: Sequence[Sequence[str]]) -> None:
        ids = list(dict.fromkeys(id_ for some in parties for id_ in some))
        seen = await self.app.enterprises.visible_by_ids(self.guest.actor, ids)
        self.names = {id_: one.name for id_, one in seen.items()}

    def _parties(self, *ids: str) -> str:
        hidden = self.words.shown.say("page.party.hidden")
        return " → ".join(self.names.get(id_, hidden) for id_ in ids)

    async def _introductions(self, ids: list[str]) -> dict[str, dict[str, Any]]:
        found = await self.app.introductions.by_ids(self.guest.actor, ids)
        await self._name([(one.seeker, one.provider) for one in found.values()])
        return {
            id_: {
                "title": self._parties(one.seeker, one.provider),
                "parties": self._parties(one.seeker, one.provider),
                "state": one.state,
                "match_type": one.match_type,
                "day": one.recorded_at,
                "link": f"/introductions/{id_}",
            }
            for id_, one in found.items()
        }

    async def _deals(self, ids: list[str]) -> dict[str, dict[str, Any]]:
        found = await self.app.deals.by_ids(self.guest.actor, ids)
        await self._name([one.parties for one in found.values()])
        return {
            id_: {
                "title": one.title or self.words.shown.label(one.kind),
                "parties": self._parties(*one.parties).replace(" → ", "、"),
                "state": one.verification,
                "day": one.signed_on,
                "link": f"/deals/{id_}",
            }
            for id_, one in found.items()
        }

    async def _orders(self, ids: list[str]) -> dict[str, dict[str, Any]]:
        found = await self.app.orders.by_ids(self.guest.actor, ids)
        await self._name([(one.maker, one.seller) for one in found.values()])
        return {
            id_: {
                "title": one.order_number,
                "parties": self._parties(one.maker, one.seller),
                "state": one.verification,
                "day": one.ordered_on,
                "link": f"/orders/{id_}",
            }
            for id_, one in found.items()
        }

    async def _shown(self, ids: list[str]) -> dict[str, dict[str, Any]]:
        found = await self.app.reports.shown_pairs(self.guest.actor, ids)
        await self._name([(one.seeker, one.provider) for one in found.values()])
        return {
            id_: {
                "title": self._parties(one.seeker, one.provider),
                "parties": self._parties(one.seeker, one.provider),
                "match_type": one.match_type,
                "link": f"/enterprises/{one.enterprise}?type={one.match_type}#partners",
            }
            for id_, one in found.items()
        }


async def show_records(desk: Desk, guest: Guest) -> Response:
    """The page, or the file of the records. Raises NotFound for no figure, InvalidInput."""
    app, shown = desk.app, desk.shown(guest)
    words, asked = Words(shown), asked_of(app, guest)
    whole = await app.reports.outcome(guest.actor, asked.question)
    group, found = part_of(whole, asked.by, guest.query.get("group", ""))
    figures, name = named_figures(found), guest.query.get("figure", "")
    if name not in figures:
        raise NotFound("not_found")
    figure = figures[name]
    table_of = table_asked(guest, (), "")
    records = figure.records(table_of.passed, table_of.size)
    lines = await _Reading(app, guest, words).lines(figure.label, records)
    table = Table("outcome_records", _columns(figure, lines), lines, len(figure.rows), table_of)
    if table_of.exported:
        return exported(table, shown)
    return desk.page(
        guest,
        "outcomes/records",
        table=table,
        figure=figure,
        figure_name=words.figure(name),
        group_name=words.group(group, asked.by) if group and asked.by else "",
        value=words.value(figure),
        found=found,
        asked=asked,
    )


def _columns(figure: Figure, lines: Sequence[Line]) -> list[Column[Line]]:
    columns: list[Column[Line]] = [
        Column("record", lambda line: line.title or line.record.id, link=lambda line: line.link)
    ]
    if figure.label in {"Deal", "CrossBorderOrder"}:
        columns.append(Column("parties", lambda line: line.parties))
    if any(line.match_type for line in lines):
        columns.append(Column("match_type", lambda line: line.match_type))
    if any(line.state for line in lines):
        columns.append(Column("state", lambda line: line.state))
    if any(line.day for line in lines):
        instant = figure.label == "Introduction"
        columns.append(Column("day", lambda line: line.day, Kind.INSTANT if instant else Kind.DAY))
    if figure.currency is not None:
        currency = figure.currency
        columns.append(Column("part", lambda line: (line.record.part, currency), Kind.MONEY))
    else:
        columns.append(Column("part", lambda line: line.record.part, Kind.NUMBER))
    if any(line.record.rate for line in lines):
        columns.append(Column("rate", _rate))
    return columns


def _rate(line: Line) -> str:
    rate = line.record.rate
    return " ".join(filter(None, (rate.rate, rate.on, rate.source))) if rate else ""
