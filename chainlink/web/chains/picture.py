"""A chain's map as the chart helper draws it: stages in columns, goods or enterprises in boxes.

Each box that lacks or hangs on one supplier says so by a mark before its name as well as by its
colour and frame.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from chainlink.chain_map.model import ChainMap, Good, Link, Parties, Party, Supply, Tier
from chainlink.web.shown import Shown

MARKS = {Supply.SUPPLIED: "", Supply.SINGLE: "① ", Supply.BROKEN: "✕ "}
_KINDS = {Supply.SUPPLIED: "member", Supply.SINGLE: "single", Supply.BROKEN: "broken"}
_MOST_INPUTS = 8
_MOST_ENTERPRISES, _MOST_OUTSIDE, _MOST_GAPS = 8, 3, 4
Box = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Picture:
    """What to draw of one map; `by_enterprise` shows who is at each stage, else the goods."""

    found: ChainMap
    shown: Shown
    by_enterprise: bool

    def facts(self) -> Box:
        """The chart's facts."""
        inputs = [] if self.by_enterprise else lacking_inputs(self.found)[:_MOST_INPUTS]
        shift = 1 if inputs else 0
        stages = [{"name": self._say("inputs")}] if inputs else []
        stages += [{"name": self.shown.named(tier.stage)} for tier in self.found.tiers]
        boxes = [self._good(one, 0) for one in inputs]
        for number, tier in enumerate(self.found.tiers, shift):
            boxes.append(self._stage(tier, number))
            boxes += (
                self._enterprises(tier, number)
                if self.by_enterprise
                else [self._good(one, number) for one in tier.goods]
            )
        kinds = [
            *("member", "single", "broken"),
            *(["outside"] if self.by_enterprise else []),
        ]
        return {
            "stages": stages,
            "nodes": boxes,
            "links": list(self._links({box["id"]: box for box in boxes})),
            "kinds": {kind: self._say(f"kind.{kind}") for kind in kinds},
        }

    def _say(self, key: str, **facts: object) -> str:
        return self.shown.say(f"page.chains.{key}", **facts)

    def _stage(self, tier: Tier, number: int) -> Box:
        """The stage itself: how many there are, inside and outside."""
        outside = self._outside(tier)
        return {
            "id": tier.stage.id,
            "name": MARKS[tier.supply] + self._say("box", inside=tier.inside, outside=outside),
            "stage": number,
            "kind": _KINDS[tier.supply],
            "href": f"/chains/{self.found.chain.code}#stage-{tier.stage.code}",
        }

    def _outside(self, tier: Tier) -> int:
        return tier.members.total + tier.others.total + tier.outside.total - tier.inside

    def _good(self, good: Good, number: int) -> Box:
        return {
            "id": good.id,
            "name": MARKS[good.supply] + self.shown.named(good.category),
            "stage": number,
            "kind": _KINDS[good.supply],
            "href": fill_path(self.found, good, by_enterprise=self.by_enterprise),
        }

    def _enterprises(self, tier: Tier, number: int) -> Iterator[Box]:
        """Members, others of the district, then some from outside, then what is missing."""
        alone = {
            party.id
            for good in tier.goods
            if good.supply is Supply.SINGLE
            for party in good.inside.named
        }
        own = [*tier.members.named, *tier.others.named]
        inside = [party for party in own if party.inside][:_MOST_ENTERPRISES]
        outside = [party for party in [*own, *tier.outside.named] if not party.inside]
        for party in inside:
            yield self._party(tier, party, number, "single" if party.id in alone else "member")
        yield from self._rest(tier, "inside", tier.inside - len(inside), number, "member")
        for party in outside[:_MOST_OUTSIDE]:
            yield self._party(tier, party, number, "outside")
        rest = self._outside(tier) - min(len(outside), _MOST_OUTSIDE)
        yield from self._rest(tier, "outside", rest, number, "outside")
        yield from (self._good(good, number) for good in tier.gaps[:_MOST_GAPS])

    def _party(self, tier: Tier, party: Party, number: int, kind: str) -> Box:
        mark = MARKS[Supply.SINGLE] if kind == "single" else ""
        return {
            "id": f"{tier.stage.id}|{party.id}",
            "name": mark + party.name,
            "stage": number,
            "kind": kind,
            "href": f"/enterprises/{party.id}",
        }

    def _rest(self, tier: Tier, where: str, count: int, number: int, kind: str) -> Iterator[Box]:
        if count > 0:
            yield {
                "id": f"{tier.stage.id}|{where}",
                "name": self._say(f"rest.{where}", count=count),
                "stage": number,
                "kind": kind,
                "href": f"/chains/{self.found.chain.code}#stage-{tier.stage.code}",
            }

    def _links(self, boxes: Mapping[str, Box]) -> Iterator[Box]:
        for link in [*self.found.feeds, *([] if self.by_enterprise else self.found.flows)]:
            if link.start in boxes and link.end in boxes:
                yield _line(link.start, link.end, link.supply)
        if self.by_enterprise:
            yield from self._lacking(boxes)
            yield from self._sales(boxes)

    def _lacking(self, boxes: Mapping[str, Box]) -> Iterator[Box]:
        """From what is missing, or its one supplier, to the stages that make something of it."""
        goods = {good.id: good for tier in self.found.tiers for good in tier.goods}
        drawn: set[tuple[str, str]] = set()
        for link in self.found.flows:
            start, end = goods.get(link.start), goods.get(link.end)
            if start is None or end is None or link.supply is Supply.SUPPLIED:
                continue
            alone = [f"{start.stage}|{party.id}" for party in start.inside.named]
            for one in alone if link.supply is Supply.SINGLE else [start.id]:
                pair = (one, end.stage)
                if pair not in drawn and boxes.keys() >= set(pair):
                    drawn.add(pair)
                    yield _line(*pair, link.supply)

    def _sales(self, boxes: Mapping[str, Box]) -> Iterator[Box]:
        """Between the boxes of two stages that follow each other, else the first of each."""
        places: dict[str, list[tuple[int, str]]] = {}
        for id_, box in boxes.items():
            places.setdefault(id_.rpartition("|")[2], []).append((box["stage"], id_))
        for link in self.found.sales:
            yield from _nearest(link, places)


def _nearest(link: Link, places: Mapping[str, Sequence[tuple[int, str]]]) -> Iterator[Box]:
    pairs = [
        (end[0] - start[0] if end[0] > start[0] else 100 + start[0] - end[0], start[1], end[1])
        for start in places.get(link.start, ())
        for end in places.get(link.end, ())
    ]
    if pairs:
        _, start, end = min(pairs)
        yield _line(start, end, link.supply)


def _line(start: str, end: str, supply: Supply) -> Box:
    kind = {} if supply is Supply.SUPPLIED else {"kind": _KINDS[supply]}
    return {"from": start, "to": end} | kind


def lacking_inputs(found: ChainMap) -> list[Good]:
    """Inputs that nobody of the district, or one alone, supplies: the most urgent first."""
    known: dict[str, Good] = {}
    for tier in found.tiers:
        for good in tier.inputs:
            if good.supply is not Supply.SUPPLIED:
                known.setdefault(good.id, good)
    return sorted(
        known.values(), key=lambda one: (one.inside.total, -one.wanted, -one.serves, one.id)
    )


def fill_path(found: ChainMap, good: Good, *, by_enterprise: bool = False) -> str:
    """Where the page says who could supply a good."""
    kept = "by=enterprises&" if by_enterprise else ""
    return f"/chains/{found.chain.code}?{kept}fill={good.category.id}#fill"


def everybody(tier: Tier) -> list[tuple[str, Parties]]:
    """Who is at a stage, for the list beside the picture."""
    return [("members", tier.members), ("others", tier.others), ("outside", tier.outside)]


def known_sales(found: ChainMap) -> list[tuple[Party, Party]]:
    """Who supplies whom, by name."""
    named = {
        party.id: party
        for tier in found.tiers
        for some in (
            *(of for _, of in everybody(tier)),
            *(of for good in (*tier.goods, *tier.inputs) for of in (good.inside, good.outside)),
        )
        for party in some.named
    }
    return [
        (named[link.start], named[link.end])
        for link in found.sales
        if link.start in named and link.end in named
    ]
