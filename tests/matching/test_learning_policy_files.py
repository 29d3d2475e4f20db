"""Learned policies as text: every number comes back, and whatever is damaged is refused."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chainlink.language import Language, sentence
from chainlink.matching.learning.policy_files import (
    LearnedPolicy,
    PolicyDamaged,
    calibrated,
    policy_from,
    policy_text,
    text_digest,
    weights_of,
)
from chainlink.matching.learning.weights import Calibration, PolicyWeights
from chainlink.matching.model import MatchType
from chainlink.matching.policy import PARTS, expert_policy

SHIPPED = expert_policy()
LEARNED = replace(
    weights_of(SHIPPED),
    version="learned-1",
    parent=SHIPPED.version,
    calibration=Calibration(-0.25, 0.8),
)
TEXT = policy_text(LEARNED)


def read(text: str, version: str = "learned-1", digest: str | None = None) -> LearnedPolicy:
    return policy_from(text, version=version, digest=digest or text_digest(text), shipped=SHIPPED)


def test_what_is_written_is_read_again_number_by_number() -> None:
    policy = read(TEXT)

    assert list(policy.factor) == list(SHIPPED.factor)
    for match_type in MatchType:
        for part in PARTS:
            row = list(MatchType).index(match_type)
            assert policy.signed[part][row].tolist() == SHIPPED.signed[part][row].tolist()
    assert policy.base == SHIPPED.base
    assert (policy.version, policy.parent) == ("learned-1", SHIPPED.version)
    assert weights_of(policy).calibration == Calibration(-0.25, 0.8)


@given(st.floats(0, allow_nan=False, allow_infinity=False), st.floats(-1e9, 1e9))
def test_any_number_is_kept_exactly(weight: float, base: float) -> None:
    parts = dict(LEARNED.parts)
    code = LEARNED.codes[0]
    weights = {**parts["deal"].weights, code: weight}
    parts["deal"] = replace(parts["deal"], base=base, weights=weights)

    policy = read(policy_text(replace(LEARNED, parts=parts)))

    assert (policy.factor[code].deal, policy.base.deal) == (weight, base)


def test_a_number_that_is_none_is_not_written() -> None:
    broken = replace(LEARNED, calibration=Calibration(float("nan"), 1.0))

    with pytest.raises(ValueError, match="JSON compliant"):
        policy_text(broken)


FIRST = f"[factor.{LEARNED.codes[0]}]\nseeker = "


@pytest.mark.parametrize(
    ("damage", "key"),
    [
        (lambda text: text + "[", "policy.damaged.toml"),
        (lambda text: text.replace(FIRST, FIRST + "nan #"), "policy.damaged.value"),
        (lambda text: text.replace(FIRST, FIRST + "inf #"), "policy.damaged.value"),
        (lambda text: text.replace(FIRST, FIRST + "-0.1 #"), "policy.damaged.value"),
        (lambda text: text.replace(FIRST, FIRST + '"much" #'), "policy.damaged.value"),
        (lambda text: text.replace("slope = 0.8", "slope = 0.0"), "policy.damaged.value"),
        (lambda text: text.replace("slope = 0.8", ""), "policy.damaged.value"),
        (lambda text: "surprise = 1\n" + text, "policy.damaged.value"),
        (lambda text: text.replace("learned-1", "learned-2"), "policy.damaged.version"),
        (lambda text: text + "[factor.horoscope]\ndeal = 1.0\n", "policy.damaged.factor"),
        (
            lambda text: text.replace('direction = "against"', 'direction = "for"', 1),
            "policy.damaged.direction",
        ),
        (lambda _: "", "policy.damaged.value"),
    ],
)
def test_what_is_damaged_is_refused_in_one_sentence(damage, key: str) -> None:
    damaged = damage(TEXT)
    assert damaged != TEXT

    with pytest.raises(PolicyDamaged) as refused:
        read(damaged)

    assert refused.value.key == key
    for language in Language:
        said = sentence(refused.value, language)
        assert said.startswith(
            ("策略 learned-1", "In policy learned-1", "The text", "Policy learned")
        )


def test_a_text_that_was_changed_is_refused_whatever_it_says() -> None:
    with pytest.raises(PolicyDamaged) as refused:
        read(TEXT + "\n", digest=text_digest(TEXT))

    assert refused.value.key == "policy.damaged.digest"


@given(st.integers(0, len(TEXT) - 1), st.characters())
def test_no_change_of_a_character_goes_through_or_breaks_the_reader(place: int, other: str) -> None:
    changed = TEXT[:place] + other + TEXT[place + 1 :]
    try:
        read(changed)  # under a digest of its own: only the contents are judged
    except PolicyDamaged:
        assert changed != TEXT
    if changed != TEXT:
        with pytest.raises(PolicyDamaged):
            read(changed, digest=text_digest(TEXT))


def test_calibration_is_told_for_a_learned_policy_only() -> None:
    learned = read(TEXT)

    assert calibrated(SHIPPED, 0.2) == 0.2
    assert calibrated(learned, 0.5) == pytest.approx(0.43782, abs=1e-5)  # logistic(-0.25)
    assert (calibrated(learned, 0.0), calibrated(learned, 1.0)) == (0.0, 1.0)
    assert calibrated(learned, 0.2) < calibrated(learned, 0.3)


def test_weights_of_a_policy_are_its_own() -> None:
    weights = weights_of(SHIPPED)

    assert isinstance(weights, PolicyWeights)
    for code, declared in SHIPPED.factor.items():
        for match_type in MatchType:
            for part in PARTS:
                assert weights.signed(part, code, match_type) == declared.signed(match_type, part)
