"""The same request sent again gets the first answer again, and nothing is done twice."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from itertools import count
from typing import Any

import pytest

from chainlink.accounts.model import Actor, Role
from chainlink.app import App
from chainlink.enterprises.claim_model import CAPABILITY, NEED, Capability
from chainlink.enterprises.model import Enterprise, EnterpriseProfile
from chainlink.errors import ChainlinkError, Conflict, InvalidInput
from chainlink.language import Language, sentence
from chainlink.validation import checked
from tests.factories import (
    SYSTEM,
    capability_draft,
    create_account,
    create_enterprise,
    create_member,
    declare_capability,
    declare_need,
    enterprise_draft,
    need_draft,
    new_uscc,
)


@dataclass(frozen=True, slots=True)
class Scene:
    """What the operations below work on."""

    app: App
    owner: Actor
    enterprise: Enterprise
    waiting: Enterprise
    partner: Enterprise
    capability: str
    need: str
    uscc: str


@pytest.fixture
def key() -> str:
    """A request key that no other test has used."""
    return f"request-{next(_keys)}"


@pytest.fixture
async def scene(shared_app: App) -> Scene:
    app = shared_app
    owner, enterprise = await create_member(app)
    _, waiting = await create_member(app, approved=False)
    partner = await create_enterprise(app)
    capability = await declare_capability(app, enterprise)
    need = await declare_need(app, enterprise)
    return Scene(app, owner, enterprise, waiting, partner, capability.claim, need.claim, new_uscc())


_keys = count(1)
Operation = Callable[[Scene, Actor, str, str | None], Awaitable[Any]]


def profile(name: str) -> EnterpriseProfile:
    return checked(EnterpriseProfile, {"name": name, "sector": "INDUSTRY"})


# each takes a word that is part of its input, so that two inputs can be told apart
OPERATIONS: Mapping[str, Operation] = {
    "registerEnterprise": lambda s, actor, word, request: s.app.enterprises.register(
        actor, enterprise_draft(uscc=s.uscc, name=word), request=request
    ),
    "updateEnterprise": lambda s, actor, word, request: s.app.enterprises.update(
        actor, s.enterprise.id, s.enterprise.version, profile(word), request=request
    ),
    "approveEnterprise": lambda s, actor, word, request: s.app.enterprises.approve(
        actor, s.waiting.id, s.waiting.version + len(word) - 1, request=request
    ),
    "rejectEnterprise": lambda s, actor, word, request: s.app.enterprises.reject(
        actor, s.waiting.id, s.waiting.version + len(word) - 1, request=request
    ),
    "setMatchingOptOut": lambda s, actor, word, request: s.app.enterprises.set_opt_out(
        actor, s.enterprise.id, s.enterprise.version, word == "一", request=request
    ),
    "vetoPartner": lambda s, actor, word, request: s.app.vetoes.veto(
        actor, s.enterprise.id, (s.partner if word == "一" else s.waiting).id, request=request
    ),
    "declareCapability": lambda s, actor, word, request: s.app.claims.declare(
        actor, CAPABILITY, s.enterprise.id, capability_draft(title=word), request=request
    ),
    "declareNeed": lambda s, actor, word, request: s.app.claims.declare(
        actor, NEED, s.enterprise.id, need_draft(title=word), request=request
    ),
    "updateCapability": lambda s, actor, word, request: s.app.claims.revise(
        actor, CAPABILITY, s.capability, 1, capability_draft(title=word), request=request
    ),
    "updateNeed": lambda s, actor, word, request: s.app.claims.revise(
        actor, NEED, s.need, 1, need_draft(title=word), request=request
    ),
    "withdrawCapability": lambda s, actor, word, request: s.app.claims.withdraw(
        actor, CAPABILITY, s.capability, len(word), request=request
    ),
    "withdrawNeed": lambda s, actor, word, request: s.app.claims.withdraw(
        actor, NEED, s.need, len(word), request=request
    ),
}


@pytest.mark.parametrize("operation", OPERATIONS)
async def test_every_change_can_be_sent_again(scene: Scene, key: str, operation: str) -> None:
    call = OPERATIONS[operation]
    journal = scene.app.journal
    first = await call(scene, SYSTEM, "一", key)
    done = await journal.head()
    assert await call(scene, SYSTEM, "一", key) == first
    assert await journal.head() == done
    with pytest.raises(Conflict) as refused:
        await call(scene, SYSTEM, "二二", key)
    assert [sentence(refused.value, language) for language in Language] == [
        f"requestId“{key}”已用于另一次不同的请求，请换一个。",
        f"The requestId “{key}” was used for a different request; use a new one.",
    ]
    assert await journal.head() == done


async def test_lifting_a_veto_can_be_sent_again(scene: Scene, key: str) -> None:
    vetoes, parties = scene.app.vetoes, (scene.enterprise.id, scene.partner.id)
    await vetoes.veto(scene.owner, *parties)
    first = await vetoes.lift(scene.owner, *parties, request=key)
    assert await vetoes.lift(scene.owner, *parties, request=key) == first
    await vetoes.veto(scene.owner, *parties)
    assert await vetoes.lift(scene.owner, *parties, request=key) == first
    with pytest.raises(Conflict, match=r"veto\.exists"):
        await vetoes.veto(scene.owner, *parties)  # the answer was repeated, the lifting was not


async def test_one_key_for_two_operations_is_refused(scene: Scene, key: str) -> None:
    await OPERATIONS["declareNeed"](scene, SYSTEM, "一", key)
    with pytest.raises(Conflict, match=r"request\.reused"):
        await OPERATIONS["declareCapability"](scene, SYSTEM, "一", key)


async def test_another_account_has_keys_of_its_own(scene: Scene, key: str) -> None:
    first = await OPERATIONS["declareNeed"](scene, SYSTEM, "一", key)
    second = await OPERATIONS["declareNeed"](scene, scene.owner, "一", key)
    assert first.claim != second.claim
    assert second.declared_by == scene.owner.account
    assert await OPERATIONS["declareNeed"](scene, scene.owner, "一", key) == second


async def test_without_a_key_every_sending_counts(scene: Scene, key: str) -> None:
    first = await OPERATIONS["declareNeed"](scene, SYSTEM, "一", None)
    second = await OPERATIONS["declareNeed"](scene, SYSTEM, "一", None)
    assert first.claim != second.claim


async def test_sent_twice_at_once_it_is_done_once(scene: Scene, key: str) -> None:
    before, _ = await scene.app.journal.head()
    answers = await asyncio.gather(
        *(OPERATIONS["declareNeed"](scene, SYSTEM, "一", key) for _ in range(5))
    )
    assert [answer == answers[0] for answer in answers] == [True] * 5
    assert [one.action for one in await scene.app.journal.entries(before)] == ["need.declared"]


async def test_a_refused_request_can_be_sent_again_when_the_reason_is_gone(
    scene: Scene, key: str
) -> None:
    draft = enterprise_draft(committees=["kz"])
    with pytest.raises(InvalidInput):
        await scene.app.enterprises.register(SYSTEM, draft, request=key)
    corrected = draft.model_copy(update={"committees": ("ka",)})
    enterprise = await scene.app.enterprises.register(SYSTEM, corrected, request=key)
    assert enterprise.uscc == draft.uscc


async def test_the_answer_stays_what_it_was_although_the_thing_has_changed(
    scene: Scene, key: str
) -> None:
    first = await OPERATIONS["declareCapability"](scene, SYSTEM, "一", key)
    assert isinstance(first, Capability)
    await scene.app.claims.withdraw(SYSTEM, CAPABILITY, first.claim, 1)
    again = await OPERATIONS["declareCapability"](scene, SYSTEM, "一", key)
    assert again == first
    assert again.withdrawn is False


async def test_a_key_does_not_open_what_its_sender_may_not_do(scene: Scene, key: str) -> None:
    stranger = await create_account(scene.app, Role.STAFF, committees=["kb"])
    before = await scene.app.journal.head()
    for _ in range(2):
        with pytest.raises(ChainlinkError) as refused:
            await OPERATIONS["declareNeed"](scene, stranger, "一", key)
        assert refused.value.code == "FORBIDDEN"
    assert await scene.app.journal.head() == before
