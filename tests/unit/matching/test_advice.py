"""What an enterprise is advised to add, and that it is true when it is done."""

import asyncio
from dataclasses import replace
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from chainlink.language import Language, say
from chainlink.matching.advice import Advice, Adviser, advise
from chainlink.matching.advice_changes import Addition
from chainlink.matching.model import MatchType
from chainlink.matching.policy import expert_policy
from chainlink.matching.projection.facts import CategoryFact, ClaimFact, EnterpriseFact
from chainlink.matching.projection.tables import tables_of
from chainlink.matching.ranking import recommend
from chainlink.taxonomy.model import ClaimKind
from tests.factories import local
from tests.unit.matching.projecting import on_day, projected
from tests.unit.matching.test_inbox_following import speaker, speakers
from tests.unit.matching.test_ranking_properties import CUT, DAY, TAXONOMY, said, speaking, world

SIZE = 30
Facts = dict[str, EnterpriseFact]


def shown_to(facts: Facts, enterprise: str) -> set[str]:
    """In whose first twenty an enterprise stands, by asking everybody."""
    day, reaches = on_day(projected(facts.values()), TAXONOMY, DAY, CUT)
    return {
        other
        for other in facts
        for one in recommend(day, reaches, expert_policy(), other, list(MatchType), frozenset(), 20)
        if one.partner == enterprise
    }


def adviser_of(facts: Facts, enterprise: str) -> Adviser:
    projection = projected(facts.values())
    day, reaches = on_day(projection, TAXONOMY, DAY, CUT)
    row = projection.ids.find(enterprise)
    return Adviser(day, reaches, expert_policy(), row, tables_of([facts[enterprise]]))


def apart_from(facts: Facts, enterprise: str) -> set[str]:
    """Whom a dismissal keeps apart from an enterprise: any true change brings them back."""
    projection = projected(facts.values())
    day, _ = on_day(projection, TAXONOMY, DAY, CUT)
    ids = projection.ids
    return {ids.values[row] for row in day.dismissed(ids.find(enterprise)).tolist()}


def done(fact: EnterpriseFact, addition: Addition) -> EnterpriseFact:
    """The addition as the platform would record it: another version, the old one superseded."""
    tables = addition.tables
    versions = []
    for row in tables.claims.to_pylist():
        categories = tuple(
            CategoryFact(one["category"], one["confidence"], one["declared"])
            for one in tables.categories.to_pylist()
            if one["claim"] == row["id"]
        )
        markets = frozenset(
            one["market"] for one in tables.markets.to_pylist() if one["claim"] == row["id"]
        )
        row |= {"kind": ClaimKind(row["kind"]), "categories": categories, "markets": markets}
        versions.append(ClaimFact(**row))
    known = {one.id: one for one in fact.claims}
    new = [one for one in versions if one != known.get(one.id)]
    ended = {one.id for one in new}
    kept = [replace(one, superseded_at=CUT) if one.id in ended else one for one in fact.claims]
    return replace(fact, claims=(*kept, *(replace(one, id=f"new-{one.id}") for one in new)))


@given(st.randoms(use_true_random=True))
@settings(max_examples=4, deadline=None)
def test_what_is_promised_comes_true_exactly(random: Random) -> None:
    facts = world([speaker(random) for _ in range(SIZE)]) | {"w0": speakers()}
    fact = replace(facts["e0"], status="APPROVED", opted_out=False)
    facts["e0"] = replace(fact, approved_at="2024-01-01T00:00:00.000000Z")
    before = shown_to(facts, "e0")
    before |= apart_from(facts, "e0")  # that they come back is no merit of what is added
    adviser = adviser_of(facts, "e0")
    for addition in adviser.additions:
        entered, asked = asyncio.run(adviser.effect(addition))
        assert asked < SIZE
        after = shown_to(facts | {"e0": done(facts["e0"], addition)}, "e0")
        assert entered == len(after - before), addition.code


def advised(facts: Facts, enterprise: str) -> list[Advice]:
    return asyncio.run(advise(adviser_of(facts, enterprise)))


def sentences(advice: list[Advice], language: Language) -> list[str]:
    return [
        say(one.key, language, title=one.title, label=one.label, entered=one.entered)
        for one in advice
    ]


def test_a_caster_is_told_to_state_what_others_ask_for() -> None:
    housings = said("电机外壳") | {"categories": [(local("motor-housings"), 1.0)]}
    ingots = said("铝锭", need=True) | {"categories": [(local("aluminium-alloy-ingots"), 1.0)]}
    motor = said("电动机", need=True) | {"categories": [(local("motors"), 1.0)]}
    facts = world([speaking(housings), speaking(motor), speaking(motor), speaking(ingots)])
    found = advised(facts, "e0")
    assert [(one.code, one.category, one.entered) for one in found] == [
        ("capability", local("motors"), 2),
        ("capability", local("aluminium-alloy-ingots"), 1),
    ]
    assert sentences(found, Language.ZH) == [
        "如果也能提供“电动机”，写成一条能力，可进入另外 2 家企业的前二十名推荐",
        "如果也能提供“铝合金锭”，写成一条能力，可进入另外 1 家企业的前二十名推荐",
    ]
    assert sentences(found, Language.EN)[0] == (
        "If you can also supply “电动机”, state it: 2 more partners would then have you in "
        "their first twenty"
    )


def test_evidence_lifts_a_maker_above_twenty_others() -> None:
    want = [speaking(said("电机外壳", need=True)) for _ in range(3)]
    plain = said("电机外壳") | {"evidence": "SELF_CLAIM", "valid_from": "2026-05-31"}
    plain["recorded"] = "2026-05-31"
    visited = plain | {"evidence": "VISIT"}
    facts = world([speaking(plain), *want, *(speaking(visited) for _ in range(60))])
    found = advised(facts, "e0")
    assert [(one.code, one.entered) for one in found if one.code == "evidence"] == [("evidence", 3)]
    assert "给“电机外壳”补充证书、专利或订单等凭证，可进入另外 3 家企业的前二十名推荐" in sentences(
        found, Language.ZH
    )


def test_nothing_is_advised_that_changes_nothing() -> None:
    facts = world([speaking(said("电机外壳")), speaking(said("电机外壳", need=True))])
    assert advised(facts, "e0") == []
