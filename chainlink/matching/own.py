"""What the asker itself says: its live claims and the categories that they are of."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from chainlink.matching.projection.day import Day

OWN = 512  # categories of the asker's own claims that are followed, the surest first


@dataclass(frozen=True, slots=True)
class Own:
    """The asker's live claims and what categories they are of."""

    enterprise: int
    claims: npt.NDArray[Any]
    claim: npt.NDArray[Any]  # from here on one row a category of a claim
    category: npt.NDArray[Any]
    certainty: npt.NDArray[Any]

    def where(self, chosen: npt.NDArray[np.bool_]) -> "Own":
        """Some of the categories."""
        return Own(
            self.enterprise,
            self.claims,
            self.claim[chosen],
            self.category[chosen],
            self.certainty[chosen],
        )


def own_of(day: Day, enterprise: int, claims: npt.NDArray[Any]) -> Own:
    """What an enterprise's live claims are of; at most 512 categories, the surest."""
    which, category, certainty = day.projection.offered(claims)
    claim = claims[which]
    if len(claim) > OWN:
        kept = np.sort(np.argsort(-np.abs(certainty), kind="stable")[:OWN])
        claim, category, certainty = claim[kept], category[kept], certainty[kept]
    return Own(enterprise, claims, claim, category, certainty)
