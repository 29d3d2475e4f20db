"""Questions for everything that the schema has, made from the schema itself."""

import re
from functools import cache

from graphql import (
    GraphQLField,
    GraphQLNamedType,
    GraphQLObjectType,
    get_named_type,
    is_leaf_type,
    is_required_argument,
)

from chainlink.api.schema import build_schema

SCHEMA = build_schema().graphql
MARK = re.compile(r"mark-[a-z-]+")
# fields that must be asked for with something
ASKED_WITH = {"OutcomeReport.groups": "(by: COMMITTEE)"}
PAGE = "pageInfo { hasNextPage hasPreviousPage startCursor endCursor }"
# where each kind of node is in the graph
WHERE = {
    **{
        name: f"MATCH (n:{name}) RETURN n.id AS id"
        for name in ("Enterprise", "Event", "Introduction", "Notification", "Webhook", "Delivery")
    },
    "Capability": "MATCH (n:Capability) RETURN n.claim AS id",
    "Need": "MATCH (n:Need) RETURN n.claim AS id",
    "Deal": "MATCH (n:Deal) RETURN n.deal AS id",
    "CrossBorderOrder": "MATCH (n:CrossBorderOrder) RETURN n.order_id AS id",
    "Dismissal": "MATCH (:Enterprise)-[d:DISMISSES]->(:Enterprise) RETURN d.id AS id",
    "ShownPair": "MATCH (n:Showing) RETURN n.id AS id",
    "Category": "MATCH (n:Category) RETURN n.id AS id",
    "Chain": "MATCH (n:Chain) RETURN n.code AS id",
    "Stage": "MATCH (n:Stage) RETURN n.id AS id",
    "Committee": "MATCH (n:ChainCommittee) RETURN n.code AS id",
}


def object_type(name: str) -> GraphQLObjectType:
    """A type of the schema by its name."""
    found = SCHEMA.type_map[name]
    assert isinstance(found, GraphQLObjectType)
    return found


def needs_more(type_name: str, name: str, field: GraphQLField) -> bool:
    """Whether a field cannot be asked for without an argument that only the asker knows."""
    required = any(is_required_argument(one) for one in field.args.values())
    return required and f"{type_name}.{name}" not in ASKED_WITH


@cache
def selection(name: str, depth: int) -> str:
    """All fields of a type, and of what stands in them down to a depth."""
    type_ = SCHEMA.type_map[name]
    if not isinstance(type_, GraphQLObjectType):
        return "__typename id"  # a node: asked for by its id besides
    if name.endswith("Connection"):
        node = get_named_type(get_named_type(type_.fields["edges"].type).fields["node"].type)
        return f"edges {{ cursor node {{ {selection(node.name, depth)} }} }} {PAGE}"
    parts = ["__typename"]
    for field_name, field in type_.fields.items():
        inner: GraphQLNamedType = get_named_type(field.type)
        if needs_more(name, field_name, field):
            continue
        asked = field_name + ASKED_WITH.get(f"{name}.{field_name}", "")
        if is_leaf_type(inner):
            parts.append(asked)
        elif depth > 1:
            parts.append(f"{asked} {{ {selection(inner.name, depth - 1)} }}")
    return " ".join(parts)


def node_question(kind: str, depth: int = 2) -> str:
    """Everything about one node of a kind."""
    return (
        f"query ($id: ID!) {{ node(id: $id) {{ ... on {kind} {{ {selection(kind, depth)} }} }} }}"
    )


def nodes_question(kind: str, count: int) -> str:
    """The same about several nodes of a kind in one document, as `n0`, `n1` and so on."""
    given = ", ".join(f"$n{number}: ID!" for number in range(count))
    asked = " ".join(f"n{number}: node(id: $n{number}) {{ ...whole }}" for number in range(count))
    whole = f"fragment whole on {kind} {{ {selection(kind, 2)} }}"
    return f"query ({given}) {{ {asked} }} {whole}"


def root_questions(depth: int = 3) -> dict[str, str]:
    """Everything that can be asked for without naming anything, by the field."""
    found = {}
    for name, field in object_type("Query").fields.items():
        if needs_more("Query", name, field) or name == "enterprise":
            continue
        inner = get_named_type(field.type)
        shown = "" if is_leaf_type(inner) else f"{{ {selection(inner.name, depth)} }}"
        found[name] = f"{{ {name} {shown} }}"
    return found


def marks(text: str) -> set[str]:
    """The marks of private things in an answer."""
    return set(MARK.findall(text))
