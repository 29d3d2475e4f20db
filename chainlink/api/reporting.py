"""The outcome report: what came of what was suggested."""

from datetime import date
from typing import Annotated

import strawberry

from chainlink.api.context import Info
from chainlink.api.figures import Figure, figure
from chainlink.api.relay import PAGE, Connection, counted_page, raw_id
from chainlink.api.report_parts import (
    DaysToFirstOrder,
    FunnelStage,
    ReportedEnding,
    ReportedExports,
    ReportedMoney,
    days_to_first_order,
    funnel_stage,
    reported_ending,
    reported_money,
)
from chainlink.api.scalars import Day
from chainlink.errors import InvalidInput
from chainlink.language import Language
from chainlink.matching.model import MatchType
from chainlink.reporting import model, report
from chainlink.reporting.model import Grouping, ReportQuestion


@strawberry.type
class OutcomeReport:
    """What came of it in a period, as it stands today."""

    found: strawberry.Private[report.Report]
    first: Annotated[Day, strawberry.field(name="from")]
    last: Annotated[Day, strawberry.field(name="to")]

    @strawberry.field
    def introductions(self) -> Figure:
        """Introductions that were opened: what rates are of."""
        return figure(self.found.introductions)

    @strawberry.field
    def funnel(self) -> list[FunnelStage]:
        """How far they came."""
        return [funnel_stage(one) for one in self.found.funnel]

    @strawberry.field
    def endings(self) -> list[ReportedEnding]:
        """How they stand."""
        return [reported_ending(one) for one in self.found.endings]

    @strawberry.field
    def contracts(self) -> ReportedMoney:
        """Deals that were signed, letters of intent not among them."""
        return reported_money(self.found.contracts)

    @strawberry.field
    def intents(self) -> ReportedMoney:
        """Letters of intent that were signed."""
        return reported_money(self.found.intents)

    @strawberry.field
    def exports(self) -> ReportedExports:
        """Cross-border orders that were placed."""
        return ReportedExports(found=self.found.exports)

    @strawberry.field
    def days_to_first_order(self) -> DaysToFirstOrder:
        """How long it took."""
        return days_to_first_order(self.found.days_to_order)

    @strawberry.field
    def groups(
        self, info: Info, by: Grouping, first: int | None = PAGE, after: str | None = None
    ) -> "Connection[OutcomeGroup]":
        """The same for each part."""
        language = info.context.language

        def shown(one: tuple[model.Group, report.Report]) -> OutcomeGroup:
            return _group(one[0], one[1], by, language)

        return counted_page(f"groups.{by}", self.found.broken_down(by), shown, first, after)


@strawberry.type
class OutcomeGroup:
    """One part of a breakdown."""

    key: str | None
    name: str | None
    report: OutcomeReport


def _group(
    group: model.Group, found: report.Report, by: Grouping, language: Language
) -> OutcomeGroup:
    name = (group.name_en if language is Language.EN else None) or group.name_zh
    return OutcomeGroup(key=group.key, name=name, report=_report(found))


def _report(found: report.Report) -> OutcomeReport:
    return OutcomeReport(
        found=found, first=Day(found.first.isoformat()), last=Day(found.last.isoformat())
    )


def _day(value: str | None, path: str) -> date | None:
    """A day as it was typed. Raises InvalidInput for what is none."""
    try:
        return None if value is None else date.fromisoformat(value)
    except ValueError:
        raise InvalidInput.of(path, "not_a_date", value=value) from None


@strawberry.type
class ReportingQueries:
    """Questions about what came of it all."""

    @strawberry.field
    async def outcome_report(
        self,
        info: Info,
        first: Annotated[Day | None, strawberry.argument(name="from")] = None,
        last: Annotated[Day | None, strawberry.argument(name="to")] = None,
        committee: strawberry.ID | None = None,
        event: strawberry.ID | None = None,
        match_type: MatchType | None = None,
        chain: strawberry.ID | None = None,
    ) -> OutcomeReport | None:
        """From what was shown to what was ordered and paid."""
        context = info.context
        context.keep = False  # what was shown stands outside the journal
        reports = context.app.reports
        start, until = reports.period(_day(first, "from"), _day(last, "to"))
        question = ReportQuestion(
            first=start,
            last=until,
            committee=raw_id("Committee", committee) if committee else None,
            event=raw_id("Event", event) if event else None,
            match_type=match_type,
            chain=raw_id("Chain", chain) if chain else None,
        )
        return _report(await reports.outcome(context.actor, question))
