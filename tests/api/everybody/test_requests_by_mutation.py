"""Every mutation sent again with its requestId, to the same process and to one started since: the
first answer again, and nothing done twice."""

import json
from collections.abc import AsyncIterator, Iterator
from dataclasses import replace
from typing import Any

import httpx

from chainlink.accounts.model import Role
from chainlink.app import build_app
from chainlink.graph.cypher import Query
from chainlink.serving import create_web_app
from tests.contract.test_journal_words import ELSEWHERE, worded
from tests.every_mutation import ALLOWED, Said
from tests.everything_asked import marks
from tests.mutation_forms import FORMS, NEVER_DONE
from tests.whole_world import EVERYBODY, WholeWorld


async def test_every_mutation_is_done_once(world: WholeWorld) -> None:
    again = build_app(world.app.settings, store=world.app.store, clock=world.app.clock)
    transport = httpx.ASGITransport(create_web_app(again), raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=transport, base_url="http://tests") as client:
        restarted = replace(world, app=again, client=client)
        for mutation in [one for one in FORMS if one not in NEVER_DONE]:
            who, said, first = await first_done(world, mutation)
            head = await world.head()
            assert await world.change(who, mutation, said) == first, mutation
            assert await restarted.change(who, mutation, said) == first, mutation
            assert await world.head() == head, mutation


async def test_no_entry_says_what_people_wrote_or_who_they_are(world: WholeWorld) -> None:
    entries = [entry async for entry in everything_since(world, 0)]
    whole = "\n".join(entries)
    told = {value for entry in entries for value in values(json.loads(entry))}
    assert marks(whole) == {"mark-order"}  # the number of an order: of business, not of a person
    looked_at = set()
    for label, name, is_edge in worded():
        pattern = f"()-[x:{label}]->()" if is_edge else f"(x:{label})"
        text = f"MATCH {pattern} WHERE x.{name} IS NOT NULL RETURN x.{name} AS said"
        for row in await world.app.store.read(Query("tests/said", text)):
            for value in row["said"] if isinstance(row["said"], list) else [row["said"]]:
                looked_at.add(label)
                assert len(value) < 3 or value not in told, f"{label}.{name}: {value}"
    assert looked_at > ELSEWHERE - {"Notification", "Delivery", "ResetLink", "Identity"}


async def everything_since(world: WholeWorld, after: int) -> AsyncIterator[str]:
    while page := await world.app.journal.entries(after):
        for entry in page:
            yield json.dumps(json.loads(entry.facts), ensure_ascii=False)
        after = page[-1].sequence


def values(fact: Any) -> Iterator[str]:
    """All texts in a fact."""
    if isinstance(fact, str):
        yield fact
    elif isinstance(fact, dict | list):
        for part in fact.values() if isinstance(fact, dict) else fact:
            yield from values(part)


async def first_done(world: WholeWorld, mutation: str) -> tuple[str, Said, Said]:
    """Who of those allowed was the first to succeed, with what was sent and answered."""
    form = FORMS[mutation]
    allowed = form.expected(world)
    plain = await form.prepare(world) | {"requestId": f"once-{mutation}"}
    refused = []
    for who in (one for one in EVERYBODY if allowed[one] == ALLOWED):
        outside = world.actors[who].role is Role.ENTERPRISE
        said = {k: v for k, v in plain.items() if not (outside and k in form.officers)}
        answer = await world.change(who, mutation, said)
        if "code" not in answer:
            return who, said, answer
        refused.append(answer)
    raise AssertionError((mutation, refused))
