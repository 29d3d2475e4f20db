"""OpenID Connect: the authorization code flow with PKCE, state and nonce.

Protocol rules are Authlib's, the network is httpx, signatures are joserfc's. What is checked:
state (RFC 6749, 10.12), the issuer where it is sent (RFC 9207), the code's verifier (RFC 7636), the
ID token's signature by a key that the issuer publishes, never unsigned and never by a shared
secret, and its issuer, audience, time and nonce (OpenID Connect Core, 3.1.3.7).
"""

import asyncio
import hmac
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx
from authlib.oauth2.rfc6749.parameters import prepare_grant_uri
from authlib.oauth2.rfc7636 import create_s256_code_challenge
from authlib.oidc.core import CodeIDToken
from joserfc import jwt
from joserfc.errors import InvalidKeyIdError, JoseError
from joserfc.jwk import KeySet

from chainlink.accounts.identity_provider import Asking, IdentityRefused, ProviderUnavailable
from chainlink.clock import Clock
from chainlink.settings import Settings

_ALGORITHMS = ["RS256", "PS256", "ES256", "EdDSA"]  # signed by a key pair only
_LEEWAY = 60  # seconds that two clocks may differ
_LONGEST_ANSWER = 2**18  # bytes
_ENDPOINTS = ("authorization_endpoint", "token_endpoint", "jwks_uri")


class OpenIDConnect:
    """One provider, described by its own discovery document."""

    def __init__(
        self, settings: Settings, clock: Clock, transport: httpx.AsyncBaseTransport | None = None
    ) -> None:
        self._settings = settings
        self._clock = clock
        self._transport = transport
        self._metadata: dict[str, Any] | None = None
        self._keys: KeySet | None = None
        self._asking = asyncio.Lock()

    @classmethod
    def of(cls, settings: Settings, clock: Clock) -> "OpenIDConnect | None":
        """The provider that the settings name, if any."""
        return cls(settings, clock) if settings.oidc_issuer else None

    @property
    def issuer(self) -> str:
        """See IdentityProvider.issuer."""
        return self._settings.oidc_issuer

    @property
    def name(self) -> str:
        """See IdentityProvider.name."""
        return self._settings.oidc_name or (urlsplit(self.issuer).hostname or self.issuer)

    async def address(self, asking: Asking) -> str:
        """See IdentityProvider.address."""
        metadata = await self._discovered()
        return str(
            prepare_grant_uri(
                metadata["authorization_endpoint"],
                self._settings.oidc_client_id,
                "code",
                redirect_uri=asking.redirect,
                scope="openid",
                state=asking.state,
                nonce=asking.nonce,
                code_challenge=create_s256_code_challenge(asking.verifier),
                code_challenge_method="S256",
            )
        )

    async def subject(self, asking: Asking, answer: str) -> str:
        """See IdentityProvider.subject."""
        said = {name: values[0] for name, values in parse_qs(urlsplit(answer).query).items()}
        if not hmac.compare_digest(said.get("state", "").encode(), asking.state.encode()):
            raise IdentityRefused("identity.state")
        if said.get("iss", self.issuer) != self.issuer:
            raise IdentityRefused("identity.refused")
        if "error" in said or not said.get("code"):
            raise IdentityRefused("identity.declined")
        token = await self._token(asking, said["code"])
        return await self._subject_of(token, asking.nonce)

    async def _token(self, asking: Asking, code: str) -> str:
        metadata = await self._discovered()
        secret = self._settings.oidc_client_secret.get_secret_value()
        form = {
            "grant_type": "authorization_code",
            "code": code,
            "redirect_uri": asking.redirect,
            "code_verifier": asking.verifier,
            "client_id": self._settings.oidc_client_id,
        }
        methods = metadata.get("token_endpoint_auth_methods_supported", ["client_secret_basic"])
        by_header = bool(secret) and "client_secret_basic" in methods
        if secret and not by_header:
            form["client_secret"] = secret
        login = httpx.BasicAuth(self._settings.oidc_client_id, secret) if by_header else None
        status, found = await self._fetch("POST", metadata["token_endpoint"], data=form, auth=login)
        token = found.get("id_token")
        if status != httpx.codes.OK or not isinstance(token, str):
            raise IdentityRefused("identity.refused")
        return token

    async def _subject_of(self, token: str, nonce: str) -> str:
        try:
            try:
                decoded = jwt.decode(token, await self._published(), algorithms=_ALGORITHMS)
            except InvalidKeyIdError:  # no key of that name: the provider may have changed its keys
                keys = await self._published(again=True)
                decoded = jwt.decode(token, keys, algorithms=_ALGORITHMS)
            claims = CodeIDToken(
                decoded.claims,
                decoded.header,
                options={
                    "iss": {"essential": True, "value": self.issuer},
                    "aud": {"essential": True, "value": self._settings.oidc_client_id},
                },
                params={"nonce": nonce, "client_id": self._settings.oidc_client_id},
            )
            claims.validate(now=int(self._clock().timestamp()), leeway=_LEEWAY)
        except (JoseError, ValueError, TypeError) as refusal:
            raise IdentityRefused("identity.refused") from refusal
        subject = claims["sub"]
        if not isinstance(subject, str) or not subject:
            raise IdentityRefused("identity.refused")
        return subject

    async def _discovered(self) -> dict[str, Any]:
        async with self._asking:
            if self._metadata is None:
                address = f"{self.issuer.rstrip('/')}/.well-known/openid-configuration"
                status, found = await self._fetch("GET", address)
                whole = all(isinstance(found.get(name), str) for name in _ENDPOINTS)
                if status != httpx.codes.OK or not whole or found.get("issuer") != self.issuer:
                    raise ProviderUnavailable("identity.provider", issuer=self.issuer)
                self._metadata = found
            return self._metadata

    async def _published(self, *, again: bool = False) -> KeySet:
        metadata = await self._discovered()
        if self._keys is None or again:
            _, found = await self._fetch("GET", metadata["jwks_uri"])
            self._keys = KeySet.import_key_set({"keys": found.get("keys", [])})
        return self._keys

    async def _fetch(self, method: str, address: str, **more: Any) -> tuple[int, dict[str, Any]]:
        """What the provider answers, as JSON. Its redirects are not followed."""
        timeout = self._settings.oidc_timeout
        try:
            async with httpx.AsyncClient(transport=self._transport, timeout=timeout) as client:
                answer = await client.request(
                    method, address, headers={"accept": "application/json"}, **more
                )
            found = answer.json() if len(answer.content) <= _LONGEST_ANSWER else None
        except (httpx.HTTPError, ValueError) as failure:
            raise ProviderUnavailable("identity.provider", issuer=self.issuer) from failure
        if not isinstance(found, dict):
            raise ProviderUnavailable("identity.provider", issuer=self.issuer)
        return answer.status_code, found
