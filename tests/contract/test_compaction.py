"""Compaction runs beside questions and following, and no answer notices."""

import pytest

from chainlink.app import App
from chainlink.matching.projection import keeping
from tests.factories import SYSTEM, create_enterprise, declare_capability, declare_need


async def test_answers_stay_right_while_the_index_is_made_anew(
    app: App, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(keeping, "COMPACT_AT", 1)  # after every change
    works = await create_enterprise(app)
    await declare_need(app, works)
    wanted: list[str] = []
    made = set()
    for _ in range(8):
        caster = await create_enterprise(app)
        await declare_capability(app, caster)
        wanted.append(caster.id)
        found = await app.recommendations.for_enterprise(SYSTEM, works.id)
        assert {one.partner for one in found} == set(wanted)
        projection = app.recommendations.keeper.loaded
        assert projection is not None
        made.add(id(projection.index))
    await app.recommendations.keeper.settled()
    assert len(made) > 1
    assert projection.index.beside <= 8  # what came while the last one was made
    found = await app.recommendations.for_enterprise(SYSTEM, works.id)
    assert {one.partner for one in found} == set(wanted)
