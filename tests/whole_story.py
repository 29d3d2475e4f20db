"""How the whole world came to be: its people, what they say, and what became of it."""

import httpx
from pydantic import SecretStr

from chainlink.accounts.model import PUBLIC, Role, Scope
from chainlink.api.relay import global_id
from chainlink.app import build_app
from chainlink.chains.model import Committee
from chainlink.serving import create_web_app
from chainlink.settings import Settings
from tests.factories import (
    SYSTEM,
    YANZHOU,
    declare_capability,
    declare_need,
    enterprise_draft,
)
from tests.settable_clock import SettableClock
from tests.small_app import Graph, fill, rest
from tests.whole_world import COMPANIES, OFFICES, PASSWORD, WholeWorld


async def build_whole_world(graph: Graph) -> WholeWorld:
    """Everything there is, on a graph with the small reference."""
    settings = Settings(
        _env_file=None,
        graph="ladybug::memory:",
        secret=SecretStr("a master secret of more than thirty-two characters"),
        webhook_private_networks="127.0.0.0/8",
        smtp_host="127.0.0.1",
        smtp_port=1,
        smtp_from="chainlink@example.com",
        query_cost=10_000_000,
    )
    clock = SettableClock()
    clock.set(graph.filled_at or await fill(graph.store))
    app = build_app(settings, store=graph.store, clock=clock)
    kc = Committee(code="kc", name_zh="旁观党委", name_en="C", chain="machines", district=YANZHOU)
    await app.chains.load(SYSTEM, [], [], [kc])
    await app.notifications.prepare()
    app.follower.start()  # as where it is served: else every question reads the journal's head anew
    transport = httpx.ASGITransport(create_web_app(app), raise_app_exceptions=False)
    client = httpx.AsyncClient(transport=transport, base_url="http://localhost")
    world = WholeWorld(app, client, {"public": None}, {"public": PUBLIC})
    await _people(world)
    await _claims(world)
    await _introductions(world)
    await _deal(world)
    await _others(world)
    await app.notifier.once()
    return world


async def leave(world: WholeWorld) -> None:
    """End what goes on there."""
    await world.client.aclose()
    await rest(world.app)


async def _people(world: WholeWorld) -> None:
    app = world.app
    for name, code in COMPANIES.items():
        account = await app.accounts.create(SYSTEM, f"account-{name}", Role.ENTERPRISE)
        token = (await app.accounts.issue_token(SYSTEM, account.name)).secret
        hidden = name in {"provider", "refused"}
        enterprise = await app.enterprises.register(
            await app.accounts.actor_for(token),
            enterprise_draft(
                name=f"mark-name-{name}" if hidden or name == "waiting" else f"{name}厂",
                committees=[code],
                contact={"name": f"mark-contact-{name}", "phone": "13800000000"},
                visibility="ANONYMOUS" if hidden else "PUBLIC",
            ),
        )
        if name != "waiting":
            enterprise = await app.enterprises.approve(SYSTEM, enterprise.id, enterprise.version)
        world.enterprises[name] = enterprise
        await _token(world, name, account.name, token)
    unseen = enterprise_draft(name="mark-name-unseen", committees=["kb"], visibility="COMMITTEE")
    world.enterprises["unseen"] = await app.enterprises.register(SYSTEM, unseen)
    overseers = {"auditor": (Role.AUDITOR, ""), "admin": (Role.ADMIN, "")}
    for name, (role, code) in (OFFICES | overseers).items():
        await app.accounts.create(SYSTEM, name, role, committees=[code] if code else [])
        await _token(world, name, name, (await app.accounts.issue_token(SYSTEM, name)).secret)
    await app.credentials.set(SYSTEM, "account-seeker", PASSWORD)


async def _token(world: WholeWorld, name: str, account: str, secret: str) -> None:
    reading = await world.app.accounts.issue_token(SYSTEM, account, scopes=[Scope.READ])
    world.tokens[name], world.readers[name] = secret, reading.secret
    world.actors[name] = await world.app.accounts.actor_for(secret)


async def _claims(world: WholeWorld) -> None:
    said = (
        ("need", declare_need, "seeker", "PUBLIC"),
        ("private need", declare_need, "seeker", "PRIVATE"),
        ("capability", declare_capability, "provider", "PUBLIC"),
        ("shared capability", declare_capability, "refused", "COMMITTEE"),
        ("unseen capability", declare_capability, "unseen", "PUBLIC"),
        ("foreign capability", declare_capability, "foreign", "ANONYMOUS"),
    )
    for name, declare, owner, visibility in said:
        actor = SYSTEM if owner == "unseen" else world.actors[owner]
        claim = await declare(
            world.app,
            world.enterprises[owner],
            actor=actor,
            visibility=visibility,
            text=f"mark-claim-{name.replace(' ', '-')}",
        )
        kind = "Need" if declare is declare_need else "Capability"
        world.ids[name] = global_id(kind, claim.claim)


async def _introductions(world: WholeWorld) -> None:
    hook = {"url": "http://127.0.0.1:1/mark-webhook"}
    created = await world.change("seeker", "createWebhook", hook)
    assert created["__typename"] == "CreatedWebhook"
    [webhook] = await world.raw_ids("MATCH (n:Webhook) RETURN n.id AS id")
    world.ids["webhook"] = global_id("Webhook", webhook)
    await world.done("staff of ka", "setMailAddress", address="mark-mail@example.com")
    staff, ids = "staff of ka", world.ids
    event = {"committees": [global_id("Committee", "ka")], "kind": "SALON", "nameZh": "沙龙"}
    ids["event"] = await world.done(staff, "createEvent", heldOn="2026-11-24", **event)
    ids["done"] = await world.shortlisted(
        staff, "provider", "CHANNEL", event=ids["event"], nextStep="mark-next-step"
    )
    # what the refused one is told must be the same, whoever ended it and whoever has answered
    ids["refusal"] = await world.shortlisted(staff, "refused", "SUPPLY")
    ids["withdrawal"] = await world.shortlisted(staff, "refused", "RESEARCH")
    ids["given"] = await world.shortlisted(staff, "refused", "CHANNEL")
    ids["unanswered"] = await world.shortlisted(staff, "refused", "FINANCE")
    ids["hidden"] = await world.shortlisted(
        staff, "refused", "CHAIN", nextStep="mark-hidden-next-step"
    )
    for name in ("done", "refusal", "withdrawal", "given", "unanswered"):
        await world.moved(staff, "askConsent", ids[name], purpose=f"mark-purpose-{name}")
    for name in ("refusal", "withdrawal"):
        await world.answered("refused", "give", ids[name])
    words = {"reasonText": "mark-refusal", "evidence": "mark-refusal-evidence"}
    await world.answered("seeker", "refuse", ids["refusal"], reason="OTHER", **words)
    ending = {"state": "WITHDRAWN", "reason": "OTHER", "reasonText": "mark-withdrawal"}
    await world.moved(staff, "closeIntroduction", ids["withdrawal"], note="mark-end-note", **ending)
    await world.answered("seeker", "give", ids["given"])
    ids["own"] = await world.shortlisted("seeker", "foreign", "SERVICE")


async def _deal(world: WholeWorld) -> None:
    staff, ids = "staff of ka", world.ids
    done = ids["done"]
    await world.answered("seeker", "give", done)
    heard = {"manner": "CALL", "evidence": "mark-consent-evidence"}
    await world.answered(
        "staff of kb", "give", done, enterprise=world.enterprise("provider"), **heard
    )
    await world.moved(staff, "introduceParties", done, note="mark-introduction-note")
    await world.moved(
        "seeker", "scheduleMeeting", done, meetsAt="2026-12-01T09:30:00+08:00", note="mark-own-note"
    )
    await world.moved(staff, "recordMeeting", done, happenedOn="2026-11-24")
    await world.moved(staff, "advanceIntroduction", done, state="NEGOTIATING")
    ids["deal"] = deal = await world.done(
        staff,
        "recordDeal",
        introductions=[done],
        kind="PURCHASE_ORDER",
        title="mark-deal",
        amount="500000000",
        signedOn="2026-11-24",
        credits=[{"introduction": done, "share": "1", "event": ids["event"]}],
    )
    proof = {"kind": "CONTRACT", "title": "mark-evidence", "digest": "ab" * 32}
    await world.done("seeker", "attachEvidence", id=deal, **proof)
    ids["order"] = await world.done(
        staff,
        "recordCrossBorderOrder",
        deal=deal,
        orderNumber="mark-order",
        hsCode="8433510001",
        incoterm="FOB",
        incotermPlace="青岛",
        customsMode="9810",
        amount="70000000",
        currency="USD",
        destination="RU",
        seller=world.enterprise("provider"),
        maker=world.enterprise("seeker"),
        orderedOn="2026-11-24",
    )
    answer = {"additionality": "CERTAINLY_NOT_WITHOUT"}
    for party in ("seeker", "provider"):
        version = await world.version(deal)
        await world.done(party, "confirmDeal", id=deal, version=version, **answer)
    version = await world.version(deal)
    await world.done(
        "secretary of ka", "reviewDeal", id=deal, version=version, accepted=True, text="mark-review"
    )
    await world.moved(staff, "advanceIntroduction", done, state="CONTRACT_SIGNED")
    await world.moved("secretary of ka", "disputeIntroduction", done, text="mark-dispute")
    found = await world.ask(
        staff,
        "query ($id: ID!) { introduction(id: $id) { followUps { id version } } }",
        id=done,
    )
    first = found["introduction"]["followUps"][0]
    await world.done(staff, "recordFollowUp", note="mark-follow-up", **first)


async def _others(world: WholeWorld) -> None:
    staff, event = "staff of ka", world.ids["event"]
    invited = [world.enterprise("provider"), world.enterprise("seeker")]
    await world.done(staff, "inviteToEvent", event=event, enterprises=invited)
    await world.done("foreign", "registerForEvent", event=event)
    pair = {"seeker": world.enterprise("seeker"), "provider": world.enterprise("foreign")}
    pair["matchType"] = "SUPPLY"
    world.ids["own dismissal"] = await world.done(
        "seeker", "dismissMatch", reason="OTHER", text="mark-own-dismissal", **pair
    )
    pair["seeker"] = world.enterprise("provider")
    world.ids["dismissal of kb"] = await world.done(
        "staff of kb", "dismissMatch", reason="OTHER", text="mark-dismissal-of-kb", **pair
    )
    shown = "query ($id: ID!) { enterprise(id: $id) { recommendedPartners { edges { node { shown } } } } }"
    await world.ask("seeker", shown, id=world.enterprise("seeker"))
    await world.app.showings.flush()
    signing_in = {"name": "account-seeker", "password": PASSWORD}
    answer = await world.client.post(
        "/session", json=signing_in, headers={"user-agent": "mark-browser"}
    )
    assert answer.status_code == 200, answer.text
    world.client.cookies.clear()
