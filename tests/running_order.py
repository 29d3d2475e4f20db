"""Which tests run when, and in which process where pytest-xdist runs several.

One process runs tests without an engine first, then engine by engine, those of the seeds before the
others, because on Neo4j both use the one database that the server has.

Of several processes each gets part after part, in that order. A part is the tests of a module on
one engine, or all tests of the seeds on one engine, so that a graph is filled with them once. Each
process that comes to a test of Neo4j starts a server of its own, which takes a quarter of a minute
and 700 MB. So one process begins with those tests, and the others help it when they have nothing
else left and enough of them remain. A server that is named by a URL is there once: one process runs
all that need it.
"""

import json
import os
import tempfile
from pathlib import Path

import pytest
from xdist import is_xdist_worker
from xdist.remote import Producer
from xdist.scheduler import LoadScopeScheduling
from xdist.workermanage import WorkerController

from tests.engines import ENGINES
from tests.servers.neo4j_server import SETTING

MOST_WORKERS = 4
MEMORY = 2500 * 2**20  # bytes for a process and its server
WORTH_A_SERVER = 80  # tests, of a third of a second on average
PARTS = "parts"
_MEMORY_INFO = Path("/proc/meminfo")


def _engine(item: pytest.Item) -> str | None:
    fixtures = getattr(item, "fixturenames", ())
    parameters = getattr(getattr(item, "callspec", None), "params", {})
    engine = parameters.get("engine", "neo4j" if "neo4j_server" in fixtures else None)
    return engine if engine in ENGINES else None


def _reads_seeds(item: pytest.Item) -> bool:
    return "seeded_app" in getattr(item, "fixturenames", ())


def _part(item: pytest.Item) -> str:
    engine = _engine(item)
    if engine == "neo4j" and os.environ.get(f"{SETTING}_URL"):
        return "neo4j"
    return f"{engine}: {'seeds' if engine and _reads_seeds(item) else item.location[0]}"


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Without an engine, then engine by engine, tests of the seeds first."""
    items.sort(key=_place)


def _place(item: pytest.Item) -> tuple[int, bool]:
    engine = _engine(item)
    return ENGINES.index(engine) + 1 if engine else 0, not _reads_seeds(item)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_auto_num_workers() -> int:
    """For ``-n auto``: the cores that this process may use, as far as there is memory for them."""
    return max(1, min(MOST_WORKERS, _cores(), _available_memory() // MEMORY))


def _cores() -> int:
    if hasattr(os, "sched_getaffinity"):  # not on every system
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _available_memory() -> int:
    """Bytes; more than anybody needs where the system does not say."""
    if not _MEMORY_INFO.exists():
        return MOST_WORKERS * MEMORY
    facts = dict(line.split(":", 1) for line in _MEMORY_INFO.read_text("ascii").splitlines())
    return int(facts["MemAvailable"].split()[0]) * 1024


@pytest.hookimpl(optionalhook=True)
def pytest_configure_node(node: WorkerController) -> None:
    """Tell a process where to write down what belongs together."""
    name = f"chainlink-parts-{node.workerinput['testrunuid']}.json"
    node.workerinput[PARTS] = str(Path(tempfile.gettempdir()) / name)


@pytest.hookimpl(tryfirst=True)
def pytest_collection_finish(session: pytest.Session) -> None:
    """Write it down before xdist tells that the tests are known; all processes write the same."""
    if is_xdist_worker(session):
        known = session.config.workerinput
        part = Path(f"{known[PARTS]}.{known['workerid']}")
        part.write_text(json.dumps({item.nodeid: _part(item) for item in session.items}), "utf-8")
        part.replace(known[PARTS])


class Parts(LoadScopeScheduling):
    """Hands the parts out, each in the order that one process would keep."""

    _part_of: dict[str, str] | None = None

    def schedule(self) -> None:
        """Read what belongs together, and begin."""
        written = Path(self.nodes[0].workerinput[PARTS])
        if written.exists():  # one that replaces a process that died writes it once more
            self._part_of = json.loads(written.read_text("utf-8"))
            written.unlink()
        super().schedule()

    def _split_scope(self, nodeid: str) -> str:
        assert self._part_of is not None
        return self._part_of[nodeid]

    def _assign_work_unit(self, node: WorkerController) -> None:
        """Give a process its next part, or let it end with what it has."""
        on_neo4j = [one for one, parts in self.assigned_work.items() if any(map(_on_neo4j, parts))]
        theirs = [part for part in self.workqueue if _on_neo4j(part)]
        others = [part for part in self.workqueue if not _on_neo4j(part)]
        if node in on_neo4j or not on_neo4j:
            wanted = theirs or others
        elif others or sum(len(self.workqueue[part]) for part in theirs) >= WORTH_A_SERVER:
            wanted = others or theirs
        else:
            node.shutdown()
            return
        self.workqueue.move_to_end(wanted[0], last=False)
        super()._assign_work_unit(node)


def _on_neo4j(part: str) -> bool:
    return part.startswith("neo4j")


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> Parts:
    """Parts in their order, not the largest first."""
    config.option.loadscopereorder = False
    return Parts(config, log)
