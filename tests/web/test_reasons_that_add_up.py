"""Reasons as bars: what is shown adds up to the score that is shown, of every pair there is."""

import math

from hypothesis import given
from hypothesis import strategies as st

from chainlink.app import App
from chainlink.language import Language
from chainlink.matching.model import MatchType
from chainlink.matching.sentences import Sentence, sentences
from chainlink.web.matches.bars import WIDTH, Bars, bars_of, hundredths, signed
from tests.factories import SYSTEM

_PARTS = st.floats(-20, 20, allow_nan=False)


def check(bars: Bars, score: float) -> None:
    parts = [bars.base, *bars.reasons]
    assert sum(one.points for one in parts) == bars.sum.points == round(score * 100)
    assert bars.sum.shown == signed(round(score * 100))
    for one in (*parts, bars.sum):
        assert one.x >= -0.1
        assert one.x + one.width <= WIDTH + 1.2
    against = [one.against for one in bars.reasons]
    assert against == sorted(against)  # those for it first


async def test_of_every_pair_of_the_seeds(seeded_app: App) -> None:
    pairs = 0
    for match_type in (None, *MatchType):
        page = await seeded_app.recommendations.inbox_page(
            SYSTEM, match_type=match_type, most=10_000
        )
        assert page.total == len(page.pairs)
        for one in page.pairs:
            found = one.recommendation
            contributions = [factor.contribution for factor in found.factors]
            assert abs(math.fsum(contributions) - found.score) < 1e-9
            said = sentences(found, Language.ZH)
            names = {factor.code: factor.code for factor in found.factors} | {"sum": ""}
            base = next(f.contribution for f in found.factors if f.code == "base")
            check(bars_of(base, said, found.score, names), found.score)
            pairs += 1
    assert pairs > 100


@given(_PARTS, st.lists(_PARTS, max_size=15))
def test_whatever_the_parts(base: float, parts: list[float]) -> None:
    score = math.fsum([base, *parts])
    said = [Sentence(str(place), "", part, "") for place, part in enumerate(parts)]
    names = {"base": "", "sum": ""} | {one.code: one.code for one in said}
    check(bars_of(base, said, score, names), score)


@given(st.lists(_PARTS, min_size=1, max_size=15))
def test_no_part_is_shown_further_off_than_a_hundredth(parts: list[float]) -> None:
    shown = hundredths(parts, math.fsum(parts))
    assert all(abs(one - part * 100) < 1.001 for one, part in zip(shown, parts, strict=True))


def test_signs_are_said() -> None:
    assert [signed(one) for one in (31, -280, 0, -5)] == ["+0.31", "−2.80", "+0.00", "−0.05"]
