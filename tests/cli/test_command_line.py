"""The commands that are promised are there, in both languages, and refuse in one sentence."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from chainlink.cli.lazy import COMMANDS
from tests.cli.conftest import Run

PROMISED = {
    "serve": {"--host", "--port", "--workers"},
    "seed": set(),
    "import": {"--dry-run", "--map", "--report"},
    "learn": {"--until", "--report"},
    "policy list": set(),
    "policy show": set(),
    "policy promote": set(),
    "recommend": {"--type", "--limit", "--as-of", "--json"},
    "report": {
        *("--from", "--to", "--committee", "--event", "--match-type", "--chain", "--by"),
        *("--json", "--records"),
    },
    "schema apply": set(),
    "schema export": {"--check"},
    "schema docs": {"--check"},
    "account create": {"--role", "--committee", "--enterprise", "--password-stdin"},
    "account reset": set(),
    "account close": set(),
    "account erase": set(),
    "account link": {"--subject", "--issuer"},
    "account unlink": {"--subject", "--issuer"},
    "token create": {"--account", "--scope", "--days"},
    "token list": {"--account"},
    "token revoke": set(),
    "journal verify": {"--head"},
    "journal head": set(),
    "notify": set(),
    "backup": set(),
    "restore": set(),
    "doctor": set(),
}
KEY = re.compile(r"\b(cli|serve|seed|journal|backup|restore|doctor|schema)(\.\w+)+\b")


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("name", PROMISED)
def test_every_promised_command_says_what_it_does(name: str, language: str, command: Run) -> None:
    shown = command(*name.split(), "--help", language=language)
    assert (shown.code, shown.err) == (0, "")
    assert name in shown.out
    assert set(re.findall(r"--[\w-]+", shown.out)) - PROMISED[name] <= {"--help", "--write"}
    assert PROMISED[name] <= set(re.findall(r"--[\w-]+", shown.out))
    assert not KEY.search(shown.out)
    assert bool(re.search(r"[\u4e00-\u9fff]", shown.out)) == (language == "zh")


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_first_page_lists_every_command(language: str, command: Run) -> None:
    shown = command("--help", language=language)
    assert shown.code == 0
    assert {name.split()[0] for name in PROMISED} == set(COMMANDS)
    assert set(COMMANDS) <= set(re.findall(r"^  (\w+)", shown.out, re.MULTILINE))
    assert not KEY.search(shown.out)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("sed", "没有名为“sed”的命令"),
        ("account", "请在后面写上一个子命令"),
        ("account make", "没有名为“make”的命令；可用：create, reset, close, erase, link, unlink。"),
        ("--nix", "没有名为 --nix 的选项"),
        ("journal head --nix", "没有名为 --nix 的选项"),
        ("journal head now", "多出了“now”"),
        ("recommend", "缺少 NAME_OR_USCC"),
        ("token create", "缺少 --account"),
        ("token create --account", "选项 --account 后面要有一个值。"),
        ("token create --account a --days 0", "--days：应在 1 与 3650 之间。"),
        ("token create --account a --days many", "--days：“many”不是数字。"),
        ("token create --account a --scope ALL", "--scope：“ALL”不在可选范围内"),
        ("account create a --role PUBLIC", "--role：“PUBLIC”不在可选范围内"),
        ("recommend x --type LOVE", "--type：“LOVE”不在可选范围内"),
        ("recommend x --limit 0", "--limit：应在 1 与 500 之间。"),
        ("recommend x --as-of 2023-6-14", "--as-of：“2023-6-14”不是日期"),
        ("serve --port 70000", "--port：应在 1 与 65535 之间。"),
        ("serve --workers 0", "--workers：应在 1 与 64 之间。"),
        ("import enterprises none.csv", "FILE：没有文件“none.csv”。"),
        ("restore none.bak", "FILE：没有文件“none.bak”。"),
    ],
)
def test_a_wrong_command_is_one_sentence_and_exit_code_2(
    words: str, said: str, command: Run, tmp_path: Path
) -> None:
    refused = command(*words.split())
    assert (refused.code, refused.out) == (2, "")
    assert refused.err.startswith(said)
    assert refused.err.count("\n") == 1
    assert not any(tmp_path.iterdir())


def test_no_command_at_all_shows_the_help(command: Run) -> None:
    shown = command()
    assert (shown.code, shown.out) == (2, "")
    assert "recommend" in shown.err


@pytest.mark.parametrize(
    ("setting", "value", "said"),
    [
        ("graph_memory", "3", "设置 CHAINLINK_GRAPH_MEMORY 的值“3”不能用"),
        ("timezone", "Mars/Base", "设置 CHAINLINK_TIMEZONE 的值“Mars/Base”不能用"),
        ("language", "fr", "设置 CHAINLINK_LANGUAGE 的值“fr”不能用"),
        ("graph", "mysql:x", "CHAINLINK_GRAPH=mysql:x 不认识"),
    ],
)
def test_a_wrong_setting_is_named(setting: str, value: str, said: str, command: Run) -> None:
    refused = command("journal", "head", **{setting: value})
    assert (refused.code, refused.out) == (1, "")
    assert refused.err.startswith(said)


def test_what_only_reads_makes_no_graph(command: Run, tmp_path: Path) -> None:
    for words in ("journal head", "recommend x", "backup b", "token create --account a", "doctor"):
        refused = command(*words.split(), graph="ladybug:./none.lbdb")
        assert refused.code == 1
        assert refused.err.startswith("还没有图数据库 none.lbdb") or "none.lbdb" in refused.err
    assert not any(tmp_path.iterdir())


def test_a_traceback_is_shown_only_when_asked_for(
    command: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_seconds: object) -> None:
        raise ZeroDivisionError("nobody expected this")

    monkeypatch.setattr("chainlink.cli.journal.perform", fail)
    quiet = command("journal", "head")
    assert (quiet.code, quiet.out) == (1, "")
    assert quiet.err.startswith("没有预料到的错误（ZeroDivisionError：nobody expected this）")
    assert "Traceback" not in quiet.err
    for words in (["--debug", "journal", "head"], ["journal", "head", "--debug"]):
        loud = command(*words)
        assert loud.code == 1
        assert "Traceback" in loud.err


def test_a_reader_that_has_seen_enough_is_no_error() -> None:
    """`chainlink --help | head -1`."""
    script = (
        "import sys; from chainlink.cli import main; sys.argv = ['chainlink', '--help']; main()"
    )
    piped = subprocess.run(  # noqa: S602 - a fixed line
        f'"{sys.executable}" -c "{script}" | true; echo "${{PIPESTATUS[0]}}"',
        shell=True,
        executable="/bin/bash",
        capture_output=True,
        text=True,
        check=True,
        cwd=Path(__file__).parents[2],
    )
    assert piped.stderr == ""


def test_nothing_heavy_is_imported_for_help() -> None:
    """What takes the second: scipy, pyarrow, the engines and the web framework."""
    script = (
        "import sys; from chainlink.cli.entry import run; run(['--help']); "
        "print([m for m in ('scipy', 'sklearn', 'pyarrow', 'neo4j', 'ladybug', 'fastapi', "
        "'strawberry', 'openpyxl') if m in sys.modules])"
    )
    ran = subprocess.run(
        [sys.executable, "-c", script],
        capture_output=True,
        text=True,
        check=True,
        cwd=Path(__file__).parents[2],
    )
    assert ran.stdout.splitlines()[-1] == "[]"


def test_an_interrupted_command_says_so(command: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(_work: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("chainlink.cli.journal.perform", interrupted)
    ran = command("journal", "head")
    assert (ran.code, ran.err) == (130, "已中断。\n")
