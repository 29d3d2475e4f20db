"""New good matches: partners that a claim brought, which their enterprise was not told of before.

Asked of the recommendations as the enterprise itself would see them, so that what a claim's
visibility or a veto keeps away stays away; nothing counts as shown by it.
"""

import json
from collections.abc import Sequence

from chainlink.accounts.model import Actor, Role, Scope
from chainlink.enterprises.model import EnterpriseStatus
from chainlink.enterprises.service import EnterpriseService
from chainlink.errors import Forbidden, NotFound
from chainlink.graph.port import GraphStore
from chainlink.journal.model import JournalEntry
from chainlink.matching.model import Recommendation
from chainlink.matching.service import RecommendationService
from chainlink.notifications.entries import CYPHER
from chainlink.notifications.model import Audience, AudienceKind, Draft, Fact, NotificationKind
from chainlink.settings import Settings

_CHANGES = frozenset(
    {"capability.declared", "capability.revised", "need.declared", "need.revised"}
    | {"enterprise.approved"}
)
# files of thousands of claims: their enterprises find their matches when they look
_IN_BULK = frozenset({"system:seed", "system:import"})
_LOOKED_AT = 10
_PARTNERS_TOLD = 3


class GoodMatches:
    """Finds them."""

    def __init__(
        self,
        store: GraphStore,
        settings: Settings,
        enterprises: EnterpriseService,
        recommendations: RecommendationService,
    ) -> None:
        self._store = store
        self._settings = settings
        self._enterprises = enterprises
        self._recommendations = recommendations

    async def drafts_of(self, entries: Sequence[JournalEntry]) -> list[Draft]:
        """For every enterprise with a changed claim, and for the partners that it brings itself to.

        Raises GraphUnavailable.
        """
        if self._settings.good_matches_a_day == 0:
            return []
        changed: dict[str, int] = {}
        for entry in entries:
            if entry.action in _CHANGES and entry.actor not in _IN_BULK:
                if json.loads(entry.facts).get("visibility") == "PRIVATE":
                    continue
                for enterprise in entry.enterprises:
                    changed[enterprise] = entry.sequence
        drafts: list[Draft] = []
        for enterprise, sequence in changed.items():
            found = await self._good(enterprise, sequence)
            drafts += await self._told(enterprise, found, sequence)
            for one in found[:_PARTNERS_TOLD]:
                back = await self._good(one.partner, sequence)
                mutual = [other for other in back if other.partner == enterprise]
                drafts += await self._told(one.partner, mutual, sequence)
        return drafts

    async def _good(self, enterprise: str, sequence: int) -> list[Recommendation]:
        itself = Actor(
            "system:notifications",
            Role.ENTERPRISE,
            enterprise=enterprise,
            approved=True,
            scopes=frozenset({Scope.READ}),
        )
        try:
            known = await self._enterprises.get(itself, enterprise)
            if known.status is not EnterpriseStatus.APPROVED:
                return []
            found = await self._recommendations.for_enterprise(
                itself, enterprise, most=_LOOKED_AT, at_least=sequence, page=0
            )
        except (NotFound, Forbidden):
            return []
        best: dict[str, Recommendation] = {}
        for one in found:
            if one.probability >= self._settings.good_match:
                best.setdefault(one.partner, one)
        if not best:
            return []
        rows = await self._store.read(CYPHER["introduced_with"], enterprise=enterprise)
        met = {one for row in rows for one in (row["seeker"], row["provider"])}
        return [one for one in best.values() if one.partner not in met]  # else it is no news

    async def _told(
        self, enterprise: str, found: Sequence[Recommendation], sequence: int
    ) -> list[Draft]:
        if not found:
            return []
        memberships = await self._enterprises.memberships([enterprise])
        audiences = [
            Audience(AudienceKind.ENTERPRISE, enterprise),
            *(Audience(AudienceKind.COMMITTEE, one.committee) for one in memberships),
        ]
        return [
            _draft(audience, enterprise, one, sequence) for one in found for audience in audiences
        ]


def _draft(audience: Audience, enterprise: str, one: Recommendation, sequence: int) -> Draft:
    facts: dict[str, Fact] = {"partner": one.partner, "match_type": one.match_type.value}
    if one.anonymous:
        facts["anonymous"] = True
    kind = NotificationKind.GOOD_MATCH
    return Draft(
        audience=audience,
        kind=kind,
        subject_label="Enterprise",
        subject=enterprise,
        message=f"notification.{kind}",
        occasion=f"match:{enterprise}:{one.partner}",
        sequence=sequence,
        facts=facts,
    )
