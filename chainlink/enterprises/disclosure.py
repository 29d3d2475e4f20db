"""Who lets whom see its contacts: an enterprise is read by another while each lets the other.

The consents themselves are made where introductions are; here is only what follows from them, so
that every door obeys it. A consent that has run out is one no more, without anybody closing it.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from enum import StrEnum

from pydantic import BaseModel, ConfigDict

from chainlink.enterprises.registry import CYPHER
from chainlink.graph.port import GraphReader


class ContactField(StrEnum):
    """What of a contact may be passed on."""

    NAME = "NAME"
    PHONE = "PHONE"
    EMAIL = "EMAIL"


ALL_FIELDS = frozenset(ContactField)


class Disclosure(BaseModel):
    """One enterprise lets another see these fields for one introduction, until a day."""

    model_config = ConfigDict(frozen=True)

    discloser: str
    recipient: str
    introduction: str
    fields: tuple[ContactField, ...]
    valid_until: date


class Contact(BaseModel):
    """A person to speak to, as far as he may be seen."""

    model_config = ConfigDict(frozen=True)

    name: str | None = None
    phone: str | None = None
    email: str | None = None


Disclosures = Mapping[str, Sequence[Disclosure]]


async def read_disclosures(
    reader: GraphReader, ids: Sequence[str]
) -> dict[str, tuple[Disclosure, ...]]:
    """What each enterprise lets others see, whether run out or not; every id has its own."""
    rows = await reader.read(CYPHER["disclosures_of"], ids=list(ids)) if ids else []
    found: dict[str, list[Disclosure]] = defaultdict(list)
    for row in rows:
        one = Disclosure(**(row | {"fields": tuple(row["fields"] or ())}))
        found[one.discloser].append(one)
    return {id_: tuple(found[id_]) for id_ in ids}


def mutual_fields(
    disclosures: Disclosures, viewer: str, ids: Iterable[str], today: date
) -> dict[str, frozenset[ContactField]]:
    """What `viewer` may see of each enterprise that it has agreed with, in one introduction."""
    lets = {
        (one.recipient, one.introduction)
        for one in disclosures.get(viewer, ())
        if one.valid_until >= today
    }
    found: dict[str, frozenset[ContactField]] = {}
    for id_ in ids:
        agreed = [
            frozenset(one.fields)
            for one in disclosures.get(id_, ())
            if one.recipient == viewer
            and one.valid_until >= today
            and (id_, one.introduction) in lets
        ]
        if agreed:
            found[id_] = frozenset().union(*agreed)
    return found


def shown_contact(
    name: str | None, phone: str | None, email: str | None, fields: frozenset[ContactField]
) -> Contact:
    """A contact with the fields that may be seen."""
    said = {ContactField.NAME: name, ContactField.PHONE: phone, ContactField.EMAIL: email}
    return Contact(**{one.value.lower(): said[one] for one in fields})
