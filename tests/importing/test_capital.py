"""Registered capital is exact to the fen, and what is no amount is said to be unknown."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chainlink.enterprises.model import CAPITAL_LIMIT
from chainlink.errors import InvalidInput
from chainlink.importing.capital import Capital, capital_of, minor_digits


@pytest.mark.parametrize(
    ("text", "amount", "currency"),
    [
        ("862万人民币", 862_000_000, "CNY"),
        ("66万人民币", 66_000_000, "CNY"),
        ("78.4000(万元人民币)", 78_400_000, "CNY"),
        ("8,709.9165(万元人民币)", 8_709_916_500, "CNY"),
        ("100万美元", 100_000_000, "USD"),
        ("535(万美元)", 535_000_000, "USD"),
        ("230,000(万日元)", 2_300_000_000, "JPY"),
        ("400万港元", 400_000_000, "HKD"),
        ("0", 0, "CNY"),
        ("0万人民币", 0, "CNY"),
        ("50万元", 50_000_000, "CNY"),
        ("1亿元", 10_000_000_000, "CNY"),
        ("¥1,234.56", 123_456, "CNY"),
        ("USD 100", 10_000, "USD"),
        ("人民币100万元整", 100_000_000, "CNY"),
        ("0.1万元", 100_000, "CNY"),
    ],
)
def test_capital_is_read_to_the_minor_unit(text: str, amount: int, currency: str) -> None:
    assert capital_of(text) == Capital(amount, currency)


def test_capital_without_a_currency_is_taken_as_cny_and_says_so() -> None:
    assert capital_of("1,000(万)") == Capital(1_000_000_000, "CNY", assumed=True)


def test_the_heading_may_tell_the_unit() -> None:
    assert capital_of("1000", "万元") == Capital(1_000_000_000, "CNY")


@pytest.mark.parametrize(
    "text",
    [
        "N/A",
        "-",
        "无",
        "100",
        "约一百万",
        "1e5",
        "0.001元",
        "12,34万元",
        "100万马克",
        "1.2.3万",
        "１×万元",
    ],
)
def test_what_is_no_amount_is_unknown_and_kept_as_the_reason(text: str) -> None:
    assert capital_of(text) == Capital(unknown=text)


def test_an_empty_capital_says_nothing() -> None:
    assert capital_of("") == Capital()


@pytest.mark.parametrize(
    ("text", "key"),
    [("-5万元", "import.capital_negative"), ("99999999999万元", "too_large")],
)
def test_an_impossible_capital_is_refused(text: str, key: str) -> None:
    with pytest.raises(InvalidInput) as refusal:
        capital_of(text)
    assert [(one.path, one.key) for one in refusal.value.fields] == [("capital", key)]


@given(st.integers(0, CAPITAL_LIMIT), st.booleans())
def test_every_amount_of_fen_comes_back_exactly(fen: int, grouped: bool) -> None:
    yuan = Decimal(fen) / 100
    written = f"{yuan:,}" if grouped else str(yuan)
    assert capital_of(f"{written}元") == Capital(fen, "CNY")


@given(
    st.integers(0, 10**9),
    st.sampled_from(["万", "亿", "", "千"]),
    st.sampled_from(["USD", "JPY", "KWD", "EUR"]),
)
def test_multiples_and_minor_units_are_whole_numbers(
    number: int, multiple: str, currency: str
) -> None:
    factor = {"万": 10**4, "亿": 10**8, "": 1, "千": 10**3}[multiple]
    minor = number * factor * 10 ** minor_digits(currency)
    if minor <= CAPITAL_LIMIT:
        assert capital_of(f"{number}{multiple}{currency}") == Capital(minor, currency)


@given(st.text(max_size=60))
def test_no_text_breaks_it(text: str) -> None:
    try:
        found = capital_of(text)
    except InvalidInput:
        return
    assert (found.amount is None) == (found.currency is None)
    assert found.amount is None or found.unknown is None
