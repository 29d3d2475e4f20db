"""Pages and what they are made of go over the network compressed; GraphQL's answers do not.

A form's token is another one on each page, so that a compressed page's length tells nothing of it.
"""

from starlette.middleware.gzip import GZipMiddleware
from starlette.types import ASGIApp, Receive, Scope, Send

_LEAST = 1_000  # bytes
_LEVEL = 5  # of 9: a page of 60 KB takes 1 ms
_PLAIN = ("/graphql", "/metrics", "/healthz", "/readyz")


class Compressed:
    """Compresses what a browser shows."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app
        self._compressing = GZipMiddleware(app, minimum_size=_LEAST, compresslevel=_LEVEL)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on, by way of compression where it is a page's."""
        plain = scope["type"] != "http" or scope["path"].startswith(_PLAIN)
        await (self._app if plain else self._compressing)(scope, receive, send)
