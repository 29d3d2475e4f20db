"""What a spreadsheet would run is told from what only looks like it."""

import pytest

from chainlink.importing.formulas import disarmed, like_formula


@pytest.mark.parametrize(
    "text",
    [
        "=1+1",
        "=cmd|'/C calc'!A0",
        '=HYPERLINK("http://example.com","x")',
        "-2+3+cmd|' /C calc'!A0",
        "+SUM(A1:A9)",
        "@SUM(1+9)",
        "-A1",
        "+A1*B2",
        "+3*5",
        "-SUM (A1)",
    ],
)
def test_a_formula_is_seen(text: str) -> None:
    assert like_formula(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "=",
        "-",
        "-5",
        "-1,000.50",
        "+3%",
        "-5万元",
        "+86-537-3412345",
        "+86 (0537) 341-2345",
        "- 加工",
        "-40℃ LED灯",
        "-1.5mm 板材(Q235)",
        "@张三",
        "压铸=铝",
    ],
)
def test_numbers_telephone_numbers_and_lists_are_no_formulas(text: str) -> None:
    assert not like_formula(text)


@pytest.mark.parametrize("lead", ["=", "+", "-", "@", "\t", "\r"])
def test_whatever_a_spreadsheet_might_run_is_written_as_text(lead: str) -> None:
    assert disarmed(f"{lead}1") == f"'{lead}1"


def test_other_text_is_written_as_it_is() -> None:
    assert disarmed("铝压铸件 =A1") == "铝压铸件 =A1"
