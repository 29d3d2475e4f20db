"""How deals and orders come to be trusted: evidence, both sides' word, and a reviewer's."""

from chainlink.accounts.model import Actor, Role
from chainlink.accounts.permissions import Action, Owner, Resource, require
from chainlink.deals.evidence import EvidenceDraft
from chainlink.deals.model import DECIDED, Additionality, Deal, Verification
from chainlink.deals.order_model import CrossBorderOrder
from chainlink.deals.proof_keeping import ProofKeeping, Proved
from chainlink.deals.proving import label_of, stable_id, standing, write_confirmation
from chainlink.errors import Conflict, Forbidden, InvalidInput, StaleVersion
from chainlink.identity import new_id
from chainlink.journal.service import Change

MOST_EVIDENCE = 50
_LONGEST_WORDS = 2000


class VerificationService(ProofKeeping):
    """What may happen to the proof of a deal or of an order; both are told by their stable id."""

    async def attach(
        self, actor: Actor, about: str, draft: EvidenceDraft, *, request: str | None = None
    ) -> Proved:
        """One more piece of evidence; it stays beside later versions too.

        Raises NotFound, Forbidden, Conflict when it is there already or there are too many.
        """

        async def work(change: Change) -> Proved:
            found, owner = await self.in_force(actor, change.transaction, about)
            require(actor, Action.WRITE, Resource.DEALS, owner)
            if len(found.evidence) >= MOST_EVIDENCE:
                raise Conflict("evidence.too_many", most=MOST_EVIDENCE)
            if any((one.digest, one.link) == (draft.digest, draft.link) for one in found.evidence):
                raise Conflict("evidence.exists")
            row = draft.model_dump(mode="json") | {
                "id": new_id(),
                "about": about,
                "recorded_at": change.now,
                "recorded_by": change.actor,
            }
            await change.records.create("DealEvidence", [row])
            change.record("evidence.attached", "DealEvidence", row["id"], row, _concerned(owner))
            if found.verification is Verification.SELF_REPORTED:
                await self.stand(change, found, Verification.DOCUMENTED)
            return await self.seen(actor, change.transaction, found)

        said = {"about": about, "evidence": draft.model_dump(mode="json")}
        return await self.change(actor, work, "attachEvidence", said, request)

    async def confirm(
        self,
        actor: Actor,
        about: str,
        version: int,
        additionality: Additionality | None,
        *,
        request: str | None = None,
    ) -> Proved:
        """A party's word, by its own account, on the version that it saw.

        A party that recorded the version has confirmed it, and answers here what it did not then.
        Raises NotFound, Forbidden, StaleVersion, InvalidInput without an answer to the question
        that is asked of a deal, Conflict when it has confirmed or a reviewer has decided.
        """

        async def work(change: Change) -> Proved:
            found, owner = await self.in_force(actor, change.transaction, about)
            require(actor, Action.WRITE, Resource.DEALS, owner)
            confirmers = await self.confirmers(change.transaction, found)
            if actor.role is not Role.ENTERPRISE or actor.enterprise not in confirmers:
                raise Forbidden("deal.confirm_party")
            _check_version(found, version)
            _check_undecided(found)
            if isinstance(found, Deal) and additionality is None:
                raise InvalidInput.of("additionality", "required")
            if isinstance(found, CrossBorderOrder) and additionality is not None:
                raise InvalidInput.of("additionality", "order.no_additionality")
            await self._say(change, found, actor.enterprise, additionality)
            confirmed = {one.enterprise for one in found.confirmations} | {actor.enterprise}
            reached = standing(confirmed, confirmers, evidence=bool(found.evidence))
            if reached is not found.verification:
                await self.stand(change, found, reached)
            return await self.seen(actor, change.transaction, found)

        said = {
            "about": about,
            "version": version,
            "additionality": None if additionality is None else additionality.value,
        }
        return await self.change(actor, work, "confirmDeal", said, request)

    async def _say(
        self,
        change: Change,
        found: Proved,
        enterprise: str,
        additionality: Additionality | None,
    ) -> None:
        own = next((one for one in found.confirmations if one.enterprise == enterprise), None)
        if own is None:
            await write_confirmation(
                change, label_of(found), stable_id(found), found.id, enterprise, additionality
            )
            return
        if additionality is None or own.additionality is not None:
            raise Conflict("deal.confirmed")
        row = {"id": own.id, "additionality": additionality.value}
        await change.records.update("Confirmation", [row])
        change.record(
            "deal.answered", "Deal", stable_id(found), {"confirmation": own.id}, (enterprise,)
        )

    async def review(
        self,
        actor: Actor,
        about: str,
        version: int,
        *,
        accepted: bool,
        text: str | None = None,
        request: str | None = None,
    ) -> Proved:
        """A reviewer's decision on the version that he saw; only a correction opens it again.

        The reviewer never had a hand in it: he recorded or corrected no version, attached no
        evidence and confirmed nothing. Raises NotFound, Forbidden, StaleVersion, InvalidInput for
        a rejection without words, Conflict for what is decided, not confirmed by both sides, or
        not answered by both.
        """

        async def work(change: Change) -> Proved:
            found, owner = await self.in_force(actor, change.transaction, about)
            require(actor, Action.DECIDE, Resource.DEALS, owner)
            if change.actor in await self.hands(change.transaction, found):
                raise Forbidden("deal.reviewer_involved")
            _check_version(found, version)
            _check_undecided(found)
            if text is not None and len(text) > _LONGEST_WORDS:
                raise InvalidInput.of("text", "too_long", max_length=_LONGEST_WORDS)
            if not accepted and not text:
                raise InvalidInput.of("text", "required")
            if accepted:
                _check_ready(found)
            decided = Verification.REVIEWED if accepted else Verification.REJECTED
            words = {
                "review_text": text,
                "reviewed_by": change.actor,
                "reviewed_at": change.now,
            }
            await self.stand(change, found, decided, words, "reviewed", _concerned(owner))
            return await self.seen(actor, change.transaction, found)

        said = {"about": about, "version": version, "accepted": accepted, "text": text}
        return await self.change(actor, work, "reviewDeal", said, request)


def _check_ready(found: Proved) -> None:
    if found.verification is not Verification.BOTH_CONFIRMED:
        raise Conflict("deal.not_confirmed", state=found.verification.value)
    if isinstance(found, Deal) and any(one.additionality is None for one in found.confirmations):
        raise Conflict("deal.not_answered")


def _check_version(found: Proved, version: int) -> None:
    if found.version != version:
        raise StaleVersion("stale", seen=version, newest=found.version)


def _check_undecided(found: Proved) -> None:
    if found.verification in DECIDED:
        raise Conflict("deal.decided", state=found.verification.value)


def _concerned(owner: Owner) -> tuple[str, ...]:
    return tuple(sorted(owner.parties))
