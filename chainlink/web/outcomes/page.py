"""`/outcomes`: the report on a page, on paper (`print=1`) or as a workbook (`as=xlsx`)."""

from typing import Any

from starlette.responses import Response

from chainlink.accounts.permissions import Action, Reach, Resource, reach
from chainlink.app import App
from chainlink.errors import InvalidInput
from chainlink.matching.model import MatchType
from chainlink.reporting.model import Grouping, Stage
from chainlink.reporting.naming import named_figures
from chainlink.reporting.report import Report
from chainlink.validation import EARLIEST
from chainlink.web.desk import Desk
from chainlink.web.failures import sentences
from chainlink.web.guests import Guest
from chainlink.web.outcomes.asking import Asked, asked_of
from chainlink.web.outcomes.pictures import funnel_facts, money_facts
from chainlink.web.outcomes.stamp import stamped
from chainlink.web.outcomes.words import Words
from chainlink.web.outcomes.workbook import workbook
from chainlink.web.shown import Shown

BESIDE = (Stage.INTRODUCED, Stage.MET, Stage.CONTRACT_SIGNED, Stage.COMPLETED)
_MOST_ON_PAPER = 8


async def show_report(desk: Desk, guest: Guest) -> Response:
    """The page; a period that cannot be meant is said above the filters."""
    app, shown = desk.app, desk.shown(guest)
    words = Words(shown)
    choices = await _choices(app, guest, shown)
    try:
        asked = asked_of(app, guest)
    except InvalidInput as failure:
        _, problems = sentences(failure, guest.language)
        return desk.page(
            guest,
            "outcomes/report",
            status=422,
            problem=" ".join(problems.values()),
            found=None,
            offered=choices,
        )
    stamp, found = await stamped(app, guest, asked)
    if guest.query.get("as") == "xlsx":
        return workbook(found, asked, stamp, words)
    facts = _facts(found, asked, words) | {"stamp": stamp, "offered": choices}
    facts["scope"] = _scope(asked, choices, words)
    if guest.query.get("print"):
        by = asked.by or Grouping.COMMITTEE
        parts = found.broken_down(by)
        facts |= {"by": by, "parts_of_it": parts[:_MOST_ON_PAPER], "left": parts[_MOST_ON_PAPER:]}
        return desk.page(guest, "outcomes/paper", **facts)
    return desk.page(guest, "outcomes/report", **facts)


def _facts(found: Report, asked: Asked, words: Words) -> dict[str, Any]:
    period = asked.period
    steps = found.broken_down(period)
    by = asked.by or period
    return {
        "found": found,
        "asked": asked,
        "w": words,
        "figures": named_figures(found),
        "by": by,
        "parts_of_it": found.broken_down(by) if asked.by else steps,
        "dict_of": lambda part: {one.stage: one.figure for one in part.funnel},
        "period": period,
        "steps": steps,
        "beside": BESIDE,
        "groupings": [(one, words.shown.say(f"report.grouping.{one}")) for one in Grouping],
        "funnel_chart": funnel_facts(found, asked, words),
        "money_chart": money_facts(steps, period, asked, words),
        "spans": _spans(found, asked),
    }


def _scope(
    asked: Asked, choices: dict[str, list[tuple[str, str]]], words: Words
) -> list[tuple[str, str]]:
    """What the report speaks of: what it was narrowed to, else whose it is."""
    told = [
        (name, dict(of).get(asked.said[name], asked.said[name]))
        for name, of in choices.items()
        if name in asked.said
    ]
    own = words.shown.say("page.outcomes.and").join(name for _, name in choices["committee"])
    return told or [("committee", own)]


def _spans(found: Report, asked: Asked) -> list[tuple[str, str]]:
    """Periods to choose with one click: this year, the year before, everything."""
    year, today = found.today.year, found.today.isoformat()
    return [
        ("this_year", asked.report(**{"from": f"{year}-01-01", "to": today})),
        ("last_year", asked.report(**{"from": f"{year - 1}-01-01", "to": f"{year - 1}-12-31"})),
        ("always", asked.report(**{"from": EARLIEST.isoformat(), "to": today})),
    ]


async def _choices(app: App, guest: Guest, shown: Shown) -> dict[str, list[tuple[str, str]]]:
    """What may be chosen: an officer's own committees and the chains that they lead."""
    actor = guest.actor
    everything = reach(actor, Action.READ, Resource.DEALS) is Reach.ALL
    committees = [
        one for one in await app.chains.committees() if everything or one.code in actor.committees
    ]
    led = {one.chain for one in committees}
    events = await app.reports.events()
    return {
        "committee": [(one.code, shown.named(one)) for one in committees],
        "chain": [
            (one.code, shown.named(one)) for one in await app.chains.chains() if one.code in led
        ],
        "event": [(one.key or "", shown.named(one)) for one in events],
        "type": [(one.value, shown.label(one)) for one in MatchType],
    }
