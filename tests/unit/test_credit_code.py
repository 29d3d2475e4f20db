"""统一社会信用代码 by GB 32100-2015: the quick check and the standard's library agree."""

import pytest
import stdnum.cn.uscc
from hypothesis import given
from hypothesis import strategies as st

from chainlink.enterprises.model import EnterpriseDraft
from chainlink.errors import InvalidInput
from chainlink.validation import checked

ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"


def accepted(code: str) -> str | None:
    try:
        return checked(EnterpriseDraft, {"uscc": code, "name": "甲", "sector": "INDUSTRY"}).uscc
    except InvalidInput:
        return None


@given(
    st.text("0123456789", min_size=8, max_size=8),
    st.text(ALPHABET, min_size=9, max_size=9),
    st.sampled_from(ALPHABET),
)
def test_a_code_is_accepted_with_its_own_check_character_only(
    head: str, body: str, check: str
) -> None:
    right = head + body + str(stdnum.cn.uscc.calc_check_digit(head + body))
    assert accepted(right) == right
    assert (accepted(head + body + check) is not None) == (head + body + check == right)


@given(st.text(max_size=20))
def test_any_text_is_judged_as_the_library_judges_it(text: str) -> None:
    assert (accepted(text) is not None) == stdnum.cn.uscc.is_valid(text)


@pytest.mark.parametrize("written", [" 91370800706348746h ", "9137 0800 7063 4874 6H"])
def test_a_code_is_taken_as_people_write_it(written: str) -> None:
    assert accepted(written) == "91370800706348746H"
