"""产业链: what its pages say to whom, out of a small chain of which everything is known."""

import io
from dataclasses import dataclass, field
from typing import Any

import pytest
from openpyxl import load_workbook

from chainlink.accounts.model import PUBLIC, Actor, Role
from chainlink.app import App
from chainlink.chain_map.ground import ground_of, narrower
from chainlink.chain_map.model import ChainMap, Good, Parties, Reason, Supply
from chainlink.chain_map.supplying import prefix_of
from chainlink.enterprises.model import Enterprise
from chainlink.errors import NotFound
from tests.factories import (
    SYSTEM,
    create_account,
    create_enterprise,
    create_member,
    declare_capability,
    declare_need,
    local,
)
from tests.web.conftest import NAME, Site

NEARBY = "370811"
DIE, IRON, HOUSINGS, INGOTS = map(
    local, ("aluminium-die-castings", "iron-castings", "motor-housings", "aluminium-alloy-ingots")
)


@dataclass
class World:
    """The chain `castings`: die castings and iron castings feed housings, which nobody here makes.

    `hidden` makes iron castings and is named to officers only; `kept` says of ingots what only its
    committee `kb` may know.
    """

    app: App
    known: dict[str, Enterprise] = field(default_factory=dict)
    actors: dict[str, Actor] = field(default_factory=dict)

    async def map(self, who: str = "auditor") -> ChainMap:
        return await self.app.chain_maps.map(self.actors[who], "castings")

    async def good(self, category: str, who: str = "auditor") -> Good:
        found = await self.map(who)
        goods = [one for tier in found.tiers for one in (*tier.goods, *tier.inputs)]
        return next(one for one in goods if one.category.id == category)


async def build(app: App) -> World:
    world = World(app)
    actor, maker = await create_member(app, name="兖州压铸厂")
    await declare_capability(app, maker, title="铝压铸件定制", categories=[DIE])
    hidden = await create_enterprise(app, name="匿名铸铁厂")
    await declare_capability(app, hidden, title="铸铁件", categories=[IRON], visibility="ANONYMOUS")
    far = await create_enterprise(app, name="任城壳体厂", region=NEARBY, committees=[])
    await declare_capability(app, far, title="电机壳体", categories=[HOUSINGS])
    kept = await create_enterprise(app, name="兖州铝锭厂", committees=["kb"])
    await declare_capability(
        app, kept, title="铝合金锭", categories=[INGOTS], visibility="COMMITTEE"
    )
    idle = await create_enterprise(app, name="兖州待申报厂")
    await declare_need(app, idle, title="找电机壳体", categories=[HOUSINGS])
    world.known = {"maker": maker, "hidden": hidden, "far": far, "kept": kept, "idle": idle}
    world.actors = {
        "maker": actor,
        "secretary of ka": await create_account(app, Role.SECRETARY, committees=["ka"]),
        "staff of kb": await create_account(app, Role.STAFF, committees=["kb"]),
        "auditor": await create_account(app, Role.AUDITOR),
        "public": PUBLIC,
    }
    return world


@pytest.fixture
async def world(app: App) -> World:
    return await build(app)


def told(parties: Parties) -> tuple[list[str], int]:
    return [one.name for one in parties.named], parties.total


async def test_a_map_says_who_supplies_what_here_and_elsewhere(world: World) -> None:
    found = await world.map()
    casting, finish = found.tiers
    assert (casting.supply, casting.inside) == (Supply.SUPPLIED, 2)
    assert (finish.supply, finish.inside) == (Supply.BROKEN, 0)
    die, iron = await world.good(DIE), await world.good(IRON)
    # a housing of aluminium is a die casting
    assert (told(die.inside), told(die.outside)) == ((["兖州压铸厂"], 1), (["任城壳体厂"], 1))
    assert (die.supply, told(iron.inside)) == (Supply.SINGLE, (["匿名铸铁厂"], 1))
    housings = await world.good(HOUSINGS)
    assert (housings.supply, housings.wanted) == (Supply.BROKEN, 1)
    assert told(housings.outside) == (["任城壳体厂"], 1)
    assert told(casting.members) == (["兖州压铸厂", "匿名铸铁厂"], 2)
    assert told(casting.outside) == told(finish.outside) == (["任城壳体厂"], 1)
    assert told(found.unplaced) == (["兖州待申报厂"], 1)
    totals = found.totals
    assert (totals.members, totals.stages, totals.broken_stages) == (3, 2, 1)
    assert (totals.goods, totals.gaps, totals.singles, totals.inputs) == (3, 1, 2, 0)
    assert [(one.start, one.end, one.supply) for one in found.feeds] == [
        (casting.stage.id, finish.stage.id, Supply.SUPPLIED)
    ]


async def test_an_input_of_what_is_made_here_is_on_the_map(world: World) -> None:
    ingots = await world.good(INGOTS)
    assert (ingots.supply, ingots.serves) == (Supply.SINGLE, 1)
    die = await world.good(DIE)
    assert [(one.start, one.end, one.supply) for one in (await world.map()).flows] == [
        (ingots.id, die.id, Supply.SINGLE)
    ]


@pytest.mark.parametrize(
    ("who", "inside", "supply"),
    [
        ("staff of kb", (["兖州铝锭厂"], 1), Supply.SINGLE),
        ("auditor", (["兖州铝锭厂"], 1), Supply.SINGLE),
        ("secretary of ka", ([], 0), Supply.BROKEN),
        ("maker", ([], 0), Supply.BROKEN),
        ("public", ([], 0), Supply.BROKEN),
    ],
)
async def test_what_is_kept_to_a_committee_counts_for_who_may_know_it(
    world: World, who: str, inside: tuple[list[str], int], supply: Supply
) -> None:
    ingots = await world.good(INGOTS, who)
    assert (told(ingots.inside), ingots.supply) == (inside, supply)


@pytest.mark.parametrize(
    ("who", "names"),
    [
        ("auditor", ["匿名铸铁厂"]),
        ("secretary of ka", ["匿名铸铁厂"]),
        ("maker", []),
        ("public", []),
    ],
)
async def test_an_anonymous_supplier_is_counted_for_all_and_named_to_officers(
    world: World, who: str, names: list[str]
) -> None:
    iron = await world.good(IRON, who)
    assert told(iron.inside) == (names, 1)
    filling = await world.app.chain_maps.filling(world.actors[who], "castings", IRON)
    assert [one.party.name for one in filling.inside if one.reason is Reason.DIRECT] == names


async def test_public_readers_are_told_no_names(world: World) -> None:
    found = await world.map("public")
    assert [one for tier in found.tiers for one in tier.members.named] == []
    assert found.tiers[0].members.total == 2


async def test_a_gap_says_who_could_fill_it_and_why(world: World) -> None:
    filling = await world.app.chain_maps.filling(world.actors["auditor"], "castings", HOUSINGS)
    assert filling.stage is not None
    assert filling.stage.code == "finish"
    assert [(one.party.name, one.reason, one.title) for one in filling.inside] == [
        ("兖州压铸厂", Reason.BROADER, "铝压铸件定制")
    ]
    assert [(one.party.name, one.reason, one.fit) for one in filling.outside] == [
        ("任城壳体厂", Reason.DIRECT, 1.0)
    ]
    assert [one.code for one in filling.inside[0].committees] == ["ka"]
    with pytest.raises(NotFound):
        await world.app.chain_maps.filling(world.actors["auditor"], "castings", local("motors"))


async def test_a_map_follows_what_is_declared_and_who_opts_out(world: World) -> None:
    assert (await world.good(HOUSINGS)).supply is Supply.BROKEN
    await declare_capability(world.app, world.known["idle"], categories=[HOUSINGS])
    assert told((await world.good(HOUSINGS)).inside) == (["兖州待申报厂"], 1)
    maker = world.known["maker"]
    await world.app.enterprises.set_opt_out(SYSTEM, maker.id, maker.version, True)
    assert told((await world.good(DIE)).inside) == (["兖州待申报厂"], 1)


async def test_who_repairs_a_good_supplies_none(world: World) -> None:
    await declare_capability(
        world.app, world.known["idle"], kind="SERVICE", title="修", categories=[HOUSINGS]
    )
    assert (await world.good(HOUSINGS)).supply is Supply.BROKEN


@pytest.mark.parametrize(
    ("district", "prefix"), [("370812", "370812"), ("370800", "3708"), ("370000", "37"), ("", "")]
)
def test_a_district_holds_the_regions_whose_codes_begin_like_its_own(
    district: str, prefix: str
) -> None:
    assert prefix_of(district) == prefix


async def test_the_ground_is_what_the_taxonomy_says(app: App) -> None:
    taxonomy = await app.taxonomy.current()
    assert narrower(taxonomy, local("castings")) == {local("castings"), DIE, IRON, HOUSINGS}
    stages = [one for one in await app.chains.stages() if one.chain == "castings"]
    ground = ground_of(taxonomy, stages)
    assert [one.category for one in ground.places] == [DIE, IRON, HOUSINGS, INGOTS]
    assert dict(ground.serves) == {3: (0,)}


async def test_summaries_are_what_maps_say(world: World) -> None:
    actor = world.actors["auditor"]
    found = await world.app.chain_maps.summaries(actor)
    assert [one.chain.code for one in found] == ["castings", "machines"]
    for one in found:
        whole = await world.app.chain_maps.map(actor, one.chain.code)
        assert one.totals == whole.totals
        assert [supply for _, supply in one.supplies] == [tier.supply for tier in whole.tiers]


async def _browse(site: Site, role: Role = Role.AUDITOR, **more: Any) -> Any:
    await site.account(role, **more)
    browser = await site.browser()
    await browser.sign_in(NAME)
    return browser


async def test_the_pages_say_it_without_a_script(site: Site, app: App) -> None:
    world = await build(app)
    browser = await _browse(site)
    page = await browser.get("/chains")
    assert page.status_code == 200
    assert 'href="/chains/castings"' in page.text
    one = (await browser.get("/chains/castings?lang=zh")).text
    assert f'<a href="/enterprises/{world.known["maker"].id}">兖州压铸厂</a>' in one
    assert 'data-chart="chain"' in one
    assert f"/chains/castings?fill={HOUSINGS}#fill" in one
    for view in ("", "&by=enterprises"):
        filled = (await browser.get(f"/chains/castings?lang=zh&fill={HOUSINGS}{view}")).text
        assert "谁能供给“电机壳体”" in filled
        assert "供给上一级品类（铝压铸件）：铝压铸件定制。" in filled
        assert "/matches?type=SUPPLY&amp;chain=castings" in filled
    assert (await browser.get("/chains/castings?lang=en")).text.count("<h1>") == 1


async def test_what_is_not_there_is_not_found(site: Site, app: App) -> None:
    browser = await _browse(site)
    assert (await browser.get("/chains/nowhere")).status_code == 404
    assert (await browser.get("/chains/castings?fill=LOCAL:motors")).status_code == 404


async def test_names_are_told_by_role(site: Site, app: App) -> None:
    await build(app)
    _, reader = await create_member(app, name="读者厂")
    browser = await _browse(site, Role.ENTERPRISE, enterprise=reader.id)
    page = (await browser.get(f"/chains/castings?lang=zh&fill={IRON}")).text
    assert "兖州压铸厂" in page
    assert "匿名铸铁厂" not in page
    assert "兖州铝锭厂" not in page


async def test_nobody_signed_in_is_asked_to(site: Site) -> None:
    browser = await site.browser()
    answer = await browser.get("/chains")
    assert (answer.status_code, answer.headers["location"].split("?")[0]) == (303, "/sign-in")


async def test_the_list_sorts_and_is_taken_away(site: Site, app: App) -> None:
    await build(app)
    browser = await _browse(site)
    text = (await browser.get("/chains?sort=-members&as=csv&lang=zh")).text
    rows = [line.split(",")[:3] for line in text.splitlines()]
    assert rows[1:] == [["铸造产业链", "铸造党委", "3"], ["农机产业链", "农机党委", "1"]]
    book = load_workbook(io.BytesIO((await browser.get("/chains?as=xlsx")).content))
    assert [type(cell.value) for cell in book.worksheets[0]["C"]][1:] == [int, int]
