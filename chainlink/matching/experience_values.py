"""What earlier outcomes say of each provider, as values from 0 to 1 with a name each."""

from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt
from scipy import sparse

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]

SENTENCES: Final = {
    "wording": "曾承接描述相近的需求 served a need worded like this one",
    "fresh_wording": "近期承接过描述相近的需求 served such a need lately",
    "wording_often": "多次承接描述相近的需求 served such needs again and again",
    "wording_usual": "所承接的需求大多与此相近 most of what it served is like this",
    "nearest": "在所有供方中最接近本需求 nearest of all providers",
    "own_wording": "曾为同一需方承接相近需求 served this seeker with something alike",
    "returning": "与同一需方合作过 worked for this seeker before",
    "seeker_often": "与同一需方多次合作 worked for this seeker often",
    "category_share": "主要承接本品类 mostly serves this category",
    "category_often": "多次承接本品类 served this category often",
    "active": "近期仍有成交 had an outcome lately",
    "often": "成交较多 has many outcomes",
    "amount": "承接过金额相近的需求 served needs of about this budget",
    "kin": "同类企业承接过相近需求 firms like it served needs like this",
}
_MEMORY: Final = 1.5  # years after which an outcome weighs 1/e
_NEIGHBOURS: Final = 40  # nearest earlier needs whose providers' kin are credited
_HALF: Final = 0.5  # what is said of an amount nobody knows


@dataclass(frozen=True)
class Earlier:
    """Outcomes before the question's day, a row each: who served, how alike, how long ago (years),
    whether for the same seeker or in the same category, and for how much (log10)."""

    provider: Ints
    cosine: Floats
    age: Floats
    same_seeker: npt.NDArray[np.bool_]
    same_category: npt.NDArray[np.bool_]
    amount: Floats
    budget: float


def provider_values(
    earlier: Earlier, providers: Ints, alike: sparse.csr_array | None = None
) -> dict[str, Floats]:
    """Each named value for each of `providers` (sorted ids that hold all of the outcomes' own)."""
    place = np.searchsorted(providers, earlier.provider)
    size = len(providers)
    cosine, weight = earlier.cosine, np.exp(-earlier.age / _MEMORY)

    def most(values: Floats) -> Floats:
        found = np.zeros(size)
        np.maximum.at(found, place, values)
        return found

    def total(values: Floats) -> Floats:
        return np.bincount(place, weights=values, minlength=size).astype(np.float64)

    wording, lately = most(cosine), total(weight)
    in_category = total(weight * earlier.same_category)
    for_seeker = total(weight * earlier.same_seeker)
    return {
        "wording": wording,
        "fresh_wording": most(cosine * np.exp(-earlier.age)),
        "wording_often": np.sqrt(np.minimum(total(cosine**2 * weight), 1.0)),
        "wording_usual": total(cosine) / (total(np.ones(len(place))) + 2.0),
        "nearest": wording / max(float(wording.max(initial=0.0)), 1e-9),
        "own_wording": most(cosine * earlier.same_seeker),
        "returning": most(earlier.same_seeker.astype(np.float64)),
        "seeker_often": np.minimum(np.log1p(for_seeker) / 3.0, 1.0),
        "category_share": in_category / (lately + 1.0),
        "category_often": np.minimum(np.log1p(in_category) / 3.0, 1.0),
        "active": most(np.exp(-earlier.age)),
        "often": np.minimum(np.log1p(lately) / 4.0, 1.0),
        "amount": _amounts(earlier, place, size),
        "kin": np.zeros(size) if alike is None else _kin(earlier, place, alike[providers]),
    }


def _amounts(earlier: Earlier, place: Ints, size: int) -> Floats:
    """e^-distance (in powers of ten) from the budget to the nearest amount served before."""
    if np.isnan(earlier.budget):
        return np.full(size, _HALF)
    known = ~np.isnan(earlier.amount)
    distance = np.full(size, np.inf)
    np.minimum.at(distance, place[known], np.abs(earlier.amount[known] - earlier.budget))
    found: Floats = np.where(np.isinf(distance), _HALF * np.exp(-1.0), np.exp(-distance))
    return found


def _kin(earlier: Earlier, place: Ints, alike: sparse.csr_array) -> Floats:
    """Likeness to the other providers of the nearest needs, each by its need's cosine squared."""
    near = np.argsort(-earlier.cosine, kind="stable")[:_NEIGHBOURS]
    weight = earlier.cosine[near] ** 2
    between = np.asarray((alike @ alike[place[near]].T).toarray(), dtype=np.float64)
    between[place[near], np.arange(len(near))] = 0.0
    found: Floats = np.minimum(between @ weight, 1.0)
    return found
