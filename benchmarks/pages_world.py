"""What the workbench's pages are measured on: records, offers, a chain, and who is signed in."""

import random
from collections.abc import Mapping
from typing import Any

from benchmarks import listing, report
from benchmarks.district import District
from chainlink.accounts.model import Role, system_actor
from chainlink.accounts.sessions import Browser
from chainlink.app import App
from chainlink.chains.model import Chain, Committee, Stage, stage_id
from chainlink.graph.cypher import Query
from chainlink.graph.port import GraphTransaction

CATEGORIES = 2_000
ACTOR = system_actor("benchmark")
COMMITTEE, ENTERPRISE, CHAIN = "k3", "e123", "made"
_ROLES: Mapping[str, tuple[Role, dict[str, Any]]] = {
    "secretary": (Role.SECRETARY, {"committees": [COMMITTEE, CHAIN]}),
    "enterprise": (Role.ENTERPRISE, {"enterprise": ENTERPRISE}),
    "auditor": (Role.AUDITOR, {}),
}
_DRAWN = random.Random(9)  # noqa: S311 - what is made up is no secret
_APPROVED = Query(
    "benchmark_approved",
    "MATCH (e:Enterprise) SET e.approved_at = e.recorded_at",
)


def scaled(enterprises: int) -> None:
    """Let the generators make ten introductions, three deals and an order for each enterprise."""
    listing.ENTERPRISES = enterprises
    report.INTRODUCTIONS, report.DEALS = 10 * enterprises, 3 * enterprises
    report.ORDERS = enterprises


async def fill(app: App) -> dict[str, str]:
    """All records, what enterprises offer and need, a chain; and sessions by role."""
    await listing._store(app)
    await _approve(app)
    await _offers(app)
    await _chain(app)
    sessions = {}
    for name, (role, more) in _ROLES.items():
        account = await app.accounts.create(ACTOR, name, role, **more)
        begun = await app.sessions.start(account, Browser("127.0.0.1", "benchmark"))
        sessions[name] = str(begun.secret)
    return sessions


async def _offers(app: App) -> None:
    taxonomy = District(1, CATEGORIES).taxonomy()
    lists = {"other_zh", "other_en", "products", "materials", "grades", "processes"}
    categories = [
        {"id": one.id} | one.model_dump(mode="json", exclude=lists)
        for one in taxonomy.by_id.values()
    ]
    links = [one.model_dump() for some in taxonomy.inputs.values() for one in some]
    await listing._written(app, categories, lambda to, some: to.create("Category", some))
    await listing._written(app, links, lambda to, some: to.relate("INPUT_TO", some))
    for label, edge, each in (("Capability", "OFFERS", 3), ("Need", "NEEDS", 1)):
        claims = [
            _claim(f"e{n}", f"{n:08x}-0000-4000-8000-0000000000{each}{number}", label)
            for n in range(listing.ENTERPRISES)
            for number in range(each)
        ]
        owned = [{"start": one["enterprise"], "end": one["id"]} for one in claims]
        of = [
            {"start": one["id"], "end": _DRAWN.choice(categories)["id"], "confidence": 1.0}
            | {"origin": "DECLARED"}
            for one in claims
        ]
        await listing._written(app, claims, lambda to, some, name=label: to.create(name, some))
        await listing._written(app, owned, lambda to, some, name=edge: to.relate(name, some))
        await listing._written(
            app, of, lambda to, some, name=label: to.relate("OF", some, start_label=name)
        )


def _claim(enterprise: str, claim: str, label: str) -> dict[str, Any]:
    own = {"urgency": "NORMAL"} if label == "Need" else {"evidence": "SELF_CLAIM"}
    return own | {
        "id": f"{claim}:1", "claim": claim, "version": 1, "enterprise": enterprise,
        "kind": "SUPPLY", "title": "机械零件", "visibility": "PUBLIC", "valid_from": "2026-01-01",
        "valid_until": "2027-12-31", "recorded_at": listing._NOW, "withdrawn": False,
        "declared_by": "benchmark", "on_behalf": True, "invented": True,
    }  # fmt: skip


async def _approve(app: App) -> None:
    """The generator of records leaves out since when; only who is approved is recommended."""

    async def work(transaction: GraphTransaction) -> None:
        await transaction.write(_APPROVED)

    await app.store.transact(work)


async def _chain(app: App) -> None:
    chain = Chain(code=CHAIN, name_zh="机械产业链", district="370812")
    stages = [
        Stage(
            id=stage_id(CHAIN, f"s{n}"),
            chain=CHAIN,
            code=f"s{n}",
            name_zh=f"环节{n}",
            position=n,
            categories=tuple(f"LOCAL:c{20 * n + place}" for place in range(20)),
            feeds=(stage_id(CHAIN, f"s{n + 1}"),) if n < 5 else (),
        )
        for n in range(6)
    ]
    committee = Committee(code=CHAIN, name_zh="机械链党委", chain=CHAIN, district="370812")
    await app.chains.load(ACTOR, [chain], stages, [committee])
