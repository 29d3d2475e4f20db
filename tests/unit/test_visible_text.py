"""Input made clean: what a text shows stays, what hides in it goes."""

import unicodedata
from datetime import date
from typing import Annotated, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import Field

from chainlink.errors import InvalidInput
from chainlink.validation import (
    EachOnce,
    EmptyIsNone,
    PlausibleDate,
    StrictDraft,
    Text,
    checked,
    visible,
)

HIDDEN = {"Cc", "Cf", "Cs", "Co"}
TRICKY = st.text(alphabet=" \t\n\r\x00\u00a0\u200b\u200e\u202e\u2028\u3000\ufeff\ue000ab甲é")
ANY = st.one_of(st.text(), TRICKY, st.text(alphabet=st.characters()))


@pytest.mark.parametrize(
    ("written", "seen"),
    [
        ("玉米收获机", "玉米收获机"),
        ("  玉米 \u3000 收获机\t", "玉米 收获机"),
        ("玉米\u200b收获机\ufeff", "玉米收获机"),
        ("abc\u202etxt.exe", "abctxt.exe"),
        ("一行\r\n  二行  \n\n", "一行\n二行"),
        ("\n\n甲\n\n乙", "甲\n\n乙"),
        ("\x00\x1b[31m", "[31m"),
        ("👩\u200d🌾", "👩🌾"),
        ("\u200b \n\t", ""),
        ("", ""),
    ],
)
def test_what_is_seen_of_a_text(written: str, seen: str) -> None:
    assert visible(written) == seen


@given(ANY)
def test_making_clean_twice_is_making_clean_once(text: str) -> None:
    assert visible(visible(text)) == visible(text)


@given(ANY)
def test_nothing_hides_in_a_clean_text(text: str) -> None:
    clean = visible(text)
    assert not [c for c in clean if c != "\n" and unicodedata.category(c) in HIDDEN]
    assert clean == clean.strip()
    assert not [line for line in clean.split("\n") if line != " ".join(line.split())]


@given(ANY)
def test_everything_that_shows_stays_in_its_order(text: str) -> None:
    def shown(of: str) -> str:
        kept = (c for c in of if c in "\n\t" or unicodedata.category(c) not in HIDDEN)
        return "".join("".join(kept).split())

    assert shown(visible(text)) == shown(text)


class Form(StrictDraft):
    """A form with one field of each sort."""

    word: Annotated[Text, Field(min_length=1, max_length=5)] = "x"
    maybe: Annotated[Annotated[Text, Field(max_length=5)] | None, EmptyIsNone] = None
    many: Annotated[tuple[Text, ...], Field(max_length=2), EachOnce] = ()
    number: Annotated[int, Field(ge=0, le=9)] = 0
    yes: bool = False
    day: Annotated[PlausibleDate | None, EmptyIsNone] = None


@pytest.mark.parametrize(
    ("values", "path", "key"),
    [
        ({"word": " \u200b"}, "word", "required"),
        ({"word": "abcdef"}, "word", "too_long"),
        ({"maybe": "abcdef"}, "maybe", "too_long"),
        ({"many": ["a", "b", "c"]}, "many", "too_many"),
        ({"number": -1}, "number", "too_small"),
        ({"number": 10}, "number", "too_large"),
        ({"number": "many"}, "number", "not_a_number"),
        ({"number": 1.5}, "number", "not_a_number"),
        ({"yes": "perhaps"}, "yes", "not_yes_or_no"),
        ({"day": "2026-02-30"}, "day", "not_a_date"),
        ({"day": "1799-12-31"}, "day", "date_implausible"),
        ({"day": "2201-01-01"}, "day", "date_implausible"),
        ({"day": "today"}, "day", "not_a_date"),
        ({"word": 5}, "word", "invalid_value"),
        ({"other_word": "x"}, "otherWord", "unknown_field"),
    ],
)
def test_what_is_wrong_is_named_with_the_field(values: dict[str, Any], path: str, key: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        checked(Form, values)
    [field] = refused.value.fields
    assert (field.path, field.key) == (path, key)
    assert field.facts["value"] == next(iter(values.values()))


def test_a_form_is_accepted_clean() -> None:
    form = checked(
        Form, {"word": " a\u200bb ", "maybe": " ", "many": ["x", " x"], "day": "2026-11-24"}
    )
    assert form == Form(word="ab", maybe=None, many=("x",), day=date(2026, 11, 24))


def test_a_required_field_that_is_missing() -> None:
    class Needed(StrictDraft):
        """A form that needs a word."""

        first_word: Text

    with pytest.raises(InvalidInput) as refused:
        checked(Needed, {})
    [field] = refused.value.fields
    assert (field.path, field.key) == ("firstWord", "required")
