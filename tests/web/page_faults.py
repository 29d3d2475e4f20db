"""What no page of ours may have, whoever looks at it."""

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser

from chainlink.web.forms import REQUEST_FIELD
from chainlink.web.guests import TOKEN_FIELD
from chainlink.web.workbench import BACK_FIELD, FORM_FIELD

# a key of the catalogue that has no sentence is shown as it is
RAW_KEY = re.compile(r"\b(?:page|label|factor|schema|measure|help)\.[a-z_]+(?:\.[A-Za-z_]+)*\b")
# the forms of the account room go to doors that answer programs too
_ACCOUNT = ("/session", "/token", "/password", "/sign-", "/reset")
_CARRIED = {TOKEN_FIELD, REQUEST_FIELD, BACK_FIELD, FORM_FIELD}
_LEADS = {"href", "src", "action", "srcset", "poster", "data", "formaction", "hx-post", "hx-get"}
_ELSEWHERE = re.compile(r"\s*(?:(?!tel:|mailto:)[a-z][a-z0-9+.-]*:|//)", re.IGNORECASE)
_EMPTY = {"input", "link", "meta", "br", "hr", "img", "source", "wbr", "col", "area", "base"}


@dataclass
class Faults(HTMLParser):
    """Reads one page; `found` is what is wrong with it."""

    language: str
    found: list[str] = field(default_factory=list)
    links: list[str] = field(default_factory=list)
    forms: int = 0
    _ids: set[str] = field(default_factory=set)
    _form: str | None = None
    _fields: set[str] = field(default_factory=set)
    _within: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = {name: value or "" for name, value in attrs}
        if tag not in _EMPTY:
            self._within.append(tag)
        if tag == "html" and said.get("lang") != self.language:
            self.found.append(f"lang={said.get('lang')}")
        if tag == "style" or "style" in said:
            self.found.append(f"style on <{tag}>")
        if tag == "script" and "src" not in said and said.get("type") != "application/json":
            self.found.append("a script in the page")
        if (id_ := said.get("id")) is not None:
            if id_ in self._ids:
                self.found.append(f"two of id={id_}")
            self._ids.add(id_)
        self._addresses(tag, said)
        self._in_form(tag, said)

    def _addresses(self, tag: str, said: dict[str, str]) -> None:
        for name, value in said.items():
            if name.startswith("on"):
                self.found.append(f"{name} on <{tag}>")
            if name in _LEADS and _ELSEWHERE.match(value):
                self.found.append(f"{name}={value}")
            if name in {"title", "aria-label", "placeholder", "alt"} and RAW_KEY.search(value):
                self.found.append(f"a key is shown: {value}")
        if tag == "a" and said.get("href", "").startswith("/"):
            self.links.append(said["href"])

    def _in_form(self, tag: str, said: dict[str, str]) -> None:
        if tag == "form":
            posts = said.get("method", "get").lower() == "post"
            self._form, self._fields = said.get("action", "") if posts else None, set()
        elif tag == "input" and said.get("type") == "hidden" and said.get("value"):
            self._fields.add(said.get("name", ""))

    def handle_endtag(self, tag: str) -> None:
        if tag in self._within:
            while self._within.pop() != tag:
                pass
        if tag == "form" and self._form is not None:
            needed = {TOKEN_FIELD} if self._form.startswith(_ACCOUNT) else _CARRIED
            self.forms += 1
            if missing := needed - self._fields:
                self.found.append(f"the form to {self._form} lacks {sorted(missing)}")
            self._form = None

    def handle_data(self, data: str) -> None:
        inside = self._within[-1] if self._within else ""
        if inside not in {"script", "pre", "code"} and (key := RAW_KEY.search(data)):
            self.found.append(f"a key is shown: {key[0]}")


def faults_of(text: str, language: str = "zh-CN") -> Faults:
    """A page that has been read."""
    read = Faults(language)
    read.feed(text)
    return read
