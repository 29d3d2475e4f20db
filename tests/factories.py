"""Things that tests need: codes that are valid, a small reference, and who and what is on it."""

from collections.abc import Sequence
from itertools import count
from typing import Any

import stdnum.cn.uscc

from chainlink.accounts.model import Actor, Role, Scope, system_actor
from chainlink.app import App
from chainlink.chains.model import Chain, Committee, Stage, stage_id
from chainlink.enterprises.claim_model import (
    CAPABILITY,
    NEED,
    Capability,
    CapabilityDraft,
    Need,
    NeedDraft,
)
from chainlink.enterprises.model import Enterprise, EnterpriseDraft
from chainlink.taxonomy.model import Category, CategoryKind, CategoryLink, Scheme, category_id
from chainlink.validation import checked

SYSTEM = system_actor("tests")
YANZHOU = "370812"
_numbers = count(1)

# code, kind, Chinese label, English label, other Chinese words, broader category
_CATEGORIES = """\
castings GOOD 铸件 Castings 铸造件 -
aluminium-die-castings GOOD 铝压铸件 Aluminium-die-castings 铝合金压铸|压铸件 castings
motor-housings GOOD 电机壳体 Motor-housings 电机外壳|马达壳 aluminium-die-castings
iron-castings GOOD 铸铁件 Iron-castings 灰铁铸件|球墨铸件 castings
aluminium-alloy-ingots GOOD 铝合金锭 Aluminium-alloy-ingots 压铸铝锭 -
motors GOOD 电动机 Electric-motors 电机|马达 -
harvesting-machinery GOOD 收获机械 Harvesting-machinery 收割机|收获机 -
corn-harvesters GOOD 玉米收获机 Corn-harvesters 玉米收割机 harvesting-machinery
wheat-combine-harvesters GOOD 小麦联合收获机 Wheat-combine-harvesters 麦收机 harvesting-machinery
hydraulic-cylinders GOOD 液压油缸 Hydraulic-cylinders 油缸|液压缸 -
cross-border-ecommerce-export SALES_CHANNEL 跨境电商出口渠道 Cross-border-export 跨境电商 -
working-capital-loan FINANCE 流动资金贷款 Working-capital-loan 周转贷款 -
"""
_INPUTS = """\
aluminium-alloy-ingots aluminium-die-castings 0.9
motor-housings motors 0.8
motors corn-harvesters 0.5
hydraulic-cylinders corn-harvesters 0.7
hydraulic-cylinders wheat-combine-harvesters 0.7
"""


def new_uscc(number: int | None = None) -> str:
    """A code of Yanzhou that is valid by GB 32100-2015, another one at each call."""
    bare = f"91{YANZHOU}TE5T{next(_numbers) if number is None else number:05d}"
    return bare + str(stdnum.cn.uscc.calc_check_digit(bare))


def local(code: str) -> str:
    """The id of a local category."""
    return category_id(Scheme.LOCAL, code)


def small_categories() -> list[Category]:
    """A dozen local categories and two of GB/T 4754."""
    local_ones = [
        Category(
            scheme=Scheme.LOCAL,
            code=code,
            kind=CategoryKind(kind),
            label_zh=label_zh,
            label_en=label_en.replace("-", " "),
            other_zh=tuple(words.split("|")),
            edition="tests",
            source="tests",
        )
        for code, kind, label_zh, label_en, words, _ in map(str.split, _CATEGORIES.splitlines())
    ]
    industries = [
        Category(
            scheme=Scheme.GBT4754,
            code=code,
            kind=CategoryKind.ACTIVITY,
            label_zh=label,
            edition="2017",
            source="tests",
        )
        for code, label in (("3572", "机械化农业及园艺机具制造"), ("3392", "有色金属铸造"))
    ]
    return [*local_ones, *industries]


def small_links() -> dict[str, list[CategoryLink]]:
    """Who is broader than whom, what goes into what, and what the standard calls it."""
    rows = [line.split() for line in _CATEGORIES.splitlines()]
    return {
        "BROADER": [
            CategoryLink(start=local(row[0]), end=local(row[-1]), source="tests")
            for row in rows
            if row[-1] != "-"
        ],
        "INPUT_TO": [
            CategoryLink(
                start=local(part), end=local(whole), strength=float(strength), source="tests"
            )
            for part, whole, strength in map(str.split, _INPUTS.splitlines())
        ],
        "MAPS_TO": [
            CategoryLink(start=local("corn-harvesters"), end="GBT4754:3572", source="tests"),
            CategoryLink(start=local("aluminium-die-castings"), end="GBT4754:3392", source="tests"),
        ],
    }


async def load_small_reference(app: App) -> None:
    """Fourteen categories; chains `castings` and `machines` with their committees `ka`, `kb`."""
    await app.taxonomy.add(SYSTEM, small_categories(), small_links())
    chains = [
        Chain(code="castings", name_zh="铸造产业链", name_en="Castings", district=YANZHOU),
        Chain(code="machines", name_zh="农机产业链", name_en="Machines", district=YANZHOU),
    ]
    stages = [
        _stage("castings", 1, "casting", ["aluminium-die-castings", "iron-castings"], ["finish"]),
        _stage("castings", 2, "finish", ["motor-housings"], []),
        _stage("machines", 1, "assembly", ["corn-harvesters"], []),
    ]
    committees = [
        Committee(code="ka", name_zh="铸造党委", name_en="A", chain="castings", district=YANZHOU),
        Committee(code="kb", name_zh="农机党委", name_en="B", chain="machines", district=YANZHOU),
    ]
    await app.chains.load(SYSTEM, chains, stages, committees)


def _stage(chain: str, position: int, code: str, at: Sequence[str], feeds: Sequence[str]) -> Stage:
    return Stage(
        id=stage_id(chain, code),
        chain=chain,
        code=code,
        name_zh=code,
        position=position,
        categories=tuple(map(local, at)),
        feeds=tuple(stage_id(chain, fed) for fed in feeds),
    )


async def create_account(
    app: App,
    role: Role,
    *,
    name: str | None = None,
    committees: Sequence[str] = (),
    scopes: Sequence[Scope] = tuple(Scope),
) -> Actor:
    """An account with a token, as the person who acts with that token."""
    account = await app.accounts.create(
        SYSTEM, name or f"{role.value.lower()}-{next(_numbers)}", role, committees=committees
    )
    token = await app.accounts.issue_token(SYSTEM, account.name, scopes=scopes)
    return await app.accounts.actor_for(token.secret)


def enterprise_draft(**said: Any) -> EnterpriseDraft:
    """A registration with committee `ka`, as a form would send it; `said` wins."""
    number = next(_numbers)
    plain = {
        "uscc": new_uscc(),
        "name": f"兖州第{number}号机械厂",
        "sector": "INDUSTRY",
        "region": YANZHOU,
        "committees": ["ka"],
    }
    return checked(EnterpriseDraft, plain | said)


async def create_enterprise(app: App, *, actor: Actor = SYSTEM, **said: Any) -> Enterprise:
    """An approved enterprise, member of committee `ka` where `committees` says nothing else."""
    return await app.enterprises.register(actor, enterprise_draft(**said))


async def create_member(
    app: App, *, approved: bool = True, **said: Any
) -> tuple[Actor, Enterprise]:
    """An enterprise that registered itself, and its own account as it acts afterwards."""
    account = await app.accounts.create(SYSTEM, f"enterprise-{next(_numbers)}", Role.ENTERPRISE)
    token = await app.accounts.issue_token(SYSTEM, account.name)
    newcomer = await app.accounts.actor_for(token.secret)
    enterprise = await app.enterprises.register(newcomer, enterprise_draft(**said))
    if approved:
        enterprise = await app.enterprises.approve(SYSTEM, enterprise.id, enterprise.version)
    return await app.accounts.actor_for(token.secret), enterprise


def capability_draft(**said: Any) -> CapabilityDraft:
    """What a casting works says it can do; `said` wins."""
    return checked(
        CapabilityDraft, {"title": "铝压铸件", "categories": ["aluminium-die-castings"]} | said
    )


def need_draft(**said: Any) -> NeedDraft:
    """What a motor works looks for; `said` wins."""
    return checked(NeedDraft, {"title": "找电机壳体", "categories": ["motor-housings"]} | said)


async def declare_capability(
    app: App, enterprise: Enterprise | str, *, actor: Actor = SYSTEM, **said: Any
) -> Capability:
    """A capability of an enterprise, declared by `actor`."""
    owner = enterprise if isinstance(enterprise, str) else enterprise.id
    claim = await app.claims.declare(actor, CAPABILITY, owner, capability_draft(**said))
    assert isinstance(claim, Capability)
    return claim


async def declare_need(
    app: App, enterprise: Enterprise | str, *, actor: Actor = SYSTEM, **said: Any
) -> Need:
    """A need of an enterprise, declared by `actor`."""
    owner = enterprise if isinstance(enterprise, str) else enterprise.id
    claim = await app.claims.declare(actor, NEED, owner, need_draft(**said))
    assert isinstance(claim, Need)
    return claim
