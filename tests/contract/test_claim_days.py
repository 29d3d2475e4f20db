"""From when to when a claim holds, and whom it is shown to when its days are over."""

from datetime import date

import pytest

from chainlink.app import App, build_app
from chainlink.enterprises.claim_model import NEED
from chainlink.graph.port import GraphStore
from chainlink.settings import Settings
from tests.factories import (
    create_enterprise,
    create_member,
    declare_need,
    load_small_reference,
    need_draft,
)
from tests.settable_clock import SettableClock


@pytest.mark.parametrize("days", [1, 365])
async def test_a_claim_without_a_last_day_lasts_as_long_as_the_installation_says(
    store: GraphStore, clock: SettableClock, days: int
) -> None:
    settings = Settings(_env_file=None, graph="ladybug::memory:", claim_days=days)
    app = build_app(settings, store=store, clock=clock)
    await app.journal.prepare()
    await load_small_reference(app)
    claim = await declare_need(app, await create_enterprise(app))
    assert claim.valid_from == date(2026, 11, 24)
    assert (claim.valid_until - claim.valid_from).days == days


async def test_a_day_begins_in_the_district_and_not_in_greenwich(
    app: App, clock: SettableClock
) -> None:
    enterprise = await create_enterprise(app)
    clock.advance(hours=7, minutes=59)  # 23:59 in China
    assert (await declare_need(app, enterprise)).valid_from == date(2026, 11, 24)
    clock.advance(minutes=2)
    assert (await declare_need(app, enterprise)).valid_from == date(2026, 11, 25)


async def test_an_expired_claim_is_shown_to_who_can_renew_it_only(
    app: App, clock: SettableClock
) -> None:
    owner, enterprise = await create_member(app)
    stranger, _ = await create_member(app)
    claim = await declare_need(app, enterprise, valid_until="2026-11-30")

    async def seen() -> list[bool]:
        answers = [
            await app.claims.of_enterprises(actor, NEED, [enterprise.id])
            for actor in (owner, stranger)
        ]
        return [found[enterprise.id] != [] for found in answers]

    clock.set_day(date(2026, 11, 30))
    assert await seen() == [True, True]
    clock.set_day(date(2026, 12, 1))
    assert await seen() == [True, False]
    await app.claims.revise(owner, NEED, claim.claim, 1, need_draft(valid_until="2026-12-31"))
    assert await seen() == [True, True]
