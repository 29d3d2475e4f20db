"""Documents and bodies made to hold a server, by what they try."""

import json
from collections.abc import Callable

MEBIBYTE = 2**20
ALMOST = MEBIBYTE - 200  # leaves room for the body around a document


def doublings(number: int, line: str) -> str:
    fragments = [line.format(n=n, next=n + 1) for n in range(number)]
    last = f"fragment F{number} on Category {{ code }}"
    return "\n".join(["{ categories { edges { node { ...F0 } } } }", *fragments, last])


def filled(start: str, piece: str, end: str = "") -> str:
    """As much of it as a body takes, in which some pieces are written longer."""
    room = ALMOST - len(json.dumps(start + end))
    return start + piece * (room // len(json.dumps(piece)[1:-1])) + end


DOCUMENTS: dict[str, Callable[[], str]] = {
    "60 fragments, each spreads the next twice": lambda: doublings(
        60, "fragment F{n} on Category {{ ...F{next} ...F{next} }}"
    ),
    "60 fragments, doubled by aliases": lambda: doublings(
        60,
        "fragment F{n} on Category {{ a: broader {{ ...F{next} }} b: broader {{ ...F{next} }} }}",
    ),
    "60 fragments, doubled in inline fragments": lambda: doublings(
        60, "fragment F{n} on Category {{ ... {{ ...F{next} }} ... on Category {{ ...F{next} }} }}"
    ),
    "fragments in a circle": lambda: (
        "{ categories { edges { node { ...A } } } }"
        " fragment A on Category { broader { ...B } } fragment B on Category { broader { ...A } }"
    ),
    "10,000 aliases": lambda: "{" + " ".join(f"a{n}:__typename" for n in range(10_000)) + "}",
    "10,000 aliases of a question": lambda: (
        "{" + " ".join(f"a{n}:viewer{{role}}" for n in range(10_000)) + "}"
    ),
    "one name 10,000 times": lambda: "{" + " __typename" * 10_000 + "}",
    "1,000 variables": lambda: (
        "query (" + " ".join(f"$v{n}: Int" for n in range(1_000)) + ") { __typename }"
    ),
    "3,000 operations": lambda: " ".join(f"query Q{n} {{ a }}" for n in range(3_000)),
    "10,000 directives": lambda: "{ __typename" + " @skip(if: false)" * 10_000 + "}",
    "a mebibyte of fields": lambda: filled("{", " __typename", "}"),
    "a mebibyte of comment": lambda: filled("{ nothing } #", "x"),
    "a mebibyte of comments": lambda: filled("{ nothing }", "#\n"),
    "a mebibyte of blanks": lambda: filled("{ nothing", " ", "}"),
    "a mebibyte of text": lambda: filled('{ enterprises(search: "', "x", '") { nothing } }'),
    "a mebibyte of one name": lambda: filled("{ ", "x", " }"),
    "a mebibyte of digits": lambda: filled("{ categories(first: ", "9", ") { nothing } }"),
    "a mebibyte of braces": lambda: filled("", "{a"),
    "a mebibyte of brackets": lambda: filled("{ categories(first: ", "["),
    "a mebibyte of types": lambda: filled("query ($a: ", "["),
    "a mebibyte of nonsense": lambda: filled("", "\\"),
    "a deep input": lambda: (
        "{ categories(first: " + "{a:" * 5_000 + "1" + "}" * 5_000 + ") { a } }"
    ),
    "introspection without end": lambda: (
        "{ __schema { types " + "{ fields { type " * 40 + "{ name }" + "} }" * 40 + " } }"
    ),
    "half a character": lambda: '{ enterprises(search: "\\ud800") { edges { cursor } } }',
    "half a character in braces": lambda: (
        '{ enterprises(search: "\\u{D800}") { edges { cursor } } }'
    ),
    "no character at all": lambda: '{ enterprises(search: "\\u{110000}") { edges { cursor } } }',
}

BODIES: dict[str, bytes] = {
    "more than a mebibyte": json.dumps({"query": "{ __typename }" + " " * MEBIBYTE}).encode(),
    "JSON of 100,000 brackets": b'{"query": "{ __typename }", "variables": {"a": '
    + b"[" * 100_000
    + b"]" * 100_000
    + b"}}",
    "JSON of 100,000 objects": b'{"query": "{ __typename }", "variables": '
    + b'{"a":' * 100_000
    + b"1"
    + b"}" * 100_000
    + b"}",
    "a number of 5,000 digits": b'{"query": "{ __typename }", "variables": {"a": '
    + b"9" * 5_000
    + b"}}",
    "no number": b'{"query": "{ __typename }", "variables": {"a": NaN}}',
    "no end": b'{"query": "{ __typename }", "variables": {"a": Infinity}}',
    "UTF-16": json.dumps({"query": "{ __typename }"}).encode("utf-16"),
    "GB 18030": '{"query": "{ enterprises(search: \\"易运盈\\") { edges { cursor } } }"}'.encode(
        "gb18030"
    ),
    "UTF-8 cut off": '{"query": "{ __typename } # 易'.encode()[:-1] + b'"}',
    "overlong UTF-8": b'{"query": "{ __typename } \xc0\xaf"}',
    "a surrogate in UTF-8": b'{"query": "{ __typename } # \xed\xa0\x80"}',
    "half a character, escaped": b'{"query": "{ __typename }", "variables": {"a": "\\ud83d"}}',
    "half a character as a key": b'{"query": "{ __typename }", "variables": {"\\udc00": 1}}',
    "half a character in the query": b'{"query": "{ __typename } # \\ud800"}',
    "a batch": json.dumps([{"query": "{ __typename }"}] * 2).encode(),
    "a batch of 10,000": json.dumps([{"query": "{ __typename }"}] * 10_000).encode(),
    "an empty batch": b"[]",
    "a byte order mark": b'\xef\xbb\xbf{"query": "{ __typename }"}',
    "two bodies": b'{"query": "{ __typename }"}{"query": "{ __typename }"}',
    "nothing": b"",
    "zeros": b"\0" * 1_000,
}
