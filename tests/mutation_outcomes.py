"""What comes of every mutation when everybody tries it, and of things named that are hidden."""

import re
from dataclasses import dataclass, field
from typing import Any

from chainlink.accounts.model import Role
from chainlink.api.relay import opened_id
from tests.every_mutation import ALLOWED, FORBIDDEN, NOT_FOUND, Said
from tests.everything_asked import marks
from tests.mutation_forms import FORMS
from tests.whole_world import EVERYBODY, FAILED, WholeWorld, never

STRANGERS = {"foreign", "waiting", "staff of kc"}  # who are told of what never was as well
BARE_ID = re.compile(r"[0-9A-Z]{18}|[0-9a-f]{32}:1|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")


@dataclass
class Outcomes:
    """What came of every mutation."""

    world: WholeWorld
    declared: dict[str, dict[str, str]] = field(default_factory=dict)
    found: dict[str, dict[str, str]] = field(default_factory=dict)
    read_only: dict[str, dict[str, str]] = field(default_factory=dict)
    done: set[str] = field(default_factory=set)
    moved: set[tuple[str, str]] = field(default_factory=set)
    told_apart: list[tuple[Any, ...]] = field(default_factory=list)
    compared: int = 0

    async def of(self, mutation: str) -> None:
        """First whoever is refused, then with tokens to read with, then whoever is allowed."""
        form = FORMS[mutation]
        declared = dict(form.expected(self.world))
        said = await form.prepare(self.world)
        self.declared[mutation], self.found[mutation], self.read_only[mutation] = declared, {}, {}
        for who in sorted(EVERYBODY, key=lambda one: declared[one] == ALLOWED):
            mine = self._form(mutation, who, said)
            before = await self.world.head()
            if declared[who] == ALLOWED:
                refused = await self.world.change(who, mutation, mine, read_only=True)
                self.read_only[mutation][who] = refused.get("code", ALLOWED)
                await self._unmoved(mutation, who, before)
            result = await self.world.change(who, mutation, mine)
            code = result.get("code", "")
            self.found[mutation][who] = code if code in {FORBIDDEN, NOT_FOUND} else ALLOWED
            if code in {FORBIDDEN, NOT_FOUND}:
                await self._unmoved(mutation, who, before)
            if not code:
                self.done.add(mutation)
            if code == NOT_FOUND and who in STRANGERS:
                unknown = {name: await self._unknown_to(who, one) for name, one in mine.items()}
                await self.alike(who, mutation, mine, unknown)

    def _form(self, mutation: str, who: str, said: Said) -> Said:
        outside = self.world.actors[who].role in {Role.ENTERPRISE, Role.PUBLIC}
        left_out = FORMS[mutation].officers if outside else ()
        return {name: value for name, value in said.items() if name not in left_out}

    async def _unknown_to(self, who: str, value: Any) -> Any:
        """What never was instead of what somebody does not see."""
        if not isinstance(value, str) or not opened_id(value):
            return _unknown(value)
        seen = await self.world.ask(who, "query ($id: ID!) { node(id: $id) { id } }", id=value)
        return never(value) if seen["node"] is None else value

    async def _unmoved(self, mutation: str, who: str, before: tuple[int, str]) -> None:
        if await self.world.head() != before:
            self.moved.add((mutation, who))

    async def alike(self, who: str, mutation: str, hidden: Said, unknown: Said) -> None:
        """What is hidden and what never was are refused in the same bytes, but for the ids sent."""
        answers = []
        before = await self.world.head()
        for said in (hidden, unknown):
            name = mutation[0].upper() + mutation[1:] + "Input"
            document = f"mutation ($input: {name}!) {{ {mutation}(input: $input) {{ {FAILED} }} }}"
            text = await self.world.text(who, document, input=said)
            answers.append((said, text))
            await self._unmoved(mutation, who, before)
        texts = {without_ids(text, said) for said, text in answers}
        self.compared += 1
        if len(texts) != 1 or any('"code"' not in text for text in texts):
            self.told_apart.append((who, mutation, *texts))
        assert not marks(answers[0][1]), answers[0][1]

    async def of_hidden_things(self) -> None:
        """Things that somebody may not see, named within forms that he may send."""
        world = self.world
        seeker, unseen = world.enterprise("seeker"), world.enterprise("unseen")
        pair = {"matchType": "SUPPLY", "seeker": seeker}
        [consent] = await world.raw_ids(
            "MATCH (n:Consent) WHERE n.evidence = 'mark-consent-evidence' RETURN n.id AS id"
        )
        deal = {"kind": "CONTRACT", "amount": "1", "signedOn": "2026-11-24"}
        own, hidden = [world.ids["done"]], world.ids["hidden"]
        foreign = world.actors["staff of kc"].account
        tried: list[tuple[str, str, Said, str, Any]] = [
            ("seeker", "updateEnterprise", {"version": 1, "nameEn": "A"}, "id", unseen),
            ("seeker", "setMatchingOptOut", {"version": 1, "optedOut": True}, "id", unseen),
            ("seeker", "declareNeed", {"title": "A"}, "enterprise", unseen),
            ("seeker", "vetoPartner", {}, "partner", unseen),
            ("seeker", "vetoPartner", {}, "partner", world.enterprises["unseen"].uscc),
            ("seeker", "liftVeto", {}, "partner", unseen),
            ("foreign", "updateNeed", {"version": 1}, "id", world.ids["private need"]),
            ("seeker", "shortlistMatch", pair, "provider", unseen),
            ("seeker", "dismissMatch", pair | {"reason": "PRICE"}, "provider", unseen),
            ("seeker", "undoDismissal", {"seeker": seeker}, "provider", unseen),
            ("foreign", "undoDismissal", {}, "dismissal", world.ids["own dismissal"]),
            ("seeker", "recordDeal", deal, "introductions", [hidden]),
            ("seeker", "recordDeal", deal | {"introductions": own}, "parties", [unseen]),
            (
                "seeker",
                "recordDeal",
                deal | {"introductions": own},
                "credits",
                [{"introduction": hidden, "share": "1"}],
            ),
            ("seeker", "giveConsent", {"id": own[0], "version": 1}, "consent", consent),
            (
                "staff of ka",
                "inviteToEvent",
                {"event": world.ids["event"]},
                "enterprises",
                [unseen],
            ),
            (
                "staff of ka",
                "recordAttendance",
                {"event": world.ids["event"]},
                "enterprises",
                [unseen],
            ),
            (
                "staff of ka",
                "joinIntroduction",
                {"id": own[0], "role": "FINANCE_PARTNER", "purpose": "A"}
                | {"version": await world.version(own[0])},
                "enterprise",
                unseen,
            ),
            (
                "staff of ka",
                "updateIntroduction",
                {"id": own[0], "version": await world.version(own[0])},
                "owner",
                foreign,
            ),
        ]
        showings = await world.raw_ids("MATCH (n:Showing) RETURN n.id AS id")
        tried.append(("foreign", "shortlistMatch", {}, "shown", f"{showings[0]}:1"))
        for who, mutation, form, path, value in tried:
            await self.alike(who, mutation, form | {path: value}, form | {path: _unknown(value)})


def _unknown(value: Any) -> Any:
    """What never was instead of every id in a value."""
    if isinstance(value, list):
        return [_unknown(one) for one in value]
    if isinstance(value, dict):
        return {name: _unknown(one) for name, one in value.items()}
    if not isinstance(value, str):
        return value
    return never(value) if opened_id(value) or BARE_ID.fullmatch(value) else value


def without_ids(text: str, said: Said) -> str:
    """An answer without the ids that were sent."""
    for value in _ids(said):
        opened = opened_id(value)
        for one in (value, opened[1] if opened else value):
            text = text.replace(one, "·")
    return text


def _ids(value: Any) -> list[str]:
    if isinstance(value, dict | list):
        inner = value.values() if isinstance(value, dict) else value
        return [one for part in inner for one in _ids(part)]
    return [value] if isinstance(value, str) and len(value) >= 18 else []
