"""Where a request comes from, as far as that can be believed: address, scheme, site, cookies.

A cookie carries a session only over https, under a name that no other host can set (`__Host-`),
or on this very machine. What changes something by a cookie must come from the same site: browsers
say so in `Sec-Fetch-Site`, older ones in `Origin`; what is no browser sends neither.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from ipaddress import IPv4Network, IPv6Network, ip_address
from typing import Any

from chainlink.accounts.sessions import SessionSecret

Networks = Sequence[IPv4Network | IPv6Network]
COOKIE = "chainlink"
_HOST_ONLY = "__Host-"
_OWN_SITE = {"same-origin", "none"}  # none: typed into the address line by the person


@dataclass(frozen=True, slots=True)
class Visit:
    """One request's surroundings; `host` is as the browser names it, its port included."""

    address: str
    https: bool
    host: str
    agent: str
    cookies: Mapping[str, str]
    fetched_from: str | None = None
    origin: str | None = None

    @property
    def trusted(self) -> bool:
        """Whether a secret may go this way: by https, or without leaving the machine."""
        return self.https or _is_local(self.host)

    @property
    def own_origin(self) -> str:
        """Scheme and host of the platform, as the browser sees it."""
        return f"{'https' if self.https else 'http'}://{self.host}"

    @property
    def foreign(self) -> bool:
        """Whether another site made the browser send this."""
        if self.fetched_from is not None:
            return self.fetched_from not in _OWN_SITE
        return self.origin is not None and self.origin.lower() != self.own_origin.lower()

    def cookie_name(self, name: str) -> str:
        """A cookie's name on this connection."""
        return f"{_HOST_ONLY}{name}" if self.https else name

    def cookie(self, name: str) -> str | None:
        """A cookie of ours that may be believed."""
        return self.cookies.get(self.cookie_name(name)) or None if self.trusted else None

    @property
    def session(self) -> SessionSecret | None:
        """The secret of the session that the browser is in."""
        secret = self.cookie(COOKIE)
        return None if secret is None else SessionSecret(secret)


def visit_of(scope: Mapping[str, Any], proxies: Networks) -> Visit:
    """The surroundings of an ASGI request; forwarded headers count only from trusted proxies."""
    headers: dict[bytes, bytes] = {}
    for name, value in scope["headers"]:
        between = b";" if name == b"cookie" else b","
        headers[name] = headers[name] + between + value if name in headers else value

    def said(name: bytes) -> str | None:
        value = headers.get(name)
        return None if value is None else value.decode("latin-1").strip()

    peer = scope.get("client")
    address, https = (peer[0] if peer else ""), scope.get("scheme") == "https"
    if proxies and _within(address, proxies):
        address = _forwarded(address, said(b"x-forwarded-for"), proxies)
        https = (said(b"x-forwarded-proto") or scope.get("scheme")) == "https"
    return Visit(
        address=address,
        https=https,
        host=said(b"host") or "",
        agent=said(b"user-agent") or "",
        cookies=_cookies(said(b"cookie") or ""),
        fetched_from=said(b"sec-fetch-site"),
        origin=said(b"origin"),
    )


def _cookies(header: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for part in header.split(";"):
        name, equals, value = part.partition("=")
        if equals:
            found.setdefault(name.strip(), value.strip().strip('"'))
    return found


def _forwarded(address: str, header: str | None, proxies: Networks) -> str:
    """The nearest address that is no proxy of ours: what stands further left, anybody can write."""
    for said in map(str.strip, reversed((header or "").split(","))):
        if not _is_address(said):
            return address
        address = said
        if not _within(said, proxies):
            return said
    return address


def _is_address(text: str) -> bool:
    try:
        ip_address(text)
    except ValueError:
        return False
    return True


def _within(address: str, networks: Iterable[IPv4Network | IPv6Network]) -> bool:
    return _is_address(address) and any(ip_address(address) in network for network in networks)


def _is_local(host: str) -> bool:
    name = host.rpartition("]")[0].lstrip("[") if host.startswith("[") else host.partition(":")[0]
    if name.lower() == "localhost" or name.lower().endswith(".localhost"):
        return True
    return _is_address(name) and ip_address(name).is_loopback
