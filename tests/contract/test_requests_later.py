"""A request sent again a day later, or after the graph was closed, gets its first answer too."""

from datetime import date

import pytest

from chainlink.app import App, build_app
from chainlink.enterprises.claim_model import NEED
from chainlink.enterprises.reading import EnterpriseFilter
from chainlink.errors import Conflict, InvalidInput
from chainlink.settings import Settings
from tests.factories import (
    SYSTEM,
    create_member,
    enterprise_draft,
    load_small_reference,
    need_draft,
)
from tests.settable_clock import SettableClock


async def test_the_answer_stays_what_it_was_although_its_days_are_over(
    app: App, clock: SettableClock
) -> None:
    claims = app.claims
    owner, enterprise = await create_member(app)
    draft = need_draft(valid_until="2026-11-24")
    first = await claims.declare(owner, NEED, enterprise.id, draft, request="r1")
    clock.set_day(date(2026, 11, 25))
    again = await claims.declare(owner, NEED, enterprise.id, draft, request="r1")
    assert again == first
    with pytest.raises(InvalidInput):
        await claims.declare(owner, NEED, enterprise.id, draft, request="r2")


async def test_the_answer_is_remembered_by_a_graph_that_was_closed_and_opened(
    graph_settings: Settings, clock: SettableClock
) -> None:
    app = build_app(graph_settings, clock=clock)
    await app.prepare()
    await load_small_reference(app)
    draft = enterprise_draft()
    first = await app.enterprises.register(SYSTEM, draft, request="r1")
    before = await app.journal.head()
    await app.close()

    app = build_app(graph_settings, clock=clock)
    await app.prepare()
    assert await app.enterprises.register(SYSTEM, draft, request="r1") == first
    assert await app.journal.head() == before
    with pytest.raises(Conflict, match=r"request\.reused"):
        await app.enterprises.register(SYSTEM, enterprise_draft(), request="r1")
    assert await app.enterprises.search(SYSTEM, EnterpriseFilter(), 10, None) == [first]
    await app.close()
