"""The platform with the small reference: loaded once an engine, copied for each test after that."""

from dataclasses import dataclass
from datetime import datetime

from chainlink.app import App, build_app
from chainlink.graph.port import GraphStore
from chainlink.settings import Settings
from tests.factories import load_small_reference
from tests.settable_clock import SettableClock


@dataclass(frozen=True, slots=True)
class Graph:
    """A graph for a test; `filled_at` where the small reference is in it."""

    store: GraphStore
    filled_at: datetime | None = None


def _app(store: GraphStore, clock: SettableClock) -> App:
    settings = Settings(_env_file=None, graph="ladybug::memory:")
    return build_app(settings, store=store, clock=clock)


async def fill(store: GraphStore) -> datetime:
    """Load it into an empty graph; the instant at which that was done."""
    clock = SettableClock()
    app = _app(store, clock)
    await app.journal.prepare()
    await load_small_reference(app)
    return clock.now


async def app_on(graph: Graph, clock: SettableClock) -> App:
    """The platform on a graph with it, as if this one had just filled it in."""
    clock.set(graph.filled_at or await fill(graph.store))
    app = _app(graph.store, clock)
    await app.follower.look()
    return app


async def rest(app: App) -> None:
    """End what goes on behind the answers, so that nothing of it falls into the next test."""
    await app.notifier.stop()
    await app.follower.stop()
    await app.recommendations.exposures.close()
    await app.showings.close()
