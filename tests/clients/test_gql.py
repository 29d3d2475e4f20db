"""gql, the client of Python's own: it reads the schema from the platform, then asks."""

from typing import Any

import pytest
from gql import Client, gql
from gql.transport.exceptions import TransportQueryError
from gql.transport.httpx import HTTPXAsyncTransport

from chainlink.api.schema import build_schema
from tests.clients.expectations import check_names, check_partners, check_refused, check_viewer
from tests.clients.serving import Platform

ENTERPRISES = gql(
    """query ($first: Int!, $after: String) { enterprises(first: $first, after: $after) {
      pageInfo { hasNextPage endCursor } edges { node { id name } } } }"""
)
PARTNERS = gql(
    """query ($id: ID!) { viewer { role enterprise { name } }
      enterprise(id: $id) { recommendedPartners(matchType: SUPPLY, first: 3) { edges { node {
        rank score matchType partner { name } factors { label contribution } } } } } }"""
)
DECLARE = gql(
    """mutation ($input: DeclareCapabilityInput!) { declareCapability(input: $input) {
      __typename ... on Capability { title } ... on Failure { code message }
      ... on InvalidInput { fields { path message } } } }"""
)


def client(platform: Platform, token: str) -> Client:
    transport = HTTPXAsyncTransport(
        url=platform.graphql, headers={"authorization": f"Bearer {token}"}, trust_env=False
    )
    return Client(transport=transport, fetch_schema_from_transport=True)


def asking(document: Any, **variables: Any) -> Any:
    document.variable_values = variables
    return document


async def test_gql_reads_the_schema_asks_pages_and_changes(platform: Platform) -> None:
    async with client(platform, platform.member) as session:
        assert set(session.client.schema.type_map) == set(build_schema().graphql.type_map)
        names: list[str] = []
        after = None
        while True:
            told = await session.execute(asking(ENTERPRISES, first=2, after=after))
            names += [edge["node"]["name"] for edge in told["enterprises"]["edges"]]
            after = told["enterprises"]["pageInfo"]["endCursor"]
            if not told["enterprises"]["pageInfo"]["hasNextPage"]:
                break
        check_names(names)
        told = await session.execute(asking(PARTNERS, id=platform.foundry))
        check_viewer(told["viewer"])
        check_partners(
            [edge["node"] for edge in told["enterprise"]["recommendedPartners"]["edges"]]
        )
        told = await session.execute(asking(DECLARE, input={"title": "gql 铝压铸件"}))
        assert told["declareCapability"] == {"__typename": "Capability", "title": "gql 铝压铸件"}
        told = await session.execute(asking(DECLARE, input={"title": ""}))
        check_refused(told["declareCapability"])


async def test_gql_tells_an_error_by_its_code(platform: Platform) -> None:
    transport = HTTPXAsyncTransport(url=platform.graphql, trust_env=False)
    async with Client(transport=transport) as session:
        with pytest.raises(TransportQueryError) as told:
            await session.execute(gql("{ nothing }"))
    assert told.value.errors[0]["extensions"]["code"] == "GRAPHQL_VALIDATION_FAILED"
