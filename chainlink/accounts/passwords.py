"""Passwords: which are accepted, and how they are hashed.

Rules by NIST SP 800-63B, 3.1.1: a length, no composition rules, any Unicode, normalised, and a
list of those that everybody tries first. Hashes by argon2id (RFC 9106).
"""

import asyncio
import unicodedata
from collections.abc import Callable
from functools import cache
from importlib import resources

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from chainlink.accounts.throttling import BUSY_SECONDS, TooManyRequests
from chainlink.errors import InvalidInput

SHORTEST, LONGEST = 10, 128  # characters, after normalisation
_LONGEST_SENT = 4 * LONGEST  # what no normalisation makes short enough
_LANES = 4  # RFC 9106, section 4, both recommendations
_WAITING_MOST = 50  # for each password hashed at a time; at 0.1 s each the last waits 5 s
_FEWEST_DIFFERENT = 4
_ROWS = ("abcdefghijklmnopqrstuvwxyz", "01234567890123456789", "qwertyuiopasdfghjklzxcvbnm")


def normalised(password: str) -> str:
    """NFKC, so that the same characters typed elsewhere are the same password."""
    return unicodedata.normalize("NFKC", password)


def checked(password: str, account: str, path: str = "password") -> str:
    """The password as it is hashed. Raises InvalidInput that says what is wrong with it.

    What it is, is in no error: only how long it may be.
    """
    plain = normalised(password) if len(password) <= _LONGEST_SENT else password
    if not plain:
        raise InvalidInput.of(path, "required")
    if any(unicodedata.category(one) == "Cs" for one in plain):
        raise InvalidInput.of(path, "password.characters")
    if len(plain) < SHORTEST:
        raise InvalidInput.of(path, "password.short", least=SHORTEST)
    if len(plain) > LONGEST:
        raise InvalidInput.of(path, "password.long", most=LONGEST)
    if _easily_guessed(plain.casefold(), normalised(account).casefold()):
        raise InvalidInput.of(path, "password.common")
    return plain


def _easily_guessed(plain: str, account: str) -> bool:
    if plain in _common() or len(set(plain)) < _FEWEST_DIFFERENT:
        return True
    if any(plain in row or plain in row[::-1] for row in _ROWS):
        return True
    rest = plain.replace("chainlink", "")
    if len(account) >= _FEWEST_DIFFERENT:
        rest = rest.replace(account, "")
    # the name of the account or of the platform, and little besides
    return rest != plain and len(rest) < SHORTEST - 2


@cache
def _common() -> frozenset[str]:
    text = resources.files(__package__ or "").joinpath("common_passwords.txt").read_text("utf-8")
    return frozenset(line for line in text.splitlines() if not line.startswith("#"))


class Passwords:
    """Hashes in threads, a bounded number at once: each takes its memory and a tenth of a second.

    `memory` is in KiB. Raises TooManyRequests where so many wait that nobody would be served.
    """

    def __init__(self, memory: int = 65536, passes: int = 3, at_once: int = 2) -> None:
        self._hasher = PasswordHasher(time_cost=passes, memory_cost=memory, parallelism=_LANES)
        self._places = asyncio.Semaphore(at_once)
        self._waiting = 0
        self._waiting_most = _WAITING_MOST * at_once
        self._nobodys: str | None = None

    async def hash(self, plain: str) -> str:
        """The hash of a password that was checked, with its salt and parameters."""
        return str(await self._in_thread(self._hasher.hash, plain))

    async def matches(self, hashed: str | None, password: str) -> bool:
        """Whether it is the password; without a hash the same time is taken to say no."""
        plain = normalised(password[:_LONGEST_SENT])
        if hashed is None or len(plain) > LONGEST or len(password) > _LONGEST_SENT:
            self._nobodys = self._nobodys or await self.hash("nobody's password")
            await self._in_thread(self._verified, self._nobodys, plain[:LONGEST])
            return False
        return bool(await self._in_thread(self._verified, hashed, plain))

    def outdated(self, hashed: str) -> bool:
        """Whether the hash was made with other parameters than are in force."""
        return self._hasher.check_needs_rehash(hashed)

    def _verified(self, hashed: str, plain: str) -> bool:
        try:
            return self._hasher.verify(hashed, plain.encode(errors="surrogatepass"))
        except (VerificationError, InvalidHashError):
            return False

    async def _in_thread(self, work: Callable[..., object], *arguments: str) -> object:
        if self._waiting >= self._waiting_most:
            raise TooManyRequests("sign_in.busy", BUSY_SECONDS)
        self._waiting += 1
        try:
            async with self._places:
                return await asyncio.to_thread(work, *arguments)
        finally:
            self._waiting -= 1
