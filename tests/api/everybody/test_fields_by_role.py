"""Every field and node asked as everybody: nothing but what the permission table declares.

Everything private bears a mark; everything that has an id is asked for by it. What each is told
is compared with the table, with the rules of masking, and with what an administrator is told.
"""

from collections import defaultdict
from collections.abc import Mapping
from typing import Any

import pytest

from chainlink.accounts.model import Role
from chainlink.accounts.permissions import Resource
from chainlink.api.relay import opened_id
from tests.every_mutation import owner_of
from tests.role_declarations import CUT, MARKS, PRIVATE_LISTS, by_table, declared
from tests.told import REFERENCE, Told, differences, ids_in, tell_everybody
from tests.whole_world import EVERYBODY, WholeWorld


@pytest.fixture(scope="module")
async def told(world: WholeWorld) -> Told:
    return await tell_everybody(world)


def test_every_private_word_reaches_those_whom_it_is_for_and_nobody_else(told: Told) -> None:
    assert {mark: who for mark, who in told.marks.items() if MARKS.get(mark) != who} == {}
    assert told.marks.keys() == MARKS.keys()


def test_only_the_report_refuses_and_says_so(told: Told) -> None:
    refused = {who for who in EVERYBODY if told.world.actors[who].role is Role.ENTERPRISE}
    assert told.errors == {(who, "outcomeReport") for who in {*refused, "public"}}


def test_every_thing_is_there_for_whom_the_table_declares(told: Told) -> None:
    world = told.world
    ids = world.ids | {f"#{name}": world.enterprise(name) for name in world.enterprises}
    seen = {name: {who for who in EVERYBODY if told.nodes[who][id_]} for name, id_ in ids.items()}
    assert seen == declared(world)
    reached = by_table(world, Resource.RECOMMENDATIONS, owner_of(world, "seeker"))
    for id_ in told.nodes["admin"]:
        kind = (opened_id(id_) or ("",))[0]
        who = {one for one in EVERYBODY if told.nodes[one][id_]}
        if kind == "ShownPair":
            assert who == reached - {"seeker"}  # shown again in reports, which are for officers
        if kind in {"Delivery", "Webhook"}:
            assert who in ({"seeker"}, {"staff of ka"})
        if kind == "Notification":
            assert not who & {"public", "foreign", "waiting", "auditor", "admin"}


def test_every_id_that_somebody_is_told_opens_for_him(told: Told) -> None:
    for who in EVERYBODY:
        shown = {id_ for answer in told.answers(who) for id_ in ids_in(answer)}
        shown = {one for one in shown if (opened_id(one) or ("",))[0] not in REFERENCE}
        assert shown <= told.seen(who), who


ROOT_LISTS = {
    "enterprises": "Enterprise",
    "events": "Event",
    "introductions": "Introduction",
    "deals": "Deal",
    "crossBorderOrders": "CrossBorderOrder",
    "notifications": "Notification",
    "deliveries": "Delivery",
    "dismissals": "Dismissal",
}


@pytest.mark.parametrize("name", ROOT_LISTS)
async def test_a_list_holds_what_is_seen_by_id_page_by_page(told: Told, name: str) -> None:
    question = (
        f"query ($after: String) {{ found: {name}(first: 2, after: $after) "
        "{ edges { node { id } } pageInfo { hasNextPage endCursor } } }"
    )
    for who in EVERYBODY:
        listed: list[str] = []
        page: dict[str, Any] = {"hasNextPage": True, "endCursor": None}
        while page["hasNextPage"]:
            data = await told.world.ask(who, question, after=page["endCursor"])
            page, edges = data["found"]["pageInfo"], data["found"]["edges"]
            listed += [edge["node"]["id"] for edge in edges]
            assert edges or not listed  # a next page that is promised is there
        assert len(listed) == len(set(listed))
        assert set(listed) == told.seen(who, ROOT_LISTS[name]), who


def test_lists_without_pages_and_counts_tell_of_ones_own_only(told: Told) -> None:
    for who in EVERYBODY:
        roots = told.roots[who]
        assert {one["id"] for one in roots["webhooks"]} == told.seen(who, "Webhook")
        assert roots["unreadCount"] == len(told.seen(who, "Notification"))


def test_lists_within_things_hold_what_is_seen_by_id(told: Told) -> None:
    compared = 0
    for who in EVERYBODY:
        for id_ in told.seen(who):
            whole = told.nodes["admin"][id_] or {}
            for name, value in told.nodes[who][id_].items():
                if not isinstance(value, dict) or "edges" not in value or name not in whole:
                    continue
                kept, every = ([*ids_in(one["edges"])] for one in (value, whole[name]))
                if name not in {"attendance", "events", "recommendedPartners"}:
                    assert set(kept) == set(every) & told.seen(who), (who, name)
                    compared += 1
                if name not in {"recommendedPartners"}:
                    assert not value["pageInfo"]["hasNextPage"]
    assert compared > 100


def test_fields_are_cut_for_whom_it_is_declared_and_told_whole_to_all_others(told: Told) -> None:
    found: Mapping[str, set[str]] = defaultdict(set)
    for who in EVERYBODY:
        for id_ in told.seen(who) & told.seen("admin"):
            differences(
                told.nodes[who][id_],
                told.nodes["admin"][id_],
                "",
                lambda place, _, who=who: found[place].add(who),
            )
    cut = {place: who for place, who in found.items() if place not in PRIVATE_LISTS}
    assert cut == CUT


def test_advice_and_suggestions_are_told_to_whom_the_table_declares(told: Told) -> None:
    for name in ("seeker", "provider", "refused", "foreign"):
        owner = owner_of(told.world, name)
        reached = by_table(told.world, Resource.RECOMMENDATIONS, owner)
        id_ = told.world.enterprise(name)
        for who in EVERYBODY:
            node = told.nodes[who][id_] or {}
            if node.get("matchingAdvice") or (node.get("recommendedPartners") or {}).get("edges"):
                assert who in reached, (who, name)


def test_who_has_no_name_has_nothing_else_by_which_to_know_him(told: Told) -> None:
    nameless = []

    def look(answer: Any) -> None:
        if isinstance(answer, dict):
            if answer.get("anonymous"):
                nameless.append(answer)
            for value in answer.values():
                look(value)
        elif isinstance(answer, list):
            for value in answer:
                look(value)

    for who in EVERYBODY:
        for answer in told.answers(who):
            look(answer)
    assert nameless
    told_of = {
        "__typename",
        "id",
        "name",
        "sector",
        "anonymous",
        "visibility",
        "region",
        "industry",
    }
    for one in nameless:
        said = {name for name, value in one.items() if value and name not in told_of}
        empty = {name for name in said if isinstance(one[name], dict) and not one[name]["edges"]}
        assert said == empty, one
