"""Rules that every type, field and mutation keeps, whichever is added next."""

import re

import pytest
from graphql import (
    GraphQLArgument,
    GraphQLEnumType,
    GraphQLField,
    GraphQLInputObjectType,
    GraphQLInterfaceType,
    GraphQLNonNull,
    GraphQLObjectType,
    GraphQLSchema,
    GraphQLString,
    GraphQLUnionType,
    get_named_type,
    is_introspection_type,
    is_specified_scalar_type,
)

from chainlink.accounts.model import Role
from chainlink.api.descriptions import Undescribed, describe
from chainlink.api.enums import ViewerRole
from chainlink.api.lookups import FINDERS
from chainlink.api.schema import build_schema, exported_sdl
from chainlink.resources import resource_folder

SCHEMA: GraphQLSchema = build_schema().graphql
FAILURES = {"InvalidInput", "NotFound", "Conflict", "Forbidden", "StaleVersion"}
OWN_TYPES = [
    one
    for one in SCHEMA.type_map.values()
    if not is_introspection_type(one) and not is_specified_scalar_type(one)
]
CHINESE = re.compile(r"[\u4e00-\u9fff]")
# what has no word of its own in Chinese
SAME_IN_BOTH = {"INVALID_INPUT", "NOT_FOUND", "CONFLICT", "FORBIDDEN", "STALE_VERSION"}


def descriptions() -> list[tuple[str, str | None]]:
    found: list[tuple[str, str | None]] = []
    for one in OWN_TYPES:
        found.append((one.name, one.description))
        if isinstance(one, GraphQLEnumType):
            found += [(f"{one.name}.{name}", v.description) for name, v in one.values.items()]
        if isinstance(one, GraphQLObjectType | GraphQLInterfaceType | GraphQLInputObjectType):
            for name, field in one.fields.items():
                found.append((f"{one.name}.{name}", field.description))
                for argument, value in getattr(field, "args", {}).items():
                    found.append((f"{one.name}.{name}.{argument}", value.description))
    return found


def test_everything_is_described_in_chinese_and_english() -> None:
    found = descriptions()
    assert len(found) > 500
    assert [name for name, description in found if not _in_both(description)] == []


def _in_both(description: str | None) -> bool:
    chinese, _, english = (description or "").partition("\n")
    told = CHINESE.search(chinese) or chinese in SAME_IN_BOTH
    return bool(told and english and "\n" not in english and not CHINESE.search(english))


def test_what_nobody_has_described_stops_the_schema() -> None:
    schema = GraphQLSchema(GraphQLObjectType("Query", lambda: {"viewer": _undescribed()}))
    with pytest.raises(Undescribed, match=r"schema\.Query\.viewer\.nobody, schema\.Undescribed"):
        describe(schema)


def _undescribed() -> GraphQLField:
    return GraphQLField(
        GraphQLObjectType("Undescribed", {"id": GraphQLField(GraphQLString)}),
        args={"nobody": GraphQLArgument(GraphQLString)},
    )


def test_a_property_is_described_as_the_graph_declares_it() -> None:
    enterprise = SCHEMA.type_map["Enterprise"]
    assert isinstance(enterprise, GraphQLObjectType)
    assert enterprise.fields["uscc"].description == "统一社会信用代码\nUnified social credit code"
    assert enterprise.description == (
        "产业链上的任何单位：政、产、学、研、金、服、用。\n"
        "Any organisation on a chain, of one of the seven sectors."
    )


MUTATIONS = SCHEMA.mutation_type.fields if SCHEMA.mutation_type else {}


def test_the_mutations_of_the_contract_are_there() -> None:
    assert set(MUTATIONS) == {
        "registerEnterprise",
        "updateEnterprise",
        "approveEnterprise",
        "rejectEnterprise",
        "mergeEnterprises",
        "declareCapability",
        "updateCapability",
        "withdrawCapability",
        "declareNeed",
        "updateNeed",
        "withdrawNeed",
        "setMatchingOptOut",
        "vetoPartner",
        "liftVeto",
        "markNotificationsRead",
        "createWebhook",
        "deleteWebhook",
        "retryDelivery",
        "setMailAddress",
        "confirmMailAddress",
        "deleteMailAddress",
        "recordDeal",
        "correctDeal",
        "attachEvidence",
        "confirmDeal",
        "reviewDeal",
        "recordCrossBorderOrder",
        "correctCrossBorderOrder",
        "createEvent",
        "updateEvent",
        "inviteToEvent",
        "registerForEvent",
        "recordAttendance",
        "shortlistMatch",
        "dismissMatch",
        "undoDismissal",
        "askConsent",
        "giveConsent",
        "refuseConsent",
        "withdrawConsent",
        "introduceParties",
        "scheduleMeeting",
        "recordMeeting",
        "advanceIntroduction",
        "closeIntroduction",
        "disputeIntroduction",
        "updateIntroduction",
        "joinIntroduction",
        "recordFollowUp",
    }


@pytest.mark.parametrize("name", MUTATIONS)
def test_every_mutation_takes_one_input_and_gives_a_thing_or_a_failure(name: str) -> None:
    field = MUTATIONS[name]
    assert set(field.args) == {"input"}
    assert isinstance(field.args["input"].type, GraphQLNonNull)
    form = get_named_type(field.args["input"].type)
    assert isinstance(form, GraphQLInputObjectType)
    assert form.name == name[0].upper() + name[1:] + "Input"
    assert str(form.fields["requestId"].type) == "ID"
    if name.startswith("update"):
        assert str(form.fields["version"].type) == "Int!"
    result = get_named_type(field.type)
    assert isinstance(result, GraphQLUnionType)
    members = {one.name for one in result.types}
    assert members > FAILURES
    things = members - FAILURES
    # what is proved is a deal or an order, and the same is done to both
    assert len(things) == 1 or things == {"Deal", "CrossBorderOrder"}


@pytest.mark.parametrize("name", sorted(FAILURES))
def test_every_failure_says_its_code_and_a_sentence(name: str) -> None:
    type_ = SCHEMA.type_map[name]
    assert isinstance(type_, GraphQLObjectType)
    assert [one.name for one in type_.interfaces] == ["Failure"]
    fields = {"code", "message"} | ({"fields"} if name == "InvalidInput" else set())
    assert set(type_.fields) == fields


def test_a_recommendation_has_the_fields_of_the_contract_and_no_other() -> None:
    expected = {
        "PartnerRecommendation": """rank score probability matchType partner seeker provider
            factors sentences paths missing policyVersion exploration shown introduction""",
        "RecommendationFactor": "code label weight value contribution",
        "RecommendationPath": "confidence hops",
        "RecommendationHop": "fromName relation toName source asOf confidence",
    }
    for name, fields in expected.items():
        type_ = SCHEMA.type_map[name]
        assert isinstance(type_, GraphQLObjectType)
        assert set(type_.fields) == set(fields.split())


def test_every_node_can_be_found_again() -> None:
    nodes = {
        one.name
        for one in OWN_TYPES
        if isinstance(one, GraphQLObjectType) and "Node" in {i.name for i in one.interfaces}
    }
    assert nodes == set(FINDERS)


def test_every_list_that_is_paged_is_paged_the_same_way() -> None:
    for one in OWN_TYPES:
        if not isinstance(one, GraphQLObjectType):
            continue
        for field in one.fields.values():
            if get_named_type(field.type).name.endswith("Connection"):
                assert str(field.args["first"].type) == "Int"
                assert field.args["first"].default_value == 20
                assert str(field.args["after"].type) == "String"


def test_roles_are_those_of_the_accounts_but_the_public() -> None:
    assert {role.value for role in ViewerRole} == {role.value for role in Role} - {"PUBLIC"}


def test_the_committed_schema_is_the_one_that_runs() -> None:
    file = resource_folder("graph_schema") / "schema.graphql"
    assert file.read_text("utf-8") == exported_sdl()
