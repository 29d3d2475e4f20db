"""What an outcome report is made of, as GraphQL shows it."""

import strawberry

from chainlink.api.figures import Figure, MoneyFigure, figure, money_figure
from chainlink.deals.model import Verification
from chainlink.reporting import exports, model, money, waiting
from chainlink.reporting.model import Ending, Stage


@strawberry.type
class FunnelStage:
    """How many came at least so far, and their share of all that were opened."""

    stage: Stage
    figure: Figure
    rate: float | None


@strawberry.type
class ReportedEnding:
    """How many stand or ended so, and their share of all that were opened."""

    ending: Ending
    figure: Figure
    rate: float | None


@strawberry.type
class VerifiedMoney:
    """Money that is proved so far and no further."""

    verification: Verification
    figure: MoneyFigure


@strawberry.type
class YearMoney:
    """Money of one calendar year."""

    year: int
    figure: MoneyFigure


@strawberry.type
class CurrencyMoney:
    """Deals of one currency."""

    found: strawberry.Private[money.CurrencyMoney]
    currency: str

    @strawberry.field
    def deals(self) -> Figure:
        """How many."""
        return figure(self.found.deals)

    @strawberry.field
    def total(self) -> MoneyFigure:
        """Each deal's whole amount, once."""
        return money_figure(self.found.total)

    @strawberry.field
    def credited(self) -> MoneyFigure:
        """What this report's lines of credit get of it."""
        return money_figure(self.found.credited)

    @strawberry.field
    def by_verification(self) -> list[VerifiedMoney]:
        """The total by how far it is proved."""
        return [
            VerifiedMoney(verification=level, figure=money_figure(one))
            for level, one in self.found.by_verification
        ]

    @strawberry.field
    def rejected(self) -> MoneyFigure:
        """What was rejected; it is in no total."""
        return money_figure(self.found.rejected)

    @strawberry.field
    def in_yuan(self) -> MoneyFigure:
        """The total of those that have a rate, in fen."""
        return money_figure(self.found.in_yuan)

    @strawberry.field
    def without_rate(self) -> Figure:
        """How many have no rate."""
        return figure(self.found.without_rate)

    @strawberry.field
    def received(self) -> list[YearMoney]:
        """What has come in, by year."""
        return [YearMoney(year=year, figure=money_figure(one)) for year, one in self.found.received]

    @strawberry.field
    def expected(self) -> list[YearMoney]:
        """What is expected, by year."""
        return [YearMoney(year=year, figure=money_figure(one)) for year, one in self.found.expected]


@strawberry.type
class ReportedMoney:
    """All contracts, or all letters of intent."""

    deals: Figure
    in_yuan: MoneyFigure
    without_rate: Figure
    rejected: Figure
    currencies: list[CurrencyMoney]


@strawberry.type
class ReportedOrders:
    """Orders of one customs mode, or to one destination."""

    code: str
    orders: Figure
    value: list[MoneyFigure]


@strawberry.type
class ReportedExports:
    """Cross-border orders."""

    found: strawberry.Private[exports.Exports]

    @strawberry.field
    def orders(self) -> Figure:
        """How many."""
        return figure(self.found.orders)

    @strawberry.field
    def rejected(self) -> Figure:
        """How many were rejected; they are in no total."""
        return figure(self.found.rejected)

    @strawberry.field
    def value(self) -> list[MoneyFigure]:
        """Their value by currency."""
        return [money_figure(one) for _, one in self.found.value]

    @strawberry.field
    def first_exports(self) -> Figure:
        """Makers that exported for the first time."""
        return figure(self.found.first_exports)

    @strawberry.field
    def by_customs_mode(self) -> list[ReportedOrders]:
        """By customs mode, the most orders first."""
        return [_orders(one) for one in self.found.by_customs_mode]

    @strawberry.field
    def by_destination(self) -> list[ReportedOrders]:
        """By destination, the most orders first."""
        return [_orders(one) for one in self.found.by_destination]


@strawberry.type
class DaysToFirstOrder:
    """Days from introduction to first order."""

    ordered: Figure
    waiting: Figure
    days: Figure
    median: float | None
    median_of_all: int | None


def funnel_stage(found: model.StageFigure) -> FunnelStage:
    """A stage as GraphQL shows it."""
    return FunnelStage(stage=found.stage, figure=figure(found.figure), rate=found.rate)


def reported_ending(found: model.EndingFigure) -> ReportedEnding:
    """An end as GraphQL shows it."""
    return ReportedEnding(ending=found.ending, figure=figure(found.figure), rate=found.rate)


def reported_money(found: money.Money) -> ReportedMoney:
    """Contracts or intents as GraphQL shows them."""
    return ReportedMoney(
        deals=figure(found.deals),
        in_yuan=money_figure(found.in_yuan),
        without_rate=figure(found.without_rate),
        rejected=figure(found.rejected),
        currencies=[CurrencyMoney(found=one, currency=one.currency) for one in found.currencies],
    )


def days_to_first_order(found: waiting.DaysToOrder) -> DaysToFirstOrder:
    """Days to the first order as GraphQL shows them."""
    return DaysToFirstOrder(
        ordered=figure(found.ordered),
        waiting=figure(found.waiting),
        days=figure(found.days),
        median=found.median,
        median_of_all=found.median_of_all,
    )


def _orders(found: exports.OrdersOf) -> ReportedOrders:
    value = [money_figure(one) for _, one in found.value]
    return ReportedOrders(code=found.code, orders=figure(found.orders), value=value)
