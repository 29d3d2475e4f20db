"""Consents that a merge ends: each was given for one's own contacts, to recipients by name.

PIPL, article 23: what was let to or by the merged enterprise was not let to or by the kept one.
And what the kept one let was let of its own contacts: where others come to it, its partners would
read them, too. So these are to be asked for again; until then nobody reads by them.
"""

from collections.abc import Iterable
from datetime import date

from chainlink.graph.declaration import GraphSchema
from chainlink.graph.moving import holders
from chainlink.graph.port import GraphReader
from chainlink.introductions import consent_writing
from chainlink.introductions.answering import is_given
from chainlink.introductions.model import Consent
from chainlink.introductions.reading import consents_of
from chainlink.journal.service import Change


async def ending(reader: GraphReader, schema: GraphSchema, kept: str, merged: str) -> list[Consent]:
    """Given ones of and for the merged enterprise; those of the kept one where contacts come."""
    rows = await holders(
        reader, schema, "Consent", ["enterprise", "recipients"], merged, ["introduction"]
    )
    if await _contacts(reader, schema, merged) - await _contacts(reader, schema, kept):
        rows += await holders(reader, schema, "Consent", ["enterprise"], kept, ["introduction"])
    ids = {row["id"] for row in rows}
    found = await consents_of(reader, sorted({row["introduction"] for row in rows}))
    return [one for one in found if one.id in ids and is_given(one)]


async def _contacts(
    reader: GraphReader, schema: GraphSchema, enterprise: str
) -> set[tuple[str | None, ...]]:
    told = ("name", "phone", "email")
    rows = await holders(reader, schema, "Contact", ["enterprise"], enterprise, told)
    return {tuple(row[name] for name in told) for row in rows}


def standing(consents: Iterable[Consent], today: date) -> int:
    """How many of them somebody reads contacts by now."""
    return sum(one.stands(today) for one in consents)


async def end(change: Change, consents: Iterable[Consent]) -> None:
    """Nobody reads by them from the next answer on."""
    for one in consents:
        await consent_writing.replace(change, one)
