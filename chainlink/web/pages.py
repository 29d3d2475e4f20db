"""The start page: what this is, where programs ask, how to sign in."""

import html
from functools import cache
from pathlib import Path
from string import Template

from fastapi import FastAPI
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.staticfiles import StaticFiles

from chainlink.language import Language
from chainlink.language.catalogue import catalogue
from chainlink.settings import Settings

_HERE = Path(__file__).parent
_PREFIX = "page.start."


def add_pages(web: FastAPI, settings: Settings) -> None:
    """Serve the pages and what they are made of."""

    async def start(request: Request) -> Response:
        return HTMLResponse(
            _start_page(language_of(request, settings)),
            headers={"vary": "accept-language", "cache-control": "no-cache"},
        )

    web.router.add_route("/", start, methods=["GET"])
    web.mount("/static", StaticFiles(directory=_HERE / "static"), name="static")


def language_of(request: Request, settings: Settings) -> Language:
    """The language chosen on the page, else the browser's, else the installation's."""
    chosen = request.query_params.get("lang")
    if chosen in {language.value for language in Language}:
        return Language(chosen)
    accepted = request.headers.get("accept-language")
    return Language.accepted(accepted) if accepted else Language(settings.language)


@cache
def _start_page(language: Language) -> str:
    texts = {
        key.removeprefix(_PREFIX): html.escape(text)
        for key, text in catalogue(language).items()
        if key.startswith(_PREFIX)
    }
    tag = {Language.ZH: "zh-CN", Language.EN: "en"}[language]
    template = (_HERE / "templates" / "start.html").read_text("utf-8")
    return Template(template).substitute(texts, language=tag)
