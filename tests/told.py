"""What everybody is told who asks for everything, and how answers are compared."""

import json
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from chainlink.api.relay import global_id, opened_id
from tests.everything_asked import WHERE, marks, nodes_question, root_questions
from tests.whole_world import EVERYBODY, WholeWorld

REFERENCE = {"Category", "Chain", "Stage", "Committee"}
TOGETHER = 8  # nodes in one document, of which the largest still fits the guard's limit of fields


@dataclass
class Told:
    """What everybody was told: of each node by its id, and of each field that names nothing."""

    world: WholeWorld
    nodes: dict[str, dict[str, Any]] = field(default_factory=lambda: defaultdict(dict))
    roots: dict[str, dict[str, Any]] = field(default_factory=lambda: defaultdict(dict))
    marks: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    errors: set[tuple[str, str]] = field(default_factory=set)

    def seen(self, who: str, kind: str = "") -> set[str]:
        """Ids of the nodes that are there for somebody."""
        return {
            id_
            for id_, node in self.nodes[who].items()
            if node is not None and (not kind or node["__typename"] == kind)
        }

    def answers(self, who: str) -> Iterator[Any]:
        """All that somebody was told."""
        yield from self.nodes[who].values()
        yield from self.roots[who].values()


async def tell_everybody(world: WholeWorld) -> Told:
    """Everything asked as everybody."""
    found = Told(world)
    wanted = []
    for kind in WHERE.keys() - REFERENCE:
        raw = await world.raw_ids(WHERE[kind])
        ids = [global_id(kind, f"{one}:1" if kind == "ShownPair" else one) for one in raw]
        wanted += [(kind, ids[first : first + TOGETHER]) for first in range(0, len(ids), TOGETHER)]
    for who in EVERYBODY:
        for name, question in root_questions().items():
            answer = await _heard(found, who, question)
            found.roots[who][name] = (answer["data"] or {}).get(name)
            found.errors |= {(who, name) for _ in answer.get("errors", ())}
        for kind, ids in wanted:
            given = {f"n{number}": id_ for number, id_ in enumerate(ids)}
            answer = await _heard(found, who, nodes_question(kind, len(ids)), **given)
            assert "errors" not in answer, (who, kind, answer)
            found.nodes[who] |= {id_: answer["data"][name] for name, id_ in given.items()}
    return found


async def _heard(told: Told, who: str, question: str, **given: str) -> Any:
    text = await told.world.text(who, question, **given)
    for mark in marks(text):
        told.marks[mark].add(who)
    return json.loads(text)


def ids_in(answer: Any) -> Iterator[str]:
    """Every id of a node within an answer."""
    if isinstance(answer, dict):
        opened = opened_id(str(answer.get("id", "")))
        if opened and opened[0] in WHERE and not opened[1].startswith("anonymous-"):
            yield str(answer["id"])
        for value in answer.values():
            yield from ids_in(value)
    elif isinstance(answer, list):
        for value in answer:
            yield from ids_in(value)


def differences(mine: Any, whole: Any, place: str, found: Callable[[str, Any], None]) -> None:
    """Where an answer says something else than an administrator's."""
    if isinstance(mine, dict) and isinstance(whole, dict):
        if mine.get("anonymous") != whole.get("anonymous"):
            found(f"{place} masked", mine)
            return
        if "edges" in whole:
            return  # compared by ids
        for name, value in whole.items():
            if name != "__typename":
                differences(mine.get(name), value, f"{whole['__typename']}.{name}", found)
    elif isinstance(mine, list) and isinstance(whole, list):
        if len(mine) != len(whole):
            found(f"{place} fewer", (len(mine), len(whole)))
            return
        for one, other in zip(mine, whole, strict=True):
            differences(one, other, place, found)
    elif mine != whole:
        found(place, mine)
