"""A mail server as an installation has one: with STARTTLS or TLS, passwords, and refusals."""

import asyncio
import ssl
import warnings
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from typing import Any, cast

from aiosmtpd.smtp import SMTP, AuthResult, Envelope, Session

USER, PASSWORD = "platform", "a mail password"


@dataclass
class MailServer:
    """What it takes, and what it has taken."""

    port: int = 0
    refuses: dict[str, str] = field(default_factory=dict)  # recipient -> reply
    encrypted: list[bool] = field(default_factory=list)
    taken: list[tuple[str, EmailMessage]] = field(default_factory=list)

    async def handle_RCPT(  # noqa: N802 - aiosmtpd's name
        self, server: SMTP, _session: Session, envelope: Envelope, address: str, _options: list[str]
    ) -> str:
        if address in self.refuses:
            return self.refuses[address]
        envelope.rcpt_tos.append(address)
        transport = cast(asyncio.Transport, server.transport)
        self.encrypted.append(transport.get_extra_info("sslcontext") is not None)
        return "250 OK"

    async def handle_DATA(  # noqa: N802 - aiosmtpd's name
        self, _server: SMTP, _session: Session, envelope: Envelope
    ) -> str:
        found = message_from_bytes(cast(bytes, envelope.content), policy=default)
        self.taken.append((envelope.rcpt_tos[0], cast(EmailMessage, found)))
        return "250 OK"


def _sign_in(_server: Any, _session: Any, _envelope: Any, _mechanism: str, data: Any) -> AuthResult:
    right = (data.login, data.password) == (USER.encode(), PASSWORD.encode())
    return AuthResult(success=right, handled=False)


def _protocol(server: MailServer, loop: asyncio.AbstractEventLoop, options: dict[str, Any]) -> SMTP:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # that passwords may come in the clear is meant here
        return SMTP(server, loop=loop, **options)


@asynccontextmanager
async def mail_server(
    tls: ssl.SSLContext | None = None, *, implicit: bool = False, port: int = 0
) -> AsyncIterator[MailServer]:
    """A server while the block runs; without `implicit` TLS begins by STARTTLS and is required."""
    server = MailServer()
    options: dict[str, Any] = {
        "hostname": "localhost",
        "authenticator": _sign_in,
        "auth_required": True,
        "auth_require_tls": tls is not None and not implicit,
    }
    if tls is not None and not implicit:
        options |= {"tls_context": tls, "require_starttls": True}
    loop = asyncio.get_running_loop()
    listening = await loop.create_server(
        lambda: _protocol(server, loop, options),
        "127.0.0.1",
        port,
        ssl=tls if implicit else None,
    )
    server.port = listening.sockets[0].getsockname()[1]
    try:
        yield server
    finally:
        listening.close()
