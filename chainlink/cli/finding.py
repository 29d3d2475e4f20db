"""Which enterprise is meant by what somebody typed."""

from chainlink.accounts.model import Actor
from chainlink.app import App
from chainlink.enterprises.model import Enterprise
from chainlink.enterprises.reading import EnterpriseFilter
from chainlink.errors import Conflict, NotFound
from chainlink.terminal.voice import told

_ALIKE_SHOWN = 5


async def find_enterprise(app: App, actor: Actor, words: str) -> Enterprise:
    """By code or exact name, else by a part of a name that only one enterprise has.

    Raises NotFound, and Conflict that names some where the part is in several names.
    """
    try:
        return await app.enterprises.find(actor, words)
    except NotFound:
        wanted = EnterpriseFilter(search=words)
        alike = await app.enterprises.search(actor, wanted, _ALIKE_SHOWN + 1, None)
        if len(alike) == 1:
            return alike[0]
        if not alike:
            raise
        names = told("cli.and").join(one.name for one in alike[:_ALIKE_SHOWN])
        more = "…" if len(alike) > _ALIKE_SHOWN else ""
        raise Conflict("enterprise.ambiguous", value=words, names=names + more) from None
