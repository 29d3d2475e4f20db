"""Every reason as a sentence, with the very numbers that were weighed."""

import math
from dataclasses import replace

from chainlink.language import Language
from chainlink.matching.model import MatchType, Recommendation
from chainlink.matching.policy import expert_policy
from chainlink.matching.projection.facts import CategoryFact, EnterpriseFact
from chainlink.matching.ranking import recommend
from chainlink.matching.sentences import sentences
from chainlink.taxonomy.model import ClaimKind
from tests.factories import local
from tests.unit.matching.projecting import on_day, projected
from tests.unit.matching.test_ranking_properties import CUT, DAY, TAXONOMY, said, speaking, world

Facts = dict[str, EnterpriseFact]


def told(facts: Facts, match_type: MatchType, *, shown: int = 0) -> Recommendation:
    projection = projected(facts.values())
    projection.expose({"e1": shown})
    day, reaches = on_day(projection, TAXONOMY, DAY, CUT)
    [found] = recommend(day, reaches, expert_policy(), "e0", [match_type], frozenset(), 20)
    return found


def buying_and_offering() -> Facts:
    need = said("电机外壳", need=True)
    offer = said("压铸件") | {"evidence": "CERTIFICATE", "valid_from": "2026-06-01"}
    offer |= {"recorded": "2026-06-01", "valid_until": "2026-06-20"}
    offer["categories"] = [(local("aluminium-die-castings"), 0.8)]
    facts = world([speaking(need) | {"region": "370812"}, speaking(offer) | {"region": "370811"}])
    [claim] = facts["e0"].claims
    facts["e0"] = replace(facts["e0"], claims=(replace(claim, urgency="URGENT", source="走访表"),))
    [claim] = facts["e1"].claims
    claim = replace(claim, checked=True, source="省经信厅名录")
    facts["e1"] = replace(facts["e1"], claims=(claim,))
    return facts


def texts(found: Recommendation, language: Language) -> dict[str, str]:
    return {one.code: one.text for one in sentences(found, language)}


def test_the_sentences_of_a_supply_in_chinese_and_english() -> None:
    found = told(buying_and_offering(), MatchType.SUPPLY, shown=9)
    by_code = {one.code: f"{one.contribution:+.2f}" for one in found.factors}
    fit = next(one.value for one in found.factors if one.code == "category_fit")
    assert f"{fit:.0%}" == "56%"
    chinese = {
        "category_fit": "所需“电机壳体”与所供“铝压铸件”品类契合 56%",
        "stated_need": "需求于 2026-03-01 明确提出，来源：走访表",
        "focus": "供方这条能力只讲这一件事",
        "proximity": "双方在同一地市，距离分 60%",
        "freshness": "较早的一条信息已有 92 天，新鲜程度 70%",
        "evidence": "供方能力以证书为证并经核实，来源：省经信厅名录，凭证分 100%",
        "uncertain_reading": "品类由文字识别、本人未勾选，可信度 80%",
        "expiring": "其中一条信息三十天内到期",
        "exposure": "对方近 30 天已被推荐 9 次，让位给别家",
    }
    english = {
        "category_fit": "“电机壳体” is wanted and “铝压铸件” offered: the categories fit by 56%",
        "stated_need": "The need was stated on 2026-03-01; source: 走访表",
        "focus": "The offer is about this one thing",
        "proximity": "Both are in the same prefecture: nearness counts 60%",
        "freshness": "The older of the two claims is 92 days old: freshness counts 70%",
        "evidence": (
            "A certificate stands behind the offer and was checked; source: 省经信厅名录; "
            "evidence counts 100%"
        ),
        "uncertain_reading": (
            "The categories were read from text and not ticked: they are 80% sure"
        ),
        "expiring": "One of the two claims ends within thirty days",
        "exposure": ("The partner was shown 9 times in the last 30 days and makes room for others"),
    }
    for language, texts_of, left, right in (
        (Language.ZH, chinese, "（", "）"),
        (Language.EN, english, " (", ")"),
    ):
        said_of = texts(found, language)
        for code, text in texts_of.items():
            assert said_of[code] == f"{text}{left}{by_code[code]}{right}"


def test_where_only_words_matched_it_says_so() -> None:
    vague = {"categories": [(local("motors"), 0.1)], "text": "六角螺栓"}
    facts = world([speaking(said("六角螺栓", need=True) | vague), speaking(said("螺栓") | vague)])
    found = told(facts, MatchType.SUPPLY)
    value = next(one for one in found.factors if one.code == "text_similarity")
    assert texts(found, Language.ZH)["text_similarity"] == (
        f"仅文字相近 {value.value:.0%}，未识别出共同的品类（{value.contribution:+.2f}）"
    )
    assert texts(found, Language.EN)["text_similarity"] == (
        f"Only the wordings are alike, by {value.value:.0%}; no common category is known "
        f"({value.contribution:+.2f})"
    )


def test_an_input_and_a_channel_are_named() -> None:
    maker = said("收获机") | {"categories": [(local("corn-harvesters"), 1.0)]}
    motor = said("电机") | {"categories": [(local("motors"), 1.0)]}
    chain = texts(told(world([speaking(maker), speaking(motor)]), MatchType.CHAIN), Language.ZH)
    assert chain["chain_link"].startswith("“电动机”是“玉米收获机”的投入，衔接程度 ")
    channel = said("跨境电商") | {"kind": ClaimKind.SALES_CHANNEL, "markets": {"KZ"}}
    channel["categories"] = [(local("cross-border-ecommerce-export"), 1.0)]
    facts = world([speaking(maker), speaking(channel)])
    [claim] = facts["e1"].claims
    sure = tuple(CategoryFact(one.category, 1.0, True) for one in claim.categories)
    facts["e1"] = replace(facts["e1"], claims=(replace(claim, categories=sure),))
    found = texts(told(facts, MatchType.CHANNEL), Language.ZH)
    assert found["category_fit"].startswith(
        "“玉米收获机”可经由一个未写明商品的渠道销售，品类契合 50%（"
    )
    assert found["first_export"].startswith("有产品、尚无出口的制造企业，遇到通往境外的渠道（")
    assert found["finished_goods"].startswith("“玉米收获机”是成品，渠道可直接销售，程度 100%（")


def test_the_sentences_add_up_to_the_score_the_strongest_first() -> None:
    found = told(buying_and_offering(), MatchType.SUPPLY)
    reasons = sentences(found, Language.ZH)
    base = next(one.contribution for one in found.factors if one.code == "base")
    assert math.fsum([base, *(one.contribution for one in reasons)]) == found.score
    strengths = [abs(one.contribution) for one in reasons]
    assert strengths == sorted(strengths, reverse=True)
