"""Secrets that are derived and never kept, and signatures by them (standardwebhooks.com, v1)."""

import base64
import hashlib
import hmac

from chainlink.errors import Conflict
from chainlink.settings import Settings

SECRET_SHORTEST = 32  # characters of the master secret
_SECRET_PREFIX = "whsec_"  # noqa: S105 - the standard's mark of a secret, not one
_CODE_BYTES = 10
_LENGTH = 32  # bytes, of SHA-256


def derived_key(master: bytes, salt: bytes, info: bytes) -> bytes:
    """32 bytes by HKDF with SHA-256 (RFC 5869): extract, then the first block of expand."""
    extracted = hmac.digest(salt or bytes(_LENGTH), master, hashlib.sha256)
    return hmac.digest(extracted, info + b"\x01", hashlib.sha256)


class Secrets:
    """What the master secret of the settings gives for webhooks and for mail addresses."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings

    def require(self) -> None:
        """Raise Conflict, naming the setting, where there is no master secret to speak of."""
        if len(self._settings.secret.get_secret_value()) < SECRET_SHORTEST:
            raise Conflict("secret.missing", setting="CHAINLINK_SECRET", least=SECRET_SHORTEST)

    def _key(self, salt: str, *info: object) -> bytes:
        self.require()
        master = self._settings.secret.get_secret_value().encode()
        return derived_key(master, salt.encode(), ":".join(map(str, info)).encode())

    def webhook_key(self, webhook: str, generation: int) -> bytes:
        """The key that a webhook's messages are signed with. Raises Conflict."""
        return self._key("chainlink webhook", webhook, generation)

    def webhook_secret(self, webhook: str, generation: int) -> str:
        """The same as the receiver writes it into his program."""
        key = self.webhook_key(webhook, generation)
        return _SECRET_PREFIX + base64.b64encode(key).decode()

    def mail_code(self, account: str, generation: int, address: str) -> str:
        """The 16 letters and digits that prove that a mail was read. Raises Conflict."""
        key = self._key("chainlink mail address", account, generation, address)
        return base64.b32encode(key[:_CODE_BYTES]).decode()


def signature(key: bytes, message: str, timestamp: int, body: bytes) -> str:
    """The value of `webhook-signature` for a message at a time in seconds."""
    signed = f"{message}.{timestamp}.".encode() + body
    return "v1," + base64.b64encode(hmac.digest(key, signed, hashlib.sha256)).decode()
