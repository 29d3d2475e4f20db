"""The pages of enterprises: the list, one of them, its claims, and what each role may do there."""

import csv
import io
import re
from dataclasses import dataclass, field
from datetime import date

import httpx
import pytest

from chainlink.accounts.model import Actor, Role
from chainlink.enterprises.claim_model import CAPABILITY, NEED, Need, Origin
from chainlink.enterprises.model import Enterprise, EnterpriseStatus
from tests.factories import (
    SYSTEM,
    create_account,
    create_enterprise,
    create_member,
    declare_capability,
    declare_need,
    new_uscc,
)
from tests.introduction_world import Couple, build_couple
from tests.web.conftest import Site
from tests.web.desks import Desk, Forms, at_desk

SENTENCE = "找能做铝合金压铸电机壳体的厂家"


@dataclass
class World:
    """A motor works of ka, a caster of kb, their officers, and desks."""

    site: Site
    couple: Couple
    desks: dict[str, Desk] = field(default_factory=dict)

    @property
    def seeker(self) -> Enterprise:
        return self.couple.seeker

    @property
    def page(self) -> str:
        return f"/enterprises/{self.seeker.id}"

    async def desk(self, who: str) -> Desk:
        if who not in self.desks:
            self.desks[who] = await at_desk(self.site, self.couple.actors[who])
        return self.desks[who]

    async def now(self, id_: str = "") -> Enterprise:
        return await self.site.app.enterprises.get(SYSTEM, id_ or self.seeker.id)

    async def needs(self) -> list[Need]:
        found = await self.site.app.claims.of_enterprises(SYSTEM, NEED, [self.seeker.id])
        return [one for one in found[self.seeker.id] if isinstance(one, Need)]


@pytest.fixture
async def world(site: Site) -> World:
    return World(site, await build_couple(site.app))


async def _waiting(world: World, name: str = "待审厂") -> tuple[Actor, Enterprise]:
    return await create_member(world.site.app, name=name, approved=False)


def done(answer: httpx.Response) -> str:
    """What the page that the browser is sent to will say."""
    assert answer.status_code == 303, answer.text
    return httpx.URL(answer.headers["location"]).params["done"]


# --- the list


async def test_the_list_sorts_filters_and_exports_what_it_shows(world: World) -> None:
    await create_enterprise(world.site.app, name="外地研究院", sector="RESEARCH", region="110105")
    desk = await world.desk("auditor")
    text = await desk.text("/enterprises?sort=-name")
    downwards = ["电机厂", "旁人厂", "外地研究院", "压铸厂"]
    assert re.findall(r'<td data-label="名称"><a href="[^"]+">([^<]+)</a>', text) == downwards
    for asked, found in (
        ("q=研究", {"外地研究院"}),
        ("sector=RESEARCH", {"外地研究院"}),
        ("region=北京市朝阳区", {"外地研究院"}),
        ("committee=kb", {"压铸厂", "旁人厂"}),
        ("chain=castings", {"电机厂", "外地研究院"}),
        ("status=PENDING", set()),
    ):
        exported = await desk.get(f"/enterprises?{asked}&as=csv")
        rows = list(csv.DictReader(io.StringIO(exported.content.decode("utf-8-sig"))))
        assert {row["名称"] for row in rows} == found
    assert "没有符合条件的企业" in await desk.text("/enterprises?q=没有这家")
    assert "共 4 条" in await desk.text("/enterprises")


async def test_an_enterprise_sees_who_is_let_in_and_no_approvals(world: World) -> None:
    await _waiting(world)
    text = await (await world.desk("seeker")).text("/enterprises")
    assert "压铸厂" in text
    assert "待审厂" not in text
    assert "filter-status" not in text


async def test_a_secretary_lets_in_where_the_list_stands(world: World) -> None:
    _, waiting = await _waiting(world)
    desk, form = await world.desk("secretary of ka"), f"approve-{waiting.id}"
    shown = await desk.text("/enterprises")
    assert "待审批（1）" in shown
    sent = Forms(shown).filled(form, {})
    answer = await desk.post(f"/enterprises/{waiting.id}/approve", sent)
    assert done(answer) == "enterprise_approved"
    after = await desk.text(answer.headers["location"])
    assert f'<li class="card line" id="waiting-{waiting.id}"' in after
    assert (await world.now(waiting.id)).status is EnterpriseStatus.APPROVED
    again = await desk.post(f"/enterprises/{waiting.id}/approve", sent)  # the same once more
    assert done(again) == "enterprise_approved"
    assert (await world.now(waiting.id)).version == 2


async def test_a_secretary_turns_down_on_the_enterprise_s_page(world: World) -> None:
    _, waiting = await _waiting(world)
    desk = await world.desk("secretary of ka")
    assert done(await desk.send(f"/enterprises/{waiting.id}", "reject")) == "enterprise_rejected"
    assert (await world.now(waiting.id)).status is EnterpriseStatus.REJECTED


async def test_nobody_else_approves(world: World) -> None:
    _, waiting = await _waiting(world)
    path = f"/enterprises/{waiting.id}/approve"
    for who, status in (("staff of ka", 403), ("secretary of kb", 404), ("seeker", 403)):
        desk = await world.desk(who)
        assert (await desk.forged("/account", path, version="1")).status_code == status
        assert f"approve-{waiting.id}" not in await desk.text("/enterprises")
    assert (await world.now(waiting.id)).status is EnterpriseStatus.PENDING


# --- one enterprise


async def test_claims_stand_with_their_freshness_and_evidence(world: World) -> None:
    app = world.site.app
    await declare_capability(app, world.seeker, evidence="CERTIFICATE", certificates=["ISO 9001"])
    day = app.settings.today(app.clock())
    soon = date.fromordinal(day.toordinal() + 10).isoformat()
    await declare_need(app, world.seeker, title="快到期的需求", valid_until=soon)
    text = await (await world.desk("staff of ka")).text(world.page)
    assert "ISO 9001" in text
    assert "凭证：证书" in text
    assert "即将到期" in text
    assert "（还有 10 天）" in text
    assert "已 0 天" in text


async def test_the_stage_is_marked_where_its_goods_are(world: World) -> None:
    await declare_capability(world.site.app, world.seeker, categories=["motor-housings"])
    text = await (await world.desk("staff of ka")).text(world.page)
    # motor housings are die castings, too: both stages of the chain
    assert text.count('<li class="here">') == 2
    assert "（该单位在此环节）" in text


async def test_partners_are_shown_by_type(world: World) -> None:
    await declare_need(world.site.app, world.seeker)
    await declare_capability(world.site.app, world.couple.provider, categories=["motor-housings"])
    desk = await world.desk("staff of ka")
    assert "压铸厂" in await desk.text(f"{world.page}?type=SUPPLY")
    assert "这一类型暂无推荐" in await desk.text(f"{world.page}?type=FINANCE")


async def test_what_one_may_not_see_is_not_there(world: World) -> None:
    hidden = await create_enterprise(world.site.app, visibility="COMMITTEE", committees=["kb"])
    desk = await world.desk("seeker")
    for path in ("", "/edit", "/declare", "/advice"):
        assert (await desk.get(f"/enterprises/{hidden.id}{path}")).status_code == 404
        assert (await desk.get(f"/enterprises/nobody{path}")).status_code == 404


async def test_another_s_page_offers_nothing_to_change(world: World) -> None:
    text = await (await world.desk("stranger")).text(world.page)
    for part in ("/edit", "/declare", "opt-out", "timeline", 'id="partners"', 'id="vetoes"'):
        assert part not in text


async def test_contacts_are_shown_on_request_and_noted_once(world: World) -> None:
    desk = await world.desk("staff of ka")
    assert "13800000001" not in await desk.text(f"{world.page}?contacts=1")
    assert await world.couple.entries("contact.read") == []
    answer = await desk.send(world.page, "contacts")
    assert answer.status_code == 200
    assert "13800000001" in answer.text
    assert len(await world.couple.entries("contact.read")) == 1
    assert "13800000001" not in await desk.text(world.page)
    assert len(await world.couple.entries("contact.read")) == 1


async def test_contacts_are_nobody_s_who_may_not_read_them(world: World) -> None:
    for who, status in (("stranger", 200), ("auditor", 403)):
        desk = await world.desk(who)
        assert "contacts-heading" not in await desk.text(world.page)
        answer = await desk.forged("/account", f"{world.page}/contacts")
        assert answer.status_code == status
        assert "13800000001" not in answer.text
    assert "13800000001" in await (await world.desk("seeker")).text(world.page)  # its own
    assert await world.couple.entries("contact.read") == []


async def test_matching_is_left_and_taken_up_again(world: World) -> None:
    desk = await world.desk("seeker")
    assert done(await desk.send(world.page, "opt-out")) == "opted_out"
    assert (await world.now()).opted_out
    assert done(await desk.send(world.page, "opt-out")) == "opted_in"
    assert not (await world.now()).opted_out


async def test_a_veto_is_set_by_name_and_lifted(world: World) -> None:
    desk, other = await world.desk("seeker"), world.couple.provider
    unknown = await desk.send(world.page, "veto", partner="没有这家")
    assert unknown.status_code == 404
    assert 'value="没有这家"' in unknown.text
    assert done(await desk.send(world.page, "veto", partner="压铸厂")) == "veto_set"
    assert f"veto-{other.id}" in await desk.text(world.page)
    assert done(await desk.send(world.page, f"lift-{other.id}")) == "veto_lifted"
    assert f"veto-{other.id}" not in await desk.text(world.page)
    stranger = await world.desk("stranger")
    path = f"{world.page}/veto"
    assert (await stranger.forged("/account", path, partner=other.id)).status_code == 403


async def test_the_timeline_tells_what_happened(world: World) -> None:
    await declare_need(world.site.app, world.seeker)
    text = await (await world.desk("seeker")).text(world.page)
    assert '登记需求 <span class="hint">' in text
    assert "审核通过" in text


async def test_the_page_is_there_in_english(world: World) -> None:
    text = await (await world.desk("staff of ka")).text(f"{world.page}?lang=en")
    assert "Capabilities and needs" in text
    assert "page.enterprises" not in text


# --- claims


async def test_one_sentence_declares_a_need_and_shows_whom_it_meets(world: World) -> None:
    await declare_capability(world.site.app, world.couple.provider, categories=["motor-housings"])
    desk = await world.desk("seeker")
    answer = await desk.send(
        f"{world.page}/declare?kind=need",
        "declare",
        title=SENTENCE,
        categories=["LOCAL:motor-housings"],
    )
    assert done(answer) == "claim_declared"
    [need] = await world.needs()
    assert need.title == SENTENCE
    assert [(one.category, one.origin) for one in need.categories] == [
        ("LOCAL:motor-housings", Origin.DECLARED)
    ]
    shown = await desk.text(answer.headers["location"])
    assert "按这一条推荐的单位（1）" in shown
    assert "压铸厂" in shown


async def test_without_a_tick_the_platform_reads_the_sentence(world: World) -> None:
    desk = await world.desk("seeker")
    await desk.send(f"{world.page}/declare?kind=need", "declare", title=SENTENCE)
    [need] = await world.needs()
    assert {one.origin for one in need.categories} == {Origin.READ}


async def test_suggestions_are_part_of_a_page_and_keep_what_is_ticked(world: World) -> None:
    desk = await world.desk("seeker")
    text = await desk.text(f"/enterprises/suggest?title={SENTENCE}&categories=LOCAL:motors")
    assert "<html" not in text
    assert 'value="LOCAL:motors" checked' in text
    assert 'value="LOCAL:motor-housings">' in text
    assert "page.enterprises" not in text


async def test_understanding_saves_nothing_and_keeps_what_was_typed(world: World) -> None:
    desk = await world.desk("seeker")
    answer = await desk.send(
        f"{world.page}/declare?kind=need", "declare", title=SENTENCE, understand="1"
    )
    assert answer.status_code == 200
    assert f">{SENTENCE}</textarea>" in answer.text
    assert "LOCAL:motor-housings" in answer.text
    assert 'role="alert"' not in answer.text
    assert await world.needs() == []


async def test_a_refused_claim_keeps_what_was_typed(world: World) -> None:
    desk = await world.desk("seeker")
    answer = await desk.send(
        f"{world.page}/declare?kind=need",
        "declare",
        title=SENTENCE,
        categories=["LOCAL:motors"],
        markets="德国、亚特兰蒂斯",
        validUntil="2001-01-01",
    )
    assert answer.status_code == 422
    assert f">{SENTENCE}</textarea>" in answer.text
    assert 'value="LOCAL:motors" checked' in answer.text
    assert 'id="declare-markets-problem"' in answer.text
    assert 'value="德国、亚特兰蒂斯"' in answer.text
    assert await world.needs() == []


async def test_what_is_sent_twice_is_declared_once(world: World) -> None:
    desk, page = await world.desk("seeker"), f"{world.page}/declare?kind=need"
    sent = Forms(await desk.text(page)).filled("declare", {"title": SENTENCE})
    assert Forms(await desk.text(page)).value("declare", "urgency") == "NORMAL"
    places = {
        (await desk.post(f"{world.page}/declare", sent)).headers["location"] for _ in range(2)
    }
    assert len(places) == 1
    assert len(await world.needs()) == 1


async def test_officers_declare_on_behalf_and_are_told_so(world: World) -> None:
    desk = await world.desk("staff of ka")
    page = f"{world.page}/declare?kind=capability"
    assert "代为登记" in await desk.text(page)
    await desk.send(page, "declare", title="铝压铸件", certificates="ISO 9001；CE", markets="德国")
    found = await world.site.app.claims.of_enterprises(SYSTEM, CAPABILITY, [world.seeker.id])
    [claim] = found[world.seeker.id]
    assert claim.on_behalf
    assert claim.markets == ("DE",)
    assert claim.model_dump()["certificates"] == ("ISO 9001", "CE")


async def test_a_claim_is_revised_and_an_old_page_is_refused(world: World) -> None:
    need = await declare_need(world.site.app, world.seeker)
    desk = await world.desk("seeker")
    page = f"{world.page}/claims/need/{need.claim}"
    old = Forms(await desk.text(page))
    assert old.value("declare", "title") == "找电机壳体"
    assert ("categories", "LOCAL:motor-housings") in old.values["declare"]
    assert done(await desk.send(page, "declare", urgency="HIGH")) == "claim_revised"
    assert [one.version for one in await world.needs()] == [2]
    stale = await desk.post(page, old.filled("declare", {"title": "另一句话"}))
    assert stale.status_code == 409
    assert ">另一句话</textarea>" in stale.text


async def test_a_claim_is_withdrawn(world: World) -> None:
    need = await declare_need(world.site.app, world.seeker)
    desk = await world.desk("seeker")
    page = f"{world.page}/claims/need/{need.claim}"
    assert done(await desk.send(page, "withdraw")) == "claim_withdrawn"
    assert await world.needs() == []


async def test_another_s_claim_is_not_there(world: World) -> None:
    need = await declare_need(world.site.app, world.couple.provider)
    desk = await world.desk("seeker")
    for place in ("claims", "declared"):
        path = f"{world.page}/{place}/need/{need.claim}"
        assert (await desk.get(path)).status_code == 404
    forbidden = await desk.get(f"/enterprises/{world.couple.provider.id}/declare")
    assert forbidden.status_code == 403


# --- registering and changing


async def test_a_newcomer_registers_and_waits(world: World) -> None:
    newcomer = await create_account(world.site.app, Role.ENTERPRISE)
    desk = await at_desk(world.site, newcomer)
    assert "/enterprises/new" in await desk.text("/enterprises")
    said = {"name": "新来厂", "region": "山东省济宁市兖州区", "capital": "500万元"}
    code = new_uscc()
    wrong = code[:-1] + ("0" if code[-1] != "0" else "1")
    answer = await desk.send("/enterprises/new", "new", uscc=wrong, committees=["ka"], **said)
    assert answer.status_code == 422
    assert "校验位不对" in answer.text
    assert 'value="新来厂"' in answer.text
    answer = await desk.send("/enterprises/new", "new", uscc=code, **said)
    assert answer.status_code == 422  # a committee is needed
    answer = await desk.send("/enterprises/new", "new", uscc=code, committees=["ka"], **said)
    assert done(answer) == "enterprise_registered"
    shown = await desk.text(answer.headers["location"])
    assert "正在等待党委书记审核" in shown
    assert "¥5,000,000.00" in shown
    assert (await desk.get("/enterprises/new")).status_code == 409


async def test_a_profile_is_changed_and_an_old_page_is_refused(world: World) -> None:
    desk, page = await world.desk("seeker"), f"{world.page}/edit"
    old = Forms(await desk.text(page))
    assert old.value("edit", "region") == "山东省济宁市兖州区"
    answer = await desk.send(page, "edit", name="电机股份", exportMarkets="德国，US")
    assert done(answer) == "enterprise_saved"
    found = await world.now()
    assert (found.name, found.former_names, found.region) == ("电机股份", ("电机厂",), "370812")
    exports = await world.site.app.enterprises.exports([found.id])
    assert {one.market for one in exports} == {"DE", "US"}
    stale = await desk.post(page, old.filled("edit", {"name": "再改名"}))
    assert stale.status_code == 409
    assert 'value="再改名"' in stale.text
    vague = await desk.send(page, "edit", capital="500")
    assert vague.status_code == 422
    assert "看不出单位" in vague.text


async def test_officers_do_not_change_profiles(world: World) -> None:
    assert (await (await world.desk("staff of ka")).get(f"{world.page}/edit")).status_code == 403


# --- merging


async def test_duplicates_are_compared_and_merged(world: World) -> None:
    double = await create_enterprise(
        world.site.app, name="电机厂（老厂）", address="山东省济宁市兖州区建设路 1 号院"
    )
    double2 = await create_enterprise(
        world.site.app, name="电机二厂", address="山东省济宁市兖州区建设路 1 号院"
    )
    await declare_need(world.site.app, double2)
    desk = await world.desk("secretary of ka")
    assert f"/merge/{double2.id}" in await desk.text(f"/enterprises/{double.id}")
    page = f"/enterprises/{double.id}/merge/{double2.id}"
    shown = await desk.text(page)
    assert "电机厂（老厂）" in shown
    assert "电机二厂" in shown
    refused = await desk.send(page, "merge", reason="")
    assert refused.status_code == 422
    assert done(await desk.send(page, "merge", reason="同一单位，已核实")) == "enterprises_merged"
    moved = await desk.get(f"/enterprises/{double2.id}")
    assert moved.status_code == 303
    assert moved.headers["location"].startswith(f"/enterprises/{double.id}")
    assert "找电机壳体" in await desk.text(f"/enterprises/{double.id}")


async def test_staff_do_not_merge(world: World) -> None:
    other = await create_enterprise(world.site.app)
    path = f"{world.page}/merge/{other.id}"
    assert (await (await world.desk("staff of ka")).get(path)).status_code == 403
