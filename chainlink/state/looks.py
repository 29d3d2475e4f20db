"""One look each at a part of the installation; the command and the page say what was found."""

import time
from collections.abc import Mapping
from dataclasses import dataclass

from chainlink.graph.declaration import load_schema
from chainlink.graph.pages import Pages
from chainlink.graph.port import GraphReader, GraphStore
from chainlink.graph.state import lacks
from chainlink.matching.learning.policies import PolicyService
from chainlink.matching.learning.policy_files import PolicyDamaged
from chainlink.matching.service import RecommendationService


@dataclass(frozen=True, slots=True)
class SchemaState:
    """The declared graph, and the names of what the engine lacks of it."""

    version: str
    labels: int
    relationships: int
    lacking: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Loaded:
    """What recommending has in memory, and how many seconds it took to have it."""

    enterprises: int
    claims: int
    seconds: float


@dataclass(frozen=True, slots=True)
class PolicyState:
    """The policy that answers, how many were learned, and why it is not the promoted one."""

    version: str
    learned: int
    problem: PolicyDamaged | None


async def schema_state(store: GraphStore) -> SchemaState:
    """Whether tables, columns, constraints and indexes are there. Raises GraphUnavailable."""
    declared = load_schema()
    return SchemaState(
        str(declared.version),
        len(declared.node),
        len(declared.relationship),
        tuple(await lacks(store, declared)),
    )


async def contents(reader: GraphReader) -> Mapping[str, int]:
    """How many nodes there are of each label. Raises GraphUnavailable."""
    pages = Pages(reader)
    return {label: await pages.count_nodes(label) for label in load_schema().node}


async def loaded(recommendations: RecommendationService) -> Loaded:
    """What recommending has in memory, loaded now where it is not. Raises GraphUnavailable."""
    started = time.perf_counter()
    sizes = (await recommendations.view(None)).projection.sizes()
    return Loaded(sizes.enterprises, sizes.claims, time.perf_counter() - started)


async def policy_state(policies: PolicyService) -> PolicyState:
    """Which policy answers. Raises GraphUnavailable."""
    in_force = await policies.in_force()
    learned = len(await policies.versions())
    return PolicyState(in_force.policy.version, learned, in_force.problem)
