"""The table of steps as a section for people: a diagram, and who takes each step with what."""

from collections.abc import Iterable
from enum import StrEnum

from chainlink.graph.drawing import both, table
from chainlink.introductions.machine import (
    TRANSITIONS,
    Fact,
    IntroductionState,
    Taker,
    Transition,
    drawn,
)
from chainlink.language import Language, say

_HEADS = ("step", "from", "to", "takers", "facts")


def steps_drawn() -> str:
    """The whole section, in Markdown with Mermaid in it."""
    origin = "\n\n".join(say("drawing.steps_origin", language) for language in Language)
    states = [
        (f"`{one}`", say(key, Language.ZH), say(key, Language.EN))
        for one in IntroductionState
        for key in (f"schema.IntroductionState.{one}",)
    ]
    return "\n\n".join(
        [
            f"## {both('drawing.steps')}",
            origin,
            f"```mermaid\n{drawn()}\n```",
            table([both(f"drawing.{head}") for head in ("state", "zh", "en")], states),
            table([both(f"drawing.{head}") for head in _HEADS], map(_row, TRANSITIONS)),
        ]
    )


def _row(one: Transition) -> list[str]:
    origins = [state for state in IntroductionState if state in one.origins]
    return [
        f"`{one.step}` {both(f'schema.IntroductionStepKind.{one.step}')}",
        " ".join(f"`{state}`" for state in origins),
        f"`{one.target}`",
        _named("taker", Taker, one.takers),
        _named("fact", Fact, one.facts),
    ]


def _named(kind: str, order: Iterable[StrEnum], members: frozenset[Taker] | frozenset[Fact]) -> str:
    return "；".join(both(f"{kind}.{one}") for one in order if one in members)
