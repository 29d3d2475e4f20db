"""The scripts and styles a browser gets: recorded byte for byte, small, and calling nobody else."""

import gzip
import hashlib
import re
from pathlib import Path

import pytest

import chainlink.web

WEB = Path(chainlink.web.__file__).parent
STATIC, VENDORED = WEB / "static", WEB / "static" / "vendor"
RECORD = (WEB / "vendoring" / "README.md").read_text(encoding="utf-8")
ROW = re.compile(r"^\| (\S+) \| (\d+) \| (\d+) \| ([0-9a-f]{64}) \|$", re.MULTILINE)
RECORDED = {name: (int(size), digest) for name, size, _, digest in ROW.findall(RECORD)}

ADDRESS = re.compile(r"""(?:https?:|wss?:|["'(]\s*)//[^\s"'`)<>]+""")
NAMES_ONLY = {
    "http://www.w3.org/1999/xlink",
    "http://www.w3.org/2000/svg",
    "http://www.w3.org/2000/xmlns/",
    "http://www.w3.org/XML/1998/namespace",
}  # of XML namespaces: no browser ever asks for them
CODE = sorted(file for file in STATIC.rglob("*") if file.suffix in {".js", ".css", ".svg", ".html"})
KILOBYTE = 1024


def weight(files: list[Path]) -> int:
    """What the files weigh on the wire, each compressed by itself, in bytes."""
    return sum(len(gzip.compress(file.read_bytes(), 9)) for file in files)


def named(text: str) -> set[str]:
    return set(ADDRESS.findall(text))


def test_every_vendored_file_is_recorded_and_every_record_kept() -> None:
    assert {file.name for file in VENDORED.iterdir()} == set(RECORDED)


@pytest.mark.parametrize("name", sorted(RECORDED))
def test_a_vendored_file_is_the_one_recorded(name: str) -> None:
    content = (VENDORED / name).read_bytes()
    assert (len(content), hashlib.sha256(content).hexdigest()) == RECORDED[name]


@pytest.mark.parametrize("file", CODE, ids=lambda file: file.name)
def test_no_file_names_an_address_elsewhere(file: Path) -> None:
    assert named(file.read_text(encoding="utf-8")) <= NAMES_ONLY


@pytest.mark.parametrize(
    "text",
    [
        'fetch("https://elsewhere.example/a.js")',
        "@import url(//elsewhere.example/a.css)",
        "//# sourceMappingURL=http://elsewhere.example/a.map",
        'import "//elsewhere.example/a.js"',
    ],
)
def test_an_address_elsewhere_would_be_seen(text: str) -> None:
    assert named(text)


def test_no_file_asks_for_a_map_nobody_serves() -> None:
    assert [file.name for file in CODE if "sourceMappingURL" in file.read_text("utf-8")] == []


def test_vendored_scripts_stay_light() -> None:
    assert weight(sorted(VENDORED.glob("*.js"))) <= 255 * KILOBYTE


def test_drawing_the_charts_stays_light() -> None:
    own = [STATIC / name for name in ("charts.js", "chart_kinds.js", "chart_chain.js")]
    assert weight(own) <= 8 * KILOBYTE


def test_a_page_without_charts_leaves_room_for_its_html() -> None:
    charts = {"charts.js", "chart_kinds.js", "chart_chain.js", "echarts.js"}
    ordinary = [file for file in CODE if file.name not in charts]
    assert weight(ordinary) <= 40 * KILOBYTE, "20 of a page's 60 kB are its own HTML's"
