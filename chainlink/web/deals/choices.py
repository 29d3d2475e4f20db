"""What may be chosen in the forms and filters of deals and orders."""

from functools import cache
from typing import Any

from babel import Locale

from chainlink.accounts.model import Actor
from chainlink.app import App
from chainlink.deals.customs import CUSTOMS_MODES, Incoterm
from chainlink.deals.evidence import EvidenceKind
from chainlink.deals.model import Additionality, DealKind, Verification
from chainlink.web.deals.typed import market_names
from chainlink.web.shown import Shown

# those that the district's contracts are in come first to mind; others are typed by their code
_CURRENCIES = ("CNY", "USD", "EUR", "JPY", "HKD", "GBP", "KRW", "RUB", "AUD", "SGD", "AED", "THB")
_LOCALES = {"zh": "zh_Hans_CN", "en": "en_GB"}
_TOLD = ("EXW", "FCA", "FAS", "FOB", "CFR", "CIF", "CPT", "CIP", "DAP", "DPU", "DDP")


@cache
def _currencies(language: str) -> list[tuple[str, str]]:
    names = Locale.parse(_LOCALES[language]).currencies
    return [(code, str(names.get(code, code))) for code in _CURRENCIES]


def deal_choices(shown: Shown) -> dict[str, Any]:
    """Of the form of a deal and of its evidence."""
    return {
        "kinds": [(one.value, shown.label(one)) for one in DealKind],
        "evidence_kinds": [(one.value, shown.label(one)) for one in EvidenceKind],
        "answers": [(one.value, shown.label(one)) for one in Additionality],
        "currencies": _currencies(shown.language.value),
    }


def order_choices(shown: Shown) -> dict[str, Any]:
    """Of the form of an order: terms from the factory's gate to the buyer's door."""
    return {
        "incoterms": [(one, f"{one} {shown.label(Incoterm(one))}") for one in _TOLD],
        "modes": [(one, mode_name(one, shown)) for one in CUSTOMS_MODES],
        "markets": market_names(shown.language.value),
        "currencies": _currencies(shown.language.value),
        "evidence_kinds": [(one.value, shown.label(one)) for one in EvidenceKind],
    }


def mode_name(code: str, shown: Shown) -> str:
    """A customs mode by its code and name."""
    return f"{code} {shown.say(f'page.deals.mode.{code}')}" if code in CUSTOMS_MODES else code


async def filter_choices(app: App, actor: Actor, shown: Shown) -> dict[str, Any]:
    """Of the filters of both lists."""
    officer = actor.enterprise is None
    committees = await app.chains.committees() if officer else []
    return {
        **order_choices(shown),
        "kinds": [(one.value, shown.label(one)) for one in DealKind],
        "verifications": list(Verification),
        "committees": [(one.code, shown.named(one)) for one in committees],
    }
