"""Loading `seeds/`: reference data and the examples, by the ways that files come in."""

from chainlink.seeding.model import SeedCounts, SeedReport
from chainlink.seeding.service import seed

__all__ = ["SeedCounts", "SeedReport", "seed"]
