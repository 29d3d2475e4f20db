"""Which language a page is in: chosen on it, else the browser's, else the installation's."""

from starlette.requests import Request
from starlette.responses import Response

from chainlink.language import Language
from chainlink.settings import Settings

COOKIE = "chainlink-lang"  # no secret: it holds nothing but `zh` or `en`
_YEAR = 365 * 86_400


def language_of(request: Request, settings: Settings) -> Language:
    """The language chosen by the switch, now or before, else what the browser asks for."""
    for said in (request.query_params.get("lang"), request.cookies.get(COOKIE)):
        if said in {language.value for language in Language}:
            return Language(said)
    accepted = request.headers.get("accept-language")
    return Language.accepted(accepted) if accepted else Language(settings.language)


def keep_language(response: Response, chosen: str, *, https: bool) -> None:
    """Remember what the switch was set to."""
    if chosen:
        response.set_cookie(
            COOKIE, chosen, max_age=_YEAR, path="/", secure=https, httponly=True, samesite="lax"
        )
