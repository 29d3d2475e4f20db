"""The workbench's pages at 10^4 enterprises and 10^5 introductions, beside a plain page.

The server's work is measured without a network: a request goes in, a compressed page comes out.
The plain page is what is written first: FastAPI, Jinja, Cypher with SKIP and LIMIT, nothing kept.
"""

import asyncio
import gzip
import re
import statistics
import time
from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from fastapi import FastAPI
from jinja2 import Environment
from starlette.requests import Request
from starlette.responses import HTMLResponse
from starlette.types import ASGIApp, Message

from benchmarks import listing
from benchmarks.engines import fresh_app
from benchmarks.memory import resident
from benchmarks.pages_world import CHAIN, COMMITTEE, ENTERPRISE, fill, scaled
from benchmarks.tables import percentiles, print_table
from chainlink.accounts.model import Actor, Role
from chainlink.accounts.visits import COOKIE
from chainlink.app import App
from chainlink.deals.listing_model import DealQuestion
from chainlink.graph.cypher import Query
from chainlink.introductions.listing_model import ListingQuestion
from chainlink.serving import create_web_app
from chainlink.web.tables import PAGE

TIMES, PLAIN_TIMES = 100, 10
_NOT_FOR_ENTERPRISES = {"outcomes", "journal"}
_ASSET = re.compile(rb'(?:href|src)="(/static/[^"]+)"')
_IMPORT = re.compile(rb'from "\./([^"]+)"')


@dataclass
class Answer:
    """One answer as the network carries it."""

    status: int = 0
    headers: list[tuple[bytes, bytes]] = field(default_factory=list)
    body: bytes = b""

    @property
    def text(self) -> bytes:
        """What the browser reads."""
        packed = (b"content-encoding", b"gzip") in self.headers
        return gzip.decompress(self.body) if packed else self.body


async def ask(web: ASGIApp, address: str, cookie: str = "") -> Answer:
    """One GET by a browser that takes compressed answers."""
    path, _, query = address.partition("?")
    headers = [(b"host", b"localhost"), (b"accept-encoding", b"gzip")]
    if cookie:
        headers.append((b"cookie", f"{COOKIE}={cookie}".encode()))
    scope = {
        "type": "http", "asgi": {"version": "3.0"}, "http_version": "1.1", "method": "GET",
        "scheme": "http", "path": path, "raw_path": path.encode(), "root_path": "",
        "query_string": query.encode(), "headers": headers, "client": ("127.0.0.1", 40000),
        "server": ("localhost", 80), "state": {},
    }  # fmt: skip
    answer, asked = Answer(), False

    async def receive() -> Message:
        nonlocal asked
        if asked:
            await asyncio.Event().wait()  # a browser that stays
        asked = True
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: Message) -> None:
        if message["type"] == "http.response.start":
            answer.status, answer.headers = message["status"], list(message["headers"])
        elif message["type"] == "http.response.body":
            answer.body += message.get("body", b"")

    await web(scope, receive, send)
    return answer


async def addresses(app: App, who: str) -> dict[str, str]:
    """The main pages for somebody, with a record of his own where one is shown."""
    actor = {
        "secretary": listing.SECRETARY,
        "enterprise": Actor("x", Role.ENTERPRISE, enterprise=ENTERPRISE, approved=True),
        "auditor": listing.AUDITOR,
    }[who]
    introductions = (await app.introduction_listing.page(actor, ListingQuestion(size=1))).ids
    deals = (await app.deal_listing.page(actor, DealQuestion(size=1))).ids
    found = {
        "today": "/today",
        "matches": "/matches",
        "enterprises": "/enterprises",
        "an enterprise": f"/enterprises/{ENTERPRISE}",
        "introductions": "/introductions",
        "introductions, page 20": "/introductions?page=20",
        "board": "/introductions?view=board",
        "an introduction": f"/introductions/{introductions[0]}",
        "deals": "/deals",
        "a deal": f"/deals/{deals[0]}",
        "chains": "/chains",
        "a chain": f"/chains/{CHAIN}",
        "outcomes": "/outcomes",
        "search": "/search?q=00123",
        "journal": "/administration/journal",
    }
    if who == "enterprise":
        return {one: path for one, path in found.items() if one not in _NOT_FOR_ENTERPRISES}
    return found


async def timed(work: Callable[[], Awaitable[Any]], times: int) -> list[str]:
    """p50 and p99 of this process's CPU, then of what passed, in ms."""
    passed, used = [], []
    for _ in range(times):
        started, cpu = time.perf_counter(), time.process_time()
        await work()
        passed.append(time.perf_counter() - started)
        used.append(time.process_time() - cpu)
    return [*percentiles(used), *percentiles(passed)]


async def weights(web: ASGIApp, page: Answer) -> tuple[int, int]:
    """Compressed bytes of a page with all it loads: without the charts' library, and with it."""
    waiting, seen = set(_ASSET.findall(page.text)), set[bytes]()
    plain = whole = len(page.body)
    while waiting:
        address = waiting.pop()
        seen.add(address.partition(b"?")[0])
        asset = await ask(web, address.decode())
        whole += len(asset.body)
        plain += 0 if b"echarts" in address else len(asset.body)
        for name in _IMPORT.findall(asset.text):
            folder = address.partition(b"?")[0].rpartition(b"/")[0]
            if (found := folder + b"/" + name) not in seen:
                waiting.add(found)
    return plain, whole


_LIST = Query(
    "benchmark_plain_page",
    "MATCH (k:ChainCommittee)<-[:MEMBER_OF]-(e:Enterprise)-[:PARTY_TO]->(i:Introduction) "
    "WHERE k.code IN $codes WITH DISTINCT i ORDER BY i.state_since DESC, i.id "
    "SKIP 475 LIMIT $most "
    "MATCH (s:Enterprise)-[a:PARTY_TO]->(i) WHERE a.role = 'SEEKER' "
    "MATCH (p:Enterprise)-[b:PARTY_TO]->(i) WHERE b.role = 'PROVIDER' "
    "RETURN i.id AS id, i.state AS state, i.match_type AS type, i.due_on AS due, "
    "s.name AS seeker, p.name AS provider",
)
_TOTAL = Query(
    "benchmark_plain_total",
    "MATCH (k:ChainCommittee)<-[:MEMBER_OF]-(e:Enterprise)-[:PARTY_TO]->(i:Introduction) "
    "WHERE k.code IN $codes RETURN count(DISTINCT i) AS n",
)
_TEMPLATE = Environment(autoescape=True).from_string(
    "<!doctype html><title>x</title><p>{{ total }}</p><table>{% for r in rows %}<tr>"
    "<td><a href='/introductions/{{ r.id }}'>{{ r.seeker }} × {{ r.provider }}</a></td>"
    "<td>{{ r.type }}</td><td>{{ r.state }}</td><td>{{ r.due }}</td></tr>{% endfor %}</table>"
)


def _plain_server(app: App) -> FastAPI:
    web = FastAPI()

    async def page(_request: Request) -> HTMLResponse:
        rows = await app.store.read(_LIST, codes=[COMMITTEE], most=PAGE)
        [total] = await app.store.read(_TOTAL, codes=[COMMITTEE])
        return HTMLResponse(_TEMPLATE.render(rows=rows, total=total["n"]))

    web.router.add_route("/introductions", page)
    return web


async def _measured(app: App, engine: str, sessions: Mapping[str, str]) -> Iterable[list[object]]:
    app.enterprises.follow(app.follower)  # as the server does
    app.follower.start()
    web, rows = create_web_app(app), list[list[object]]()
    for who, cookie in sessions.items():
        for name, path in (await addresses(app, who)).items():
            if who == "auditor" and name not in {"today", "introductions", "search"}:
                continue
            started = time.perf_counter()
            page = await ask(web, path, cookie)
            first = time.perf_counter() - started
            if page.status != 200:
                print(f"{who}: {path} answers {page.status}")
                continue
            plain, whole = await weights(web, page)

            async def again(path: str = path, cookie: str = cookie) -> None:
                await ask(web, path, cookie)

            cpu50, cpu99, p50, p99 = await timed(again, TIMES)
            sizes = [f"{one / 1000:.1f}" for one in (len(page.body), plain, whole)]
            row: list[object] = [
                engine,
                who,
                name,
                cpu50,
                cpu99,
                p50,
                p99,
                f"{first * 1000:.0f}",
                *sizes,
            ]
            rows.append(row)
            print("|", " | ".join(map(str, row)), "|", flush=True)
    other = _plain_server(app)
    taken = await timed(lambda: ask(other, "/introductions"), PLAIN_TIMES)
    size = f"{len((await ask(other, '/introductions')).body) / 1000:.1f}"
    rows.append([engine, "secretary", "plain: introductions, page 20", *taken, "", size, "", ""])
    return rows


HEADINGS = (
    "engine", "who", "page", "CPU p50 ms", "CPU p99 ms", "p50 ms", "p99 ms", "first ms",
    "KB gz", "KB gz with what it loads", "KB gz with charts",
)  # fmt: skip


async def run(engines: Sequence[str], rows: int) -> None:
    """Each main page; `rows` enterprises."""
    scaled(rows)
    table: list[list[object]] = []
    for engine in engines:
        async with fresh_app(engine) as app:
            if app is not None:
                sessions = await fill(app)
                table += await _measured(app, engine, sessions)
                print(f"{engine}: {rows:,} enterprises, {resident()} MiB resident\n")
    print_table(HEADINGS, table)
    shown = [float(str(row[3])) for row in table if not str(row[2]).startswith("plain")]
    print(f"\nmedian of the pages' p50: {statistics.median(shown):.1f} ms of CPU")
