"""Is this installation well? Settings, engine, tables, contents, journal, one after the other."""

import time
from collections.abc import AsyncIterator
from dataclasses import dataclass

from pydantic import SecretStr

from chainlink.app import App, build_app
from chainlink.errors import ChainlinkError, Conflict
from chainlink.graph.declaration import load_schema
from chainlink.graph.pages import Pages
from chainlink.journal.verification import verify
from chainlink.matching.learning.policies import PolicyService
from chainlink.settings import Settings
from chainlink.terminal.opening import require_graph, require_schema, require_whole
from chainlink.terminal.voice import refusal, told

_HIDDEN = "********"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing looked at and what was found; `well` is false where something must be done."""

    subject: str
    found: str
    well: bool = True


def settings_shown(settings: Settings) -> dict[str, str]:
    """The settings by their names in the environment; of a secret only whether there is one."""
    shown = {}
    for name in Settings.model_fields:
        value = getattr(settings, name)
        if isinstance(value, SecretStr):
            value = _HIDDEN if value.get_secret_value() else ""
        shown[f"CHAINLINK_{name.upper()}"] = str(value)
    return shown


async def examine(settings: Settings) -> AsyncIterator[Finding]:
    """Findings in order; the first that is not well is the last, since the rest rests on it."""
    try:
        require_graph(settings)
        app = build_app(settings)
    except ChainlinkError as problem:
        yield Finding("doctor.engine", refusal(problem), well=False)
        return
    looks = {
        "doctor.engine": _engine,
        "doctor.schema": _schema,
        "doctor.contents": _contents,
        "doctor.projection": _projection,
        "doctor.journal": _journal,
        "doctor.policy": _policy,
    }
    try:
        for subject, look in looks.items():
            try:
                yield Finding(subject, await look(app))
            except ChainlinkError as problem:
                yield Finding(subject, refusal(problem), well=False)
                return
    finally:
        await app.close()


async def _engine(app: App) -> str:
    return await app.store.version()


async def _schema(app: App) -> str:
    await require_schema(app)
    await require_whole(app)
    schema = load_schema()
    return told(
        "doctor.schema.whole",
        version=schema.version,
        labels=len(schema.node),
        relationships=len(schema.relationship),
    )


async def _contents(app: App) -> str:
    pages = Pages(app.store)
    counts = {label: await pages.count_nodes(label) for label in load_schema().node}
    return ", ".join(f"{label} {count}" for label, count in counts.items())


async def _projection(app: App) -> str:
    started = time.perf_counter()
    view = await app.recommendations.view(None)
    return told(
        "doctor.projection.loaded",
        enterprises=view.projection.sizes().enterprises,
        claims=view.projection.sizes().claims,
        seconds=f"{time.perf_counter() - started:.2f}",
    )


async def _journal(app: App) -> str:
    found = await verify(app.journal)
    if found.key is not None:
        raise Conflict("doctor.journal.broken", reason=told(found.key, sequence=found.broken_at))
    return told("doctor.journal.whole", entries=found.entries, hash=found.head_hash)


async def _policy(app: App) -> str:
    policies = PolicyService(app.store, app.journal)
    in_force = await policies.in_force()
    if in_force.problem is not None:
        raise in_force.problem
    learned = len(await policies.versions())
    return told("doctor.policy.whole", version=in_force.policy.version, learned=learned)
