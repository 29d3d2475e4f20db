"""Postings that were changed group by group are those of what is left, in the same order."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from chainlink.matching.projection.postings import Posting, Postings

Entry = tuple[int, int, float]  # group, claim, impact
entries = st.lists(
    st.tuples(st.integers(0, 4), st.integers(0, 30), st.integers(0, 1000)),
    max_size=30,
    unique_by=lambda one: (one[0], one[1]),
).map(lambda some: [(g, c, i + c / 100 + g / 1000) for g, c, i in some])


def posting(some: list[Entry]) -> tuple[np.ndarray, Posting]:  # type: ignore[type-arg] # test
    groups, claims, impacts = (
        np.array([one[n] for one in some], dtype)
        for n, dtype in enumerate((np.int64, np.int32, np.float64))
    )
    return groups, Posting(claims, np.ones(len(some), np.float32), impacts)


def told(postings: Postings) -> list[list[int]]:
    return [postings.of(group).claims.tolist() for group in range(6)]


@given(entries, entries, st.data())
@settings(deadline=None, max_examples=100)
def test_changing_is_building_anew(
    before: list[Entry], more: list[Entry], data: st.DataObject
) -> None:
    gone = data.draw(st.lists(st.sampled_from(before), unique=True)) if before else []
    known = {(group, claim) for group, claim, _ in before}
    new = [one for one in more if one[:2] not in known]
    postings = Postings(*posting(before))
    groups, leaving = posting(gone)
    postings.change((groups, leaving.claims), posting(new))
    anew = Postings(*posting([one for one in before if one not in gone] + new))
    assert told(postings) == told(anew)
    asked = np.arange(6)
    assert postings.sizes(asked).tolist() == anew.sizes(asked).tolist()
    for most in (1, 2, 100):
        found = [
            sorted(zip(*(part.tolist() for part in one.first_of(asked, most)[:2]), strict=True))
            for one in (postings, anew)
        ]
        assert found[0] == found[1]


def test_the_likeliest_come_first() -> None:
    postings = Postings(*posting([(0, 7, 0.2), (0, 8, 0.9), (0, 9, 0.5)]))
    assert postings.of(0).claims.tolist() == [8, 9, 7]
    assert postings.first_of(np.array([0]), 2)[1].tolist() == [8, 9]
