"""Serving pages and GraphQL until Ctrl-C or SIGTERM, and leaving then with exit code 0."""

import os
import signal
import socket
from collections.abc import Callable
from types import FrameType
from typing import Any

import uvicorn

from chainlink.errors import Conflict

_GRACE = 3  # seconds that open requests get to finish


def listening(host: str, port: int) -> socket.socket:
    """A socket on the address, taken before anything slow begins. Raises Conflict."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        return socket.create_server((host, port), family=family, backlog=2048)
    except OSError as failure:
        # the text of `failure` says the address twice
        reason = os.strerror(failure.errno) if failure.errno else str(failure)
        raise Conflict("serve.address", host=host, port=port, reason=reason) from failure


def configuration(application: Any, *, factory: bool = False, workers: int = 1) -> uvicorn.Config:
    """The server's settings; the application is an ASGI one, or names a factory of one."""
    return uvicorn.Config(
        application,
        factory=factory,
        workers=workers,
        log_level="warning",
        timeout_graceful_shutdown=_GRACE,
        server_header=False,
        proxy_headers=False,  # whom to believe is the setting CHAINLINK_TRUSTED_PROXIES
    )


def leave_quietly() -> None:
    """Make Ctrl-C and SIGTERM end the process with 0; the server lets requests finish first.

    The server handles both signals itself while it runs and raises them again afterwards, so
    what is set here decides how the process ends.
    """

    def leave(_number: int, _frame: FrameType | None) -> None:
        raise SystemExit(0)

    signal.signal(signal.SIGINT, leave)
    signal.signal(signal.SIGTERM, leave)


class AnnouncingServer(uvicorn.Server):
    """A server that says when it can be asked."""

    def __init__(self, config: uvicorn.Config, announce: Callable[[], None]) -> None:
        super().__init__(config)
        self._announce = announce

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Start as the base does, then tell."""
        await super().startup(sockets)
        if self.started:
            self._announce()
