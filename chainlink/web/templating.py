"""Templates filled in: what every page can say, show and link to."""

import hashlib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from chainlink.language import Language, say
from chainlink.language.catalogue import catalogue
from chainlink.web.forms import Form, form_of
from chainlink.web.guests import TOKEN_FIELD, Guest
from chainlink.web.places import places_of
from chainlink.web.shown import Shown

_HERE = Path(__file__).parent
STATIC = _HERE / "static"
_TAGS = {Language.ZH: "zh-CN", Language.EN: "en"}
_UNDONE = 200  # characters of what undoes the last change


@cache
def _templates() -> Environment:
    return Environment(
        loader=FileSystemLoader(_HERE / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


@cache
def asset(name: str) -> str:
    """The address of a static file, another one with each version, so that it may be kept."""
    digest = hashlib.sha256((STATIC / name).read_bytes()).hexdigest()
    return f"/static/{name}?v={digest[:12]}"


def rendered(name: str, guest: Guest, shown: Shown, /, **facts: Any) -> str:
    """The page of that template; its sentences are the catalogue's under `page.`."""

    def t(key: str, /, **more: object) -> str:
        return say(f"page.{key}", guest.language, **more)

    def form(id_: str, values: Mapping[str, Any] | None = None) -> Form:
        return form_of(guest, id_, values)

    done, sent, undo = (guest.query.get(one, "") for one in ("done", "sent", "undo"))
    return (
        _templates()
        .get_template(f"{name}.html")
        .render(
            t=t,
            s=shown,
            form=form,
            choices=lambda values: [(one.value, shown.label(one)) for one in values],
            asset=asset,
            tag=_TAGS[guest.language],
            lang=guest.language.value,
            guest=guest,
            places=places_of(guest.actor),
            token_field=TOKEN_FIELD,
            done_text=catalogue(guest.language).get(f"page.done.{done}", ""),
            sent=sent[:_UNDONE],
            undo=undo[:_UNDONE],
            **facts,
        )
    )
