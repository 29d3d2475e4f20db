"""A map for one reader, out of what everybody says."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from chainlink.accounts.model import Actor
from chainlink.chain_map.ground import INPUT, Ground
from chainlink.chain_map.model import (
    ChainMap,
    Good,
    Link,
    Parties,
    Supply,
    Tier,
    Totals,
    supply_of,
)
from chainlink.chain_map.naming import Chosen, Namer
from chainlink.chain_map.sight import MapSight
from chainlink.chain_map.supplying import Rows, Said, Supplying
from chainlink.chains.model import Chain, Committee, Stage
from chainlink.enterprises.service import EnterpriseService
from chainlink.matching.projection.day import Day

_OF_A_GOOD = 5  # suppliers named beside one good


@dataclass(frozen=True, slots=True)
class Counted:
    """What counts for one reader, by place: how many of the district and outside."""

    inside: Rows
    outside: Rows
    stages: dict[str, int]  # enterprises of the district at each stage

    def totals(self, ground: Ground, members: int) -> Totals:
        """The chain in numbers."""
        goods = [n for n, place in enumerate(ground.places) if place.stage != INPUT]
        inputs = [n for n in ground.serves if self.made(ground, n) and not self.inside[n]]
        return Totals(
            members=members,
            stages=len(ground.stages),
            broken_stages=sum(count == 0 for count in self.stages.values()),
            goods=len(goods),
            gaps=sum(not self.inside[n] for n in goods),
            singles=sum(int(self.inside[n]) == 1 for n in goods),
            inputs=len(inputs),
        )

    def made(self, ground: Ground, number: int) -> list[int]:
        """Places made in the district that an input goes into."""
        return [place for place in ground.serves[number] if self.inside[place]]


def counted(sight: MapSight, ground: Ground, said: Supplying) -> Counted:
    """Numbers alone, for the list of chains."""
    return _counted(sight.counted(said.offered), ground, said)


def _counted(offered: Said, ground: Ground, said: Supplying) -> Counted:
    here = said.inside[offered.owner]
    size = len(ground.places)
    at = _stage_numbers(ground)[offered.place]
    stages = {}
    for n, stage in enumerate(ground.stages):
        hit = np.zeros(len(said.inside), bool)
        hit[offered.owner[at == n]] = True
        stages[stage.id] = int((hit & said.inside).sum())
    return Counted(
        np.bincount(offered.place[here], minlength=size),
        np.bincount(offered.place[~here], minlength=size),
        stages,
    )


def _stage_numbers(ground: Ground) -> Rows:
    numbers = {stage.id: n for n, stage in enumerate(ground.stages)}
    return np.array([numbers.get(place.stage, -1) for place in ground.places], np.int64)


class Drawing:
    """One reader's map in the making: whom it would name is chosen first, then asked for."""

    def __init__(self, day: Day, ground: Ground, said: Supplying, actor: Actor) -> None:
        self.day = day
        self.ground = ground
        self.said = said
        self.sight = MapSight(day, actor)
        self.actor = actor
        self.namer = Namer(day.projection, said)
        self.offered = self.sight.counted(said.offered)
        self.nameable = self.sight.nameable(self.offered)
        self.counted = _counted(self.offered, ground, said)
        self._starts = self.offered.starts(len(ground.places))
        self._at = _stage_numbers(ground)[self.offered.place]
        wanted = self.sight.counted(said.wanted)
        here = said.inside[wanted.owner]
        self.wanted = np.bincount(wanted.place[here], minlength=len(ground.places))

    async def drawn(
        self,
        chain: Chain,
        committees: Sequence[Committee],
        enterprises: EnterpriseService,
    ) -> ChainMap:
        """The whole of it."""
        goods = {n: self._both(n) for n in range(len(self.ground.places)) if self._told(n)}
        stages = [self._at_stage(n) for n in range(len(self.ground.stages))]
        placed = np.zeros(len(self.said.member), bool)
        placed[self.offered.owner[self._at >= 0]] = True
        rest = self.said.members[~placed[self.said.members]]
        unplaced = self.namer.chosen(self.sight.members(rest))
        await self.namer.ask(enterprises, self.actor)
        made = {n: self._good(n, *both) for n, both in goods.items()}
        return ChainMap(
            chain=chain,
            committees=tuple(committees),
            totals=self.counted.totals(self.ground, len(self.said.members)),
            tiers=tuple(
                self._tier(stage, made, *found)
                for stage, found in zip(self.ground.stages, stages, strict=True)
            ),
            unplaced=Parties(self.namer.parties(unplaced).named, len(rest)),
            flows=self._flows(),
            feeds=self._feeds(),
            sales=self._sales(),
        )

    def _told(self, number: int) -> bool:
        """Goods of the chain, and inputs that somebody of the district has a use for."""
        here = self.ground.places[number].stage != INPUT
        return here or bool(self.counted.made(self.ground, number))

    def _both(self, number: int) -> tuple[Chosen, Chosen]:
        """Who supplies a good: those of the district, and those outside."""
        chosen = slice(self._starts[number], self._starts[number + 1])
        rows, nameable = self.offered.owner[chosen], self.nameable[chosen]
        here = self.said.inside[rows]
        return (
            self.namer.chosen(rows[here], nameable[here], _OF_A_GOOD),
            self.namer.chosen(rows[~here], nameable[~here], _OF_A_GOOD),
        )

    def _at_stage(self, number: int) -> tuple[Chosen, Chosen, Chosen]:
        """Members at a stage, others of the district, others outside; each once."""
        chosen = self._at == number
        there, named = (np.zeros(len(self.said.member), bool) for _ in range(2))
        there[self.offered.owner[chosen]] = True
        named[self.offered.owner[chosen & self.nameable]] = True
        rows = np.flatnonzero(there)
        nameable, member, here = named[rows], self.said.member[rows], self.said.inside[rows]
        found = [
            self.namer.chosen(rows[some], nameable[some])
            for some in (member, ~member & here, ~member & ~here)
        ]
        return found[0], found[1], found[2]

    def _good(self, number: int, inside: Chosen, outside: Chosen) -> Good:
        place = self.ground.places[number]
        serves = self.counted.made(self.ground, number) if place.stage == INPUT else ()
        return Good(
            id=place.id,
            category=self.day.taxonomy.by_id[place.category],
            stage=place.stage,
            inside=self.namer.parties(inside),
            outside=self.namer.parties(outside),
            wanted=int(self.wanted[number]),
            serves=len(serves),
        )

    def _tier(
        self,
        stage: Stage,
        made: Mapping[int, Good],
        members: Chosen,
        others: Chosen,
        outside: Chosen,
    ) -> Tier:
        here = {n for n, place in enumerate(self.ground.places) if place.stage == stage.id}
        inputs = [
            made[n] for n in self.ground.serves if here & set(self.counted.made(self.ground, n))
        ]
        return Tier(
            stage=stage,
            goods=tuple(made[n] for n in sorted(here)),
            inputs=tuple(sorted(inputs, key=_urgency)),
            members=self.namer.parties(members),
            others=self.namer.parties(others),
            outside=self.namer.parties(outside),
            inside=self.counted.stages[stage.id],
        )

    def _flows(self) -> tuple[Link, ...]:
        """What goes into what is made in the district, each by how its start is supplied."""
        places, inside = self.ground.places, self.counted.inside
        pairs = [(start, end) for start, end in self.ground.flows if inside[end]]
        for number in self.ground.serves:
            pairs += [(number, place) for place in self.counted.made(self.ground, number)]
        return tuple(
            Link(places[start].id, places[end].id, supply_of(int(inside[start])))
            for start, end in pairs
        )

    def _feeds(self) -> tuple[Link, ...]:
        known = self.counted.stages
        return tuple(
            Link(stage.id, fed, supply_of(known[stage.id]))
            for stage in self.ground.stages
            for fed in stage.feeds
            if fed in known
        )

    def _sales(self) -> tuple[Link, ...]:
        """Who supplies whom, for who reads in full what one of the two declares."""
        ids, find = self.day.projection.ids.values, self.day.projection.ids.find
        named = {find(id_) for id_ in self.namer.names}
        return tuple(
            Link(ids[seller], ids[buyer])
            for seller, buyer in self.said.sales
            if {seller, buyer} <= named and any(map(self.sight.in_full, (seller, buyer)))
        )


def _urgency(good: Good) -> tuple[bool, bool, int, int, str]:
    """What nobody has comes first, then what is asked for most and goes into most."""
    supply = good.supply
    return (
        supply is not Supply.BROKEN,
        supply is not Supply.SINGLE,
        -good.wanted,
        -good.serves,
        good.id,
    )
