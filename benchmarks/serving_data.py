"""What the serving benchmark asks about: the seeds, and enterprises with 20 capabilities each."""

import json
import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from benchmarks.generated import uscc
from chainlink.accounts.model import Role, system_actor
from chainlink.api.relay import cursor, global_id
from chainlink.app import App
from chainlink.enterprises import registry
from chainlink.enterprises.claim_model import CAPABILITY, CapabilityDraft, ClaimHistory
from chainlink.enterprises.claim_writing import OpenVersion, open_versions
from chainlink.enterprises.model import Enterprise, EnterpriseDraft, EnterpriseStatus, Sector
from chainlink.enterprises.reading import EnterpriseFilter
from chainlink.journal.service import Change
from chainlink.seeding import seed
from chainlink.taxonomy.model import CategoryKind, Scheme
from chainlink.validation import checked

ACTOR = system_actor("benchmark")
ENTERPRISES, CAPABILITIES = 300, 20
FACTORS = "factors { code label weight value contribution }"
PARTNERS = """query Partners($id: ID!) { enterprise(id: $id) { recommendedPartners(first: 20) {
  edges { node { rank score matchType partner { id name } policyVersion %s } } } } }"""
ENTERPRISE = """query Enterprise($id: ID!) { enterprise(id: $id) { id name uscc sector
  capabilities(first: 20) { edges { node { id title kind validUntil version } } } } }"""
LIST = """query List($after: String) { enterprises(first: 100, after: $after) {
  edges { node { id name uscc sector status } } } }"""


@dataclass(frozen=True, slots=True)
class Question:
    """A query with the variables of each time that it is asked."""

    name: str
    query: str
    variables: Sequence[Mapping[str, str]]

    def bodies(self) -> Iterator[bytes]:
        """By POST."""
        for variables in self.variables:
            yield json.dumps({"query": self.query, "variables": dict(variables)}).encode()

    def strings(self) -> Iterator[str]:
        """By GET."""
        for variables in self.variables:
            yield urlencode({"query": self.query, "variables": json.dumps(dict(variables))})


async def load(app: App) -> tuple[str, list[Question]]:
    """Fill an empty platform; returns an administrator's token and the questions."""
    await seed(app)
    made = await _enterprises(app)
    await _capabilities(app, made)
    await app.accounts.create(ACTOR, "serving-benchmark", Role.ADMIN)
    token = await app.accounts.issue_token(ACTOR, "serving-benchmark")
    view_of = [one.id for one in made if await _partners(app, one.id) == 20][:150]
    listed = await app.enterprises.search(ACTOR, EnterpriseFilter(), 10_000, None)
    places = [cursor(("enterprises", one.name, one.id)) for one in listed[:-100]]
    ids = [{"id": global_id("Enterprise", id_)} for id_ in view_of]
    return token.secret, [
        Question("20 partners with factors", PARTNERS % FACTORS, ids),
        Question("20 partners without factors", PARTNERS % "", ids),
        Question(
            "enterprise with 20 capabilities",
            ENTERPRISE,
            [{"id": global_id("Enterprise", one.id)} for one in made],
        ),
        Question("list of 100 x 5 fields", LIST, [{"after": place} for place in places]),
    ]


async def _partners(app: App, enterprise: str) -> int:
    return len(await app.recommendations.for_enterprise(ACTOR, enterprise, most=20))


async def _enterprises(app: App) -> list[Enterprise]:
    drafts = [
        checked(
            EnterpriseDraft,
            {
                "uscc": uscc(number),
                "name": f"基准第{number}号有限公司",
                "sector": Sector.INDUSTRY,
                "region": "370812",
            },
        )
        for number in range(ENTERPRISES)
    ]

    async def work(change: Change) -> list[Enterprise]:
        return await registry.create(change, drafts, status=EnterpriseStatus.APPROVED)

    return await app.journal.change(ACTOR.account, work)


async def _capabilities(app: App, owners: list[Enterprise]) -> None:
    taxonomy = await app.taxonomy.current()
    goods = sorted(
        one.code
        for one in taxonomy.by_id.values()
        if one.scheme is Scheme.LOCAL and one.kind is CategoryKind.GOOD
    )
    chosen = random.Random(1)  # noqa: S311 - not for secrets
    told = [(owner.id, good) for owner in owners for good in chosen.sample(goods, CAPABILITIES)]
    drafts = [
        checked(CapabilityDraft, {"title": good, "categories": [good], "valid_until": "2035-12-31"})
        for _, good in told
    ]
    prepared = await app.claims.settle(drafts, [ClaimHistory()] * len(drafts))

    async def work(change: Change) -> list[str]:
        versions = [
            OpenVersion(owner, one)
            for (owner, _), one in zip(told, prepared, strict=True)
            if not isinstance(one, Exception)
        ]
        return await open_versions(change, CAPABILITY, versions, on_behalf=True)

    await app.journal.change(ACTOR.account, work)
