"""What every client must be told, whichever words it asks in."""

from typing import Any

import pytest

MEMBERS = ["兖州铸造", "兖州电机", "兖州收获机械", "兖州液压", "兖州物流"]


def check_viewer(told: dict[str, Any]) -> None:
    """The foundry's own account."""
    assert told["role"] == "ENTERPRISE"
    assert told["enterprise"]["name"] == "兖州铸造"


def check_names(names: list[str]) -> None:
    """Every enterprise once, whatever the size of the pages."""
    assert sorted(names) == sorted(MEMBERS)


def check_partners(partners: list[dict[str, Any]]) -> None:
    """兖州电机 looks for what the foundry casts, and the reasons add up."""
    assert partners
    first = partners[0]
    assert first["partner"]["name"] == "兖州电机"
    assert (first["rank"], first["matchType"]) == (1, "SUPPLY")
    for one in partners:
        added = sum(factor["contribution"] for factor in one["factors"])
        assert one["score"] == pytest.approx(added, abs=1e-9)


def check_refused(told: dict[str, Any]) -> None:
    """The failing member of a mutation's union, in Chinese as nobody asked for another language."""
    assert told["code"] == "INVALID_INPUT"
    [problem] = told["fields"]
    assert problem["path"] == "title"
    assert problem["message"].strip()
