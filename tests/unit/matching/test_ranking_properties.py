"""Whatever enterprises say, a ranking keeps its promises: worlds are drawn by hypothesis."""

import math
from dataclasses import replace
from itertools import pairwise

from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from chainlink.matching.model import MatchType, Recommendation
from chainlink.matching.policy import expert_policy
from chainlink.matching.projection.facts import CategoryFact, ClaimFact, EnterpriseFact, LinkFact
from chainlink.matching.ranking import recommend
from chainlink.taxonomy.model import ClaimKind
from chainlink.taxonomy.service import Taxonomy
from tests.factories import local, small_categories, small_links
from tests.unit.matching.projecting import on_day, projected

Facts = dict[str, EnterpriseFact]

TAXONOMY = Taxonomy(1, small_categories(), small_links())
CATEGORIES = [
    local(code)
    for code in (
        "motor-housings",
        "aluminium-die-castings",
        "aluminium-alloy-ingots",
        "motors",
        "corn-harvesters",
        "harvesting-machinery",
        "cross-border-ecommerce-export",
    )
]
DAY, CUT = "2026-06-01", "2026-06-01T15:59:59.999999Z"
STARTS = ["2025-01-01", "2026-03-01", "2026-06-01", "2026-06-01", "2026-06-02"]
ENDS = ["2026-05-31", "2026-06-01", "2026-06-20", "2027-01-01", "2027-01-01"]
WORDS = ["铝压铸件", "电机外壳", "玉米收获机 四行", "跨境电商", "流动资金", ""]

claims = st.builds(
    dict,
    need=st.booleans(),
    kind=st.sampled_from([ClaimKind.SUPPLY, ClaimKind.SUPPLY, ClaimKind.SALES_CHANNEL]),
    title=st.sampled_from(WORDS),
    text=st.sampled_from(WORDS),
    visibility=st.sampled_from(["PUBLIC"] * 5 + ["ANONYMOUS", "COMMITTEE", "PRIVATE"]),
    valid_from=st.sampled_from(STARTS),
    valid_until=st.sampled_from(ENDS),
    recorded=st.sampled_from(STARTS),
    superseded=st.sampled_from([None, None, None, "2026-06-01", "2026-06-02"]),
    evidence=st.sampled_from([None, "SELF_CLAIM", "CERTIFICATE"]),
    categories=st.lists(
        st.tuples(st.sampled_from(CATEGORIES), st.sampled_from([0.5, 0.8, 1.0])),
        min_size=1,
        max_size=3,
        unique_by=lambda one: one[0],
    ),
    markets=st.sets(st.sampled_from(["CN", "RU", "KZ", "ZZ"]), max_size=2),
)
links = st.builds(
    dict,
    kind=st.sampled_from(
        ["SUPPLIES", "HOLDS_SHARES_IN", "VETOES", "DISMISSES", "EXPORTS_TO", "MEMBER_OF"]
    ),
    to=st.integers(0, 4),
    recorded=st.sampled_from(STARTS),
)
enterprises = st.builds(
    dict,
    sector=st.sampled_from(["INDUSTRY", "INDUSTRY", "SERVICE"]),
    region=st.sampled_from([None, "370812", "370811", "110101"]),
    status=st.sampled_from(["APPROVED"] * 6 + ["PENDING"]),
    opted_out=st.sampled_from([False] * 6 + [True]),
    claims=st.lists(claims, min_size=1, max_size=4),
    links=st.lists(links, max_size=1),
)


def world(drawn: list[dict], prefix: str = "e") -> Facts:  # type: ignore[type-arg] # as drawn
    facts = {}
    for place, of in enumerate(drawn):
        owner = f"{prefix}{place}"
        facts[owner] = EnterpriseFact(
            id=owner,
            name=f"企业{owner}",
            sector=of["sector"],
            region=of["region"],
            industry=None,
            size=None,
            status=of["status"],
            approved_at="2024-01-01T00:00:00.000000Z" if of["status"] == "APPROVED" else None,
            opted_out=of["opted_out"],
            visibility="PUBLIC",
            claims=tuple(_claim(owner, n, said) for n, said in enumerate(of["claims"])),
            links=tuple(_link(owner, said, len(drawn), prefix) for said in of["links"]),
        )
    return facts


def _claim(owner: str, number: int, said: dict) -> ClaimFact:  # type: ignore[type-arg] # as drawn
    return ClaimFact(
        id=f"{owner}-{number}:1",
        enterprise=owner,
        need=said["need"],
        kind=said["kind"],
        title=said["title"],
        text=said["text"],
        visibility=said["visibility"],
        valid_from=said["valid_from"],
        valid_until=said["valid_until"],
        recorded_at=said["recorded"] + "T00:00:00.000000Z",
        superseded_at=said["superseded"] and said["superseded"] + "T00:00:00.000000Z",
        source=None,
        evidence=None if said["need"] else said["evidence"],
        checked=False,
        urgency=None,
        categories=tuple(CategoryFact(c, sure, sure == 1.0) for c, sure in said["categories"]),
        markets=frozenset(said["markets"]),
    )


def _link(owner: str, said: dict, size: int, prefix: str) -> LinkFact:  # type: ignore[type-arg] # as drawn
    end = {"EXPORTS_TO": "RU", "MEMBER_OF": "ka"}.get(said["kind"], f"{prefix}{said['to'] % size}")
    return LinkFact(
        said["kind"], owner, end, None, None, said["recorded"] + "T00:00:00.000000Z", None
    )


worlds = st.lists(enterprises, min_size=2, max_size=5)


def everything(facts: Facts) -> dict[str, dict[MatchType, list[Recommendation]]]:
    day, reaches = on_day(projected(facts.values()), TAXONOMY, DAY, CUT)
    return {
        asker: {
            kind: recommend(day, reaches, expert_policy(), asker, [kind], frozenset(), 50)
            for kind in MatchType
        }
        for asker in facts
    }


@given(worlds)
@settings(max_examples=60, deadline=None)
def test_scores_are_sums_ranks_are_in_order_and_both_sides_see_the_same(drawn: list[dict]) -> None:  # type: ignore[type-arg] # as drawn
    answers = everything(world(drawn))
    for asker, by_type in answers.items():
        for match_type, ranked in by_type.items():
            assert [one.rank for one in ranked] == list(range(1, len(ranked) + 1))
            assert all(a.score >= b.score - 1e-11 for a, b in pairwise(ranked))
            assert len({one.partner for one in ranked}) == len(ranked)
            for one in ranked:
                total = math.fsum(factor.contribution for factor in one.factors)
                assert abs(total - one.score) < 1e-9
                assert 0 < one.probability < 1
                assert math.isclose(math.log(one.probability), one.score, abs_tol=1e-9)
                assert all(0 <= f.value <= 1 for f in one.factors if f.code != "base")
                back = [o for o in answers[one.partner][match_type] if o.partner == asker]
                assert [o.score for o in back] == [one.score]


def stands(dismissal: LinkFact, facts: Facts) -> bool:
    """Whether no claim of either was recorded or ended since, as far as was known that day."""
    said = [
        instant
        for end in (dismissal.start, dismissal.end)
        for claim in facts[end].claims
        for instant in (claim.recorded_at, claim.superseded_at)
        if instant is not None and instant <= CUT
    ]
    return all(instant <= dismissal.recorded_at for instant in said)


@given(worlds)
@settings(max_examples=60, deadline=None)
def test_nobody_is_met_who_must_not_be_and_only_on_claims_in_force(drawn: list[dict]) -> None:  # type: ignore[type-arg] # as drawn
    snapshot = world(drawn)
    answers = everything(snapshot)
    for asker, by_type in answers.items():
        for match_type, ranked in by_type.items():
            for one in ranked:
                for side in (asker, one.partner):
                    fact = snapshot[side]
                    assert fact.status == "APPROVED"
                    assert not fact.opted_out
                ends = {asker, one.partner}
                assert len(ends) == 2
                known_links = [x for f in snapshot.values() for x in f.links]
                for link in known_links:
                    if {link.start, link.end} == ends:
                        assert link.kind != "VETOES"
                        known = link.recorded_at <= CUT
                        assert not (known and link.kind == "DISMISSES" and stands(link, snapshot))
                        assert not (known and link.kind == "HOLDS_SHARES_IN")
                        trade = match_type in {MatchType.SUPPLY, MatchType.CHAIN, MatchType.CHANNEL}
                        assert not (known and trade and link.kind == "SUPPLIES")
                for claim_id in (one.seeker_claim, one.provider_claim):
                    [claim] = [c for f in snapshot.values() for c in f.claims if c.id == claim_id]
                    assert claim.visibility in {"PUBLIC", "ANONYMOUS"}
                    assert claim.recorded_at <= CUT
                    assert claim.valid_from <= DAY <= claim.valid_until
                    assert claim.superseded_at is None or claim.superseded_at > CUT


@given(worlds, st.sampled_from(STARTS), st.booleans())
# many a drawn world has nobody to meet
@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.filter_too_much])
def test_a_dismissed_pair_is_apart_in_both_lists_until_a_claim_changes(
    drawn: list[dict],  # type: ignore[type-arg] # as drawn
    recorded: str,
    turned: bool,
) -> None:
    facts = world(drawn)
    before = everything(facts)
    met = [
        (asker, one.partner)
        for asker, by_type in before.items()
        for ranked in by_type.values()
        for one in ranked
    ]
    assume(met)
    start, end = met[0][::-1] if turned else met[0]
    dismissal = LinkFact("DISMISSES", start, end, None, None, recorded + "T00:00:00.000000Z", None)
    facts[start] = replace(facts[start], links=(*facts[start].links, dismissal))
    after = everything(facts)
    if dismissal.recorded_at > CUT or not stands(dismissal, facts):
        assert after == before
        return
    for one, other in ((start, end), (end, start)):
        partners = {each.partner for ranked in after[one].values() for each in ranked}
        assert other not in partners


@given(worlds)
@settings(max_examples=40, deadline=None)
def test_every_path_is_unbroken_from_seeker_to_provider(drawn: list[dict]) -> None:  # type: ignore[type-arg] # as drawn
    answers = everything(world(drawn))
    for by_type in answers.values():
        for ranked in by_type.values():
            for one in ranked:
                [path] = one.paths
                assert path.hops[0].from_enterprise == one.seeker
                assert path.hops[-1].to_enterprise == one.provider
                assert all(a.to_name == b.from_name for a, b in pairwise(path.hops))
                assert math.isclose(path.confidence, math.prod(h.confidence for h in path.hops))


@given(worlds)
@settings(max_examples=30, deadline=None)
def test_names_and_ids_do_not_matter(drawn: list[dict]) -> None:  # type: ignore[type-arg] # as drawn
    one = everything(world(drawn))
    other = everything(world(drawn, prefix="zz9-"))
    for place in range(len(drawn)):
        for kind in MatchType:
            first = [_told(drawn, r, "e") for r in one[f"e{place}"][kind]]
            assert first == [_told(drawn, r, "zz9-") for r in other[f"zz9-{place}"][kind]]


def _told(drawn: list[dict], one: Recommendation, prefix: str) -> tuple[float, str]:  # type: ignore[type-arg] # as drawn
    """The score and what the partner says; two who say the same are the same here."""
    return one.score, repr(drawn[int(one.partner.removeprefix(prefix))]["claims"])


def said(title: str, *, need: bool = False) -> dict:  # type: ignore[type-arg] # as drawn
    return {
        "need": need,
        "kind": ClaimKind.SUPPLY,
        "title": title,
        "text": "",
        "visibility": "PUBLIC",
        "valid_from": "2026-03-01",
        "valid_until": "2027-01-01",
        "recorded": "2026-03-01",
        "superseded": None,
        "evidence": "SELF_CLAIM",
        "categories": [(local("motor-housings"), 1.0)],
        "markets": set(),
    }


def speaking(*claims: dict) -> dict:  # type: ignore[type-arg] # as drawn
    plain = {"sector": "INDUSTRY", "region": None, "status": "APPROVED", "opted_out": False}
    return plain | {"claims": list(claims), "links": []}


def test_equal_scores_are_ordered_by_what_was_said() -> None:
    drawn = [speaking(said("找壳", need=True)), *(speaking(said(word)) for word in "甲乙丙丁戊己")]
    orders = set()
    for prefix in ("e", "a", "zz", "9-"):
        day, reaches = on_day(projected(world(drawn, prefix).values()), TAXONOMY, DAY, CUT)
        asker = f"{prefix}0"
        ranked = recommend(
            day, reaches, expert_policy(), asker, [MatchType.SUPPLY], frozenset(), 50
        )
        assert len({one.score for one in ranked}) == 1
        orders.add("".join(one.paths[0].hops[-1].from_name for one in ranked))
    assert len(orders) == 1


def test_both_sides_choose_the_same_of_two_links_that_fit_alike() -> None:
    offers = [said(title) for title in ("电机壳", "压铸电机壳体", "端盖")]
    drawn = [
        speaking(*(said(title, need=True) for title in ("电机壳体", "压铸壳", "壳体"))),
        speaking(*offers),
    ]
    answers = everything(world(drawn))
    [mine], [theirs] = answers["e0"][MatchType.SUPPLY], answers["e1"][MatchType.SUPPLY]
    assert (mine.score, mine.seeker_claim) == (theirs.score, theirs.seeker_claim)
    assert mine.provider_claim == theirs.provider_claim
