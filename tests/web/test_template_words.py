"""Templates hold no words: each has its key, and each key its sentence in both languages."""

import re

from chainlink.language import Language
from chainlink.language.catalogue import catalogue
from chainlink.web.templating import STATIC

TEMPLATES = STATIC.parent / "templates"
CHINESE = re.compile(r"[\u3000-\u303f\u4e00-\u9fff\uff00-\uffef]")


def test_what_templates_say_is_in_both_languages_and_nowhere_else() -> None:
    for language in Language:
        known = catalogue(language)
        for path in sorted(TEMPLATES.rglob("*.html")):
            text = path.read_text("utf-8")
            for key, more in re.findall(r"""\bt\(\s*"([^"]+)"\s*(~?)""", text):
                said = f"page.{key}"
                there = any(one.startswith(said) for one in known) if more else said in known
                assert there, (path.name, said, language)
    for path in sorted(TEMPLATES.rglob("*.html")):
        text = re.sub(r"\{#.*?#\}", "", path.read_text("utf-8"), flags=re.DOTALL)
        # a language is called by its own name in every language
        found = set(CHINESE.findall(text)) - (set("中文") if path.name == "frame.html" else set())
        assert not found, (path.name, found)
