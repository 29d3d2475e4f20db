"""`/administration/journal`: what was done, by whom, to what; one entry; and as a file."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from starlette.responses import Response

from chainlink.accounts.model import Actor
from chainlink.app import App
from chainlink.enterprises.listing_question import EnterpriseQuestion
from chainlink.errors import InvalidInput, NotFound
from chainlink.graph.declaration import load_schema
from chainlink.history.model import HistoryEntry, HistoryFilter
from chainlink.language.catalogue import catalogue
from chainlink.web.administration.parts import HOME, WHOLE, page
from chainlink.web.desk import Desk
from chainlink.web.exporting import exported
from chainlink.web.guests import Guest
from chainlink.web.shown import Shown
from chainlink.web.tables import Asked, Column, Kind, Table, asked_of

_A_PAGE, _MOST_AT_ONCE = 50, 200
MOST_EXPORTED = 2_000  # entries of one file; the filter's days part a longer journal
_LONGEST_NUMBER = 15
_PLACES = {
    "Enterprise": "/enterprises/{}",
    "Introduction": "/introductions/{}",
    "Deal": "/deals/{}",
    "CrossBorderOrder": "/orders/{}",
    "Event": "/events/{}",
    "Chain": "/chains/{}",
    "PolicyVersion": f"{HOME}/policies/{{}}",
}
_SYSTEM = "system:"


@dataclass(frozen=True, slots=True)
class Line:
    """One entry as it is read; `enterprises` are ids and names."""

    entry: HistoryEntry
    what: str
    kind: str
    who: str
    link: str
    enterprises: Sequence[tuple[str, str]]

    @property
    def names(self) -> str:
        """The enterprises' names."""
        return "、".join(name for _, name in self.enterprises)


async def show_journal(desk: Desk, guest: Guest) -> Response:
    """The page, or the file of what it asks for. Raises InvalidInput."""
    app, shown = desk.app, desk.shown(guest)
    wanted = await _wanted(app, guest)
    asked = asked_of(guest, (), "")
    before = _number(guest.query.get("before", ""))
    entries: list[HistoryEntry] = []
    while True:
        most = min(MOST_EXPORTED - len(entries), _MOST_AT_ONCE) if asked.exported else _A_PAGE
        found = await app.history.search(guest.actor, wanted, before=before, most=most)
        entries += found.entries
        before = found.before
        if not asked.exported or before is None or len(entries) >= MOST_EXPORTED:
            break
    lines = await _lines(app, guest, shown, entries)
    table = _table(lines, asked)
    if asked.exported:
        return exported(table, shown)
    return page(
        desk,
        guest,
        "journal",
        table=table,
        lines=lines,
        older=guest.at(before=before) if before is not None else "",
        newest=guest.at(before=None) if guest.query.get("before") else "",
        labels=_labels(shown),
        verifies=WHOLE.met_by(guest.actor),
        most=MOST_EXPORTED,
    )


async def show_entry(desk: Desk, guest: Guest) -> Response:
    """One entry with all that it says. Raises NotFound."""
    app, shown = desk.app, desk.shown(guest)
    said = str(guest.request.path_params["sequence"])
    sequence = _number(said)
    if sequence is None:
        raise NotFound("not_found")
    found = await app.history.search(guest.actor, HistoryFilter(), before=sequence + 1, most=1)
    if not found.entries or found.entries[0].sequence != sequence:
        raise NotFound("not_found")
    [line] = await _lines(app, guest, shown, found.entries[:1])
    facts = [
        (_fact_name(line.entry.subject_label, name, shown), name, _fact(value))
        for name, value in line.entry.facts.items()
    ]
    return page(desk, guest, "entry", line=line, facts=facts)


async def _wanted(app: App, guest: Guest) -> HistoryFilter:
    query = guest.query
    return HistoryFilter(
        action=query.get("action", ""),
        actor=await _account(app, guest.actor, query.get("actor", "").strip()),
        subject_label=query.get("kind", ""),
        subject=query.get("subject", ""),
        enterprise=await _enterprise(app, guest.actor, query.get("enterprise", "").strip()),
        since=_day(guest, "since"),
        until=_day(guest, "until"),
    )


async def _account(app: App, actor: Actor, words: str) -> str:
    """The id of the account of that name, where the reader may know it; else it is one already."""
    if not words:
        return ""
    try:
        return (await app.accounts.by_name(actor, words)).id
    except NotFound:
        return words


async def _enterprise(app: App, actor: Actor, words: str) -> str:
    """The id of the enterprise of that code or name, or of the first with that in its name."""
    if not words:
        return ""
    try:
        return (await app.enterprises.find(actor, words)).id
    except NotFound:
        alike = await app.enterprises.listed(actor, EnterpriseQuestion(text=words[:100], most=1))
        return alike.found[0].id if alike.found else words


async def _lines(
    app: App, guest: Guest, shown: Shown, entries: Sequence[HistoryEntry]
) -> list[Line]:
    ids = {id_ for one in entries for id_ in one.enterprises}
    seen = await app.enterprises.visible_by_ids(guest.actor, sorted(ids))
    names = {id_: one.name for id_, one in seen.items()}
    actors = {one.actor for one in entries if one.actor}
    subjects = {one.subject for one in entries if one.subject_label == "Account"}
    accounts = await app.accounts.names(guest.actor, actors | subjects)
    return [_line(one, names, accounts, shown) for one in entries]


def _line(
    entry: HistoryEntry, names: Mapping[str, str], accounts: Mapping[str, str], shown: Shown
) -> Line:
    place = _PLACES.get(entry.subject_label, "")
    if entry.subject_label == "Account" and entry.subject in accounts:
        place = f"{HOME}/accounts/{{}}"
    return Line(
        entry,
        _what(entry.action, shown),
        label_name(entry.subject_label, shown),
        _who(entry.actor, accounts, shown),
        place.format(entry.subject) if place else "",
        [(id_, names[id_]) for id_ in entry.enterprises if id_ in names],
    )


def _what(action: str, shown: Shown) -> str:
    key = f"page.enterprises.did.{action}"
    return shown.say(key) if key in catalogue(shown.language) else action


def _who(actor: str | None, accounts: Mapping[str, str], shown: Shown) -> str:
    if actor is None:
        return ""
    if actor.startswith(_SYSTEM):
        name = actor.removeprefix(_SYSTEM)
        return shown.say("page.administration.by_platform", name=name)
    return accounts.get(actor, actor)


def label_name(label: str, shown: Shown) -> str:
    """What a label of the graph is called."""
    declared = load_schema()
    one = declared.node.get(label) or declared.relationship.get(label)
    return str(getattr(one, shown.language.value)) if one else label


def _labels(shown: Shown) -> list[tuple[str, str]]:
    declared = load_schema()
    return [(label, label_name(label, shown)) for label in (*declared.node, *declared.relationship)]


def _fact_name(label: str, name: str, shown: Shown) -> str:
    declared = load_schema()
    one = declared.node.get(label) or declared.relationship.get(label)
    known = one.properties.get(name) if one else None
    return str(getattr(known, shown.language.value)) if known else name


def _fact(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _table(lines: Sequence[Line], asked: Asked) -> Table[Line]:
    columns: list[Column[Line]] = [
        Column("sequence", lambda one: one.entry.sequence, Kind.NUMBER),
        Column("at", lambda one: one.entry.at, Kind.INSTANT),
        Column("action", lambda one: one.entry.action),
        Column("who", lambda one: one.who),
        Column("kind", lambda one: one.kind),
        Column("subject", lambda one: one.entry.subject),
        Column("enterprises", lambda one: one.names),
        Column("facts", lambda one: _fact(one.entry.facts)),
        Column("hash", lambda one: one.entry.hash),
    ]
    return Table("administration_journal", columns, lines, len(lines), asked)


def _day(guest: Guest, name: str) -> date | None:
    said = guest.query.get(name, "")
    if not said:
        return None
    try:
        return date.fromisoformat(said)
    except ValueError:
        raise InvalidInput.of(name, "not_a_date", value=said) from None


def _number(said: str) -> int | None:
    plain = said.isascii() and said.isdigit() and len(said) <= _LONGEST_NUMBER
    return int(said) if plain else None
