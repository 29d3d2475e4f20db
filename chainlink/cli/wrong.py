"""A command that was wrong, whatever the data: exit code 2."""

from typing import Any

from chainlink.terminal.voice import told


class CommandWrong(Exception):
    """What was asked cannot be meant; `key` says why."""

    def __init__(self, key: str, /, **facts: object) -> None:
        super().__init__(key, facts)
        self.key = key
        self.facts = facts


def wrong_usage(failure: Any) -> str:
    """What Typer found wrong with a command line, as one sentence.

    Typer has no public names for its kinds of usage errors but BadParameter, so they are told
    apart by the names that they and Click's have had throughout.
    """
    kind = type(failure).__name__
    if kind == "NoSuchOption":
        return told("cli.no_option", value=failure.option_name)
    if kind == "BadOptionUsage":
        return told("cli.option_without_value", option=failure.option_name)
    if kind == "MissingParameter":
        return told("cli.missing", name=_name(failure.param))
    if kind == "BadParameter":
        return told("cli.field", path=_name(failure.param)) + str(failure.message)
    return told("cli.wrong", message=failure.format_message())


def _name(parameter: Any) -> str:
    if parameter.param_type_name == "argument":
        return str(parameter.metavar or parameter.name.upper())
    return str(parameter.opts[-1])
