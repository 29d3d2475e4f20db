"""Which addresses of the network the platform may call for others, and calling just those.

Whoever names a URL must not reach through the platform what only the platform reaches: its own
machine, the network around it, the metadata of its cloud. A name is resolved once, all its
addresses are judged, and the connection goes to an address that was judged, so that a name which
changes its mind in between (DNS rebinding) gains nothing.
"""

import asyncio
import ipaddress
import socket
from collections.abc import Awaitable, Callable, Iterable, Sequence
from typing import TypeAlias
from urllib.parse import SplitResult, urlsplit

import httpcore

IPAddress: TypeAlias = ipaddress.IPv4Address | ipaddress.IPv6Address
IPNetwork: TypeAlias = ipaddress.IPv4Network | ipaddress.IPv6Network
Resolve: TypeAlias = Callable[[str, int], Awaitable[list[str]]]

LONGEST_URL = 2000
# what clouds tell of their machines; never, whatever is allowed
_METADATA = frozenset(
    map(ipaddress.ip_address, ("169.254.169.254", "fd00:ec2::254", "100.100.100.200"))
)
_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")  # RFC 6052: an IPv4 address in the last 32 bits
_GLOBAL_UNICAST = ipaddress.IPv6Network("2000::/3")  # RFC 4291: all that is given out
_NOT_PUBLIC = (
    ipaddress.IPv4Network("192.88.99.0/24"),  # 6to4 relays, deprecated (RFC 7526)
    ipaddress.IPv6Network("2002::/16"),  # 6to4
    ipaddress.IPv6Network("2001::/32"),  # Teredo
    ipaddress.IPv6Network("3fff::/20"),  # documentation (RFC 9637)
)


class AddressRefused(Exception):
    """An address that is not to be called."""


def networks(said: str) -> tuple[IPNetwork, ...]:
    """Networks as the setting names them, by commas. Raises ValueError for what is none."""
    parts = (part.strip() for part in said.split(","))
    return tuple(ipaddress.ip_network(part, strict=False) for part in parts if part)


def may_call(
    address: str, allowed: Iterable[IPNetwork] = (), *, only_allowed: bool = False
) -> bool:
    """Whether an address is public (unless `only_allowed`), or in a network of the settings.

    An IPv6 address that stands for an IPv4 address is judged as that one.
    """
    try:
        meant = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return False
    if isinstance(meant, ipaddress.IPv6Address):
        if meant.ipv4_mapped is not None:
            meant = meant.ipv4_mapped
        elif meant in _NAT64:
            meant = ipaddress.IPv4Address(int(meant) & 0xFFFFFFFF)
    if meant in _METADATA:
        return False
    public = _is_public(meant) and not only_allowed
    return public or any(meant in network for network in allowed)


def _is_public(address: IPAddress) -> bool:
    if isinstance(address, ipaddress.IPv6Address) and address not in _GLOBAL_UNICAST:
        return False
    return (
        address.is_global
        and not address.is_multicast
        and not address.is_reserved
        and not any(address in network for network in _NOT_PUBLIC)
    )


async def resolve(host: str, port: int) -> list[str]:
    """The addresses of a name, in the order in which they should be tried. Raises OSError."""
    found = await asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(entry[4][0]) for entry in found))


async def judged(
    host: str,
    port: int,
    allowed: Sequence[IPNetwork],
    look_up: Resolve = resolve,
    *,
    only_allowed: bool = False,
) -> list[str]:
    """The addresses of a host, all of which may be called. Raises AddressRefused, OSError."""
    try:
        found = await look_up(host, port)
    except UnicodeError as failure:  # a label that is empty or too long to be looked up
        raise AddressRefused(host) from failure
    if not found or not all(may_call(one, allowed, only_allowed=only_allowed) for one in found):
        raise AddressRefused(host)
    return found


def split_url(url: str) -> SplitResult:
    """The parts of a URL that can be called. Raises ValueError for any other text.

    That is http or https, a host, no user name or password (which logs would keep), no fragment.
    """
    parts = urlsplit(url)
    plain = url.isascii() and url.isprintable() and " " not in url and "\\" not in url
    if not plain or len(url) > LONGEST_URL or parts.scheme not in {"http", "https"}:
        raise ValueError(url)
    if not parts.hostname or "@" in parts.netloc or parts.fragment or parts.port == 0:
        raise ValueError(url)
    return parts


class JudgedNetwork(httpcore.AsyncNetworkBackend):
    """Opens connections to addresses that were judged; names in TLS and HTTP stay as they were.

    `only_allowed` leaves out the public ones: for what travels in the clear.
    """

    def __init__(
        self,
        allowed: Sequence[IPNetwork],
        look_up: Resolve = resolve,
        *,
        only_allowed: bool = False,
    ) -> None:
        self._allowed = allowed
        self._only_allowed = only_allowed
        self._look_up = look_up
        self._plain = httpcore.AnyIOBackend()

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,  # noqa: ASYNC109 - httpcore's own signature
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.AsyncNetworkStream:
        """See httpcore. Raises AddressRefused where one of the host's addresses must not be."""
        try:
            addresses = await judged(
                host, port, self._allowed, self._look_up, only_allowed=self._only_allowed
            )
        except OSError as failure:
            raise httpcore.ConnectError(str(failure)) from failure
        for address in addresses[:-1]:
            try:
                return await self._connect(address, port, timeout, local_address, socket_options)
            except (httpcore.ConnectError, httpcore.ConnectTimeout):
                continue
        return await self._connect(addresses[-1], port, timeout, local_address, socket_options)

    async def _connect(
        self,
        address: str,
        port: int,
        timeout: float | None,  # noqa: ASYNC109 - handed on to httpcore
        local_address: str | None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None,
    ) -> httpcore.AsyncNetworkStream:
        return await self._plain.connect_tcp(
            address,
            port,
            timeout=timeout,
            local_address=local_address,
            socket_options=socket_options,
        )

    async def connect_unix_socket(
        self,
        path: str,
        timeout: float | None = None,  # noqa: ASYNC109 - httpcore's own signature
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.AsyncNetworkStream:
        """Never: no webhook is a file of this machine."""
        raise AddressRefused(path)

    async def sleep(self, seconds: float) -> None:
        """See httpcore."""
        await asyncio.sleep(seconds)
