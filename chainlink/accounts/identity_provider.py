"""Somebody else who says who a person is: what the platform asks of any such system.

Provinces' 统一身份认证 systems differ; each plugs in here.
"""

from dataclasses import dataclass
from typing import Protocol

from chainlink.errors import ChainlinkError


class IdentityRefused(ChainlinkError):
    """The provider, or what came back from it, does not show who the person is."""

    code = "IDENTITY_REFUSED"


class ProviderUnavailable(ChainlinkError):
    """The provider cannot be reached or does not answer as one."""

    code = "PROVIDER_UNAVAILABLE"


@dataclass(frozen=True, slots=True)
class Asking:
    """One sign-in under way: secrets of the browser that began it, none of which is kept here."""

    state: str
    nonce: str
    verifier: str
    redirect: str


class IdentityProvider(Protocol):
    """An identity provider."""

    @property
    def issuer(self) -> str:
        """Whose word it is: together with a subject it names an identity."""
        ...

    @property
    def name(self) -> str:
        """What people call it."""
        ...

    async def address(self, asking: Asking) -> str:
        """Where the browser goes to. Raises ProviderUnavailable."""
        ...

    async def subject(self, asking: Asking, answer: str) -> str:
        """Who the person is, by the full address that the browser came back to.

        Raises IdentityRefused, ProviderUnavailable.
        """
        ...
