"""The room of outcomes: the report, the records behind each of its numbers, files and paper."""

from chainlink.web.outcomes.doors import add_outcomes

__all__ = ["add_outcomes"]
