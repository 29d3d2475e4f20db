"""`chainlink serve`."""

import asyncio
import socket
from contextlib import suppress
from typing import Annotated, Any

import typer
from uvicorn.supervisors import Multiprocess

from chainlink.app import App, build_app
from chainlink.cli.helping import SaidCommand
from chainlink.cli.values import whole_number
from chainlink.cli.wrong import CommandWrong
from chainlink.errors import GraphUnavailable
from chainlink.serving import create_web_app
from chainlink.terminal.opening import prepare
from chainlink.terminal.output import note
from chainlink.terminal.voice import settings_in_force, told
from chainlink.terminal.web_server import (
    AnnouncingServer,
    configuration,
    leave_quietly,
    listening,
)

WORKERS_MOST = 64

serve = typer.Typer(add_completion=False)


@serve.command(cls=SaidCommand, help="cli.serve")
def _serve(
    host: Annotated[str, typer.Option(help="cli.serve.host")] = "127.0.0.1",
    port: Annotated[int, typer.Option(help="cli.serve.port", parser=whole_number(1, 65535))] = 8000,
    workers: Annotated[
        int, typer.Option(help="cli.serve.workers", parser=whole_number(1, WORKERS_MOST))
    ] = 1,
) -> None:
    leave_quietly()
    with listening(host, port) as taken:
        url = f"http://{host}:{port}"
        if workers == 1:
            asyncio.run(_serve_here(taken, url))
        else:
            _serve_in_processes(taken, url, workers)


async def _serve_here(taken: socket.socket, url: str) -> None:
    app = build_app(settings_in_force())
    try:
        await _prepare(app)
        server = AnnouncingServer(
            configuration(create_web_app(app)), lambda: note(told("serve.ready", url=url))
        )
        await server.serve(sockets=[taken])
    finally:
        await app.close()


async def _prepare(app: App) -> None:
    """Make the graph ready. One that is away is no reason to give up: /readyz tells of it."""
    with suppress(GraphUnavailable):
        await prepare(app)


def _serve_in_processes(taken: socket.socket, url: str, workers: int) -> None:
    asyncio.run(_prepare_for_processes(workers))
    config = configuration("chainlink.cli.serving:worker", factory=True, workers=workers)
    note(told("serve.starting", url=url, workers=workers))
    Multiprocess(config, sockets=[taken]).run()


async def _prepare_for_processes(workers: int) -> None:
    app = build_app(settings_in_force())
    try:
        if app.store.one_process:
            raise CommandWrong("serve.one_process", workers=workers)
        await _prepare(app)
    finally:
        await app.close()


def worker() -> Any:
    """The web application of one worker process; it opens the graph for itself."""
    return create_web_app(build_app())
