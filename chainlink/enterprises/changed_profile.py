"""What a file's row would change of an enterprise that is there already."""

from typing import Any, Final

from chainlink.enterprises.likeness import address_key, name_key
from chainlink.enterprises.model import Enterprise, EnterpriseProfile, ImportedEnterprise

_SAID_BY_LINKS: Final = {"export_markets"}
_CAPITAL: Final = ("capital", "capital_currency", "capital_unknown")
_PLAIN: Final = tuple(
    name
    for name in EnterpriseProfile.model_fields
    if name not in _SAID_BY_LINKS and name not in _CAPITAL
)


def changed_columns(
    before: Enterprise, draft: ImportedEnterprise, given: frozenset[str]
) -> tuple[dict[str, Any], tuple[str, ...]]:
    """Columns with their new values, and the fields that were kept although the row differs.

    Only fields that the row gives count. A file does not take back an opt-out: that is for the
    enterprise itself to say (PIPL articles 24 and 47). A contact that is there stays too.
    """
    changed: dict[str, Any] = {
        name: getattr(draft, name)
        for name in _PLAIN
        if name in given and getattr(draft, name) != getattr(before, name)
    }
    if "capital" in given and draft.capital is not None:
        amount = {name: getattr(draft, name) for name in _CAPITAL}
        if amount != {name: getattr(before, name) for name in _CAPITAL}:
            changed |= amount
    kept = []
    if "opted_out" in given and draft.opted_out != before.opted_out:
        if draft.opted_out:
            changed["opted_out"] = True
        else:
            kept.append("opted_out")
    if draft.contact is not None:
        kept.append("contact")
    if "name" in changed:
        changed["name_key"] = name_key(draft.name)
        changed["former_names"] = [*before.former_names, before.name]
    if "address" in changed:
        changed["address_key"] = address_key(draft.address)
    if "founded" in changed:
        changed["founded"] = changed["founded"].isoformat()
    return {name: getattr(value, "value", value) for name, value in changed.items()}, tuple(kept)
