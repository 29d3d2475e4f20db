"""`python -m benchmarks.serving_process MODE PORT`: one worker, for the serving benchmark to ask.

MODE is `product`, `unkept` (the same without keeping answers) or `plain`: Strawberry's own router
on the same types and resolvers, as its documentation sets it up, reading the graph each time.
"""

import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import strawberry
import uvicorn
from fastapi import FastAPI, Request
from fastapi.responses import PlainTextResponse
from strawberry.fastapi import BaseContext, GraphQLRouter
from strawberry.schema.config import StrawberryConfig

from chainlink.api import enums  # noqa: F401 - named before any type uses them
from chainlink.api.claims import Capability, Need
from chainlink.api.context import Context, actor_of, bearer_token
from chainlink.api.reference import Reference
from chainlink.api.scalars import SCALARS
from chainlink.api.schema import Mutation, Query
from chainlink.app import App, build_app
from chainlink.language import Language
from chainlink.serving import create_web_app


class PlainContext(BaseContext, Context):
    """The same context, of the class that Strawberry's router wants."""

    def __init__(self, app: App, context: Context) -> None:
        BaseContext.__init__(self)
        Context.__init__(self, app, context.reference, context.actor, context.language)


def plain_web_app(app: App) -> FastAPI:
    """What a Strawberry project begins with."""
    schema = strawberry.Schema(
        query=Query,
        mutation=Mutation,
        types=[Capability, Need],
        config=StrawberryConfig(scalar_map=SCALARS),
    )
    reference = Reference(app)

    async def context(request: Request) -> PlainContext:
        actor = await actor_of(app, bearer_token(request.headers.get("authorization")))
        return PlainContext(app, Context(app, reference, actor, Language.ZH))

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        await app.prepare()
        await app.recommendations.view(None)
        app.follower.start()
        yield
        await app.close()

    web = FastAPI(lifespan=lifespan)
    web.include_router(GraphQLRouter(schema, context_getter=context), prefix="/graphql")
    web.add_api_route("/readyz", lambda: PlainTextResponse("ready"))
    return web


def main(mode: str, port: int) -> None:
    """Serve until the benchmark ends the process."""
    app = build_app()
    web = plain_web_app(app) if mode == "plain" else create_web_app(app, keep=mode == "product")
    uvicorn.run(web, port=port, log_level="warning", server_header=False)


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
