"""The facts as they stood at the end of one day, indexed for finding partners."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from chainlink.matching.facts import CategoryFact, ClaimFact, EnterpriseFact, LinkFact, Snapshot
from chainlink.matching.wording import Wordings
from chainlink.taxonomy.markets import HOME
from chainlink.taxonomy.service import Taxonomy

# Strictest last. A claim is never seen by more people than its enterprise is.
_VISIBILITIES = ("PUBLIC", "ANONYMOUS", "COMMITTEE", "PRIVATE")


@dataclass(frozen=True, slots=True)
class Offer:
    """A claim found under a category, with how surely it is of that category."""

    claim: ClaimFact
    category: CategoryFact


class View:
    """Facts of one day. Only what may be matched is in here: approved enterprises that take part,
    claims in force that are not private."""

    def __init__(self, snapshot: Snapshot, taxonomy: Taxonomy, day: str, cut: str) -> None:
        self.day = day
        self.cut = cut
        self.taxonomy = taxonomy
        self.enterprises: dict[str, EnterpriseFact] = {
            fact.id: fact for fact in snapshot.enterprises.values() if _takes_part(fact, cut)
        }
        self.claims: dict[str, list[ClaimFact]] = {}
        self._capabilities: dict[str, list[Offer]] = defaultdict(list)
        self._needs: dict[str, list[Offer]] = defaultdict(list)
        for fact in self.enterprises.values():
            live = [
                claim
                for claim in fact.claims
                if claim.holds(day, cut) and visibility_of(fact, claim) != "PRIVATE"
            ]
            self.claims[fact.id] = live
            for claim in live:
                index = self._needs if claim.need else self._capabilities
                for category in claim.categories:
                    index[category.category].append(Offer(claim, category))
        self._links: dict[str, list[LinkFact]] = defaultdict(list)
        self._vetoes: set[frozenset[str]] = set()
        for fact in snapshot.enterprises.values():
            self._add_links(fact)
        self.wordings = Wordings(claim for live in self.claims.values() for claim in live)

    def _add_links(self, fact: EnterpriseFact) -> None:
        for link in fact.links:
            if link.kind == "VETOES":
                # a veto counts when it stood on that day, and also when it stands now: asking for
                # an earlier day is no way around it
                if link.superseded_at is None or link.holds(self.day, self.cut):
                    self._vetoes.add(frozenset((link.start, link.end)))
            elif link.holds(self.day, self.cut):
                self._links[link.start].append(link)
                if link.kind in {"SUPPLIES", "HOLDS_SHARES_IN"}:
                    self._links[link.end].append(link)

    def capabilities_of(self, enterprise: str) -> list[ClaimFact]:
        """Capabilities in force of one enterprise."""
        return [claim for claim in self.claims.get(enterprise, ()) if not claim.need]

    def needs_of(self, enterprise: str) -> list[ClaimFact]:
        """Needs in force of one enterprise."""
        return [claim for claim in self.claims.get(enterprise, ()) if claim.need]

    def capabilities_under(self, category: str) -> Iterable[Offer]:
        """Capabilities of exactly that category."""
        return self._capabilities.get(category, ())

    def needs_under(self, category: str) -> Iterable[Offer]:
        """Needs of exactly that category."""
        return self._needs.get(category, ())

    def all_capabilities(self) -> Mapping[str, list[Offer]]:
        """All capabilities by category."""
        return self._capabilities

    def exports_of(self, enterprise: str) -> frozenset[str]:
        """Markets abroad that the enterprise exports to."""
        return frozenset(
            link.end
            for link in self._links.get(enterprise, ())
            if link.kind == "EXPORTS_TO" and link.start == enterprise and link.end != HOME
        )

    def committees_of(self, enterprise: str) -> frozenset[str]:
        """Committees that the enterprise is a member of."""
        return frozenset(
            link.end for link in self._links.get(enterprise, ()) if link.kind == "MEMBER_OF"
        )

    def vetoed(self, one: str, other: str) -> bool:
        """Whether either does not want to meet the other."""
        return frozenset((one, other)) in self._vetoes

    def linked(self, one: str, other: str, kind: str) -> bool:
        """Whether a SUPPLIES or HOLDS_SHARES_IN edge joins the two, either way."""
        return any(
            link.kind == kind and other in {link.start, link.end}
            for link in self._links.get(one, ())
        )


def visibility_of(enterprise: EnterpriseFact, claim: ClaimFact) -> str:
    """The stricter of the enterprise's and the claim's visibility."""
    return max(enterprise.visibility, claim.visibility, key=_VISIBILITIES.index)


def _takes_part(fact: EnterpriseFact, cut: str) -> bool:
    return (
        fact.status == "APPROVED"
        and not fact.opted_out
        and fact.approved_at is not None
        and fact.approved_at <= cut
    )
