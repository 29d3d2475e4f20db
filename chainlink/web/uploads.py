"""A form with files (multipart/form-data, RFC 7578), read once and bounded.

A field is at most as long as a form without files may be, its files are kept as bytes.
"""

import re
from collections.abc import Mapping

from starlette.requests import Request

from chainlink.web.bodies import LARGEST, Sent, SentFile, Unreadable

LARGEST_FILE = 20 * 2**20  # bytes
_MOST_PARTS = 200
# What is too much is read to its end and dropped, up to here: a browser whose sending is broken
# off shows no answer, and so no sentence.
_DROPPED = 10 * LARGEST_FILE
_LONGEST_NAME = 60  # characters, of four bytes each at most
_BOUNDARY = re.compile(r'boundary=(?:"([^"]{1,70})"|([^\s;"]{1,70}))', re.IGNORECASE)
_NAME = re.compile(r'[;\s]name="([^"\r\n]*)"', re.IGNORECASE)
_FILE_NAME = re.compile(r'[;\s]filename="([^"\r\n]*)"', re.IGNORECASE)
_ESCAPED = {"%22": '"', "%0D": "", "%0A": ""}  # as browsers write what would end the name


async def read_upload(request: Request) -> Sent:
    """The form. Raises Unreadable for another kind of body, one too large, and a broken one."""
    said = request.headers.get("content-type", "")
    if said.partition(";")[0].strip().lower() != "multipart/form-data":
        raise Unreadable(415, "upload.kind")
    found = _BOUNDARY.search(said)
    if found is None:
        raise Unreadable(400, "upload.broken")
    return _parsed(await _bytes(request), (found[1] or found[2]).encode("latin-1"))


async def _bytes(request: Request) -> bytes:
    pieces, length = [], 0
    async for piece in request.stream():
        length += len(piece)
        if length > _DROPPED:
            break
        if length <= LARGEST_FILE + LARGEST:
            pieces.append(piece)
        else:
            pieces.clear()
    if length > LARGEST_FILE + LARGEST:
        raise _too_large()
    return b"".join(pieces)


def _parsed(body: bytes, boundary: bytes) -> Sent:
    pieces = (b"\r\n" + body).split(b"\r\n--" + boundary, _MOST_PARTS + 2)
    if len(pieces) < 2 or not pieces[-1].startswith(b"--") or len(pieces) > _MOST_PARTS + 1:
        raise Unreadable(400, "upload.broken")
    several: dict[str, list[str]] = {}
    files: dict[str, SentFile] = {}
    room = LARGEST
    for piece in pieces[1:-1]:
        name, file, content = _part(piece)
        if file is None:
            room -= len(content)
            if room < 0:
                raise Unreadable(413, "http.too_large", most=LARGEST)
            several.setdefault(name, []).append(_text(content))
        elif len(content) > LARGEST_FILE:
            raise _too_large()
        elif file or content:  # a file field in which nothing is chosen is sent without both
            files[name] = SentFile(file, content)
    return Sent({name: values[-1] for name, values in several.items()}, True, several, files)


def _part(piece: bytes) -> tuple[str, str | None, bytes]:
    """A part's name, its file's name where it is a file, and what is in it."""
    head, parted, content = piece.partition(b"\r\n\r\n")
    lines = _text(head).split("\r\n")
    named = _header(lines).get("content-disposition", "")
    name = _NAME.search(named)
    if not parted or not named.lower().startswith("form-data") or name is None:
        raise Unreadable(400, "upload.broken")
    file = _FILE_NAME.search(named)
    return _plain(name[1]), _base(_plain(file[1])) if file else None, content


def _header(lines: list[str]) -> Mapping[str, str]:
    pairs = (line.partition(":") for line in lines)
    return {name.strip().lower(): value.strip() for name, _, value in pairs}


def _text(content: bytes) -> str:
    try:
        return content.decode()
    except UnicodeDecodeError:
        raise Unreadable(400, "upload.broken") from None


def _plain(name: str) -> str:
    for written, meant in _ESCAPED.items():
        name = name.replace(written, meant)
    return name


def _base(name: str) -> str:
    """The last part of a path, without what no file's name has: it names a file of ours."""
    last = re.split(r"[\\/]", name)[-1]
    kept = "".join(one for one in last if one.isprintable())
    return kept.strip(". ")[-_LONGEST_NAME:]


def _too_large() -> Unreadable:
    return Unreadable(413, "upload.too_large", most=LARGEST_FILE // 2**20)
