"""Capabilities and needs: declared, read, revised, withdrawn, and never edited in place."""

from typing import Any

import pytest

from chainlink.app import App
from chainlink.enterprises.claim_model import (
    CAPABILITY,
    NEED,
    CapabilityDraft,
    Claim,
    ClaimType,
    NeedDraft,
    Origin,
)
from chainlink.errors import Conflict, InvalidInput, NotFound, StaleVersion
from chainlink.graph.cypher import Query
from chainlink.language import Language, say, sentence
from chainlink.taxonomy.model import ClaimKind
from chainlink.validation import checked
from tests.factories import (
    SYSTEM,
    capability_draft,
    create_enterprise,
    create_member,
    declare_capability,
    declare_need,
    need_draft,
)

BOTH = pytest.mark.parametrize("type_", [CAPABILITY, NEED])


def draft_of(type_: ClaimType, **said: Any) -> CapabilityDraft | NeedDraft:
    return capability_draft(**said) if type_ is CAPABILITY else need_draft(**said)


async def listed(app: App, claim: Claim, type_: ClaimType) -> list[Claim]:
    found = await app.claims.of_enterprises(SYSTEM, type_, [claim.enterprise])
    return found[claim.enterprise]


@pytest.fixture
def app(shared_app: App) -> App:
    """One for the module: each test declares claims of its own."""
    return shared_app


async def versions(app: App, type_: ClaimType, claim: str) -> list[tuple[int, str, bool, bool]]:
    """Of every version of a claim: number, title, whether it is closed, whether withdrawn."""
    text = (
        f"MATCH (c:{type_.label}) WHERE c.claim = $claim RETURN c.version AS version, c.title AS title, "
        "c.superseded_at AS superseded_at, c.withdrawn AS withdrawn ORDER BY version"
    )
    return [
        (row["version"], row["title"], bool(row["superseded_at"]), row["withdrawn"])
        for row in await app.store.read(Query("tests/versions", text), claim=claim)
    ]


async def test_a_capability_stands_as_it_was_said(app: App) -> None:
    enterprise = await create_enterprise(app)
    claim = await declare_capability(
        app,
        enterprise,
        title="铝压铸件",
        text="压铸机 280 吨到 1250 吨\n可做模具",
        categories=["aluminium-die-castings", "LOCAL:motor-housings", "GBT4754:3392"],
        markets=["de", "RU", "DE"],
        capacity="年产 2000 吨",
        certificates=["IATF 16949", "ISO 9001"],
        evidence="CERTIFICATE",
        valid_from="2026-01-01",
        valid_until="2027-06-30",
        source="走访",
    )
    assert await app.claims.get(SYSTEM, CAPABILITY, claim.claim) == claim
    assert await listed(app, claim, CAPABILITY) == [claim]
    plain = claim.model_dump(mode="json")
    recorded_at = plain.pop("recorded_at")
    categories = plain.pop("categories")
    assert recorded_at.startswith("2026-11-24T08:00:")
    assert {one["category"] for one in categories} == {
        "LOCAL:aluminium-die-castings",
        "LOCAL:motor-housings",
        "GBT4754:3392",
    }
    assert {(one["origin"], one["confidence"]) for one in categories} == {("DECLARED", 1.0)}
    assert plain == {
        "id": f"{claim.claim}:1",
        "claim": claim.claim,
        "version": 1,
        "enterprise": enterprise.id,
        "kind": "SUPPLY",
        "title": "铝压铸件",
        "text": "压铸机 280 吨到 1250 吨\n可做模具",
        "visibility": "PUBLIC",
        "valid_from": "2026-01-01",
        "valid_until": "2027-06-30",
        "superseded_at": None,
        "withdrawn": False,
        "source": "走访",
        "declared_by": SYSTEM.account,
        "on_behalf": True,
        "invented": False,
        "markets": ["DE", "RU"],
        "capacity": "年产 2000 吨",
        "certificates": ["IATF 16949", "ISO 9001"],
        "evidence": "CERTIFICATE",
        "checked_by": None,
        "checked_at": None,
    }


async def test_a_need_has_its_urgency_and_its_markets(app: App) -> None:
    claim = await declare_need(
        app, await create_enterprise(app), urgency="HIGH", markets=["VN"], kind="SALES_CHANNEL"
    )
    assert (claim.urgency, claim.markets, claim.kind) == ("HIGH", ("VN",), "SALES_CHANNEL")
    assert await app.claims.get(SYSTEM, NEED, claim.claim) == claim


@BOTH
async def test_categories_are_read_from_the_text_where_none_is_ticked(
    app: App, type_: ClaimType
) -> None:
    owner, enterprise = await create_member(app)
    draft = draft_of(type_, title="玉米收获机", text="自走式玉米收割机", categories=[])
    claim = await app.claims.declare(owner, type_, enterprise.id, draft)
    [found] = [one for one in claim.categories if one.category == "LOCAL:corn-harvesters"]
    assert found == claim.categories[0]
    assert found.origin is Origin.READ
    assert 0 < found.confidence <= 1
    assert "玉米收割机" in found.terms or "玉米收获机" in found.terms
    assert claim.kind is ClaimKind.SUPPLY
    assert claim.on_behalf is False


@pytest.mark.parametrize(
    ("categories", "kind"),
    [
        (["corn-harvesters"], "SUPPLY"),
        (["GBT4754:3572"], "SUPPLY"),
        (["cross-border-ecommerce-export"], "SALES_CHANNEL"),
        (["working-capital-loan"], "FINANCE"),
    ],
)
async def test_the_kind_follows_the_category_where_none_is_said(
    app: App, categories: list[str], kind: str
) -> None:
    claim = await declare_need(app, await create_enterprise(app), categories=categories)
    assert claim.kind == kind


async def test_what_says_nothing_known_is_a_supply_without_categories(app: App) -> None:
    claim = await declare_need(app, await create_enterprise(app), title="某物", categories=[])
    assert (claim.kind, claim.categories) == (ClaimKind.SUPPLY, ())


@BOTH
async def test_a_revision_closes_one_version_and_opens_the_next(app: App, type_: ClaimType) -> None:
    owner, enterprise = await create_member(app)
    first = await app.claims.declare(owner, type_, enterprise.id, draft_of(type_, title="甲"))
    second = await app.claims.revise(
        owner, type_, first.claim, 1, draft_of(type_, title="乙", categories=["motors"])
    )
    assert (second.claim, second.version, second.title) == (first.claim, 2, "乙")
    assert [one.category for one in second.categories] == ["LOCAL:motors"]
    assert second.recorded_at > first.recorded_at
    assert await listed(app, first, type_) == [second]
    assert await app.claims.get(SYSTEM, type_, first.claim) == second
    assert await versions(app, type_, first.claim) == [
        (1, "甲", True, False),
        (2, "乙", False, False),
    ]


@BOTH
async def test_a_withdrawn_claim_is_in_no_list_and_still_told_of(
    app: App, type_: ClaimType
) -> None:
    owner, enterprise = await create_member(app)
    first = await app.claims.declare(owner, type_, enterprise.id, draft_of(type_, title="甲"))
    ended = await app.claims.withdraw(owner, type_, first.claim, 1)
    assert ended.withdrawn
    assert ended.superseded_at is not None
    assert await listed(app, first, type_) == []
    assert await app.claims.get(owner, type_, first.claim) == ended
    assert await versions(app, type_, first.claim) == [(1, "甲", True, True)]
    before = await app.journal.head()
    for attempt in (
        app.claims.revise(owner, type_, first.claim, 1, draft_of(type_)),
        app.claims.withdraw(owner, type_, first.claim, 1),
    ):
        with pytest.raises(Conflict) as refused:
            await attempt
        assert [sentence(refused.value, language) for language in Language] == [
            "这条能力或需求已经撤回，不能再改；如仍有效，请重新申报。",
            "This capability or need has been withdrawn and can no longer be changed; "
            "declare it anew if it still holds.",
        ]
    assert await app.journal.head() == before


@BOTH
async def test_a_version_that_is_not_the_newest_is_refused(app: App, type_: ClaimType) -> None:
    owner, enterprise = await create_member(app)
    first = await app.claims.declare(owner, type_, enterprise.id, draft_of(type_))
    second = await app.claims.revise(owner, type_, first.claim, 1, draft_of(type_, title="乙"))
    before = await app.journal.head()
    for version in (1, 3):
        for attempt in (
            app.claims.revise(owner, type_, first.claim, version, draft_of(type_)),
            app.claims.withdraw(owner, type_, first.claim, version),
        ):
            with pytest.raises(StaleVersion) as refused:
                await attempt
            assert refused.value.facts == {"seen": version, "newest": 2}
    assert await app.journal.head() == before
    assert await listed(app, first, type_) == [second]


@pytest.mark.parametrize(
    ("said", "path", "zh"),
    [
        ({"title": " "}, "title", "此项必填。"),
        ({"text": "长" * 10_001}, "text", "最多 10000 个字符，请缩短。"),
        ({"markets": ["ZZZ"]}, "markets.0", "市场代码“ZZZ”不存在；"),
        ({"valid_until": "2026-13-01"}, "validUntil", "“2026-13-01”不是日期"),
        ({"visibility": "EVERYBODY"}, "visibility", "“EVERYBODY”不在可选范围内"),
        ({"categories": ["x"] * 21}, "categories", "最多 20 项。"),
    ],
)
def test_a_field_that_cannot_be_is_named(said: dict[str, Any], path: str, zh: str) -> None:
    for type_ in (CAPABILITY, NEED):
        with pytest.raises(InvalidInput) as refused:
            checked(type_.draft, {"title": "甲"} | said)
        [field] = refused.value.fields
        assert field.path == path
        assert zh in say(field.key, Language.ZH, **field.facts)


@pytest.mark.parametrize(
    ("said", "path", "zh"),
    [
        (
            {"categories": ["motors", "unicorns"]},
            "categories",
            "品类“unicorns”不在分类表中；可用 suggestCategories 查找。",
        ),
        (
            {"valid_until": "2026-11-23"},
            "validUntil",
            "有效期至 2026-11-23 已经过去；请填写今天以后的日期。",
        ),
        (
            {"valid_from": "2027-02-01", "valid_until": "2027-01-31"},
            "validUntil",
            "有效期至 2027-01-31 早于生效日 2027-02-01。",
        ),
    ],
)
async def test_what_does_not_fit_is_named(
    app: App, said: dict[str, Any], path: str, zh: str
) -> None:
    enterprise = await create_enterprise(app)
    before = await app.journal.head()
    with pytest.raises(InvalidInput) as refused:
        await declare_need(app, enterprise, **said)
    [field] = refused.value.fields
    assert (field.path, say(field.key, Language.ZH, **field.facts)) == (path, zh)
    assert await app.journal.head() == before


async def test_claims_of_several_enterprises_come_in_one_answer_newest_first(app: App) -> None:
    one, other, none = [await create_enterprise(app) for _ in range(3)]
    made = [await declare_need(app, owner) for owner in (one, other, one)]
    ids = [other.id, one.id, none.id, "no-such-enterprise"]
    assert await app.claims.of_enterprises(SYSTEM, NEED, ids) == {
        other.id: [made[1]],
        one.id: [made[2], made[0]],
        none.id: [],
        "no-such-enterprise": [],
    }
    assert await app.claims.of_enterprises(SYSTEM, NEED, []) == {}


async def test_one_that_was_turned_down_declares_nothing(app: App) -> None:
    owner, enterprise = await create_member(app, approved=False)
    claim = await declare_need(app, enterprise, actor=owner)
    await app.enterprises.reject(SYSTEM, enterprise.id, 1)
    with pytest.raises(Conflict) as refused:
        await declare_need(app, enterprise, actor=owner)
    assert sentence(refused.value, Language.ZH) == "这家企业不在待审核状态（现为 REJECTED）。"
    assert (await app.claims.get(owner, NEED, claim.claim)).withdrawn is False


async def test_a_claim_that_does_not_exist(app: App) -> None:
    capability = await declare_capability(app, await create_enterprise(app))
    for wanted in ("no-such-claim", capability.claim):  # a capability is no need
        for attempt in (
            app.claims.get(SYSTEM, NEED, wanted),
            app.claims.revise(SYSTEM, NEED, wanted, 1, need_draft()),
            app.claims.withdraw(SYSTEM, NEED, wanted, 1),
        ):
            with pytest.raises(NotFound) as refused:
                await attempt
            assert (refused.value.key, refused.value.facts) == ("claim.unknown", {"value": wanted})
