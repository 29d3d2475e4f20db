"""What the shipped taxonomy is read into: texts as people type them, and who should meet whom."""

import pytest
from taxonomy_examples import cases

from chainlink.taxonomy.reading import CategoryReader

Kin = dict[str, set[str]]


def test_the_expected_category_is_among_the_first_three(seeded: CategoryReader) -> None:
    missed = []
    for case in cases("reading_cases.csv"):
        first = {r.code for r in seeded.suggest(case["text"], scheme="LOCAL", first=3)}
        if case["expected"] and not first & set(case["expected"].split("|")):
            missed.append(case["text"])
    assert missed == []


def test_nothing_that_only_shares_words_is_read(seeded: CategoryReader) -> None:
    wrong = []
    for case in cases("reading_cases.csv"):
        read = {r.code for r in seeded.read(case["text"])}
        if read & set(case["forbidden"].split("|")) or (read and not case["expected"]):
            wrong.append(case["text"])
    assert wrong == []


def test_surest_readings_are_nearly_always_right(seeded: CategoryReader, kin: Kin) -> None:
    sure = [
        any(reading.code in kin[code] for code in case["expected"].split("|"))
        for case in cases("reading_cases.csv")
        if case["expected"]
        for reading in seeded.read(case["text"])
        if reading.confidence >= 0.8
    ]
    assert len(sure) > 90
    assert sum(sure) / len(sure) > 0.87


def _meets(
    seeded: CategoryReader, kin: Kin, inputs: set[tuple[str, str]], case: dict[str, str]
) -> bool:
    """Whether need and capability are read into the same category, or a broader or narrower one;
    for those that should meet an input counts too."""
    wanted = [reading.code for reading in seeded.read(case["need"])]
    offered = [reading.code for reading in seeded.read(case["capability"])]
    pairs = [(want, offer) for want in wanted for offer in offered]
    if any(want in kin[offer] or offer in kin[want] for want, offer in pairs):
        return True
    return case["meets"] == "yes" and any((offer, want) in inputs for want, offer in pairs)


def test_decoys_that_share_words_do_not_meet(
    seeded: CategoryReader, kin: Kin, inputs: set[tuple[str, str]]
) -> None:
    decoys = [case for case in cases("meeting_pairs.csv") if case["meets"] == "no"]
    assert [case for case in decoys if _meets(seeded, kin, inputs, case)] == []
    assert len(decoys) == 32


@pytest.mark.parametrize(
    ("half", "met", "of"), [("tune", 15, 16), ("aside", 11, 18), ("fresh", 8, 16)]
)
def test_who_should_meet_meets(
    seeded: CategoryReader, kin: Kin, inputs: set[tuple[str, str]], half: str, met: int, of: int
) -> None:
    """The words of ``tune`` are in the taxonomy, those of ``aside`` and ``fresh`` as a rule are
    not: they show what is read from words nobody wrote down. Fewer than once measured is a loss."""
    wishes = [c for c in cases("meeting_pairs.csv") if (c["half"], c["meets"]) == (half, "yes")]
    assert len(wishes) == of
    assert sum(_meets(seeded, kin, inputs, case) for case in wishes) >= met
