"""What the demonstration shows: whom 易运盈 should have met, and how to ask for oneself."""

import json
from datetime import date

from chainlink.accounts.model import Actor
from chainlink.app import App
from chainlink.demo.accounts import CHANNEL_USCC
from chainlink.matching.model import MatchType
from chainlink.terminal.output import write_line
from chainlink.terminal.reasons import heading, reasons
from chainlink.terminal.voice import told

EVE_OF_THE_MEETING = date(2023, 6, 14)  # see meeting_date in seeds/manifest.toml
SHOWN = 3


async def tell_story(app: App, secretary: Actor) -> None:
    """Print the recommended channel partners as the secretary reads them."""
    channel = await app.enterprises.find(secretary, CHANNEL_USCC)
    found = await app.recommendations.for_enterprise(
        secretary,
        channel.id,
        match_type=MatchType.CHANNEL,
        as_of=EVE_OF_THE_MEETING,
        most=SHOWN,
    )
    known = await app.enterprises.visible_by_ids(secretary, [one.partner for one in found])
    write_line(told("demo.title", day=EVE_OF_THE_MEETING, name=channel.name))
    for one in found:
        write_line()
        write_line(heading(one, known[one.partner].name))
        for reason in reasons(one):
            write_line(f"   {reason}")


def ask_by_curl(url: str, token: str) -> str:
    """A command that asks GraphQL the same and can be pasted into a shell."""
    fields = (
        "rank score partner { name } factors { label contribution } "
        "paths { hops { fromName relation toName } }"
    )
    query = (
        f'{{ enterprise(uscc: "{CHANNEL_USCC}") {{ name recommendedPartners('
        f'matchType: CHANNEL, asOf: "{EVE_OF_THE_MEETING}", first: {SHOWN}) '
        f"{{ edges {{ node {{ {fields} }} }} }} }} }}"
    )
    return (
        f"curl -s {url}/graphql -H 'Authorization: Bearer {token}' "
        f"-H 'Content-Type: application/json' -d '{json.dumps({'query': query})}'"
    )
