"""An enterprise enters by itself: it waits until a secretary of a committee it asks lets it in."""

import hashlib
from collections.abc import Mapping, Sequence
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, model_validator

from chainlink.accounts import passwords
from chainlink.accounts.model import PUBLIC, Account, Role
from chainlink.accounts.passwords import Passwords
from chainlink.accounts.service import add_account, checked_name
from chainlink.enterprises import registry
from chainlink.enterprises.model import (
    ContactDraft,
    Enterprise,
    EnterpriseDraft,
    EnterpriseProfile,
    EnterpriseStatus,
)
from chainlink.enterprises.registry import CYPHER
from chainlink.errors import Conflict, FieldProblem, InvalidInput
from chainlink.graph.port import GraphReader
from chainlink.identity import new_id
from chainlink.journal.service import Change, Journal, Repeatable
from chainlink.validation import EachOnce, Text, checked, refused


class ReachableContact(ContactDraft):
    """A person to speak to, by one way at least."""

    @model_validator(mode="after")
    def _reachable(self) -> "ReachableContact":
        if self.phone is None and self.email is None:
            raise refused("contact.way_needed")
        return self


class SignUpDraft(EnterpriseDraft):
    """A registration by who has no account yet: committees and a contact are needed."""

    committees: Annotated[tuple[Text, ...], EachOnce, Field(min_length=1)]
    contact: ReachableContact


class SignedUp(BaseModel):
    """What came of it."""

    model_config = ConfigDict(frozen=True)

    account: str
    enterprise: str
    uscc: str
    name: str
    status: EnterpriseStatus


class SignUpService:
    """Account and enterprise in one step."""

    def __init__(self, journal: Journal, hasher: Passwords) -> None:
        self._journal = journal
        self._passwords = hasher

    async def sign_up(
        self, account: str, password: str, said: Mapping[str, Any], *, request: str | None = None
    ) -> SignedUp:
        """In one change an ENTERPRISE account with its password and its enterprise, which waits.

        Anybody may; it sees its own data from then on. `said` are the fields of SignUpDraft.
        Raises InvalidInput naming every field, Conflict when the code or the name is taken.
        """
        name, draft, plain = _checked(account, password, said)
        hashed = await self._passwords.hash(plain)
        wanted = Account(id=new_id(), name=name, role=Role.ENTERPRISE)

        async def work(change: Change) -> SignedUp:
            change.actor = wanted.id
            if draft.uscc in await registry.by_codes(change.transaction, [draft.uscc]):
                raise Conflict("enterprise.exists", value=draft.uscc)
            await check_references(change.transaction, draft, draft.committees)
            enterprise = await enter(change, draft)
            bound = wanted.model_copy(update={"enterprise": enterprise.id})
            await add_account(change, bound, hashed)
            return SignedUp(
                account=wanted.id,
                enterprise=enterprise.id,
                uscc=enterprise.uscc,
                name=enterprise.name,
                status=enterprise.status,
            )

        # a digest of a password or of a person's number could be guessed through, and would
        # outlive its erasure
        content = draft.model_dump(mode="json", exclude={"contact"}) | {"account": name}
        return await self._journal.change(
            PUBLIC.account,
            work,
            repeatable=Repeatable("sign-up", _key(request), "signUp", content),
            answer=SignedUp,
        )


def _key(request: str | None) -> str | None:
    """Strangers share this space of keys: one that was made up by one is hardly met by another."""
    return hashlib.sha256(request.encode()).hexdigest() if request else None


def _checked(account: str, password: str, said: Mapping[str, Any]) -> tuple[str, SignUpDraft, str]:
    """Everything that is wrong at once; the password is in no fact of it."""
    problems: list[FieldProblem] = []
    name = plain = ""
    draft = None
    try:
        name = checked_name(account, "account")
    except InvalidInput as refusal:
        problems += refusal.fields
    try:
        plain = passwords.checked(password, name)
    except InvalidInput as refusal:
        problems += refusal.fields
    try:
        draft = checked(SignUpDraft, said)
    except InvalidInput as refusal:
        problems += refusal.fields
    if draft is None or problems:
        raise InvalidInput(problems)
    return name, draft, plain


async def check_references(
    reader: GraphReader, profile: EnterpriseProfile, committees: Sequence[str]
) -> None:
    """Committees and the industry code must exist in the graph. Raises InvalidInput."""
    for code in committees:
        if not await reader.read(CYPHER["committee_exists"], code=code):
            raise InvalidInput.of("committees", "unknown_code", value=code)
    if profile.industry and not await reader.read(
        CYPHER["category_exists"], id=f"GBT4754:{profile.industry}"
    ):
        raise InvalidInput.of("industry", "industry.unknown", value=profile.industry)


async def enter(change: Change, draft: EnterpriseDraft) -> Enterprise:
    """The enterprise as one that waits, with its markets, its contact and whom it asks."""
    [enterprise] = await registry.create(change, [draft], status=EnterpriseStatus.PENDING)
    await registry.write_exports(
        change, [(enterprise.id, market, {}) for market in draft.export_markets]
    )
    await registry.write_contact(change, enterprise.id, draft.contact)
    await change.records.relate(
        "ASKS_TO_JOIN",
        [
            {"start": enterprise.id, "end": code, "recorded_at": change.now}
            for code in draft.committees
        ],
    )
    return enterprise
