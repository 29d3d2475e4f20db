"""What the platform says to people: message catalogues, Chinese first and English second."""

from chainlink.language.catalogue import Language, say, sentence

__all__ = ["Language", "say", "sentence"]
