"""How far a version is proved, told from who has confirmed it and what stands beside it."""

from collections.abc import Collection

from chainlink.accounts.model import Actor
from chainlink.deals.model import (
    Additionality,
    Confirmation,
    Deal,
    Provable,
    ReportedAs,
    Verification,
)
from chainlink.deals.order_model import CrossBorderOrder
from chainlink.identity import new_id
from chainlink.journal.service import Change


def standing(
    confirmed: Collection[str], confirmers: Collection[str], *, evidence: bool
) -> Verification:
    """The state of a version that nobody has reviewed."""
    if set(confirmers) <= set(confirmed):
        return Verification.BOTH_CONFIRMED
    return Verification.DOCUMENTED if evidence else Verification.SELF_REPORTED


def confirmers_of_order(seller: str, maker: str, parties: Collection[str]) -> frozenset[str]:
    """Who has to confirm an order: seller and maker; where they are one, the deal's parties.

    Else an enterprise that makes and sells would be both sides of its own word.
    """
    return frozenset({seller, maker}) if seller != maker else frozenset({seller, *parties})


def reported_as(actor: Actor, parties: Collection[str]) -> ReportedAs:
    """Whether one of the sides reports it."""
    return ReportedAs.PARTY if actor.enterprise in parties else ReportedAs.OFFICER


def label_of(thing: Provable) -> str:
    """The label that a thing is kept under."""
    return "Deal" if isinstance(thing, Deal) else "CrossBorderOrder"


def stable_id(thing: Deal | CrossBorderOrder) -> str:
    """The id that stays the same from version to version."""
    return thing.deal if isinstance(thing, Deal) else thing.order_id


async def write_confirmation(
    change: Change,
    label: str,
    about: str,
    version: str,
    enterprise: str,
    additionality: Additionality | None,
) -> Confirmation:
    """A party's word on a version; `about` is the deal or order that it is a version of."""
    row = {
        "id": new_id(),
        "deal": version,
        "enterprise": enterprise,
        "additionality": None if additionality is None else additionality.value,
        "recorded_at": change.now,
        "recorded_by": change.actor,
    }
    await change.records.create("Confirmation", [row])
    facts = {"confirmation": row["id"], "enterprise": enterprise, "confirmed_version": version}
    change.record(f"{prefix_of(label)}.confirmed", label, about, facts, (enterprise,))
    return Confirmation(**{name: value for name, value in row.items() if name != "deal"})


def prefix_of(label: str) -> str:
    """What the journal's actions on a label begin with."""
    return "deal" if label == "Deal" else "order"
