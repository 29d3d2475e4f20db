"""Secrets are told once and kept nowhere in the clear: graph, journal, backup, logs, refusals."""

import logging
from pathlib import Path

import pytest

from chainlink.accounts.model import Role
from chainlink.accounts.sessions import Browser
from chainlink.app import App
from chainlink.errors import ChainlinkError
from tests.contract.test_sign_in import everything
from tests.contract.test_sign_in_erasing import backup_text
from tests.factories import SYSTEM

PASSWORD, WRONG = "a right horse battery staple", "a wrong horse battery staple"


async def test_nothing_that_opens_a_door_is_kept_in_the_clear(
    app: App, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    await app.accounts.create(SYSTEM, "somebody", Role.AUDITOR, password=PASSWORD)
    session = await app.sessions.sign_in("somebody", PASSWORD, Browser("192.0.2.1"))
    token = await app.accounts.issue_token(SYSTEM, "somebody")
    link = await app.credentials.issue_link(SYSTEM, "somebody")
    refusals = []
    for attempt in (
        app.sessions.sign_in("somebody", WRONG, Browser("192.0.2.1")),
        app.accounts.actor_for(token.secret + "x"),
        app.credentials.use_link(link.secret + "x", WRONG),
        app.credentials.use_link(link.secret, "short"),
    ):
        with pytest.raises(ChainlinkError) as refused:
            await attempt
        refusals.append(f"{refused.value!r} {vars(refused.value)}")
    journal = str(await app.journal.entries(0))
    kept = await everything(app) + await backup_text(app, tmp_path)
    for place in (journal, kept, caplog.text, *refusals):
        for secret in (PASSWORD, WRONG, session.secret, token.secret, link.secret):
            assert secret not in place
    assert "somebody" in kept
    assert "somebody" not in journal
