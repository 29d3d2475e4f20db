"""The declaration as a page for people: a drawing, and tables of labels and relationships.

It is Markdown with Mermaid in it, in Chinese and English at once, and stands as
`graph_schema/README.md` beside the declaration it is drawn from.
"""

from collections.abc import Iterable, Mapping

from chainlink.graph.declaration import GraphSchema, NodeLabel, Property, Relationship
from chainlink.language import Language, say


def drawn(schema: GraphSchema, *sections: str) -> str:
    """The whole page; `sections` are what rooms add of how their things behave."""
    parts = [
        f"# {both('drawing.title')}",
        f"{say('drawing.origin', Language.ZH)}\n\n{say('drawing.origin', Language.EN)}",
        f"{both('drawing.version')}: {schema.version}",
        _diagram(schema),
        f"## {both('drawing.labels')}",
        *(_label(name, node) for name, node in schema.node.items()),
        f"## {both('drawing.relationships')}",
        *(_relationship(name, edge) for name, edge in schema.relationship.items()),
        *sections,
    ]
    return "\n\n".join(parts) + "\n"


def both(key: str) -> str:
    """A text in both languages."""
    return f"{say(key, Language.ZH)} · {say(key, Language.EN)}"


def _diagram(schema: GraphSchema) -> str:
    lines = ["```mermaid", "graph LR"]
    lines += [f'  {label}["{label}<br/>{node.zh}"]' for label, node in schema.node.items()]
    lines += [
        f'  {start} -->|"{name} {edge.zh}"| {end}'
        for name, edge in schema.relationship.items()
        for start, end in edge.ends
    ]
    return "\n".join([*lines, "```"])


def _label(name: str, node: NodeLabel) -> str:
    notes = {node.key: ["drawing.key"]}
    for unique in node.unique:
        notes.setdefault(unique, []).append("drawing.unique")
    for index in node.index:
        notes.setdefault(index, []).append("drawing.index")
    return "\n\n".join(
        [
            f"### {name} · {node.zh}",
            f"{node.help_zh} {node.help_en}",
            _properties(node.properties, notes),
        ]
    )


def _relationship(name: str, edge: Relationship) -> str:
    ends = "、".join(f"`({start})-[:{name}]->({end})`" for start, end in edge.ends)
    parts = [f"### {name} · {edge.zh}", f"{edge.help_zh} {edge.help_en}", ends]
    if edge.properties:
        parts.append(_properties(edge.properties, {key: ["drawing.key"] for key in edge.key}))
    return "\n\n".join(parts)


def _properties(properties: Mapping[str, Property], notes: Mapping[str, list[str]]) -> str:
    rows = [
        (
            f"`{name}`",
            declared.type,
            "✓" if declared.required else "",
            declared.zh,
            declared.en,
            "，".join(both(key) for key in [*notes.get(name, []), *_kinds(declared)]),
        )
        for name, declared in properties.items()
    ]
    heads = ("property", "type", "required", "zh", "en", "notes")
    return table([both(f"drawing.{head}") for head in heads], rows)


def _kinds(declared: Property) -> list[str]:
    kinds = {"drawing.personal": declared.personal, "drawing.wording": declared.wording}
    return [key for key, applies in kinds.items() if applies]


def table(heads: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    """A table in Markdown."""
    head = list(heads)
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)
