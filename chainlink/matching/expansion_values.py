"""What speaks for an input as named factors in 0..1, so that a score is a sum anyone can read.

A share counts by its order of magnitude (`_`) and beside the best of the same question (`_best`);
whether there is any at all (`_any`) is a factor of its own.
"""

import numpy as np

from chainlink.matching.expansion import WAYS, Reached
from chainlink.matching.expansion_names import Floats

_SMALLEST = 1e-3  # a share below this counts as none
_MOST = np.log1p(1000.0)  # a thousand uses or sellers count as all
_SHARES = (*WAYS[:3], *WAYS[4:], "flow_0", "flow_1", "flow_2")
_COSINES = ("in_name", "nearest", "known_alike")
_UNKNOWN = ("named_alike", "alike", "in_name", "used", "co_offered")
_LIKE = ("named_alike", "alike", "nearest", "used", "co_offered")


def factor_names() -> tuple[str, ...]:
    """Names of the columns of `factors`, in their order."""
    return (
        *(f"{way}{kind}" for way in _SHARES for kind in ("", "_best", "_any")),
        *(f"{one}{kind}" for one in _COSINES for kind in ("", "_squared")),
        "used",
        "often_used",
        "never_used",
        "served",
        "known",
        "back",
        *(f"{one}_without_known_inputs" for one in _UNKNOWN),
        *(f"{one}_with_a_like_name" for one in _LIKE),
    )


def factors(reached: Reached) -> Floats:
    """One row a category of `reached`, one column a name of `factor_names`, values in 0..1."""
    signals = reached.signals
    nothing = np.zeros(len(reached.categories))
    plain: dict[str, Floats] = {}
    columns: list[Floats] = []
    for way in _SHARES:
        share = np.clip(signals.get(way, nothing), 0.0, None)
        plain[way] = magnitude(share)
        columns += [plain[way], np.sqrt(share / max(share.max(initial=0.0), 1e-9))]
        columns.append((share > 0).astype(np.float64))
    for one in _COSINES:
        plain[one] = np.clip(signals[one] / (1.0 if one != "nearest" else 2.0), 0.0, 1.0)
        columns += [plain[one], plain[one] ** 2]
    used, served = counted(signals["used"]), counted(signals["served"])
    plain["used"] = used
    columns += [used, np.maximum(0.0, used - 0.5) * 2, signals["used"] == 0, served]
    columns += [signals["known"], signals["back"]]
    columns += [plain[one] * (reached.inputs_known == 0) for one in _UNKNOWN]
    columns += [plain[one] * min(reached.nearest_name, 1.0) for one in _LIKE]
    return np.stack([np.asarray(one, dtype=np.float64) for one in columns], axis=1)


def magnitude(share: Floats) -> Floats:
    """0 for nothing, 1 for everything, in equal steps for each doubling."""
    found: Floats = np.clip(1.0 - np.log(share + _SMALLEST) / np.log(_SMALLEST), 0.0, 1.0)
    return found


def counted(number: Floats) -> Floats:
    """0 for none, 1 for a thousand and more, in equal steps for each doubling of one more."""
    found: Floats = np.minimum(np.log1p(number) / _MOST, 1.0)
    return found
