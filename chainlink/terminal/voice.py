"""In which language a command speaks, and its sentences from the catalogues."""

from contextvars import ContextVar
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import ValidationError

from chainlink.errors import ChainlinkError, InvalidInput
from chainlink.language import Language, say, sentence
from chainlink.settings import Settings

LANGUAGE: ContextVar[Language] = ContextVar("language", default=Language.ZH)


class SettingsWrong(ChainlinkError):
    """A setting cannot be used."""

    code = "SETTINGS_WRONG"


def settings_in_force() -> Settings:
    """The settings, checked. Raises SettingsWrong that names the first one that is wrong."""
    try:
        settings = Settings()
        ZoneInfo(settings.timezone)
    except ValidationError as failure:
        problem = failure.errors()[0]
        name = "_".join(map(str, problem["loc"])).upper()
        raise SettingsWrong("settings.wrong", name=name, value=problem["input"]) from failure
    except (ZoneInfoNotFoundError, ValueError) as failure:
        raise SettingsWrong("settings.wrong", name="TIMEZONE", value=settings.timezone) from failure
    if "@" in urlsplit(settings.graph).netloc:
        raise SettingsWrong("settings.password_in_url")
    return settings


def speak() -> None:
    """Take the language from the settings; Chinese where they are wrong."""
    try:
        language = Language(settings_in_force().language)
    except SettingsWrong:
        language = Language.ZH
    LANGUAGE.set(language)


def told(key: str, /, **facts: object) -> str:
    """The sentence for `key` in the language in force."""
    return say(key, LANGUAGE.get(), **facts)


def refusal(error: ChainlinkError) -> str:
    """An expected failure as one sentence that names what is wrong with each field."""
    if not isinstance(error, InvalidInput):
        return sentence(error, LANGUAGE.get())
    return told("cli.and").join(
        told("cli.field", path=problem.path) + told(problem.key, **problem.facts)
        for problem in error.fields
    )
