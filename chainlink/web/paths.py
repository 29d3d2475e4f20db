"""Addresses that a browser brings back: only paths of our own lead anywhere."""

from urllib.parse import quote, urlsplit


def own_path(said: object) -> str:
    """A path of ours as it was said, empty for anything that may be somebody else's address."""
    if not isinstance(said, str) or not said.startswith("/") or "\\" in said:
        return ""
    parts = urlsplit(said)
    plain = not parts.scheme and not parts.netloc and not said.startswith("//")
    return quote(said, safe="/?&=%#-._~+:@,;!$'()*") if plain and said.isprintable() else ""
