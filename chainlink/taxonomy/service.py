"""The taxonomy in the graph, read into memory once a revision: words, kin, inputs and outputs."""

import asyncio
from collections import defaultdict
from collections.abc import Mapping, Sequence
from functools import cached_property

from chainlink.accounts.model import Actor
from chainlink.accounts.permissions import Action, Resource, require
from chainlink.errors import InvalidInput
from chainlink.graph.cypher import Queries
from chainlink.graph.port import GraphStore, Row
from chainlink.journal.following import JournalFollower
from chainlink.journal.news import News
from chainlink.journal.service import Change, Journal
from chainlink.taxonomy.kinship import Kinship
from chainlink.taxonomy.model import Category, CategoryLink, Scheme, category_id
from chainlink.taxonomy.reading import CategoryReader, CategoryReading

CYPHER = Queries(__package__ or "")
_LISTS = ("other_zh", "other_en", "products", "materials", "grades", "processes")


class Taxonomy:
    """One revision of all categories and edges; never changed, replaced by the next."""

    def __init__(
        self,
        revision: int,
        categories: Sequence[Category],
        links: Mapping[str, Sequence[CategoryLink]],
    ) -> None:
        self.revision = revision
        self.by_id = {category.id: category for category in categories}
        self.kinship = Kinship(links["BROADER"])
        self._broader: dict[str, list[CategoryLink]] = defaultdict(list)
        for link in links["BROADER"]:
            self._broader[link.start].append(link)
        self.maps_to: dict[str, list[str]] = defaultdict(list)
        for link in links["MAPS_TO"]:
            self.maps_to[link.start].append(link.end)
        self.inputs: dict[str, list[CategoryLink]] = defaultdict(list)  # by what they go into
        self.outputs: dict[str, list[CategoryLink]] = defaultdict(list)  # by what goes in
        for link in links["INPUT_TO"]:
            self.inputs[link.end].append(link)
            self.outputs[link.start].append(link)

    def broader_of(self, category: str) -> Sequence[CategoryLink]:
        """BROADER edges that start at a category."""
        return self._broader.get(category, ())

    @cached_property
    def reader(self) -> CategoryReader:
        """Free text into categories, over all schemes."""
        return CategoryReader(category.readable() for category in self.by_id.values())

    def resolve(self, codes: Sequence[str], path: str = "categories") -> list[str]:
        """Ids of codes as people give them: `corn-harvesters` (local), `GBT4754:3572`, `HS:8433`.

        Raises InvalidInput naming the first code that is not in the taxonomy.
        """
        ids = []
        for code in codes:
            known = code if code in self.by_id else category_id(Scheme.LOCAL, code)
            if known not in self.by_id:
                raise InvalidInput.of(path, "category.unknown", value=code)
            ids.append(known)
        return list(dict.fromkeys(ids))


class TaxonomyService:
    """Reading and extending the taxonomy."""

    def __init__(
        self, store: GraphStore, journal: Journal, follower: JournalFollower | None = None
    ) -> None:
        self._store = store
        self._journal = journal
        self._follower = follower
        self._current: Taxonomy | None = None
        self._heard_of = 0  # changes of the taxonomy that the journal told of
        self._current_of = -1  # how many of them are in
        self._loading = asyncio.Lock()
        if follower is not None:
            follower.listeners.append(self._heard)

    def _heard(self, news: News) -> None:
        if news.everything or "Category" in news.concerned.other_labels:
            self._heard_of += 1

    async def current(self) -> Taxonomy:
        """The newest revision; loaded again only when the graph has a newer one."""
        if self._follower is not None:
            await self._follower.fresh()
            if self._current is not None and self._heard_of == self._current_of:
                return self._current
        async with self._loading:
            heard = self._heard_of
            rows = await self._store.read(CYPHER["revision"])
            revision = rows[0]["sequence"] if rows else 0
            if self._current is None or self._current.revision != revision:
                self._current = await self._load(revision)
            self._current_of = heard
            return self._current

    @property
    def loaded(self) -> Taxonomy | None:
        """The revision last used, for who goes on while the graph is away."""
        return self._current

    async def stored(self) -> tuple[list[Category], dict[str, list[CategoryLink]]]:
        """Categories and edges by relationship, without the index that texts are read with."""
        categories = [_category(row) for row in await self._store.read(CYPHER["categories"])]
        links = {
            name: [_link(row) for row in await self._store.read(CYPHER[query])]
            for name, query in (
                ("BROADER", "broader"),
                ("INPUT_TO", "input_to"),
                ("MAPS_TO", "maps_to"),
            )
        }
        return categories, links

    async def _load(self, revision: int) -> Taxonomy:
        categories, links = await self.stored()
        taxonomy = Taxonomy(revision, categories, links)
        # building the index takes the better part of a second: not on the event loop
        await asyncio.to_thread(lambda: taxonomy.reader)
        return taxonomy

    async def suggest(
        self, text: str, *, scheme: Scheme | None = None, first: int = 10
    ) -> list[tuple[Category, CategoryReading]]:
        """Ranked categories for a text that somebody types. Raises InvalidInput."""
        if not text.strip():
            raise InvalidInput.of("text", "required")
        taxonomy = await self.current()
        readings = await asyncio.to_thread(
            taxonomy.reader.suggest,
            text,
            scheme=scheme.value if scheme else None,
            first=first,
        )
        return [
            (taxonomy.by_id[category_id(Scheme(found.scheme), found.code)], found)
            for found in readings
        ]

    async def add(
        self,
        actor: Actor,
        categories: Sequence[Category],
        links: Mapping[str, Sequence[CategoryLink]],
    ) -> tuple[int, int]:
        """Write categories that are new or differ, and edges; returns (created, updated).

        Raises InvalidInput for an edge to a category that does not exist, or from one to itself.
        """
        require(actor, Action.WRITE, Resource.REFERENCE)

        async def work(change: Change) -> tuple[int, int]:
            known = {
                row["id"]: _category(row)
                for row in await change.transaction.read(CYPHER["categories"])
            }
            new = [one for one in categories if one.id not in known]
            changed = [one for one in categories if one.id in known and known[one.id] != one]
            _check_links(known.keys() | {one.id for one in new}, links)
            await change.records.create("Category", [_row(one) for one in new])
            await change.records.update("Category", [_row(one) for one in changed])
            for name, of_name in links.items():
                exclude = {"MAPS_TO": {"confidence", "strength"}, "BROADER": {"strength"}}
                rows = [link.model_dump(exclude=exclude.get(name)) for link in of_name]
                await change.records.relate(name, rows)
            if not new and not changed and not any(links.values()):
                return 0, 0
            await change.transaction.write(CYPHER["next_revision"])
            change.record(
                "taxonomy.extended",
                "Category",
                "taxonomy",
                {
                    "created": len(new),
                    "updated": len(changed),
                    "edges": sum(len(of_name) for of_name in links.values()),
                },
            )
            return len(new), len(changed)

        return await self._journal.change(actor.account, work)


def _check_links(known: set[str], links: Mapping[str, Sequence[CategoryLink]]) -> None:
    for name, of_name in links.items():
        for link in of_name:
            for end in (link.start, link.end):
                if end not in known:
                    raise InvalidInput.of(name, "category.unknown", value=end)
            if link.start == link.end:
                raise InvalidInput.of(name, "category.loop", value=link.start)


def _category(row: Row) -> Category:
    values = {name: value for name, value in row.items() if name != "id" and value is not None}
    return Category(**(values | {name: tuple(row[name] or ()) for name in _LISTS}))


def _row(category: Category) -> Row:
    lists = {name: list(getattr(category, name)) for name in _LISTS}
    return {"id": category.id} | category.model_dump(mode="json") | lists


def _link(row: Row) -> CategoryLink:
    ends = {"start": row.pop("start_id"), "end": row.pop("end_id")}
    return CategoryLink(**row, **ends)
