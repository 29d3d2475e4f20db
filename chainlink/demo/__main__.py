"""`python -m chainlink.demo [--port PORT]`, which `make demo` runs."""

import asyncio
import os
import socket
import sys
from collections.abc import Sequence
from pathlib import Path

from chainlink.app import App
from chainlink.demo.accounts import ACCOUNTS, tokens_for_all
from chainlink.demo.story import ask_by_curl, tell_story
from chainlink.errors import ChainlinkError
from chainlink.seeding import seed
from chainlink.serving import create_web_app
from chainlink.terminal.opening import opened
from chainlink.terminal.output import note, progress, write_line
from chainlink.terminal.voice import refusal, settings_in_force, speak, told
from chainlink.terminal.web_server import (
    AnnouncingServer,
    configuration,
    leave_quietly,
    listening,
)

FOLDER = Path("data/demo")
HOST = "127.0.0.1"


def main() -> int:
    """Run the demonstration until Ctrl-C or SIGTERM and return the exit code."""
    speak()
    leave_quietly()
    port = port_asked(sys.argv[1:], os.environ.get("PORT"))
    if port is None:
        note(told("demo.port", value=" ".join(sys.argv[1:]) or os.environ.get("PORT")))
        return 2
    try:
        with listening(HOST, port) as taken:
            asyncio.run(_demonstrate(taken, f"http://{HOST}:{port}"))
    except ChainlinkError as failure:
        note(refusal(failure))
        return 1
    return 0


def port_asked(arguments: Sequence[str], environment: str | None) -> int | None:
    """The port from `--port PORT`, else from PORT, else 8000; None where it is no port."""
    match arguments:
        case []:
            value = environment or "8000"
        case ["--port", given]:
            value = given
        case _:
            return None
    if not (value.isascii() and value.isdigit()):
        return None
    return int(value) if 1 <= int(value) <= 65535 else None


async def _demonstrate(taken: socket.socket, url: str) -> None:
    settings = settings_in_force().model_copy(update={"graph": f"ladybug:{FOLDER / 'graph.lbdb'}"})
    note(told("demo.preparing"))
    async with opened(settings, preparing=True) as app:
        with progress("seed.loading") as report:
            await seed(app, progress=report)
        await _show(app, url)
        server = AnnouncingServer(
            configuration(create_web_app(app)), lambda: write_line(told("demo.serving", url=url))
        )
        await server.serve(sockets=[taken])


async def _show(app: App, url: str) -> None:
    credentials = FOLDER / "credentials.json"
    tokens = await tokens_for_all(app, credentials, url)
    secretary = await app.accounts.actor_for(tokens["secretary"])
    write_line(told("demo.seeded", folder=FOLDER))
    write_line()
    await tell_story(app, secretary)
    write_line()
    write_line(told("demo.later"))
    write_line(told("demo.sign_in", file=credentials))
    write_line(ask_by_curl(url, tokens["secretary"]))
    secretary_name = ACCOUNTS["secretary"].name
    write_line(told("demo.sign_in_page", url=url, name=secretary_name, file=credentials))
    write_line()


if __name__ == "__main__":
    sys.exit(main())
