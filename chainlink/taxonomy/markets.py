"""Countries and regions (ISO 3166-1 from pycountry, names from CLDR through Babel) and blocs."""

from dataclasses import dataclass
from functools import cache

import pycountry
from babel import Locale

# ISO 3166-1 leaves ZZ to its users; CLDR reads it as "unknown region".
ABROAD_UNNAMED = "ZZ"
HOME = "CN"


@dataclass(frozen=True, slots=True)
class Market:
    """A country or region that goods are sold in."""

    code: str
    name_zh: str
    name_en: str


@cache
def markets() -> dict[str, Market]:
    """All markets by ISO 3166-1 alpha-2 code, and ZZ for "abroad, country not said"."""
    chinese, english = Locale("zh").territories, Locale("en").territories
    found = {
        country.alpha_2: Market(
            country.alpha_2,
            chinese.get(country.alpha_2, country.name),
            english.get(country.alpha_2, country.name),
        )
        for country in pycountry.countries
    }
    found[ABROAD_UNNAMED] = Market(ABROAD_UNNAMED, "境外（国别未说明）", "Abroad, country not said")
    return found
