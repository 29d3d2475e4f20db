"""Every mutation tried by everybody; what is refused moves nothing and tells nothing."""

import json

import pytest

from chainlink.api.relay import global_id, opened_id
from tests.every_mutation import FORBIDDEN
from tests.everything_asked import SCHEMA, marks
from tests.mutation_forms import FORMS, NEVER_DONE
from tests.mutation_outcomes import Outcomes, without_ids
from tests.whole_world import WholeWorld, never


def test_every_mutation_has_a_form() -> None:
    assert SCHEMA.mutation_type is not None
    assert FORMS.keys() == SCHEMA.mutation_type.fields.keys()


# in the order of the table: what some forms change others start from
@pytest.fixture(scope="module")
async def outcomes(world: WholeWorld) -> Outcomes:
    found = Outcomes(world)
    await found.of_hidden_things()
    for mutation in FORMS:
        await found.of(mutation)
    return found


def test_each_role_may_what_the_table_declares(outcomes: Outcomes) -> None:
    assert outcomes.found == outcomes.declared
    assert FORMS.keys() - outcomes.done == NEVER_DONE  # the others do something when allowed


def test_a_token_to_read_with_changes_nothing(outcomes: Outcomes) -> None:
    codes = {code for by_who in outcomes.read_only.values() for code in by_who.values()}
    assert codes == {FORBIDDEN}


def test_what_is_refused_moves_nothing(outcomes: Outcomes) -> None:
    assert outcomes.moved == set()


def test_what_is_hidden_is_refused_as_what_never_was(outcomes: Outcomes) -> None:
    assert outcomes.told_apart == []
    assert outcomes.compared > 70


QUESTIONS = {
    "node": "node(id: $id) { __typename id }",
    "enterprise": "enterprise(id: $id) { id }",
    "introduction": "introduction(id: $id) { id }",
    "deal": "deal(id: $id) { id }",
    "event": "event(id: $id) { id }",
    "deals": "deals(enterprise: $id) { edges { node { id } } pageInfo { hasNextPage endCursor } }",
    "crossBorderOrders": "crossBorderOrders(enterprise: $id) { edges { node { id } } }",
    "deliveries": "deliveries(webhook: $id) { edges { node { id } } }",
    "introductions": "introductions(committee: $id) { edges { node { id } } }",
    "outcomeReport": "outcomeReport(committee: $id) { from introductions { value } }",
}


async def test_questions_tell_nothing_of_what_is_hidden(world: WholeWorld) -> None:
    things = {**world.ids, "kc": global_id("Committee", "kc")}
    things |= {name: world.enterprise(name) for name in world.enterprises}
    compared = 0
    for who in ("public", "foreign", "refused", "staff of kc"):
        unknown: dict[tuple[str, str], str] = {}  # what is said of ids that never were
        for id_ in things.values():
            kind, _ = opened_id(id_) or ("", "")
            if await _answer(world, who, "node", id_) != '{"data":{"found":null}}':
                continue
            for name in QUESTIONS:
                if (name, kind) not in unknown:
                    unknown[name, kind] = await _answer(world, who, name, never(id_))
                answer = await _answer(world, who, name, id_)
                assert answer == unknown[name, kind], (who, name, kind)
                assert not marks(answer)
                compared += 1
    assert compared > 200


async def _answer(world: WholeWorld, who: str, name: str, id_: str) -> str:
    document = f"query ($id: ID!) {{ found: {QUESTIONS[name]} }}"
    return without_ids(await world.text(who, document, id=id_), {"id": id_})


async def test_a_code_of_a_hidden_enterprise_is_an_unknown_code(world: WholeWorld) -> None:
    question = "query ($code: String!) { enterprise(uscc: $code) { id } }"
    for who in ("public", "seeker", "foreign", "waiting"):
        for code in (world.enterprises["unseen"].uscc, "91370812MA00000000"):
            assert json.loads(await world.text(who, question, code=code)) == {
                "data": {"enterprise": None}
            }
