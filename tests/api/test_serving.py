"""What stands beside GraphQL: the schema, the probes, the measures and the start page."""

import json
import logging
import re
from html.parser import HTMLParser

import pytest

from chainlink.api.schema import exported_sdl
from chainlink.app import build_app
from chainlink.serving import create_web_app
from chainlink.settings import Settings
from chainlink.web.protection import POLICY
from tests.api.conftest import Door

PATHS = ["/", "/schema.graphql", "/healthz", "/readyz", "/metrics", "/static/chainlink.css"]


async def test_the_schema_is_served_as_it_is_exported(plain_door: Door) -> None:
    answer = await plain_door.client.get("/schema.graphql")
    assert answer.text == exported_sdl()
    assert answer.headers["content-type"] == "text/plain; charset=utf-8"


async def test_a_platform_that_is_well_says_so(plain_door: Door) -> None:
    assert (await plain_door.client.get("/healthz")).text == "ok"
    answer = await plain_door.client.get("/readyz")
    assert (answer.status_code, answer.json()) == (200, {"ready": True})


async def test_operations_and_statements_are_measured_by_name(plain_door: Door) -> None:
    await plain_door.ask("query MeasuredByName { chains { code } }", once=True)
    measured = (await plain_door.client.get("/metrics")).text
    assert re.search(
        r'chainlink_graphql_operation_seconds_count\{operation="MeasuredByName",outcome="done"\} 1',
        measured,
    )
    assert 'chainlink_graph_query_seconds_count{engine="ladybug",query="chains/chains"}' in measured
    assert 'chainlink_http_requests_total{path="/graphql",status="200"}' in measured


async def test_names_that_clients_choose_make_no_endless_series(plain_door: Door) -> None:
    for number in range(230):
        await plain_door.ask(f"query Name{number} {{ __typename }}", once=True)
    await plain_door.client.get("/nowhere/at/all")
    measured = (await plain_door.client.get("/metrics")).text
    names = set(re.findall(r'operation="(\w+)"', measured))
    assert "other" in names
    assert len(names) <= 202
    assert "nowhere" not in measured


async def test_requests_and_operations_leave_a_line_without_what_was_said(
    plain_door: Door, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.INFO, "chainlink.api"):
        await plain_door.ask(
            "query Told($text: String!) { suggestCategories(text: $text) { terms } }",
            text="机密文字",
            once=True,
        )
    lines = [json.loads(one.getMessage()) for one in caplog.records]
    assert [line.pop("event") for line in lines] == ["operation", "request"]
    assert all(line.pop("milliseconds") >= 0 for line in lines)
    assert lines == [
        {"operation": "Told", "account": "public", "errors": []},
        {"method": "POST", "path": "/graphql", "status": 200},
    ]
    assert "机密" not in caplog.text


async def test_what_is_not_there_is_told_in_a_sentence(plain_door: Door) -> None:
    answer = await plain_door.client.get("/nowhere")
    assert answer.status_code == 404
    assert answer.json() == {"message": "这里没有内容；接口在 /graphql。"}
    answer = await plain_door.client.post("/healthz", headers={"accept-language": "en"})
    assert answer.status_code == 405
    assert answer.json() == {"message": "This address does not take that method."}
    for path in ("/docs", "/redoc", "/openapi.json", "/static/../pages.py", "/static/"):
        assert (await plain_door.client.get(path)).status_code == 404


@pytest.mark.parametrize("path", [*PATHS, "/graphql", "/nowhere"])
async def test_every_answer_tells_browsers_to_stay_inside(plain_door: Door, path: str) -> None:
    headers = (await plain_door.client.get(path)).headers
    assert headers["content-security-policy"] == POLICY
    assert headers["x-content-type-options"] == "nosniff"
    # the start page has forms behind it, whose origin must be told
    assert headers["referrer-policy"] == ("same-origin" if path == "/" else "no-referrer")


class Links(HTMLParser):
    """What a page fetches and names."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.addresses: list[str] = []
        self.attributes: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        for name, value in attrs:
            self.attributes.add(name)
            if name in {"href", "src"} and value:
                self.addresses.append(value)


@pytest.mark.parametrize(
    ("address", "header", "language", "heading"),
    [
        ("/", None, "zh-CN", "谁该与谁见面，为什么，后来怎样"),
        ("/", "en-US,en", "en", "Who should meet whom, why, and what became of it"),
        ("/?lang=en", "zh-CN", "en", "Who should meet whom, why, and what became of it"),
        ("/?lang=zh", "en", "zh-CN", "谁该与谁见面，为什么，后来怎样"),
        ("/?lang=%3Cscript%3E", None, "zh-CN", "谁该与谁见面，为什么，后来怎样"),
    ],
)
async def test_the_start_page_speaks_the_readers_language(
    plain_door: Door, address: str, header: str | None, language: str, heading: str
) -> None:
    headers = {"accept-language": header} if header else {}
    page = (await plain_door.client.get(address, headers=headers)).text
    assert f'<html lang="{language}">' in page
    assert f"<h1>{heading}</h1>" in page
    assert "POST /graphql" in page
    assert "chainlink token create --account" in page
    assert "Authorization: Bearer $TOKEN" in page
    assert "page.start." not in page


async def test_the_start_page_needs_nothing_from_elsewhere(plain_door: Door) -> None:
    links = Links()
    links.feed((await plain_door.client.get("/")).text)
    assert not {"style", "iframe", "img", "form"} & set(links.tags)
    assert not {one for one in links.attributes if one.startswith("on")} | (
        {"style"} & links.attributes
    )
    assert links.addresses
    assert "#main" in links.addresses
    for address in set(links.addresses) - {"#main"}:
        assert address.startswith("/")
        assert not address.startswith("//")
        assert (await plain_door.client.get(address)).status_code == 200
    style = (await plain_door.client.get("/static/chainlink.css")).text
    assert "url(" not in style
    assert "@import" not in style


async def test_starting_prepares_an_empty_graph_and_stopping_closes_it() -> None:
    settings = Settings(_env_file=None, graph="ladybug::memory:", graph_memory=256)
    app = build_app(settings)
    web = create_web_app(app)
    async with web.router.lifespan_context(web):
        assert await app.journal.head() == (0, "0" * 64)
        assert await app.chains.chains() == []
    await app.close()  # whoever opened it may close it again


async def test_starting_without_a_graph_serves_and_says_so(
    caplog: pytest.LogCaptureFixture,
) -> None:
    settings = Settings(_env_file=None, graph="bolt://127.0.0.1:1", graph_timeout=0.2)
    web = create_web_app(build_app(settings))
    async with web.router.lifespan_context(web):
        said = [one.getMessage() for one in caplog.records]
        [line] = [json.loads(one) for one in said if '"event": "graph"' in one]
    assert line["event"] == "graph"
    assert "连不上 Neo4j" in line["message"]
