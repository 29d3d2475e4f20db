"""Identifiers of versions: eighteen bytes and back, whatever they look like."""

import uuid

from hypothesis import given
from hypothesis import strategies as st

from chainlink.matching.projection.identifiers import Identifiers

usual = st.builds(lambda one, version: f"{one}:{version}", st.uuids(), st.integers(0, 70_000))
odd = st.one_of(
    st.text(max_size=50),
    st.uuids().map(lambda one: f"{one}".upper() + ":1"),
    st.uuids().map(lambda one: f"{one}:01"),
    st.uuids().map(lambda one: f"{one.hex}:1"),
)


@given(st.lists(st.one_of(usual, odd), max_size=20))
def test_what_goes_in_comes_out(texts: list[str]) -> None:
    identifiers = Identifiers()
    packed = identifiers.pack(texts)
    assert [identifiers.unpack(one) for one in packed] == texts
    assert len(set(packed.tolist())) == len(set(texts))


def test_a_version_of_a_claim_takes_eighteen_bytes() -> None:
    one = f"{uuid.UUID(int=7)}:3"
    packed = Identifiers().pack([one])
    assert packed.itemsize == 18
    assert Identifiers().unpack(packed[0]) == one
