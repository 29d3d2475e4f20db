"""What every type, field, argument and enum value means: Chinese, then English.

A property of the graph is described by its declaration in `graph_schema/schema.toml`; everything
else by `schema.<Type>.<field>` in the message catalogues. Nothing may be without.
"""

import re
from collections.abc import Iterator, Mapping

from graphql import (
    GraphQLEnumType,
    GraphQLInputObjectType,
    GraphQLInterfaceType,
    GraphQLNamedType,
    GraphQLObjectType,
    GraphQLScalarType,
    GraphQLSchema,
    GraphQLUnionType,
    is_introspection_type,
    is_specified_scalar_type,
)

from chainlink.graph.declaration import GraphSchema, NodeLabel, Relationship, load_schema
from chainlink.language import Language
from chainlink.language.catalogue import catalogue

# which label or relationship a type shows
_SHOWS = {
    "Committee": "ChainCommittee",
    "ClaimCategory": "OF",
    "SuggestedCategory": "SUGGESTED_AS",
    "Membership": "MEMBER_OF",
    "MarketPresence": "EXPORTS_TO",
    "Claim": "Capability",
    "RegisterEnterpriseInput": "Enterprise",
    "UpdateEnterpriseInput": "Enterprise",
    "ContactInput": "Contact",
    "DeclareCapabilityInput": "Capability",
    "UpdateCapabilityInput": "Capability",
    "DeclareNeedInput": "Need",
    "UpdateNeedInput": "Need",
    "CreateEventInput": "Event",
    "UpdateEventInput": "Event",
    "EventAttendance": "ATTENDED",
    "AskConsentInput": "Consent",
    "GiveConsentInput": "Consent",
    "RefuseConsentInput": "Consent",
    "WithdrawConsentInput": "Consent",
    "JoinIntroductionInput": "Consent",
    "IntroducePartiesInput": "IntroductionStep",
    "ScheduleMeetingInput": "IntroductionStep",
    "RecordMeetingInput": "IntroductionStep",
    "AdvanceIntroductionInput": "IntroductionStep",
    "CloseIntroductionInput": "Introduction",
    "DisputeIntroductionInput": "Introduction",
    "UpdateIntroductionInput": "Introduction",
    "RecordFollowUpInput": "FollowUp",
    "DealVersion": "Deal",
    "RecordDealInput": "Deal",
    "CorrectDealInput": "Deal",
    "AttachEvidenceInput": "DealEvidence",
    "ConfirmDealInput": "Confirmation",
    "CrossBorderOrderVersion": "CrossBorderOrder",
    "RecordCrossBorderOrderInput": "CrossBorderOrder",
    "CorrectCrossBorderOrderInput": "CrossBorderOrder",
}
_LISTS = ("Connection", "Edge")
_CAPITAL = re.compile(r"(?<!^)([A-Z])")


class Undescribed(LookupError):
    """Something in the schema that nobody has described."""


def describe(schema: GraphQLSchema) -> None:
    """Fill in every description. Raises Undescribed naming all that lack one."""
    lacking: list[str] = []
    for type_ in schema.type_map.values():
        if not is_introspection_type(type_) and not is_specified_scalar_type(type_):
            lacking += _describe_type(type_)
    if lacking:
        raise Undescribed(
            "language/*/api.po lacks " + ", ".join(f"schema.{key}" for key in sorted(lacking))
        )


def _describe_type(type_: GraphQLNamedType) -> Iterator[str]:
    type_.description = _of_type(type_.name)
    if type_.description is None:
        yield type_.name
    if isinstance(type_, GraphQLEnumType):
        for name, value in type_.values.items():
            value.description = _said(f"{type_.name}.{name}")
            if value.description is None:
                yield f"{type_.name}.{name}"
    elif isinstance(type_, GraphQLObjectType | GraphQLInterfaceType | GraphQLInputObjectType):
        for name, field in type_.fields.items():
            field.description = _of_field(type_.name, name)
            if field.description is None:
                yield f"{type_.name}.{name}"
            for argument_name, argument in getattr(field, "args", {}).items():
                key = f"{type_.name}.{name}.{argument_name}"
                argument.description = _said(key) or _said(f"argument.{argument_name}")
                if argument.description is None:
                    yield key
    elif not isinstance(type_, GraphQLScalarType | GraphQLUnionType):
        raise TypeError(type_)


def _of_type(name: str) -> str | None:
    generic = next((kind for kind in _LISTS if name.endswith(kind)), None)
    if generic:
        return _said(generic)
    declared = _declared(name)
    own = _said(name)
    return own or (f"{declared.help_zh}\n{declared.help_en}" if declared else None)


def _of_field(type_: str, name: str) -> str | None:
    generic = next((kind for kind in _LISTS if type_.endswith(kind)), None)
    own = _said(f"{generic or type_}.{name}")
    if own:
        return own
    declared = _declared(type_)
    found = declared.properties.get(_CAPITAL.sub(r"_\1", name).lower()) if declared else None
    return f"{found.zh}\n{found.en}" if found else _said(f"field.{name}")


def _declared(type_: str) -> NodeLabel | Relationship | None:
    graph: GraphSchema = load_schema()
    shown = _SHOWS.get(type_, type_)
    known: Mapping[str, NodeLabel | Relationship] = {**graph.node, **graph.relationship}
    return known.get(shown)


def _said(key: str) -> str | None:
    texts = [catalogue(language).get(f"schema.{key}") for language in Language]
    return "\n".join(text for text in texts if text) if all(texts) else None
