"""The room of chains: all of them in numbers, and one as a map with its gaps."""

from chainlink.web.chains.doors import add_chains

__all__ = ["add_chains"]
