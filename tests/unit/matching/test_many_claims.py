"""Ten thousand claims of one enterprise: it is asked and recommended like anybody else."""

from chainlink.matching.model import MatchType
from chainlink.matching.policy import expert_policy
from chainlink.matching.ranking import recommend
from tests.unit.matching.projecting import on_day, projected
from tests.unit.matching.test_ranking_properties import CUT, DAY, TAXONOMY, said, speaking, world

MANY = 10_000


def test_ten_thousand_claims_make_one_partner_from_both_sides() -> None:
    offers = [said(f"电机壳{number}") for number in range(MANY)]
    facts = world([speaking(*offers), speaking(said("找壳", need=True))])
    day, reaches = on_day(projected(facts.values()), TAXONOMY, DAY, CUT)
    for asker, partner in (("e1", "e0"), ("e0", "e1")):
        found = recommend(day, reaches, expert_policy(), asker, [MatchType.SUPPLY], frozenset(), 50)
        assert [one.partner for one in found] == [partner]
