"""What one request reads, each kind in one question however many nodes ask; fresh a request.

A list of 50 enterprises with their claims, markets and memberships costs as many reads as one
enterprise does.
"""

from collections import defaultdict
from collections.abc import Awaitable, Callable, Hashable, Mapping, Sequence
from functools import cached_property
from typing import TypeVar

from strawberry.dataloader import DataLoader

from chainlink.accounts.model import Actor
from chainlink.api.reference import Reference, Whole
from chainlink.app import App
from chainlink.chains.model import Chain, Committee, Stage
from chainlink.deals.model import Deal
from chainlink.deals.order_model import CrossBorderOrder
from chainlink.enterprises import model
from chainlink.enterprises.anonymity import AnonymousProfile, anonymous_profiles
from chainlink.enterprises.claim_model import CAPABILITY, NEED, Claim, ClaimType
from chainlink.enterprises.details import SuggestedCategory, suggested_categories
from chainlink.enterprises.disclosure import Contact
from chainlink.events.model import Attendance, Event
from chainlink.introductions.model import IntroductionView
from chainlink.introductions.pairs import PairKey, open_of_pairs
from chainlink.introductions.views import Details
from chainlink.taxonomy.service import Taxonomy

Key = TypeVar("Key", bound=Hashable)
Thing = TypeVar("Thing")


def one_each(
    load: Callable[[list[Key]], Awaitable[Mapping[Key, Thing]]],
) -> DataLoader[Key, Thing | None]:
    """A loader of at most one thing a key."""

    async def in_order(keys: list[Key]) -> list[Thing | None]:
        found = await load(keys)
        return [found.get(key) for key in keys]

    return DataLoader(in_order)


def several_each(
    load: Callable[[list[str]], Awaitable[Sequence[Thing]]], owner: Callable[[Thing], str]
) -> DataLoader[str, list[Thing]]:
    """A loader of the things that belong to a key."""

    async def in_order(keys: list[str]) -> list[list[Thing]]:
        of_key: dict[str, list[Thing]] = defaultdict(list)
        for thing in await load(keys):
            of_key[owner(thing)].append(thing)
        return [of_key[key] for key in keys]

    return DataLoader(in_order)


class Loaders:
    """All loaders of one request, for one viewer."""

    def __init__(
        self, app: App, reference: Reference, actor: Actor, contacts_read: set[str]
    ) -> None:
        self._app = app
        self._contacts_read = contacts_read
        self._reference = reference
        self._actor = actor

    @cached_property
    def enterprises(self) -> DataLoader[str, model.Enterprise | None]:
        """Enterprises by id, those that the viewer may see."""
        return one_each(lambda ids: self._app.enterprises.visible_by_ids(self._actor, ids))

    async def seen(self, ids: Sequence[str]) -> dict[str, model.Enterprise]:
        """Those of several enterprises that the viewer may see."""
        return await self._app.enterprises.visible_by_ids(self._actor, ids) if ids else {}

    async def nameless(self, ids: Sequence[str]) -> dict[str, AnonymousProfile]:
        """What may be told of enterprises whose name may not."""
        return await anonymous_profiles(self._app.enterprises.known, ids) if ids else {}

    @cached_property
    def memberships(self) -> DataLoader[str, list[model.Membership]]:
        """Memberships by enterprise."""
        return several_each(self._app.enterprises.memberships, lambda one: one.enterprise)

    @cached_property
    def exports(self) -> DataLoader[str, list[model.MarketPresence]]:
        """Markets by enterprise."""
        return several_each(self._app.enterprises.exports, lambda one: one.enterprise)

    @cached_property
    def contacts(self) -> DataLoader[str, list[Contact] | None]:
        """Contacts by enterprise, where the viewer may read them."""
        return one_each(self._contacts)

    async def _contacts(self, ids: list[str]) -> dict[str, list[Contact]]:
        found = await self._app.enterprises.contacts_of(self._actor, ids)
        self._contacts_read |= {id_ for id_, contacts in found.items() if contacts}
        return found

    @cached_property
    def suggested(self) -> DataLoader[str, list[SuggestedCategory]]:
        """Categories read from business scopes, by enterprise."""
        return several_each(
            lambda ids: suggested_categories(self._app.store, ids), lambda one: one.enterprise
        )

    @cached_property
    def capabilities(self) -> DataLoader[str, list[Claim] | None]:
        """Capabilities in force by enterprise, newest first."""
        return self._claims(CAPABILITY)

    @cached_property
    def needs(self) -> DataLoader[str, list[Claim] | None]:
        """Needs in force by enterprise, newest first."""
        return self._claims(NEED)

    def _claims(self, type_: ClaimType) -> DataLoader[str, list[Claim] | None]:
        return one_each(lambda ids: self._app.claims.of_enterprises(self._actor, type_, ids))

    @cached_property
    def attendance(self) -> DataLoader[Event, list[Attendance]]:
        """Who takes part in an event, as far as the viewer may know it."""

        async def in_order(events: list[Event]) -> list[list[Attendance]]:
            found = await self._app.events.attendance(self._actor, events)
            return [[one for one in found if one.event == event.id] for event in events]

        return DataLoader(in_order)

    @cached_property
    def open_introductions(self) -> DataLoader[PairKey, IntroductionView | None]:
        """The open introduction of a recommended pair, where the viewer may see one."""
        app = self._app
        return one_each(
            lambda pairs: open_of_pairs(app.store, app.introductions, self._actor, set(pairs))
        )

    @cached_property
    def introductions(self) -> DataLoader[str, IntroductionView | None]:
        """Introductions by id, those that the viewer may see."""
        return one_each(lambda ids: self._app.introductions.by_ids(self._actor, ids))

    @cached_property
    def introduction_details(self) -> DataLoader[str, Details | None]:
        """Steps, consents and follow-ups by introduction, as far as the viewer may know them."""
        return one_each(lambda ids: self._app.introductions.details(self._actor, ids))

    @cached_property
    def introductions_of_enterprises(self) -> DataLoader[str, list[IntroductionView] | None]:
        """Introductions by enterprise that is a party, those that the viewer may see."""
        return one_each(lambda ids: self._app.introductions.of_enterprises(self._actor, ids))

    @cached_property
    def attended(self) -> DataLoader[str, list[tuple[Attendance, Event]]]:
        """The events that an enterprise takes part in, as far as the viewer may know it."""
        return several_each(
            lambda ids: self._app.events.of_enterprises(self._actor, ids),
            lambda one: one[0].enterprise,
        )

    @cached_property
    def events(self) -> DataLoader[str, Event | None]:
        """Events by id, those that the viewer may see."""
        return one_each(lambda ids: self._app.events.by_ids(self._actor, ids))

    @cached_property
    def deals(self) -> DataLoader[str, Deal | None]:
        """Newest versions of deals by id, those that the viewer may see."""
        return one_each(lambda ids: self._app.deals.by_ids(self._actor, ids))

    @cached_property
    def deal_histories(self) -> DataLoader[str, list[Deal] | None]:
        """All versions by deal, newest first."""
        return one_each(lambda ids: self._app.deals.histories(self._actor, ids))

    @cached_property
    def deals_of_enterprises(self) -> DataLoader[str, list[Deal] | None]:
        """Deals by enterprise that is a party, newest first."""
        return one_each(lambda ids: self._app.deals.of_enterprises(self._actor, ids))

    @cached_property
    def deals_of_introductions(self) -> DataLoader[str, list[Deal] | None]:
        """Deals by introduction that led to them, newest first."""
        return one_each(lambda ids: self._app.deals.of_introductions(self._actor, ids))

    @cached_property
    def orders_of_deals(self) -> DataLoader[str, list[CrossBorderOrder] | None]:
        """Orders by deal, newest first."""
        return one_each(lambda ids: self._app.orders.of_deals(self._actor, ids))

    @cached_property
    def order_histories(self) -> DataLoader[str, list[CrossBorderOrder] | None]:
        """All versions by order, newest first."""
        return one_each(lambda ids: self._app.orders.histories(self._actor, ids))

    @property
    def taxonomy(self) -> Whole[Taxonomy]:
        """The taxonomy's newest revision."""
        return self._reference.taxonomy

    @property
    def chains(self) -> Whole[list[Chain]]:
        """All chains."""
        return self._reference.chains

    @property
    def stages(self) -> Whole[list[Stage]]:
        """All stages."""
        return self._reference.stages

    @property
    def committees(self) -> Whole[list[Committee]]:
        """All committees."""
        return self._reference.committees
