"""The whole GraphQL schema, put together once, and its text as it is committed."""

from functools import cache

import strawberry
from graphql import GraphQLError, GraphQLSchema, lexicographic_sort_schema, print_schema
from strawberry.schema.config import StrawberryConfig
from strawberry.types.execution import ExecutionContext

from chainlink.api import enums  # noqa: F401 - makes the rooms' enumerations known to GraphQL
from chainlink.api.chains import ChainQueries
from chainlink.api.claim_changes import ClaimMutations
from chainlink.api.claims import Capability, Need
from chainlink.api.deal_changes import DealMutations
from chainlink.api.deal_queries import DealQueries
from chainlink.api.descriptions import describe
from chainlink.api.enterprise_changes import EnterpriseMutations
from chainlink.api.errors import FailuresAsMembers
from chainlink.api.event_changes import EventMutations
from chainlink.api.events import EventQueries
from chainlink.api.introduction_changes import IntroductionMutations
from chainlink.api.introductions import IntroductionQueries
from chainlink.api.lookups import LookupQueries
from chainlink.api.matching import MatchingQueries
from chainlink.api.notification_changes import NotificationMutations
from chainlink.api.notifications import NotificationQueries
from chainlink.api.order_changes import OrderMutations
from chainlink.api.preparation import Prepared
from chainlink.api.reporting import ReportingQueries
from chainlink.api.scalars import SCALARS
from chainlink.api.shown_pairs import ShownPair
from chainlink.api.suggestion_changes import SuggestionMutations
from chainlink.api.suggestions import SuggestionQueries
from chainlink.api.taxonomy import TaxonomyQueries
from chainlink.api.viewer import ViewerQueries


@strawberry.type
class Query(
    ViewerQueries,
    LookupQueries,
    TaxonomyQueries,
    ChainQueries,
    MatchingQueries,
    NotificationQueries,
    ReportingQueries,
    EventQueries,
    IntroductionQueries,
    SuggestionQueries,
    DealQueries,
):
    """All questions."""


@strawberry.type
class Mutation(
    EnterpriseMutations,
    ClaimMutations,
    NotificationMutations,
    EventMutations,
    IntroductionMutations,
    SuggestionMutations,
    DealMutations,
    OrderMutations,
):
    """All changes."""


class PlatformSchema(strawberry.Schema):
    """Leaves the telling of errors to the door, which knows what may be told."""

    @property
    def graphql(self) -> GraphQLSchema:
        """The schema as graphql-core runs it."""
        return self._schema

    def process_errors(
        self, errors: list[GraphQLError], execution_context: ExecutionContext | None = None
    ) -> None:
        """Nothing is logged here: see `masking.py`."""


@cache
def build_schema() -> PlatformSchema:
    """The schema that requests run on, every part of it described."""
    schema = PlatformSchema(
        query=Query,
        mutation=Mutation,
        types=[Capability, Need, ShownPair],
        extensions=[Prepared],
        exception_handlers=[FailuresAsMembers()],
        config=StrawberryConfig(scalar_map=SCALARS),
    )
    describe(schema.graphql)
    return schema


def exported_sdl() -> str:
    """The schema in GraphQL's own language, sorted, as it stands in `graph_schema/`."""
    return print_schema(lexicographic_sort_schema(build_schema().graphql)) + "\n"
