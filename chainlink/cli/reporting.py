"""`chainlink report`."""

import json
from datetime import date
from enum import StrEnum
from typing import Annotated

import typer

from chainlink.accounts.model import system_actor
from chainlink.api.relay import global_id
from chainlink.app import App
from chainlink.cli.helping import SaidCommand
from chainlink.cli.report_json import as_graphql
from chainlink.cli.report_tables import write_parts, write_report
from chainlink.cli.values import choice, day
from chainlink.cli.wrong import CommandWrong
from chainlink.errors import InvalidInput
from chainlink.matching.model import MatchType
from chainlink.reporting.model import Grouping, ReportQuestion
from chainlink.reporting.naming import named_figures
from chainlink.reporting.report import Report
from chainlink.terminal.opening import perform
from chainlink.terminal.output import note, progress, write_line, write_table
from chainlink.terminal.voice import told

ACTOR = system_actor("report")

report = typer.Typer(add_completion=False)


class By(StrEnum):
    """By what the command breaks down."""

    COMMITTEE = "COMMITTEE"
    EVENT = "EVENT"
    TYPE = "TYPE"
    CHAIN = "CHAIN"
    MONTH = "MONTH"
    QUARTER = "QUARTER"
    YEAR = "YEAR"


def _grouping(by: By) -> Grouping:
    return Grouping.MATCH_TYPE if by is By.TYPE else Grouping(by.value)


@report.command(cls=SaidCommand, help="cli.report")
def _report(
    first: Annotated[
        date | None,
        typer.Option("--from", metavar="DATE", help="cli.report.from", parser=day),
    ] = None,
    last: Annotated[
        date | None, typer.Option("--to", metavar="DATE", help="cli.report.to", parser=day)
    ] = None,
    committee: Annotated[
        str | None, typer.Option(metavar="CODE", help="cli.report.committee")
    ] = None,
    event: Annotated[str | None, typer.Option(metavar="ID", help="cli.report.event")] = None,
    match_type: Annotated[
        MatchType | None,
        typer.Option("--match-type", help="cli.report.match_type", parser=choice(*MatchType)),
    ] = None,
    chain: Annotated[str | None, typer.Option(metavar="CODE", help="cli.report.chain")] = None,
    by: Annotated[By | None, typer.Option(help="cli.report.by", parser=choice(*By))] = None,
    records: Annotated[
        str | None, typer.Option(metavar="FIGURE", help="cli.report.records")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="cli.report.json")] = False,
) -> None:
    async def work(app: App) -> None:
        question = _question(app, first, last)
        asked = ReportQuestion(*question, committee, event, match_type, chain)
        with progress("report.looking"):
            found = await app.reports.outcome(ACTOR, asked)
        if records is not None:
            _write_records(found, records, as_json=as_json)
        elif as_json:
            plain = as_graphql(found, _grouping(by) if by else None)
            write_line(json.dumps(plain, ensure_ascii=False, indent=2))
        elif by is not None:
            write_parts(found, _grouping(by))
        else:
            write_report(found)

    perform(work)


def _question(app: App, first: date | None, last: date | None) -> tuple[date, date]:
    """The period. Raises CommandWrong for one that cannot be meant."""
    try:
        return app.reports.period(first, last)
    except InvalidInput as refusal:
        problem = refusal.fields[0]
        raise CommandWrong(problem.key, **problem.facts) from refusal


def _write_records(found: Report, name: str, *, as_json: bool) -> None:
    """The records behind one figure, by their global ids. Raises CommandWrong for no figure."""
    figures = named_figures(found)
    if name not in figures:
        raise CommandWrong("report.figure_unknown", value=name, known=" ".join(figures))
    figure = figures[name]
    rows = [(global_id(one.label, one.id), one.part) for one in figure.records()]
    if as_json:
        plain = {
            "figure": name,
            "value": str(figure.value),
            "currency": figure.currency,
            "records": [{"record": id_, "part": str(part)} for id_, part in rows],
        }
        write_line(json.dumps(plain, ensure_ascii=False, indent=2))
        return
    note(told("report.records", name=name, value=figure.value, count=len(rows)))
    heads = [told("report.head.record"), told("report.head.part")]
    write_table(heads, [[id_, str(part)] for id_, part in rows])
