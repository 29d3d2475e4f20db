"""README says what is true: its tutorial runs line by line, its tables are the code's."""

import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from chainlink.settings import Settings

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text("utf-8")
STEPS = re.findall(r"```bash tutorial\n(.*?)```", README, re.DOTALL)
START_SECONDS = 120


def test_the_settings_are_those_of_the_code() -> None:
    rows = re.findall(r"^\| `(CHAINLINK_\w+)` \| (.*?) \| (.*?) \|$", README, re.MULTILINE)
    told = {name: (default.strip("` "), meaning) for name, default, meaning in rows}
    known = {}
    for name, field in Settings.model_fields.items():
        default = "" if name == "graph_password" else str(field.default)
        known[f"CHAINLINK_{name.upper()}"] = (default, field.description)
    assert told == known


def test_every_file_that_is_named_is_there() -> None:
    for name in re.findall(
        r"`((?:chainlink|graph_schema|seeds|tests|benchmarks)/[\w./]*)`", README
    ):
        assert (ROOT / name).exists(), name


@pytest.fixture
def demo(tmp_path: Path) -> Iterator[Path]:
    """The demonstration as `make demo` starts it, in a folder of its own; ended by Ctrl-C."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    environment = {k: v for k, v in os.environ.items() if not k.startswith("CHAINLINK_")}
    process = subprocess.Popen(
        [sys.executable, "-m", "chainlink.demo", "--port", str(port)],
        cwd=tmp_path,
        env=environment | {"PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    )
    try:
        _wait_until_ready(process, port)
        yield tmp_path
    finally:
        process.send_signal(signal.SIGINT)
        output, _ = process.communicate(timeout=30)
    assert process.returncode == 0, output.decode()


def _wait_until_ready(process: "subprocess.Popen[bytes]", port: int) -> None:
    limit = time.monotonic() + START_SECONDS
    while time.monotonic() < limit and process.poll() is None:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/readyz", timeout=5):
                return
        except OSError:
            time.sleep(0.2)
    process.kill()
    pytest.fail(f"the demo is not ready: {process.communicate()[0].decode()}")


def test_the_tutorial_runs_as_it_is_written(demo: Path) -> None:
    script = "set -euo pipefail\n" + "printf '\\036'\n".join(STEPS)
    done = subprocess.run(
        ["bash", "-c", script], cwd=demo, capture_output=True, text=True, timeout=120, check=False
    )
    assert done.returncode == 0, done.stderr
    told = [_answers(text) for text in done.stdout.split("\036")]
    [registered], [approved], [before], [declared], [after], [story], *journey = told[1:]
    assert registered["registerEnterprise"]["status"] == "PENDING"
    assert approved["approveEnterprise"] == {"status": "APPROVED"}
    assert before["enterprise"]["recommendedPartners"]["edges"] == []
    [first, *_] = declared["declareCapability"]["categories"]
    assert first["category"]["code"] == "aluminium-die-castings"
    nodes = [edge["node"] for edge in after["enterprise"]["recommendedPartners"]["edges"]]
    assert nodes
    assert nodes[0]["paths"][0]["hops"]
    [exporter] = [edge["node"] for edge in story["enterprises"]["edges"]]
    met = [edge["node"]["partner"]["name"] for edge in exporter["recommendedPartners"]["edges"]]
    assert "山东金大丰机械有限公司" in met
    _check_the_journey(journey)


def _check_the_journey(journey: list[list[dict[str, Any]]]) -> None:
    """From the suggestion to the reviewed order."""
    [shortlisted], [asked], [_, consented], [introduced], confirming, [reported] = journey
    assert shortlisted["shortlistMatch"]["policyVersion"] == "expert-1"
    assert [one["state"] for one in asked["askConsent"]["consents"]] == ["ASKED", "ASKED"]
    assert [one["state"] for one in consented["giveConsent"]["consents"]] == ["GIVEN", "GIVEN"]
    assert [one["months"] for one in introduced["introduceParties"]["followUps"]] == [3, 6, 12, 24]
    assert confirming[-1]["reviewDeal"]["verification"] == "REVIEWED"
    report = reported["outcomeReport"]
    assert report["contracts"]["inYuan"]["value"] == "500000000"
    assert len(report["contracts"]["deals"]["records"]["edges"]) == 1
    assert report["exports"]["firstExports"]["value"] == 1


def _answers(text: str) -> list[dict[str, Any]]:
    """The data of the answers that a step has printed, one after the other."""
    found, decoder = [], json.JSONDecoder()
    while text := text.strip():
        answer, end = decoder.raw_decode(text)
        assert "errors" not in answer, answer
        found.append(answer["data"])
        text = text[end:]
    return found
