"""Recommendations with an embeddings endpoint, and with one that fails."""

import math

import pytest

from chainlink.app import App, build_app
from chainlink.graph.port import GraphStore
from chainlink.settings import Settings
from tests.factories import (
    SYSTEM,
    create_enterprise,
    declare_capability,
    declare_need,
    load_small_reference,
)
from tests.matching.embeddings_server import serving
from tests.settable_clock import SettableClock


async def alike(app: App) -> float | None:
    """How alike the two wordings are that meet, as it is told."""
    works = await create_enterprise(app)
    await declare_need(app, works, title="水水水")
    caster = await create_enterprise(app)
    await declare_capability(app, caster, title="放水")
    [found] = await app.recommendations.for_enterprise(SYSTEM, works.id)
    values = {factor.code: factor.value for factor in found.factors}
    return values.get("text_similarity")


@pytest.mark.parametrize("fails", [False, True])
async def test_an_endpoint_says_how_alike_two_are_and_ngrams_where_it_fails(
    store: GraphStore, clock: SettableClock, fails: bool
) -> None:
    with serving() as server:
        if fails:
            server.answer = lambda _: (500, b"")
        settings = Settings(_env_file=None, embeddings_url=server.url, embeddings_model="m")
        app = build_app(settings, store=store, clock=clock)
        await app.journal.prepare()
        await load_small_reference(app)
        found = await alike(app)
        assert server.asked
    if fails:
        assert found is None  # no two letters in common
    else:
        assert found == pytest.approx(12.25 / math.sqrt(36.25 * 4.25), abs=1e-6)
