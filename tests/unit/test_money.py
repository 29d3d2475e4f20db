"""Money in minor units: digits by ISO 4217, words by language, and its worth in yuan."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chainlink.deals.money import LARGEST, amount_text, exponents, in_home_currency
from chainlink.language import Language


def test_digits_are_those_of_iso_4217() -> None:
    known = exponents()
    assert {code: known[code] for code in ("CNY", "USD", "JPY", "KWD", "IQD", "CLF", "RUB")} == {
        "CNY": 2,
        "USD": 2,
        "JPY": 0,
        "KWD": 3,
        "IQD": 3,  # CLDR writes none
        "CLF": 4,
        "RUB": 2,
    }
    assert known.keys() & {"XAU", "XTS", "XXX", "YUAN"} == set()


@pytest.mark.parametrize(
    ("amount", "currency", "chinese", "english"),
    [
        (500_000_000, "CNY", "¥5,000,000.00", "CN¥5,000,000.00"),
        (5, "CNY", "¥0.05", "CN¥0.05"),
        (1_234_567, "JPY", "JP¥1,234,567", "¥1,234,567"),
        (1_234_567, "KWD", "KWD1,234.567", "KWD1,234.567"),
        (LARGEST, "USD", "US$90,071,992,547,409.91", "$90,071,992,547,409.91"),
    ],
)
def test_an_amount_is_written_as_its_reader_writes_it(
    amount: int, currency: str, chinese: str, english: str
) -> None:
    for language, text in ((Language.ZH, chinese), (Language.EN, english)):
        assert amount_text(amount, currency, language).replace("\xa0", "") == text


@pytest.mark.parametrize(
    ("amount", "currency", "rate", "fen"),
    [
        (100, "CNY", None, 100),
        (100, "USD", None, None),
        (10_000, "USD", "7.1234", 71_234),
        (1, "JPY", "0.05", 5),  # one yen
        (1000, "KWD", "23.1", 2310),  # one dinar
        (1, "USD", "0.5", 0),  # half a fen: to the even one
        (3, "USD", "0.5", 2),
    ],
)
def test_worth_in_yuan(amount: int, currency: str, rate: str | None, fen: int | None) -> None:
    assert in_home_currency(amount, currency, rate) == fen


@given(
    amount=st.integers(0, LARGEST),
    currency=st.sampled_from(["USD", "JPY", "KWD", "CLF"]),
    rate=st.decimals("0.000001", "99999", places=6),
)
def test_worth_in_yuan_is_exact_to_half_a_fen(amount: int, currency: str, rate: object) -> None:
    text = format(rate, "f")
    exact = Fraction(amount, 10 ** exponents()[currency]) * Fraction(text) * 100
    found = in_home_currency(amount, currency, text)
    assert found is not None
    assert abs(found - exact) <= Fraction(1, 2)
