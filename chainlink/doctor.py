"""Is this installation well? Settings, engine, tables, contents, journal, one after the other."""

from collections.abc import AsyncIterator
from dataclasses import dataclass

from chainlink.app import App, build_app
from chainlink.errors import ChainlinkError, Conflict
from chainlink.journal.verification import verify
from chainlink.settings import Settings
from chainlink.state.looks import contents, loaded, policy_state, schema_state
from chainlink.terminal.opening import require_graph, require_schema, require_whole
from chainlink.terminal.voice import refusal, told


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing looked at and what was found; `well` is false where something must be done."""

    subject: str
    found: str
    well: bool = True


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
    found = await schema_state(app.store)
    return told(
        "doctor.schema.whole",
        version=found.version,
        labels=found.labels,
        relationships=found.relationships,
    )


async def _contents(app: App) -> str:
    counts = await contents(app.store)
    return ", ".join(f"{label} {count}" for label, count in counts.items())


async def _projection(app: App) -> str:
    found = await loaded(app.recommendations)
    return told(
        "doctor.projection.loaded",
        enterprises=found.enterprises,
        claims=found.claims,
        seconds=f"{found.seconds:.2f}",
    )


async def _journal(app: App) -> str:
    found = await verify(app.journal)
    if found.key is not None:
        raise Conflict("doctor.journal.broken", reason=told(found.key, sequence=found.broken_at))
    return told("doctor.journal.whole", entries=found.entries, hash=found.head_hash)


async def _policy(app: App) -> str:
    found = await policy_state(app.policies)
    if found.problem is not None:
        raise found.problem
    return told("doctor.policy.whole", version=found.version, learned=found.learned)
