"""Requests made from the schema itself: every field and change, with arguments right and wrong.

Schemathesis makes the documents. Half of its words for `ID` and `version` are replaced by what the
platform has said before, so that requests get past "not found" to what they would change.
"""

import random
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

import httpx
import schemathesis
from graphql import (
    GraphQLError,
    IntValueNode,
    ObjectFieldNode,
    StringValueNode,
    TypeInfo,
    TypeInfoVisitor,
    ValueNode,
    Visitor,
    get_named_type,
    parse,
    print_ast,
    visit,
)
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import seed as seeded
from hypothesis import strategies as st
from schemathesis import GenerationMode
from schemathesis.graphql import nodes

from chainlink.api.schema import build_schema, exported_sdl
from tests.attack.attacked import faults

SEED = 20261124
MOST_KNOWN = 2_000  # ids
SCALARS = {
    "Date": ("2025-06-01", "2026-11-24", "2027-01-31", "2026-02-30", "0000-00-00", ""),
    "DateTime": ("2026-11-24T08:00:00Z", "2026-11-24T08:00:00.1+08:00", "2026-11-24", "now"),
    "MinorUnits": ("100000", "1", "0", "-1", "1.5", "9" * 30, "x"),
}


@dataclass
class Outcome:
    """What became of the requests, by the first error's code; `broken` are the server's errors."""

    answers: Counter[str] = field(default_factory=Counter)
    operations: set[str] = field(default_factory=set)
    broken: list[str] = field(default_factory=list)

    @property
    def sent(self) -> int:
        return self.answers.total()


def documents(count: int) -> Iterator[tuple[str, str]]:
    """About `count` documents with the operation that each is for, nine of ten fit the schema."""
    schema = schemathesis.graphql.from_file(exported_sdl())
    operations = [found.ok() for found in schema.get_all_operations()]
    each = max(1, -(-count // len(operations)))
    wrong = max(1, each // 10)
    for operation in operations:
        for mode, most in ((GenerationMode.POSITIVE, each), (GenerationMode.NEGATIVE, wrong)):
            for text in _generated(operation.as_strategy(generation_mode=mode), most):
                yield operation.label, text


def _generated(strategy: st.SearchStrategy[Any], most: int) -> list[str]:
    found: list[str] = []

    @seeded(SEED)
    @settings(
        max_examples=most,
        phases=[Phase.generate],
        database=None,
        suppress_health_check=list(HealthCheck),
    )
    @given(case=strategy)
    def collect(case: Any) -> None:
        found.append(case.body)

    collect()
    return found


def know_scalars() -> None:
    """Tell Schemathesis what the platform's own scalars look like, right and wrong."""
    for name, known in SCALARS.items():
        schemathesis.graphql.scalar(name, st.sampled_from(known).map(nodes.String))


class Attack:
    """Sends documents to one platform, each by one of its accounts, and learns ids as it goes."""

    def __init__(self, clients: Sequence[httpx.AsyncClient], tokens: Sequence[str | None]) -> None:
        self._clients = clients
        self._tokens = tokens
        self._random = random.Random(SEED)  # noqa: S311 - nothing secret is drawn
        self._known: list[str] = []
        self._types = TypeInfo(build_schema().graphql)
        self.outcome = Outcome()

    async def send(self, operation: str, text: str) -> None:
        """One request; what is wrong with its answer is written down."""
        try:
            document = parse(text)
            filled = visit(document, TypeInfoVisitor(self._types, _Filling(self._types, self)))
            text = print_ast(filled)
        except GraphQLError:
            pass  # wrong on purpose
        token = self._random.choice(self._tokens)
        headers = {"authorization": f"Bearer {token}"} if token else {}
        client = self._random.choice(self._clients)
        answer = await client.post("/graphql", json={"query": text}, headers=headers)
        self.outcome.operations.add(operation)
        self._judge(answer, text)

    def _judge(self, answer: httpx.Response, text: str) -> None:
        body = answer.json()
        codes = [one["extensions"]["code"] for one in body.get("errors", ())]
        self.outcome.answers[codes[0] if codes else "answered"] += 1
        if wrong := faults(answer):
            self.outcome.broken.append(f"{wrong}\n{text}")
        self._learn(body.get("data"))

    def _learn(self, data: Any) -> None:
        if isinstance(data, dict):
            if isinstance(data.get("id"), str) and len(self._known) < MOST_KNOWN:
                self._known.append(data["id"])
            for value in data.values():
                self._learn(value)
        elif isinstance(data, list):
            for value in data:
                self._learn(value)

    def known_id(self) -> str | None:
        """An id that was in an answer; None half of the time."""
        if not self._known or self._random.random() < 0.5:
            return None
        return self._random.choice(self._known)

    def known_version(self) -> str | None:
        """A version that things are likely to have; None half of the time."""
        return None if self._random.random() < 0.5 else self._random.choice("123")


class _Filling(Visitor):
    """Puts what is known in the places of ids and versions."""

    def __init__(self, types: TypeInfo, attack: Attack) -> None:
        super().__init__()
        self._types = types
        self._attack = attack

    def enter_string_value(self, node: StringValueNode, *_: Any) -> ValueNode | None:
        wanted = get_named_type(self._types.get_input_type())
        known = self._attack.known_id() if wanted and wanted.name == "ID" else None
        return StringValueNode(value=known) if known else None

    def enter_int_value(self, _: IntValueNode, __: Any, parent: Any, *___: Any) -> ValueNode | None:
        if not isinstance(parent, ObjectFieldNode) or parent.name.value != "version":
            return None
        known = self._attack.known_version()
        return IntValueNode(value=known) if known else None
