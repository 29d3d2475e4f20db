"""`chainlink recommend`."""

import base64
import json
from datetime import date
from typing import Annotated, Any

import typer

from chainlink.accounts.model import system_actor
from chainlink.app import App
from chainlink.cli.finding import find_enterprise
from chainlink.cli.helping import SaidCommand
from chainlink.cli.values import choice, day, whole_number
from chainlink.enterprises.model import Enterprise
from chainlink.matching.model import Hop, MatchType, Recommendation
from chainlink.terminal.opening import perform
from chainlink.terminal.output import note, progress, write_line, write_table
from chainlink.terminal.reasons import heading, reasons
from chainlink.terminal.voice import told

ACTOR = system_actor("recommend")
MOST = 500

recommend = typer.Typer(add_completion=False)


@recommend.command(cls=SaidCommand, help="cli.recommend")
def _recommend(
    name_or_uscc: Annotated[str, typer.Argument(help="cli.recommend.name")],
    match_type: Annotated[
        MatchType | None,
        typer.Option("--type", help="cli.recommend.type", parser=choice(*MatchType)),
    ] = None,
    limit: Annotated[
        int, typer.Option(help="cli.recommend.limit", parser=whole_number(1, MOST))
    ] = 10,
    as_of: Annotated[
        date | None, typer.Option(metavar="DATE", help="cli.recommend.as_of", parser=day)
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="cli.recommend.json")] = False,
) -> None:
    async def work(app: App) -> None:
        asker = await find_enterprise(app, ACTOR, name_or_uscc)
        with progress("recommend.looking"):
            found = await app.recommendations.for_enterprise(
                ACTOR, asker.id, match_type=match_type, as_of=as_of, most=limit
            )
        ids = {id_ for one in found for id_ in (one.seeker, one.provider)}
        known = await app.enterprises.visible_by_ids(ACTOR, sorted(ids))
        if as_json:
            rows = [as_graphql(one, known) for one in found]
            write_line(json.dumps(rows, ensure_ascii=False, indent=2))
        else:
            _write(asker, found, known)

    perform(work)


def _write(asker: Enterprise, found: list[Recommendation], known: dict[str, Enterprise]) -> None:
    """A table to see who is first, then who and why one after the other.

    Sentences are not in the table: cells would break them where Chinese has no spaces.
    """
    if not found:
        note(told("recommend.none", name=asker.name))
        return
    write_line(told("recommend.title", name=asker.name, uscc=asker.uscc))
    heads = ("rank", "partner", "type", "score", "probability")
    write_table(
        [told(f"recommend.{head}") for head in heads],
        [
            [
                str(one.rank),
                known[one.partner].name,
                told(f"match_type.{one.match_type}"),
                f"{one.score:.2f}",
                f"{one.probability:.0%}",
            ]
            for one in found
        ],
    )
    for one in found:
        write_line()
        write_line(heading(one, known[one.partner].name))
        for sentence in reasons(one):
            write_line(f"  {sentence}")


def as_graphql(one: Recommendation, known: dict[str, Enterprise]) -> dict[str, Any]:
    """The fields of GraphQL's `PartnerRecommendation`, by their names there."""
    return {
        "rank": one.rank,
        "score": one.score,
        "probability": one.probability,
        "matchType": one.match_type.value,
        "partner": _enterprise(known[one.partner]),
        "seeker": _enterprise(known[one.seeker]),
        "provider": _enterprise(known[one.provider]),
        "factors": [
            {
                "code": factor.code,
                "label": told(f"factor.{factor.code}"),
                "weight": factor.weight,
                "value": factor.value,
                "contribution": factor.contribution,
            }
            for factor in one.factors
        ],
        "paths": [
            {"confidence": path.confidence, "hops": [_hop(hop) for hop in path.hops]}
            for path in one.paths
        ],
        "missing": [told(key) for key in one.missing],
        "policyVersion": one.policy_version,
        "exploration": one.exploration,
    }


def _enterprise(one: Enterprise) -> dict[str, Any]:
    global_id = base64.b64encode(f"Enterprise:{one.id}".encode()).decode()
    return {
        "id": global_id,  # as GraphQL's node(id) takes it
        "uscc": one.uscc,
        "name": one.name,
        "nameEn": one.name_en,
        "sector": one.sector.value,
    }


def _hop(hop: Hop) -> dict[str, Any]:
    return {
        "fromName": hop.from_name,
        "relation": told(hop.relation),
        "toName": hop.to_name,
        "source": told(hop.source),
        "asOf": hop.as_of.isoformat() if hop.as_of else None,
        "confidence": hop.confidence,
    }
