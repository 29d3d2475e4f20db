"""Calling a webhook: one signed POST to an address that may be called, and what came of it."""

import asyncio
import json
import ssl
from dataclasses import dataclass
from http import HTTPStatus

import httpcore
import httpx

from chainlink.errors import InvalidInput
from chainlink.language import Language
from chainlink.notifications.addresses import (
    AddressRefused,
    IPNetwork,
    JudgedNetwork,
    Resolve,
    judged,
    networks,
    resolve,
    split_url,
)
from chainlink.notifications.model import Notification
from chainlink.notifications.sight import outside
from chainlink.notifications.signing import signature
from chainlink.settings import Settings

AGENT = b"chainlink-webhooks/1"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of an attempt: nothing wrong, or a code of it; `final` where no more is tried."""

    error: str | None = None
    final: bool = False
    gone: bool = False


def body_of(notification: Notification, subject: str) -> bytes:
    """What a webhook is told: kinds, ids and sentences without names or contact details."""
    said = {
        "type": notification.kind.value,
        "timestamp": notification.recorded_at,
        "data": {
            "id": notification.id,
            "kind": notification.kind.value,
            "subject": subject,
            "sentence": {one.value: outside(notification, one) for one in Language},
        },
    }
    return json.dumps(said, ensure_ascii=False, separators=(",", ":")).encode()


class WebhookCaller:
    """Calls webhooks: no proxy, no redirect, no cookie, no second request on a connection.

    Raises InvalidInput where the networks of the settings are none.
    """

    def __init__(self, settings: Settings, look_up: Resolve = resolve) -> None:
        self._timeout = settings.webhook_timeout
        try:
            self._allowed: tuple[IPNetwork, ...] = networks(settings.webhook_private_networks)
        except ValueError as failure:
            setting = "CHAINLINK_WEBHOOK_PRIVATE_NETWORKS"
            raise InvalidInput.of(setting, "notification.networks") from failure
        self._look_up = look_up
        self._tls: ssl.SSLContext | None = None

    async def check(self, url: str) -> None:
        """Raise AddressRefused for a URL that would not be called now, ValueError for none.

        What travels in the clear stays in networks of one's own; a name that nobody knows is
        refused in the same words as one that is private, so that asking tells nothing.
        """
        parts = split_url(url)
        secure = parts.scheme == "https"
        try:
            await judged(
                parts.hostname or "",
                parts.port or (443 if secure else 80),
                self._allowed,
                self._look_up,
                only_allowed=not secure,
            )
        except OSError as failure:
            raise AddressRefused(url) from failure

    async def post(
        self, url: str, key: bytes, message: str, timestamp: int, body: bytes
    ) -> Outcome:
        """Send a message. Only the status is read of the answer, never its body."""
        headers = [
            (b"host", split_url(url).netloc.encode()),
            (b"content-type", b"application/json"),
            (b"content-length", str(len(body)).encode()),
            (b"user-agent", AGENT),
            (b"accept", b"*/*"),
            (b"connection", b"close"),
            (b"webhook-id", message.encode()),
            (b"webhook-timestamp", str(timestamp).encode()),
            (b"webhook-signature", signature(key, message, timestamp, body).encode()),
        ]
        try:
            async with asyncio.timeout(self._timeout):
                return _outcome(await self._status(url, headers, body))
        except AddressRefused:
            return Outcome("ADDRESS_REFUSED")
        except (TimeoutError, httpcore.TimeoutException):
            return Outcome("TIMEOUT")
        except (httpcore.ConnectError, ssl.SSLError) as failure:
            tls = isinstance(failure, ssl.SSLError) or "SSL" in str(failure).upper()
            return Outcome("TLS" if tls else "NO_CONNECTION")
        except (httpcore.NetworkError, httpcore.ProtocolError, OSError):
            return Outcome("NO_ANSWER")

    async def _status(self, url: str, headers: list[tuple[bytes, bytes]], body: bytes) -> int:
        if self._tls is None:
            self._tls = httpx.create_ssl_context()
        in_the_clear = not url.startswith("https:")
        pool = httpcore.AsyncConnectionPool(
            ssl_context=self._tls,
            network_backend=JudgedNetwork(self._allowed, self._look_up, only_allowed=in_the_clear),
            max_keepalive_connections=0,
        )
        limits = dict.fromkeys(("connect", "read", "write", "pool"), self._timeout)
        async with (
            pool,
            pool.stream(
                "POST", url, headers=headers, content=body, extensions={"timeout": limits}
            ) as answer,
        ):
            return answer.status


def _outcome(status: int) -> Outcome:
    if HTTPStatus.OK <= status < HTTPStatus.MULTIPLE_CHOICES:
        return Outcome()
    gone = status == HTTPStatus.GONE
    return Outcome(f"HTTP_{status}", final=gone, gone=gone)
