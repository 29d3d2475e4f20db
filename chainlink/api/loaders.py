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
from chainlink.enterprises import model
from chainlink.enterprises.anonymity import AnonymousProfile, anonymous_profiles
from chainlink.enterprises.claim_model import CAPABILITY, NEED, Claim, ClaimType
from chainlink.enterprises.details import SuggestedCategory, contacts_of, suggested_categories
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

    def __init__(self, app: App, reference: Reference, actor: Actor) -> None:
        self._app = app
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
    def contacts(self) -> DataLoader[str, list[model.ContactDraft] | None]:
        """Contacts by enterprise, where the viewer may read them."""
        return one_each(
            lambda ids: contacts_of(self._app.enterprises, self._app.store, self._actor, ids)
        )

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
