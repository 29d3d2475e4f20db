"""How often somebody may try: failures are charged, in a window that moves with the clock.

Three budgets bound who is unknown: one for an account from one address, one for an address and
one for an account. A browser in which the account's owner has signed in before has a budget of
its own instead, so that nobody locks him out from elsewhere (OWASP, device cookies).
"""

import ipaddress
import math
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import ClassVar, NamedTuple

from limits import RateLimitItem, RateLimitItemPerMinute
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter

from chainlink.errors import ChainlinkError, InvalidInput, Unauthenticated

_ROOM_OF_ONE_LINE = 64  # bits of an IPv6 address that one subscriber chooses as he likes


class TooManyRequests(ChainlinkError):
    """Tried too often; `retry_after` says in how many seconds it may be tried again."""

    code: ClassVar[str] = "TOO_MANY_REQUESTS"

    def __init__(self, key: str, retry_after: int) -> None:
        super().__init__(key, minutes=math.ceil(retry_after / 60), seconds=retry_after)
        self.retry_after = retry_after


class Budgets(NamedTuple):
    """Failures that are borne: how many, and within how many minutes."""

    pair: RateLimitItem = RateLimitItemPerMinute(10, 15)
    address: RateLimitItem = RateLimitItemPerMinute(50, 15)
    account: RateLimitItem = RateLimitItemPerMinute(100, 60)
    device: RateLimitItem = RateLimitItemPerMinute(10, 15)
    sign_ups: RateLimitItem = RateLimitItemPerMinute(20, 60)


DEFAULT = Budgets()
BUSY_SECONDS = 5
Charge = tuple[RateLimitItem, str]


class Throttle:
    """The budgets of this process. What is tried at the same moment counts before it has failed."""

    def __init__(self, budgets: Budgets = DEFAULT) -> None:
        self.budgets = budgets
        self._limiter = MovingWindowRateLimiter(MemoryStorage())
        self._under_way: Counter[str] = Counter()

    def sign_in(self, name: str, address: str, device: str | None) -> Sequence[Charge]:
        """What a failure to sign in is charged to; `device` only where the account knows it."""
        if device is not None:
            return ((self.budgets.device, f"device {device} {name}"),)
        line = line_of(address)
        return (
            (self.budgets.pair, f"pair {line} {name}"),
            (self.budgets.address, f"address {line}"),
            (self.budgets.account, f"account {name}"),
        )

    def old_password(self, account: str) -> Sequence[Charge]:
        """What a wrong old password is charged to, where somebody changes his password."""
        return ((self.budgets.device, f"change {account}"),)

    def sign_up(self, address: str) -> None:
        """Charge a sign-up, whatever comes of it. Raises TooManyRequests."""
        charge = (self.budgets.sign_ups, f"sign-up {line_of(address)}")
        self._require([charge], "sign_up.too_many")
        self._limiter.hit(*charge)

    @contextmanager
    def attempt(self, charges: Sequence[Charge]) -> Iterator[None]:
        """Let a secret be tried; Unauthenticated, or InvalidInput of it, is what is charged.

        Raises TooManyRequests where a budget is used up.
        """
        self._require(charges, "sign_in.too_many")
        self._under_way.update(key for _, key in charges)
        try:
            yield
        except (Unauthenticated, InvalidInput):
            for item, key in charges:
                self._limiter.hit(item, key)
            raise
        finally:
            for _, key in charges:
                self._under_way[key] -= 1
                if not self._under_way[key]:
                    del self._under_way[key]

    def _require(self, charges: Sequence[Charge], message: str) -> None:
        for item, key in charges:
            window = self._limiter.get_window_stats(item, key)
            if window.remaining <= self._under_way[key]:
                if window.remaining > 0:  # others are under way, and may yet be right
                    raise TooManyRequests("sign_in.busy", BUSY_SECONDS)
                wait = math.ceil(window.reset_time - time.time())
                raise TooManyRequests(message, min(max(wait, 1), item.get_expiry()))


def line_of(address: str) -> str:
    """What stands for whoever is behind an address: of IPv6 the network that he was given."""
    try:
        parsed = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return address
    if isinstance(parsed, ipaddress.IPv6Address):
        if parsed.ipv4_mapped is not None:
            return str(parsed.ipv4_mapped)
        return str(ipaddress.ip_network((parsed, _ROOM_OF_ONE_LINE), strict=False))
    return str(parsed)
