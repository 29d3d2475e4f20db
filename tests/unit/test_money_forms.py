"""What may stand in the forms of deals, evidence and orders."""

from fractions import Fraction
from typing import Any

import pytest

from chainlink.deals.drafts import CreditDraft, DealDraft
from chainlink.deals.evidence import EvidenceDraft
from chainlink.deals.model import Additionality
from chainlink.deals.order_model import OrderDraft
from chainlink.errors import InvalidInput
from chainlink.language import Language, say
from chainlink.language.catalogue import catalogue
from chainlink.validation import checked

DEAL = {"introductions": ["i"], "kind": "CONTRACT", "amount": 1, "signed_on": "2026-01-02"}
EVIDENCE = {"kind": "INVOICE", "title": "发票", "digest": "0" * 64}
ORDER = {
    **{"order_number": "1", "hs_code": "843351", "incoterm": "FOB", "incoterm_place": "青岛"},
    **{"customs_mode": "9810", "amount": 1, "currency": "USD", "destination": "RU"},
    **{"seller": "s", "maker": "m", "ordered_on": "2026-01-02"},
}


def problems(draft: Any, values: dict[str, Any]) -> list[tuple[str, str]]:
    try:
        checked(draft, values)
    except InvalidInput as refusal:
        for one in refusal.fields:
            assert one.key in catalogue(Language.ZH)
            for language in Language:
                assert "{" not in say(one.key, language, **one.facts)
        return [(one.path, one.key) for one in refusal.fields]
    return []


RATE = {"currency": "USD", "rate": "7.1", "rate_on": "2026-01-02", "rate_source": "中国银行"}


@pytest.mark.parametrize(
    ("said", "found"),
    [
        ({}, []),
        ({"amount": 2**53 - 1}, []),
        ({"amount": 2**53}, [("amount", "too_large")]),
        ({"amount": -1}, [("amount", "too_small")]),
        ({"amount": 0}, [("amount", "deal.no_amount")]),
        ({"amount": 0, "kind": "LETTER_OF_INTENT"}, []),
        ({"amount": 0, "kind": "TALENT"}, []),
        ({"amount": "1.5"}, [("amount", "not_a_number")]),
        ({"kind": "SALE"}, [("kind", "not_a_choice")]),
        ({"introductions": []}, [("introductions", "required")]),
        ({"currency": "XAU"}, [("currency", "currency.unknown")]),
        ({"currency": "usd"}, []),
        (RATE, []),
        (RATE | {"currency": "CNY"}, [("rate", "rate.home")]),
        (RATE | {"rate_source": ""}, [("rateSource", "rate.incomplete")]),
        (RATE | {"rate": None}, [("rateOn", "rate.incomplete"), ("rateSource", "rate.incomplete")]),
        (RATE | {"rate": "0.0"}, [("rate", "rate.form")]),
        (RATE | {"rate": "7,1"}, [("rate", "rate.form")]),
        ({"expected": [{"year": 26, "amount": 1}]}, [("expected.0.year", "too_small")]),
        ({"received": [{"year": 2026, "amount": -1}]}, [("received.0.amount", "too_small")]),
        (
            {"expected": [{"year": 2026, "amount": 1}, {"year": 2026, "amount": 2}]},
            [("expected", "deal.year_twice")],
        ),
        ({"credits": [{"introduction": "i", "share": "2/3"}]}, [("credits", "credit.sum")]),
        (
            {"credits": [{"introduction": "i", "share": "0.5"}] * 2},
            [("credits", "credit.twice")],
        ),
        (
            {"credits": [{"introduction": "i", "share": "x"}]},
            [("credits.0.share", "credit.share_form")],
        ),
    ],
)
def test_a_deal_s_form(said: dict[str, Any], found: list[tuple[str, str]]) -> None:
    assert problems(DealDraft, DEAL | said) == found


@pytest.mark.parametrize(
    ("text", "share"),
    [
        ("1/2", Fraction(1, 2)),
        ("0.25", Fraction(1, 4)),
        ("50%", Fraction(1, 2)),
        ("1", Fraction(1)),
    ],
)
def test_a_share_is_exact(text: str, share: Fraction) -> None:
    assert checked(CreditDraft, {"introduction": "i", "share": text}).share == share


@pytest.mark.parametrize("text", ["1/0", "1e3", "１/2", "-1/2", "nan", "", None, "1/2%", 0.5])
def test_what_is_no_share(text: object) -> None:
    found = problems(CreditDraft, {"introduction": "i", "share": text})
    assert found == [("share", "credit.share_form")]


@pytest.mark.parametrize("text", ["0", "2", "101%", "0/5"])
def test_a_share_lies_between_nothing_and_all(text: str) -> None:
    found = problems(CreditDraft, {"introduction": "i", "share": text})
    assert found == [("share", "credit.share_range")]


@pytest.mark.parametrize(
    ("said", "found"),
    [
        ({"digest": "AB" * 32}, []),
        ({"digest": "ab" * 31}, [("digest", "evidence.digest_form")]),
        ({"digest": "xy" * 32}, [("digest", "evidence.digest_form")]),
        ({"digest": None}, [("link", "evidence.one_of_two")]),
        ({"link": "https://a.example/b"}, [("link", "evidence.one_of_two")]),
        ({"digest": None, "link": "https://a.example/b?c=d"}, []),
        ({"digest": None, "link": "http://a.example/b"}, [("link", "evidence.link_form")]),
        ({"digest": None, "link": "https://u:p@a.example/"}, [("link", "evidence.link_form")]),
        ({"digest": None, "link": "https://a.example:x/"}, [("link", "evidence.link_form")]),
        ({"digest": None, "link": "javascript:alert(1)"}, [("link", "evidence.link_form")]),
        ({"digest": None, "link": "https://a.example/b c"}, [("link", "evidence.link_form")]),
        ({"kind": "SELFIE"}, [("kind", "not_a_choice")]),
        ({"title": " "}, [("title", "required")]),
    ],
)
def test_evidence_is_a_digest_or_a_link(said: dict[str, Any], found: list[tuple[str, str]]) -> None:
    assert problems(EvidenceDraft, EVIDENCE | said) == found


@pytest.mark.parametrize(
    ("said", "found"),
    [
        ({}, []),
        ({"hs_code": "8433.51.00.01"}, []),
        ({"hs_code": "84335"}, [("hsCode", "hs.form")]),
        ({"hs_code": "8433510"}, [("hsCode", "hs.form")]),
        ({"hs_code": "77335100"}, [("hsCode", "hs.chapter")]),
        ({"hs_code": "00335100"}, [("hsCode", "hs.chapter")]),
        ({"hs_code": "98335100"}, [("hsCode", "hs.chapter")]),
        ({"hs_code": "97019100"}, []),
        ({"hs_code": "８４３３５１"}, [("hsCode", "hs.form")]),
        ({"incoterm": "DAT"}, [("incoterm", "not_a_choice")]),  # of 2010, gone in 2020
        ({"incoterm": "DPU"}, []),
        ({"incoterm_place": ""}, [("incotermPlace", "required")]),
        ({"customs_mode": "1039"}, [("customsMode", "customs_mode.unknown")]),
        ({"destination": "cn"}, [("destination", "order.destination_home")]),
        ({"destination": "ZZ"}, [("destination", "market.unknown")]),
        ({"destination": "hk"}, []),
        ({"amount": 0}, [("amount", "too_small")]),
        ({"shipped_on": "2026-01-01"}, [("shippedOn", "order.shipped_before")]),
    ],
)
def test_an_order_s_form(said: dict[str, Any], found: list[tuple[str, str]]) -> None:
    assert problems(OrderDraft, ORDER | said) == found


def test_the_bands_of_additionality_are_kent_s() -> None:
    assert [float(1 - one.additional) for one in Additionality] == [
        1.0, 0.93, 0.75, 0.5, 0.3, 0.07, 0.0,
    ]  # fmt: skip
