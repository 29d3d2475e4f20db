"""Two enterprises that are introduced to each other, with everybody who has to do with it."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from chainlink.accounts.model import Actor, Role
from chainlink.app import App
from chainlink.enterprises.model import Enterprise
from chainlink.introductions.drafts import AnswerDraft, AskDraft, StepDraft
from chainlink.introductions.machine import IntroductionState, Step
from chainlink.introductions.model import Consent, IntroductionView
from chainlink.introductions.reading import consents_of
from chainlink.introductions.writing import open_introduction
from chainlink.journal.model import JournalEntry
from chainlink.journal.service import Change
from chainlink.matching.model import MatchType
from tests.factories import SYSTEM, create_account, create_member

ASKED = {"purpose": "洽谈电机壳体供货"}


@dataclass
class Couple:
    """A seeker of committee ka and a provider of kb; ka brokers."""

    app: App
    seeker: Enterprise
    provider: Enterprise
    actors: dict[str, Actor]
    id: str = field(default="")

    async def open(self, **said: Any) -> str:
        """A shortlisted introduction of the two, by committee ka."""
        plain: dict[str, Any] = {
            "seeker": self.seeker.id,
            "provider": self.provider.id,
            "match_type": MatchType.SUPPLY,
            "committee": "ka",
            "owner": self.actors["staff of ka"].account,
            "state": IntroductionState.SHORTLISTED,
            "shortlisted_by": "ka",
            "today": self.app.introductions.today(),
        }

        async def work(change: Change) -> str:
            return (await open_introduction(change, **(plain | said))).id

        self.id = await self.app.journal.change("tests", work)
        return self.id

    async def version(self) -> int:
        """The introduction's newest version."""
        return (await self.app.introductions.get(SYSTEM, self.id)).version

    async def seen(self, who: str) -> IntroductionView:
        """The introduction as somebody sees it."""
        return await self.app.introductions.get(self.actors[who], self.id)

    async def step(self, who: str, step: Step | str, **said: Any) -> IntroductionView:
        """A step taken by somebody, at the newest version."""
        draft = StepDraft(step=Step(step), **said)
        return await self.app.introductions.step(
            self.actors[who], self.id, await self.version(), draft
        )

    async def ask(self, who: str = "staff of ka", **said: Any) -> IntroductionView:
        """Consent asked of both, or of whom `said` names."""
        draft = AskDraft.model_validate(ASKED | said)
        return await self.app.consents.ask(self.actors[who], self.id, await self.version(), draft)

    async def consent(self, side: str) -> Consent:
        """The consent that a side was asked for last."""
        return (await self.consents(side))[-1]

    async def consents(self, side: str) -> list[Consent]:
        """All that a side was asked for."""
        owner = self.enterprise(side).id
        found = await consents_of(self.app.store, [self.id])
        return [one for one in found if one.enterprise == owner]

    def enterprise(self, side: str) -> Enterprise:
        """An enterprise by its side."""
        return {"seeker": self.seeker, "provider": self.provider}[side]

    async def answer(self, side: str, verb: str, who: str = "", **said: Any) -> IntroductionView:
        """`give`, `refuse` or `withdraw`, by the side's own account where nobody is named."""
        actor = self.actors[who or side]
        if who:
            said = {"enterprise": self.enterprise(side).id} | said
        version = (await self.consent(side)).version
        act = getattr(self.app.consents, verb)
        view: IntroductionView = await act(actor, self.id, version, AnswerDraft(**said))
        return view

    async def introduced(self, on: date | None = None) -> IntroductionView:
        """Opened, consented to by both, introduced."""
        await self.open()
        await self.ask()
        for side in ("seeker", "provider"):
            await self.answer(side, "give")
        return await self.step("staff of ka", Step.INTRODUCE, happened_on=on)

    async def contacts(self, who: str, side: str) -> list[tuple[str | None, ...]]:
        """What somebody reads of a side's contacts."""
        enterprise = self.enterprise(side).id
        found = await self.app.enterprises.contacts(self.actors[who], enterprise)
        return [(one.name, one.phone, one.email) for one in found]

    async def entries(self, action: str = "") -> list[JournalEntry]:
        """Entries of the journal, of one kind of action."""
        return [one for one in await self.app.journal.entries(0) if action in one.action]


async def build_couple(app: App, **said: Any) -> Couple:
    """The two with contacts, and their officers, on an app with the small reference."""
    seeking, seeker = await create_member(
        app,
        name="电机厂",
        contact={"name": "王五", "phone": "13800000001", "email": "wang@motor.example"},
        **said,
    )
    providing, provider = await create_member(
        app,
        name="压铸厂",
        committees=["kb"],
        contact={"name": "赵六", "phone": "13800000002", "email": "zhao@cast.example"},
        **said,
    )
    stranger, _ = await create_member(app, name="旁人厂", committees=["kb"])
    actors = {
        "seeker": seeking,
        "provider": providing,
        "stranger": stranger,
        "auditor": await create_account(app, Role.AUDITOR),
        "admin": await create_account(app, Role.ADMIN),
    }
    for code in ("ka", "kb"):
        for role in (Role.STAFF, Role.SECRETARY):
            name = f"{role.value.lower()} of {code}"
            actors[name] = await create_account(app, role, committees=[code])
    return Couple(app, seeker, provider, actors)


def at(year: int, month: int, day: int) -> datetime:
    """An instant with its zone."""
    return datetime.fromisoformat(f"{year}-{month:02d}-{day:02d}T09:30:00+08:00")


async def record_deal(couple: Couple, kind: str = "CONTRACT", number: int = 1) -> None:
    """The least of a deal that an introduction led to."""

    async def work(change: Change) -> None:
        row: dict[str, Any] = {
            "id": f"{couple.id}-{kind}-{number}:1",
            "deal": f"{couple.id}-{kind}-{number}",
            "version": 1,
            "kind": kind,
            "parties": parties(couple),
            "likeness_key": kind,
            "amount": 100,
            "currency": "CNY",
            "signed_on": couple.app.introductions.today().isoformat(),
            "verification": "SELF_REPORTED",
            "reported_as": "COMMITTEE",
            "invented": True,
            "recorded_at": change.now,
            "recorded_by": change.actor,
        }
        await change.records.create("Deal", [row])
        await change.records.relate("LED_TO", [{"start": couple.id, "end": row["id"]}])
        change.record("deal.recorded", "Deal", row["id"], row)

    await couple.app.journal.change("tests", work)


def parties(couple: Couple) -> Sequence[str]:
    """Both enterprises."""
    return [couple.seeker.id, couple.provider.id]
