"""Maps of chains, for whoever reads: names only of enterprises that he may see."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from chainlink.accounts.model import Actor
from chainlink.accounts.permissions import Action, Resource, require
from chainlink.chain_map.drawing import Drawing, counted
from chainlink.chain_map.filling import MOST_CANDIDATES, Able, able
from chainlink.chain_map.ground import INPUT, Ground, ground_of
from chainlink.chain_map.model import Candidate, ChainMap, Filling, Summary, supply_of
from chainlink.chain_map.naming import Namer
from chainlink.chain_map.sight import MapSight
from chainlink.chain_map.supplying import Supplying, supplying
from chainlink.chains.model import Chain, Committee, Stage
from chainlink.chains.service import ChainService
from chainlink.enterprises.service import EnterpriseService
from chainlink.errors import NotFound
from chainlink.journal.following import JournalFollower
from chainlink.journal.news import News
from chainlink.matching.service import RecommendationService
from chainlink.matching.viewing import View
from chainlink.taxonomy.service import Taxonomy

_LABELS = frozenset({"Chain", "Stage", "ChainCommittee"})


@dataclass(frozen=True, slots=True)
class Chains:
    """All chains with their stages and committees, as the journal left them."""

    chains: tuple[Chain, ...]
    stages: Mapping[str, tuple[Stage, ...]]
    committees: Mapping[str, tuple[Committee, ...]]

    def chain(self, code: str) -> Chain:
        """One of them. Raises NotFound."""
        for one in self.chains:
            if one.code == code:
                return one
        raise NotFound("chain.unknown", value=code)


@dataclass(frozen=True, slots=True)
class _Kept:
    """What a chain's map is drawn from, and of which moment it is."""

    moment: tuple[object, int, Taxonomy, str, Chains]
    ground: Ground
    said: Supplying


class ChainMapService:
    """Draws maps out of what matching has in memory; what all readers share is kept.

    A map is as fresh as an answer of matching: it follows the journal.
    """

    def __init__(
        self,
        follower: JournalFollower,
        chains: ChainService,
        enterprises: EnterpriseService,
        recommendations: RecommendationService,
    ) -> None:
        self._service = chains
        self._enterprises = enterprises
        self._recommendations = recommendations
        self._chains: Chains | None = None
        self._heard = 0
        self._kept: dict[str, _Kept] = {}
        follower.listeners.append(self._hear)

    def _hear(self, news: News) -> None:
        if news.everything or _LABELS & set(news.concerned.other_labels):
            self._chains = None
            self._heard += 1

    async def summaries(self, actor: Actor) -> list[Summary]:
        """All chains by code, each in numbers. Raises NotFound for who may read none."""
        require(actor, Action.READ, Resource.REFERENCE)
        view, known = await self._known()
        found = []
        for chain in known.chains:
            kept = self._of(chain, view, known)
            told = counted(MapSight(view.day, actor), kept.ground, kept.said)
            stages = [(one, supply_of(told.stages[one.id])) for one in kept.ground.stages]
            totals = told.totals(kept.ground, len(kept.said.members))
            committees = known.committees.get(chain.code, ())
            found.append(Summary(chain, committees, totals, tuple(stages)))
        return found

    async def map(self, actor: Actor, code: str) -> ChainMap:
        """One chain's map. Raises NotFound."""
        require(actor, Action.READ, Resource.REFERENCE)
        view, known = await self._known()
        chain = known.chain(code)
        kept = self._of(chain, view, known)
        drawing = Drawing(view.day, kept.ground, kept.said, actor)
        return await drawing.drawn(chain, known.committees.get(code, ()), self._enterprises)

    async def filling(self, actor: Actor, code: str, category: str) -> Filling:
        """Who could supply a good of the map. Raises NotFound for what is not on it."""
        require(actor, Action.READ, Resource.REFERENCE)
        view, known = await self._known()
        kept = self._of(known.chain(code), view, known)
        places = [place for place in kept.ground.places if place.category == category]
        if not places:
            raise NotFound("category.unknown", value=category)
        found = able(MapSight(view.day, actor), view.reaches, category)
        namer = Namer(view.day.projection, kept.said)
        inside = [one for one in found if kept.said.inside[one.enterprise]]
        outside = [one for one in found if not kept.said.inside[one.enterprise]]
        first = [one for of in (inside, outside) for one in of if one.named]
        namer.want(one.enterprise for one in first)
        await namer.ask(self._enterprises, actor)
        told = [
            self._candidates(view, known, namer, of)[:MOST_CANDIDATES] for of in (inside, outside)
        ]
        stages = {stage.id: stage for stage in kept.ground.stages}
        return Filling(
            category=view.day.taxonomy.by_id[category],
            stage=next((stages[one.stage] for one in places if one.stage != INPUT), None),
            inside=told[0],
            outside=told[1],
            unnamed=len(found) - len(told[0]) - len(told[1]),
        )

    def _candidates(
        self, view: View, known: Chains, namer: Namer, found: Sequence[Able]
    ) -> tuple[Candidate, ...]:
        by_code = {one.code: one for of in known.committees.values() for one in of}
        told = []
        for one in found:
            party = namer.party(one.enterprise) if one.named else None
            if party is None:
                continue
            codes = sorted(view.day.committees_of(one.enterprise) & by_code.keys())
            told.append(
                Candidate(
                    party=party,
                    committees=tuple(by_code[code] for code in codes),
                    reason=one.reason,
                    category=view.day.taxonomy.by_id[one.category],
                    title=one.title,
                    fit=one.fit,
                )
            )
        return tuple(told)

    async def _known(self) -> tuple[View, Chains]:
        view = await self._recommendations.view(None)
        if self._chains is None:
            heard = self._heard
            read = await self._read()
            if heard != self._heard:
                return view, read
            self._chains = read
        return view, self._chains

    async def _read(self) -> Chains:
        stages: dict[str, list[Stage]] = defaultdict(list)
        for stage in await self._service.stages():
            stages[stage.chain].append(stage)
        committees: dict[str, list[Committee]] = defaultdict(list)
        for committee in await self._service.committees():
            committees[committee.chain].append(committee)
        return Chains(
            tuple(await self._service.chains()),
            {code: tuple(of) for code, of in stages.items()},
            {code: tuple(of) for code, of in committees.items()},
        )

    def _of(self, chain: Chain, view: View, known: Chains) -> _Kept:
        """What the map is drawn from, made anew where anything of it has changed."""
        day = view.day
        moment = (day.projection, day.projection.changes, day.taxonomy, day.text, known)
        kept = self._kept.get(chain.code)
        if kept is not None and all(
            one is other or one == other for one, other in zip(kept.moment, moment, strict=True)
        ):
            return kept
        same = kept is not None and kept.moment[2] is day.taxonomy and kept.moment[4] is known
        ground = (
            kept.ground
            if kept is not None and same
            else ground_of(day.taxonomy, known.stages.get(chain.code, ()))
        )
        codes = frozenset(one.code for one in known.committees.get(chain.code, ()))
        said = supplying(day, ground, chain.district, codes)
        self._kept[chain.code] = found = _Kept(moment, ground, said)
        return found
