"""Everybody who may try something, around one enterprise of committee ka."""

from dataclasses import dataclass

from chainlink.accounts.model import PUBLIC, Actor, Role
from chainlink.app import App
from chainlink.enterprises.model import Enterprise
from tests.factories import create_account, create_member

# "own" is the account of the enterprise that the thing belongs to; "waiting" is the account of
# another enterprise that nobody has approved yet; ka leads the chain of the owner, kb does not.
EVERYBODY = (
    *("public", "own", "waiting", "member of ka", "member of kb", "staff of ka", "staff of kb"),
    *("secretary of ka", "secretary of kb", "auditor", "admin"),
)
OFFICERS_OF_KA = {"staff of ka", "secretary of ka"}
OFFICERS_OF_KB = {"staff of kb", "secretary of kb"}
OVERSEERS = {"auditor", "admin"}
MEMBERS = {"member of ka", "member of kb"}


@dataclass(frozen=True, slots=True)
class World:
    """An enterprise of committee ka with its account, and everybody else."""

    app: App
    enterprise: Enterprise
    actors: dict[str, Actor]


async def build_world(app: App) -> World:
    """The enterprise, its account and everybody else on an app with the small reference."""
    contact = {"name": "王五", "phone": "13800000000"}
    own, enterprise = await create_member(app, contact=contact)
    actors = {
        "public": PUBLIC,
        "own": own,
        "waiting": (await create_member(app, approved=False))[0],
        "member of ka": (await create_member(app))[0],
        "member of kb": (await create_member(app, committees=["kb"]))[0],
        "auditor": await create_account(app, Role.AUDITOR),
        "admin": await create_account(app, Role.ADMIN),
    }
    for code in ("ka", "kb"):
        for role in (Role.STAFF, Role.SECRETARY):
            name = f"{role.value.lower()} of {code}"
            actors[name] = await create_account(app, role, committees=[code])
    assert set(actors) == set(EVERYBODY)
    return World(app, enterprise, actors)
