"""A small OpenID provider with real keys, at a real port, that can be told to misbehave.

Its tokens are signed by `cryptography` alone, so that what reads them is not what wrote them.
"""

import asyncio
import base64
import hashlib
import hmac
import json
import secrets
import socket
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any
from urllib.parse import parse_qs, urlencode

import uvicorn
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.hazmat.primitives.hashes import SHA256
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.routing import Route

CLIENT, SECRET = "chainlink-client", "a secret/with:signs"


def encoded(content: bytes) -> str:
    return base64.urlsafe_b64encode(content).rstrip(b"=").decode()


class Provider:
    """One provider. `claims` and `header` overwrite what its next ID tokens say; `signed` is how."""

    def __init__(self) -> None:
        self.issuer = ""
        self.subject = "person-7"
        self.claims: dict[str, Any] = {}
        self.header: dict[str, Any] = {}
        self.signed = "RS256"
        self.codes: dict[str, dict[str, str]] = {}
        self.refusals: list[str] = []
        self.new_key()

    def new_key(self) -> None:
        self.key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
        self.key_id = secrets.token_hex(4)

    @property
    def jwk(self) -> dict[str, str]:
        numbers = self.key.public_key().public_numbers()
        parts = {
            name: encoded(number.to_bytes((number.bit_length() + 7) // 8))
            for name, number in (("n", numbers.n), ("e", numbers.e))
        }
        return {"kty": "RSA", "use": "sig", "alg": "RS256", "kid": self.key_id, **parts}

    async def discovery(self, _: Request) -> Response:
        return JSONResponse(
            {
                "issuer": self.issuer,
                "authorization_endpoint": f"{self.issuer}/authorize",
                "token_endpoint": f"{self.issuer}/token",
                "jwks_uri": f"{self.issuer}/keys",
                "response_types_supported": ["code"],
                "subject_types_supported": ["public"],
                "id_token_signing_alg_values_supported": ["RS256"],
                "code_challenge_methods_supported": ["S256"],
            }
        )

    async def keys(self, _: Request) -> Response:
        return JSONResponse({"keys": [self.jwk]})

    async def authorize(self, request: Request) -> Response:
        """Whoever comes is signed in as `subject` and sent back with a code."""
        asked = dict(request.query_params)
        if asked["client_id"] != CLIENT or asked["code_challenge_method"] != "S256":
            return JSONResponse({"error": "invalid_request"}, 400)
        code = secrets.token_urlsafe(16)
        self.codes[code] = asked
        back = urlencode({"code": code, "state": asked["state"]})
        return RedirectResponse(f"{asked['redirect_uri']}?{back}", 303)

    async def token(self, request: Request) -> Response:
        form = {k: v[0] for k, v in parse_qs((await request.body()).decode()).items()}
        login = base64.b64decode(request.headers["authorization"].removeprefix("Basic ")).decode()
        asked = self.codes.pop(form.get("code", ""), None)
        challenge = encoded(hashlib.sha256(form.get("code_verifier", "").encode()).digest())
        for refusal, wrong in (
            ("invalid_client", login != f"{CLIENT}:{SECRET}"),
            ("invalid_grant: code", asked is None),
            ("invalid_grant: verifier", asked and challenge != asked["code_challenge"]),
            ("invalid_grant: redirect", asked and form["redirect_uri"] != asked["redirect_uri"]),
        ):
            if wrong:
                self.refusals.append(refusal)
                return JSONResponse({"error": refusal.partition(":")[0]}, 400)
        assert asked is not None
        return JSONResponse(
            {"access_token": "x", "token_type": "Bearer", "id_token": self.id_token(asked["nonce"])}
        )

    def id_token(self, nonce: str) -> str:
        now = int(time.time())
        claims = {
            "iss": self.issuer,
            "sub": self.subject,
            "aud": CLIENT,
            "iat": now,
            "exp": now + 300,
            "nonce": nonce,
        } | self.claims
        claims = {name: value for name, value in claims.items() if value is not None}
        header = {"alg": self.signed, "kid": self.key_id, "typ": "JWT"} | self.header
        parts = [encoded(json.dumps(part).encode()) for part in (header, claims)]
        return ".".join([*parts, encoded(self._signature(".".join(parts).encode()))])

    def _signature(self, text: bytes) -> bytes:
        if self.signed == "none":
            return b""
        if self.signed == "HS256":  # by the public key, as if it were a shared secret
            return hmac.new(self.jwk["n"].encode(), text, hashlib.sha256).digest()
        return self.key.sign(text, padding.PKCS1v15(), SHA256())


@asynccontextmanager
async def running_provider() -> AsyncIterator[Provider]:
    """The provider, serving at a free port of this machine."""
    provider = Provider()
    routes = [
        Route("/.well-known/openid-configuration", provider.discovery),
        Route("/keys", provider.keys),
        Route("/authorize", provider.authorize),
        Route("/token", provider.token, methods=["POST"]),
    ]
    config = uvicorn.Config(Starlette(routes=routes), log_level="warning", lifespan="off")
    server = uvicorn.Server(config)
    taken = socket.create_server(("127.0.0.1", 0))
    provider.issuer = f"http://127.0.0.1:{taken.getsockname()[1]}"
    serving = asyncio.create_task(server.serve(sockets=[taken]))
    try:
        yield provider
    finally:
        server.should_exit = True
        await serving
