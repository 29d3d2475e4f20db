"""The web application: GraphQL, its schema, health, metrics and the pages."""

import gc
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from http import HTTPStatus

from fastapi import FastAPI
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response

from chainlink.api.endpoint import GraphQLEndpoint
from chainlink.api.masking import unexpected
from chainlink.api.observation import Watched, log
from chainlink.api.schema import exported_sdl
from chainlink.app import App
from chainlink.errors import GraphUnavailable
from chainlink.language import Language, say, sentence
from chainlink.web.compression import Compressed
from chainlink.web.desk import Desk
from chainlink.web.doors import add_doors
from chainlink.web.protection import Protection

# the endpoint itself says which it takes, in a sentence
_ALL_METHODS = ["GET", "POST", "HEAD", "PUT", "PATCH", "DELETE", "OPTIONS"]


def create_web_app(app: App, *, keep: bool = True, plan: bool = True) -> FastAPI:
    """The platform at HTTP. It prepares the graph when it starts and closes it when it stops.

    Without `keep` every question is answered as if it had never been asked, without `plan` by
    graphql-core alone: slower, and with the same answers.
    """

    readiness = Readiness(app)
    app.enterprises.follow(app.follower)

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        app.follower.start()
        await _start(readiness, Language(app.settings.language))
        app.notifier.start()
        yield
        await app.close()

    # FastAPI's own pages of documentation load scripts from elsewhere
    web = FastAPI(
        title="chainlink", lifespan=lifespan, docs_url=None, redoc_url=None, openapi_url=None
    )
    web.add_middleware(Compressed)
    web.add_middleware(Protection)
    web.add_middleware(Watched)
    endpoint = GraphQLEndpoint(app, keep=keep, plan=plan)
    web.router.add_route("/graphql", endpoint.answer, methods=_ALL_METHODS)
    _add_probes(web, readiness)
    web.state.workbench = add_doors(web, app)
    _add_failures(web, Desk(app))
    return web


def _add_failures(web: FastAPI, desk: Desk) -> None:
    """What no route answers and what nobody expected: a page for people, else a sentence."""

    async def nothing_there(request: Request, failure: Exception) -> Response:
        assert isinstance(failure, HTTPException)  # noqa: S101 - it is registered for this class
        language = Language.accepted(request.headers.get("accept-language"))
        if _for_people(request):
            return await desk.lost(request, failure.status_code, say("page.lost", language))
        key = "http.not_found" if failure.status_code == HTTPStatus.NOT_FOUND else "http.not_so"
        message = say(key, language)
        return JSONResponse({"message": message}, failure.status_code, headers=failure.headers)

    async def failed(request: Request, failure: Exception) -> Response:
        told = unexpected(failure, Language.accepted(request.headers.get("accept-language")))
        if _for_people(request):
            return await desk.lost(request, 500, told["message"])
        return JSONResponse(told, 500)

    web.add_exception_handler(HTTPException, nothing_there)
    web.add_exception_handler(Exception, failed)


def _for_people(request: Request) -> bool:
    return "text/html" in request.headers.get("accept", "")


class Readiness:
    """Whether the graph answers and everything is loaded that questions need."""

    def __init__(self, app: App) -> None:
        self._app = app
        self._prepared = False

    async def reach(self) -> None:
        """Prepare what is not prepared yet, and follow the graph. Raises GraphUnavailable."""
        if not self._prepared:
            await self._app.prepare()
            self._prepared = True
        await self._app.recommendations.view(None)
        # what lists of pages are answered from; at 10^5 introductions the first reader would wait
        await self._app.introduction_listing.known.ready()
        await self._app.deal_listing.known.ready()


async def _start(readiness: Readiness, language: Language) -> None:
    """A graph that is away at the start is no reason to give up: /readyz tells, and tries again."""
    try:
        await readiness.reach()
    except GraphUnavailable as failure:
        log(logging.WARNING, "graph", message=sentence(failure, language))
    # what is loaded now stays: the collector need not look at it again (p99 130 -> 28 ms)
    gc.collect()
    gc.freeze()


def _add_probes(web: FastAPI, readiness: Readiness) -> None:
    async def healthz(_: Request) -> Response:
        return PlainTextResponse("ok")

    async def readyz(request: Request) -> Response:
        try:
            await readiness.reach()
        except GraphUnavailable as failure:
            language = Language.accepted(request.headers.get("accept-language"))
            message = sentence(failure, language)
            return JSONResponse({"ready": False, "code": failure.code, "message": message}, 503)
        return JSONResponse({"ready": True})

    async def metrics(_: Request) -> Response:
        return Response(generate_latest(), media_type=CONTENT_TYPE_LATEST)

    async def schema(_: Request) -> Response:
        return PlainTextResponse(exported_sdl())

    for path, answer in (
        ("/healthz", healthz),
        ("/readyz", readyz),
        ("/metrics", metrics),
        ("/schema.graphql", schema),
    ):
        web.router.add_route(path, answer, methods=["GET"])
