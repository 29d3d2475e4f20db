"""What the other side must not learn: things that differ only in what is hidden read the same."""

import json
import re
from typing import Any

import httpx
import pytest

from chainlink.serving import create_web_app
from tests.everything_asked import marks, node_question, root_questions
from tests.whole_world import EVERYBODY, WholeWorld

# what two introductions of the same parties may differ in: their ids, kinds and moments
KINDS = r'"matchType": ?"[A-Z]+"'
MOMENTS = r"\d{4}-\d\d-\d\dT[0-9:.]+Z"
NODE_IDS = r'"[A-Za-z0-9+/]{40,}={0,2}"'
PURPOSES = r"mark-purpose-[a-z]+"
TWINS = {
    ("refused", "refusal"): "withdrawal",  # refused by the seeker, withdrawn by the committee
    ("refused", "given"): "unanswered",  # which the seeker has answered, and has not
}


def _alike(answer: Any) -> str:
    """An answer without what any two introductions differ in."""
    text = json.dumps(answer, ensure_ascii=False)
    for pattern in (KINDS, NODE_IDS, PURPOSES, MOMENTS):
        text = re.sub(pattern, "·", text)
    return text


@pytest.mark.parametrize(("who", "name"), TWINS)
async def test_who_did_what_on_the_other_side_does_not_show(
    world: WholeWorld, who: str, name: str
) -> None:
    pair = [world.ids[name], world.ids[TWINS[who, name]]]
    for question in (node_question("Introduction", depth) for depth in (1, 2, 3)):
        answers = [await world.ask(who, question, id=id_) for id_ in pair]
        assert _alike(answers[0]) == _alike(answers[1])
    heard = (await world.ask(who, root_questions()["notifications"]))["notifications"]["edges"]
    about = [[one["node"] for one in heard if one["node"]["subjectId"] == id_] for id_ in pair]
    assert about[0]
    assert sorted(map(_alike, about[0])) == sorted(map(_alike, about[1]))


async def test_times_tell_no_more_than_the_end(world: WholeWorld) -> None:
    question = """query ($id: ID!) { introduction(id: $id) { stateSince recordedAt introducedOn
      dueOn state reason reasonText consents { enterprise { name } state withdrawnAt }
      steps { recordedAt recordedBy note side { name } } deals { edges { cursor } } } }"""
    found = await world.ask("refused", question, id=world.ids["refusal"])
    one = found["introduction"]
    assert (one["state"], one["reason"], one["reasonText"]) == ("WITHDRAWN", "NOT_PURSUED", None)
    assert (one["recordedAt"], one["introducedOn"], one["dueOn"]) == (None, None, None)
    assert one["steps"][-1]["recordedAt"] == one["stateSince"]
    assert {(step["recordedBy"], step["note"]) for step in one["steps"]} == {(None, None)}
    assert [step["side"] for step in one["steps"]] == [None, None]
    assert {consent["enterprise"]["name"] for consent in one["consents"]} == {"mark-name-refused"}
    assert one["deals"]["edges"] == []


async def test_a_shortlisting_does_not_tell_that_a_committee_had_the_same_thought(
    world: WholeWorld,
) -> None:
    pair = {"seeker": world.enterprise("seeker"), "provider": world.enterprise("foreign")}
    event = {"event": world.ids["event"], "nextStep": "mark-hidden-thought"}
    await world.done("staff of ka", "shortlistMatch", matchType="FINANCE", **pair, **event)
    question = node_question("Introduction")
    told, results = [], []
    for kind in ("FINANCE", "RESEARCH"):
        result = await world.change("seeker", "shortlistMatch", {"matchType": kind} | pair)
        results.append(_alike(result))
        told.append(_alike(await world.ask("seeker", question, id=result["id"])))
    assert results[0] == results[1]
    assert told[0] == told[1]
    for kind in ("FINANCE", "RESEARCH"):  # nor to the other party that somebody had it
        result = await world.change("foreign", "shortlistMatch", {"matchType": kind} | pair)
        told.append(_alike(await world.ask("foreign", question, id=result["id"])))
    assert told[2] == told[3]


async def test_what_ones_list_says_before_and_after_somebody_else_thinks_of_one(
    world: WholeWorld,
) -> None:
    """A committee's shortlisting moves nothing that a party can read."""
    names = ("introductions", "notifications", "unreadCount", "dismissals", "deals")
    pair = {"seeker": world.enterprise("provider"), "provider": world.enterprise("foreign")}

    async def read() -> list[str]:
        return [
            await world.text(who, root_questions(2)[name])
            for who in ("provider", "foreign")
            for name in names
        ]

    before = await read()
    await world.done("staff of kb", "shortlistMatch", matchType="SUPPLY", **pair)
    await world.done("staff of kc", "dismissMatch", matchType="CHAIN", reason="PRICE", **pair)
    await world.app.notifier.once()
    assert await read() == before


GET_DOORS = ("/", "/sign-in", "/sign-up", "/account", "/healthz", "/readyz", "/schema.graphql")
OTHER_DOORS = {
    "POST": ("/session", "/session/end", "/token/end", "/password", "/session/oidc/link"),
    "DELETE": ("/session",),
}


async def test_the_pages_know_nobody_by_a_token(world: WholeWorld) -> None:
    """Pages are for browsers: whoever comes with a token is told what everybody is told."""
    nobody: dict[str, tuple[int, str]] = {}
    for who in EVERYBODY:
        token = world.tokens[who]
        headers = {"authorization": f"Bearer {token}"} if token else {}
        for path in GET_DOORS:
            answer = await world.client.get(path, headers=headers)
            world.client.cookies.clear()
            said = (answer.status_code, re.sub(r'value="[0-9a-f]{64}"', "·", answer.text))
            assert nobody.setdefault(path, said) == said, (who, path)
            assert not marks(answer.text)
        head = await world.head()
        for method, paths in OTHER_DOORS.items():
            for path in paths:
                body = {"id": "0" * 36, "session": "0" * 36} if method == "POST" else None
                answer = await world.client.request(method, path, json=body, headers=headers)
                world.client.cookies.clear()
                assert answer.status_code in {204, 401, 403, 404, 422}, (who, path, answer.text)
                assert not marks(answer.text)
        assert await world.head() == head


async def test_a_session_ends_no_token_and_no_session_of_anybody_else(world: WholeWorld) -> None:
    password = "另一句很长很长的马电池"
    await world.app.credentials.set(world.actors["admin"], "account-foreign", password)
    transport = httpx.ASGITransport(create_web_app(world.app), raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=transport, base_url="http://localhost") as browser:
        signing_in = {"name": "account-foreign", "password": password}
        assert (await browser.post("/session", json=signing_in)).status_code == 200
        page = await browser.get("/account")
        assert page.status_code == 200
        assert marks(page.text) <= {"mark-contact-foreign"}
        mine = (
            await browser.post("/graphql", json={"query": "{ viewer { sessions { id } } }"})
        ).json()
        assert len(mine["data"]["viewer"]["sessions"]) == 1
        viewer = "{ viewer { sessions { id } tokens { id } } }"
        theirs = (await world.ask("seeker", viewer))["viewer"]
        head = await world.head()
        for path, name, ids in (
            ("/token/end", "id", [one["id"] for one in theirs["tokens"]]),
            ("/session/end", "session", [one["id"] for one in theirs["sessions"]]),
        ):
            assert ids
            told = set()
            for id_ in (*ids, "00000000-0000-4000-8000-000000000000"):
                answer = await browser.post(path, json={name: id_})
                told.add((answer.status_code, answer.text))
            assert len(told) == 1, told
            assert next(iter(told))[0] == 404
        assert await world.head() == head
