"""Help pages in the language in force: what decorators carry are keys, said when they are shown.

Typer's own pages are in English only and are put together when the commands are declared, before
the language is known.
"""

from collections.abc import Sequence
from typing import Any

from rich.table import Table
from typer.core import TyperCommand, TyperGroup

from chainlink.cli.wrong import CommandWrong
from chainlink.terminal.output import results
from chainlink.terminal.voice import told


def _usage(command: Any, context: Any) -> str:
    words = [context.command_path]
    for parameter in command.get_params(context):
        if parameter.param_type_name == "argument":
            name = _metavar(parameter)
            words.append(name if parameter.required else f"[{name}]")
    if isinstance(command, TyperGroup):
        words.append(told("cli.command"))
    return " ".join([*words, told("cli.options_mark")])


def _metavar(parameter: Any) -> str:
    name = str(parameter.metavar or parameter.name.upper())
    return name if parameter.nargs == 1 else f"{name}…"


def _explained(parameter: Any, help_names: Sequence[str]) -> tuple[str, str]:
    """An argument's or option's name and what it means, with its default."""
    if parameter.param_type_name == "argument":
        return _metavar(parameter), told(parameter.help)
    if parameter.opts[0] in help_names:
        return ", ".join(parameter.opts), told("cli.help.help")
    name = ", ".join(parameter.opts)
    if not parameter.is_flag:
        name += f" {_metavar(parameter)}"
    text = told(parameter.help)
    if parameter.required:
        text += told("cli.required")
    elif parameter.default not in (None, False, (), []):
        text += told("cli.default", value=parameter.default)
    return name, text


def _show(title: str, rows: list[tuple[str, str]]) -> Table | None:
    if not rows:
        return None
    table = Table(title=title, title_justify="left", title_style="bold", box=None, pad_edge=False)
    table.show_header = False
    table.add_column(no_wrap=True, style="cyan")
    table.add_column(overflow="fold")
    for name, text in rows:
        table.add_row(f"  {name}", text)
    return table


def _write_help(command: Any, context: Any, formatter: Any) -> None:
    console = results()
    parameters = command.get_params(context)
    names = context.help_option_names
    arguments = [p for p in parameters if p.param_type_name == "argument"]
    options = [p for p in parameters if p.param_type_name == "option"]
    commands = command.short_helps(context) if isinstance(command, SaidGroup) else []
    with console.capture() as page:
        console.print(told("cli.usage") + _usage(command, context))
        console.print()
        console.print(told(command.help))
        for title, rows in (
            ("cli.arguments", [_explained(one, names) for one in arguments]),
            ("cli.options", [_explained(one, names) for one in options]),
            ("cli.commands", commands),
        ):
            if table := _show(told(title), rows):
                console.print()
                console.print(table)
    formatter.write("\n".join(line.rstrip() for line in page.get().splitlines()) + "\n")


class SaidCommand(TyperCommand):
    """A command whose help is said from the catalogue."""

    def format_help(self, ctx: Any, formatter: Any) -> None:
        """See click.Command.format_help."""
        _write_help(self, ctx, formatter)

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Refuse what is left over in the language in force."""
        ctx.allow_extra_args = True
        super().parse_args(ctx, args)
        if ctx.args:
            raise CommandWrong("cli.extra", value=" ".join(ctx.args))
        return []


class SaidGroup(TyperGroup):
    """A group of commands whose help is said from the catalogue."""

    def format_help(self, ctx: Any, formatter: Any) -> None:
        """See click.Command.format_help."""
        _write_help(self, ctx, formatter)

    def short_helps(self, ctx: Any) -> list[tuple[str, str]]:
        """Names and helps of the commands in the group, in the order of their declaration."""
        return [(name, told(str(one.help))) for name, one in self.commands.items()]

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Refuse a group without a command in the language in force."""
        if not args and not self.invoke_without_command:
            raise CommandWrong("cli.no_subcommand", known=", ".join(self.list_commands(ctx)))
        return list(super().parse_args(ctx, args))

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        """Refuse a command that does not exist in the language in force."""
        known = self.list_commands(ctx)
        if args[0] not in known and not args[0].startswith("-"):
            raise CommandWrong("cli.no_command", value=args[0], known=", ".join(known))
        return super().resolve_command(ctx, args)
