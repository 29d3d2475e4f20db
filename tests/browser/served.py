"""The platform with the seeds, served on a port of this machine from a thread of its own."""

import asyncio
import shutil
import threading
from collections.abc import Coroutine, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from fastapi import FastAPI

from chainlink.accounts.model import Role
from chainlink.app import App, build_app
from chainlink.demo.accounts import CHANNEL_USCC, COMMITTEE, MAKER_USCC, MAKERS_COMMITTEE
from chainlink.resources import resource_folder
from chainlink.seeding import seed
from chainlink.serving import create_web_app
from chainlink.settings import Settings
from chainlink.terminal.web_server import AnnouncingServer, configuration, listening
from tests.factories import SYSTEM
from tests.settable_clock import SettableClock

Result = TypeVar("Result")
PASSWORD = "正确的马电池订书钉好"
# what became of the meeting is left out: the story is clicked through from its beginning
_AFTER_THE_MEETING = ("introductions.csv", "deals.csv", "orders.csv")
_READY_SECONDS = 120


@dataclass
class Served:
    """A platform that browsers reach; `run` does something in its loop."""

    url: str
    app: App
    web: FastAPI
    clock: SettableClock
    loop: asyncio.AbstractEventLoop
    stop: asyncio.Event

    def run(self, work: Coroutine[Any, Any, Result]) -> Result:
        """The result of a coroutine of the platform's."""
        return asyncio.run_coroutine_threadsafe(work, self.loop).result(timeout=60)


@contextmanager
def served(folder: Path, *, whole: bool) -> Iterator[Served]:
    """Serve the seeds, `whole` or only up to the meeting, with an account of every role."""
    seeds = folder / "seeds"
    shutil.copytree(resource_folder("seeds"), seeds)
    if not whole:
        for name in _AFTER_THE_MEETING:
            (seeds / name).unlink()
    found: list[Served] = []
    ready = threading.Event()
    failures: list[BaseException] = []

    def work() -> None:
        try:
            asyncio.run(_serve(folder, seeds, found, ready))
        except BaseException as failure:
            failures.append(failure)
            ready.set()

    thread = threading.Thread(target=work, name="served platform", daemon=True)
    thread.start()
    assert ready.wait(_READY_SECONDS), "the platform is not ready"
    if failures:
        raise failures[0]
    try:
        yield found[0]
    finally:
        found[0].loop.call_soon_threadsafe(found[0].stop.set)
        thread.join(30)


async def _serve(folder: Path, seeds: Path, found: list[Served], ready: threading.Event) -> None:
    clock = SettableClock()
    settings = Settings(_env_file=None, graph=f"ladybug:{folder / 'graph.lbdb'}")
    app = build_app(settings, clock=clock)
    await app.prepare()
    await seed(app, folder=seeds)
    await _people(app)
    web = create_web_app(app)
    taken = listening("127.0.0.1", 0)
    url = f"http://127.0.0.1:{taken.getsockname()[1]}"
    here = Served(url, app, web, clock, asyncio.get_running_loop(), asyncio.Event())
    found.append(here)
    server = AnnouncingServer(configuration(web), ready.set)
    serving = asyncio.create_task(server.serve(sockets=[taken]))
    await here.stop.wait()
    server.should_exit = True
    await serving


async def _people(app: App) -> None:
    """The five of the story, and those who look on."""
    channel = await app.enterprises.find(SYSTEM, CHANNEL_USCC)
    maker = await app.enterprises.find(SYSTEM, MAKER_USCC)
    people: dict[str, tuple[Role, dict[str, Any]]] = {
        "secretary": (Role.SECRETARY, {"committees": [COMMITTEE]}),
        "staff": (Role.STAFF, {"committees": [COMMITTEE]}),
        "exporter": (Role.ENTERPRISE, {"enterprise": channel.id}),
        "maker": (Role.ENTERPRISE, {"enterprise": maker.id}),
        "reviewer": (Role.SECRETARY, {"committees": [MAKERS_COMMITTEE]}),
        "newcomer": (Role.ENTERPRISE, {}),
        "auditor": (Role.AUDITOR, {}),
        "admin": (Role.ADMIN, {}),
    }
    for name, (role, more) in people.items():
        await app.accounts.create(SYSTEM, name, role, password=PASSWORD, **more)
