"""The quick way to canonical JSON writes byte for byte what RFC 8785's own library writes."""

from typing import Any

import pytest
import rfc8785
from hypothesis import given
from hypothesis import strategies as st

from chainlink.journal.canonical import canonical

values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**53) + 1, 2**53 - 1)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(st.characters(codec="utf-8")),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(st.characters(codec="utf-8")), inner),
)


@given(values)
def test_both_ways_write_the_same_bytes(value: Any) -> None:
    assert canonical(value) == rfc8785.dumps(value)


def test_a_tuple_is_written_as_a_list() -> None:
    assert (
        canonical({"b": ("x",), "a": '\u2028"\\\x01'})
        == b'{"a":"\xe2\x80\xa8\\"\\\\\\u0001","b":["x"]}'
    )


@pytest.mark.parametrize("value", [2**53, -(2**53), {"capital": 10**17}, [2**60]])
def test_an_integer_that_no_program_keeps_exact_is_refused(value: Any) -> None:
    with pytest.raises(rfc8785.CanonicalizationError):
        canonical(value)
