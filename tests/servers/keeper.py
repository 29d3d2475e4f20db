"""Keeps a server only as long as the test run that asked for it lives.

The server is started by a process of its own, the keeper, whose standard input is a pipe held open
by the test run. However the run ends (by itself, by Ctrl-C, SIGTERM or SIGKILL), the pipe closes,
and the keeper takes the server and its files away. What the keeper has to say it writes as lines of
JSON with one key: ``say``, ``ready`` or ``failed``.
"""

import atexit
import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from contextlib import AbstractContextManager, suppress
from dataclasses import asdict
from pathlib import Path

from tests.servers.outcome import Address, Say, Unobtainable

ROOT = Path(__file__).parents[2]
START_SECONDS = 900
STOP_SECONDS = 60
IN_MEMORY = "--in-memory"
Way = Callable[[Say, bool], AbstractContextManager[Address]]


def start(module: str, say: Say, *, in_memory: bool = False) -> tuple[Address, Callable[[], None]]:
    """Start the keeper that is the program of ``module``; return its server and how to stop it.

    ``in_memory`` asks for a server whose data need not outlive it.

    Raises Unobtainable with the keeper's reason, or when it has no server within 15 minutes.
    """
    process = subprocess.Popen(
        [sys.executable, "-m", module, *([IN_MEMORY] if in_memory else [])],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        encoding="utf-8",
        start_new_session=True,  # Ctrl-C in a terminal must not reach it before the tests are done
    )

    def let_go() -> None:
        if process.stdin:
            process.stdin.close()

    def stop() -> None:
        with process:
            let_go()
            try:
                process.wait(STOP_SECONDS)
            except subprocess.TimeoutExpired:
                process.kill()

    limit = threading.Timer(START_SECONDS, let_go)
    limit.start()
    try:
        return _address(process, say), stop
    except BaseException:
        stop()
        raise
    finally:
        limit.cancel()


def _address(process: subprocess.Popen[str], say: Say) -> Address:
    for line in process.stdout or ():
        match json.loads(line):
            case {"say": str(text)}:
                say(text)
            case {"ready": {"url": url, "user": user, "password": password}}:
                return Address(url, user, password)
            case {"failed": str(reason)}:
                raise Unobtainable(reason)
    if process.stdin and process.stdin.closed:
        raise Unobtainable(f"no server within {START_SECONDS} s")
    raise Unobtainable("its keeper failed; what went wrong is on standard error")


def keep(way: Way) -> None:
    """Be the keeper: enter ``way``, tell its address, and leave it when the test run ends.

    ``way`` is told whether the data may be in memory only.
    """
    if os.getpgrp() == os.getpid():
        # A program that was just being started when the run ended is known to nobody yet.
        atexit.register(os.killpg, os.getpid(), signal.SIGKILL)
    ended = threading.Event()
    signal.signal(signal.SIGTERM, _leave)
    threading.Thread(target=_end_with_the_run, args=(ended,), daemon=True).start()
    try:
        with way(lambda text: _tell(say=text), IN_MEMORY in sys.argv) as address:
            _tell(ready=asdict(address))
            ended.wait()
    except Unobtainable as refused:
        _tell(failed=str(refused))


def _leave(_number: int, _frame: object) -> None:
    signal.signal(signal.SIGTERM, signal.SIG_IGN)  # what is being taken away is not interrupted
    raise SystemExit


def _end_with_the_run(ended: threading.Event) -> None:
    os.read(sys.stdin.fileno(), 1)  # returns when the last writing end of the pipe is closed
    ended.set()
    while True:  # a signal that comes just before the main thread blocks does not wake it
        signal.pthread_kill(threading.main_thread().ident or 0, signal.SIGTERM)
        time.sleep(0.5)


def _tell(**message: object) -> None:
    with suppress(BrokenPipeError):  # the run is gone, and the closed input says so too
        print(json.dumps(message), flush=True)
