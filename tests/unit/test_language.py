"""Sentences for people: both languages say the same things, whatever is asked for."""

import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chainlink.errors import Conflict
from chainlink.language import Language, say, sentence
from chainlink.language.catalogue import catalogue


@pytest.mark.parametrize(
    ("header", "language"),
    [
        (None, "zh"),
        ("", "zh"),
        ("zh-CN,zh;q=0.9,en;q=0.8", "zh"),
        ("en", "en"),
        ("EN-gb", "en"),
        ("en-GB,en;q=0.9,zh;q=0.8", "en"),
        ("zh;q=0.3, en;q=0.7", "en"),
        ("en;q=0.7, zh;q=0.7", "en"),
        ("de, fr;q=0.9", "zh"),
        ("de, en;q=0.1", "en"),
        ("en;q=0", "zh"),
        ("*", "zh"),
        ("en;q=much", "zh"),
        ("en;q=", "zh"),
        ("english", "zh"),
    ],
)
def test_the_language_asked_for(header: str | None, language: str) -> None:
    assert Language.accepted(header) == language


@given(st.one_of(st.none(), st.text(), st.text(alphabet="zhen-,;q=.0123456789* \x00")))
def test_no_header_makes_it_fail(header: str | None) -> None:
    assert Language.accepted(header) in Language


def placeholders(template: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(template) if name is not None}


def test_both_languages_have_the_same_sentences_with_the_same_facts() -> None:
    chinese, english = catalogue(Language.ZH), catalogue(Language.EN)
    assert chinese.keys() == english.keys()
    assert {key: placeholders(text) for key, text in chinese.items()} == {
        key: placeholders(text) for key, text in english.items()
    }
    assert not [key for key, text in (*chinese.items(), *english.items()) if not text.strip()]


def test_chinese_is_written_in_chinese() -> None:
    for key, template in catalogue(Language.ZH).items():
        text = "".join(literal for literal, _, _, _ in string.Formatter().parse(template))
        letters = [character for character in text if character.isalpha()]
        in_chinese = any("一" <= character <= "鿿" for character in letters)
        assert in_chinese or len(letters) < 20, key  # a short one may be a code


def test_a_sentence_has_its_facts() -> None:
    error = Conflict("enterprise.exists", value="9137")
    assert sentence(error, Language.ZH).startswith("统一社会信用代码 9137 已登记")
    assert sentence(error, Language.EN).startswith("The code 9137 is registered already")


def test_facts_are_shown_as_they_are_and_not_read_as_templates() -> None:
    assert say("account.exists", Language.EN, name="{name} {0} %s") == (
        "The account name “{name} {0} %s” is taken."
    )


def test_an_endless_fact_does_not_bury_the_sentence() -> None:
    said = say("account.exists", Language.EN, name="x" * 1000)
    assert said == f"The account name “{'x' * 200}…” is taken."


def test_a_sentence_that_is_missing_shows_as_its_key() -> None:
    assert say("no.such.sentence", Language.ZH, value=1) == "no.such.sentence"
