"""A made-up district of any size: a few hub categories, a long tail, 11.5 capabilities a firm."""

import uuid
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from chainlink.matching.projection.tables import (
    CATEGORIES,
    CLAIMS,
    ENTERPRISES,
    LINKS,
    MARKETS,
    Tables,
)
from chainlink.taxonomy.model import Category, CategoryKind, CategoryLink, Scheme
from chainlink.taxonomy.regions import regions
from chainlink.taxonomy.service import Taxonomy

CAPABILITIES_EACH = 11.5
NEEDS_EACH = 0.5
CHUNK = 20_000  # enterprises
DAY, CUT = "2026-06-01", "2026-06-01T15:59:59.999999Z"
_SYLLABLES = list(
    "钢铁铜铝机械玉米收获轴承电器车轮板管线材料化工纺织食品药农业橡胶轮胎压铸模具泵阀"
)
_MODIFIERS = ["", "", "", "高强度", "定制", "出口型", "加厚", "新型", "食品级", "耐磨"]


@dataclass(frozen=True, slots=True)
class District:
    """How many enterprises and categories, and the seed of everything drawn."""

    enterprises: int
    categories: int = 100_000
    seed: int = 1

    def taxonomy(self) -> Taxonomy:
        """A tree of categories of which each goes into one or two others."""
        random = np.random.default_rng(self.seed)
        count = self.categories
        labels = self._labels()
        known = [
            Category(
                scheme=Scheme.LOCAL, code=f"c{n}", kind=CategoryKind.GOOD, label_zh=labels[n],
                edition="made up", source="made up",
            )
            for n in range(count)
        ]  # fmt: skip
        parents = (np.arange(1, count) * random.random(count - 1) ** 0.3).astype(int)
        broader = [
            CategoryLink(start=f"LOCAL:c{n}", end=f"LOCAL:c{parent}", source="made up")
            for n, parent in enumerate(parents.tolist(), start=1)
            if random.random() < 0.5
        ]
        ends = random.integers(0, count, (int(count * 1.1), 2)).tolist()
        inputs = [
            CategoryLink(
                start=f"LOCAL:c{one}", end=f"LOCAL:c{other}", source="made up",
                confidence=0.8, strength=0.6,
            )
            for one, other in ends
            if one != other
        ]  # fmt: skip
        return Taxonomy(1, known, {"BROADER": broader, "INPUT_TO": inputs, "MAPS_TO": []})

    def _labels(self) -> list[str]:
        random = np.random.default_rng(self.seed + 1)
        letters = random.integers(0, len(_SYLLABLES), (self.categories, 6))
        lengths = random.integers(3, 7, self.categories).tolist()
        return [
            "".join(_SYLLABLES[place] for place in row[:length])
            for row, length in zip(letters.tolist(), lengths, strict=True)
        ]

    def chunks(self) -> Iterator[Tables]:
        """All enterprises, some thousands at a time."""
        random = np.random.default_rng(self.seed + 2)
        labels = self._labels()
        chances = 1.0 / np.arange(1, self.categories + 1) ** 0.9
        ladder = np.cumsum(chances / chances.sum())
        places = [code for code, one in regions().items() if one.level == 3]
        for start in range(0, self.enterprises, CHUNK):
            size = min(CHUNK, self.enterprises - start)
            yield _chunk(random, size, labels, ladder, places)


def _ids(random: np.random.Generator, count: int) -> list[str]:
    block = random.bytes(16 * count)
    return [str(uuid.UUID(bytes=block[place : place + 16])) for place in range(0, 16 * count, 16)]


def _chunk(
    random: np.random.Generator,
    size: int,
    labels: list[str],
    ladder: npt.NDArray[np.float64],
    places: list[str],
) -> Tables:
    ids = _ids(random, size)
    counts = random.geometric(1 / CAPABILITIES_EACH, size)
    needs = random.poisson(NEEDS_EACH, size)
    owner = np.concatenate((np.repeat(np.arange(size), counts), np.repeat(np.arange(size), needs)))
    need = np.arange(len(owner)) >= counts.sum()
    category = np.minimum(np.searchsorted(ladder, random.random(len(owner))), len(labels) - 1)
    claims = [f"{one}:1" for one in _ids(random, len(owner))]
    days = random.integers(0, 700, len(owner)).tolist()
    modifiers = random.integers(0, len(_MODIFIERS), len(owner)).tolist()
    numbers = category.tolist()
    recorded = (np.datetime64("2024-06-01") + np.array(days)).astype(str).tolist()
    nothing = [None] * len(owner)
    return Tables(
        enterprises=pa.table(
            [
                ids,
                [f"企业{one[:8]}" for one in ids],
                ["INDUSTRY"] * size,
                [places[n] for n in random.integers(0, len(places), size).tolist()],
                [None] * size,
                ["SMALL" if n < 0.4 else "LARGE" for n in random.random(size).tolist()],
                ["APPROVED"] * size,
                ["2024-01-01T00:00:00.000000Z"] * size,
                (random.random(size) < 0.01).tolist(),
                ["PUBLIC"] * size,
            ],
            schema=ENTERPRISES,
        ),
        claims=pa.table(
            [
                claims,
                [ids[n] for n in owner.tolist()],
                need.tolist(),
                ["SUPPLY"] * len(owner),
                [_MODIFIERS[m] + labels[n] for m, n in zip(modifiers, numbers, strict=True)],
                nothing,
                ["PUBLIC"] * len(owner),
                recorded,
                ["2030-12-31"] * len(owner),
                [f"{day}T08:00:00.000000Z" for day in recorded],
                nothing,
                nothing,
                ["SELF_CLAIM"] * len(owner),
                [False] * len(owner),
                nothing,
            ],
            schema=CLAIMS,
        ),
        categories=pa.table(
            [
                claims,
                [f"LOCAL:c{n}" for n in numbers],
                [1.0] * len(owner),
                [True] * len(owner),
            ],
            schema=CATEGORIES,
        ),
        markets=MARKETS.empty_table(),
        links=_links(random, ids),
    )


def _links(random: np.random.Generator, ids: list[str]) -> pa.Table:
    """Each third has a supplier in the same chunk, each thirtieth exports."""
    ends = random.integers(0, len(ids), (len(ids) // 3, 2)).tolist()
    pairs = [("SUPPLIES", ids[one], ids[other]) for one, other in ends if one != other]
    pairs += [("EXPORTS_TO", one, "KZ") for one in ids[::30]]
    kinds, starts, others = (list(column) for column in zip(*pairs, strict=True))
    return pa.table(
        [
            kinds, starts, others, [None] * len(kinds), [None] * len(kinds),
            ["2024-06-01T08:00:00.000000Z"] * len(kinds), [None] * len(kinds),
        ],
        schema=LINKS,
    )  # fmt: skip
