"""What a page of cards names again and again: chains and committees, read once for it."""

from dataclasses import dataclass

from chainlink.app import App
from chainlink.chains.model import Chain, Committee


@dataclass(frozen=True, slots=True)
class Reference:
    """All chains and all committees."""

    chains: list[Chain]
    committees: list[Committee]


async def reference_of(app: App) -> Reference:
    """As they are now. Raises GraphUnavailable."""
    return Reference(await app.chains.chains(), await app.chains.committees())
