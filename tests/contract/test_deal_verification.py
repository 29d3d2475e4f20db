"""How a deal comes to be trusted: evidence, both sides' word, a reviewer who had no hand in it."""

import asyncio

import pytest

from chainlink.accounts.model import Actor, Role
from chainlink.app import App
from chainlink.deals.evidence import EvidenceDraft
from chainlink.deals.model import Additionality, Deal, Verification
from chainlink.errors import Conflict, Forbidden, InvalidInput, NotFound, StaleVersion
from chainlink.validation import checked
from tests.deal_world import Pair, deal_draft, introduced_pair, record_deal, record_order
from tests.factories import SYSTEM, create_account, create_member
from tests.refusals import code_of, refusal_of

DIGEST = "ab" * 32
EVEN = Additionality.ABOUT_EVEN


def paper(**said: object) -> EvidenceDraft:
    return checked(EvidenceDraft, {"kind": "CONTRACT", "title": "合同", "digest": DIGEST} | said)


async def confirmed(pair: Pair, deal: Deal) -> None:
    for account in (pair.seller_account, pair.maker_account):
        await pair.app.verifications.confirm(account, deal.deal, deal.version, EVEN)


async def test_from_one_side_s_word_to_a_review(app: App) -> None:
    pair = await introduced_pair(app)
    deal = await record_deal(pair, pair.seller_account, additionality="PROBABLY_NOT_WITHOUT")
    shown = await app.verifications.attach(pair.seller_account, deal.deal, paper())
    assert (shown.verification, shown.version) == (Verification.DOCUMENTED, 1)
    [piece] = shown.evidence
    assert (piece.kind, piece.title, piece.digest, piece.link) == ("CONTRACT", "合同", DIGEST, None)
    both = await app.verifications.confirm(
        pair.maker_account, deal.deal, 1, Additionality.CERTAINLY_NOT_WITHOUT
    )
    assert both.verification is Verification.BOTH_CONFIRMED
    reviewed = await app.verifications.review(
        pair.secretary, deal.deal, 1, accepted=True, text="属实"
    )
    assert (reviewed.verification, reviewed.review_text, reviewed.reviewed_by) == (
        Verification.REVIEWED,
        "属实",
        pair.secretary.account,
    )
    assert {one.enterprise: one.additionality for one in reviewed.confirmations} == {
        pair.seller.id: Additionality.PROBABLY_NOT_WITHOUT,
        pair.maker.id: Additionality.CERTAINLY_NOT_WITHOUT,
    }
    told = "".join(entry.facts for entry in await app.journal.entries(0))
    assert "属实" not in told
    assert DIGEST in told


async def test_what_one_side_reports_stays_reported_by_it(app: App) -> None:
    pair = await introduced_pair(app)
    deal = await record_deal(pair, pair.seller_account)
    again = await app.verifications.confirm(pair.seller_account, deal.deal, 1, EVEN)
    assert again.verification is Verification.SELF_REPORTED
    assert [one.additionality for one in again.confirmations] == [EVEN]
    refusal = await refusal_of(app.verifications.confirm(pair.seller_account, deal.deal, 1, EVEN))
    assert isinstance(refusal, Conflict)
    assert refusal.key == "deal.confirmed"
    refusal = await refusal_of(
        app.verifications.review(pair.secretary, deal.deal, 1, accepted=True)
    )
    assert isinstance(refusal, Conflict)
    assert refusal.key == "deal.not_confirmed"


async def test_both_sides_must_have_answered_before_a_deal_is_accepted(app: App) -> None:
    pair = await introduced_pair(app)
    deal = await record_deal(pair, pair.seller_account)
    both = await app.verifications.confirm(pair.maker_account, deal.deal, 1, EVEN)
    assert both.verification is Verification.BOTH_CONFIRMED
    refusal = await refusal_of(
        app.verifications.review(pair.secretary, deal.deal, 1, accepted=True)
    )
    assert isinstance(refusal, Conflict)
    assert refusal.key == "deal.not_answered"
    await app.verifications.confirm(pair.seller_account, deal.deal, 1, EVEN)
    await app.verifications.review(pair.secretary, deal.deal, 1, accepted=True)


async def test_only_a_party_s_own_account_confirms_what_it_saw(app: App) -> None:
    pair = await introduced_pair(app)
    deal = await record_deal(pair)
    stranger, _ = await create_member(app)
    head = await app.journal.head()

    async def refused(actor: Actor, version: int, answer: Additionality | None) -> object:
        return type(await refusal_of(app.verifications.confirm(actor, deal.deal, version, answer)))

    assert await refused(stranger, 1, EVEN) is NotFound
    for actor in (pair.staff, pair.secretary, SYSTEM):
        assert await refused(actor, 1, EVEN) is Forbidden
    assert await refused(pair.seller_account, 2, EVEN) is StaleVersion
    assert await refused(pair.seller_account, 1, None) is InvalidInput
    assert await app.journal.head() == head


@pytest.mark.parametrize("hand", ["recorded", "corrected", "documented"])
async def test_a_reviewer_had_no_hand_in_it(app: App, hand: str) -> None:
    pair = await introduced_pair(app)
    involved = await create_account(app, Role.SECRETARY, committees=["ka"])
    deal = await record_deal(pair, involved if hand == "recorded" else pair.staff)
    if hand != "documented":  # whoever recorded an earlier version is involved in the later too
        by = involved if hand == "corrected" else pair.staff
        draft = deal_draft([pair.introduction], amount=1)
        deal = await app.deals.correct(by, deal.deal, 1, draft, "更正")
    else:
        await app.verifications.attach(involved, deal.deal, paper())
    await confirmed(pair, deal)
    for accepted in (True, False):
        refusal = await refusal_of(
            app.verifications.review(
                involved, deal.deal, deal.version, accepted=accepted, text="好"
            )
        )
        assert isinstance(refusal, Forbidden)
        assert refusal.key == "deal.reviewer_involved"
    done = await app.verifications.review(pair.secretary, deal.deal, deal.version, accepted=True)
    assert done.verification is Verification.REVIEWED


async def test_who_may_review(app: App) -> None:
    pair = await introduced_pair(app)
    deal = await record_deal(pair)
    await confirmed(pair, deal)
    elsewhere = await create_account(app, Role.SECRETARY, committees=["kb"])
    auditor = await create_account(app, Role.AUDITOR)
    staff = await create_account(app, Role.STAFF, committees=["ka"])
    head = await app.journal.head()
    for actor, code in (
        (elsewhere, "NOT_FOUND"),
        (auditor, "FORBIDDEN"),
        (staff, "FORBIDDEN"),
        (pair.seller_account, "FORBIDDEN"),
    ):
        attempt = app.verifications.review(actor, deal.deal, 1, accepted=True)
        assert await code_of(attempt) == code
    assert await app.journal.head() == head
    admin = await create_account(app, Role.ADMIN)
    done = await app.verifications.review(admin, deal.deal, 1, accepted=True)
    assert done.verification is Verification.REVIEWED
    seen = await app.deals.get(pair.seller_account, deal.deal)
    assert (seen.verification, seen.reviewed_by) == (Verification.REVIEWED, None)


async def test_what_is_decided_is_opened_by_a_correction_alone(app: App) -> None:
    pair = await introduced_pair(app)
    deal = await record_deal(pair)
    refusal = await refusal_of(
        app.verifications.review(pair.secretary, deal.deal, 1, accepted=False)
    )
    assert isinstance(refusal, InvalidInput)
    assert [(one.path, one.key) for one in refusal.fields] == [("text", "required")]
    await app.verifications.attach(pair.staff, deal.deal, paper())
    rejected = await app.verifications.review(
        pair.secretary, deal.deal, 1, accepted=False, text="没有合同"
    )
    assert rejected.verification is Verification.REJECTED
    for attempt in (
        app.verifications.review(pair.secretary, deal.deal, 1, accepted=False, text="再次"),
        app.verifications.confirm(pair.seller_account, deal.deal, 1, EVEN),
    ):
        refusal = await refusal_of(attempt)
        assert isinstance(refusal, Conflict)
        assert refusal.key == "deal.decided"
    link = paper(digest=None, link="https://files.example.com/contract.pdf")
    more = await app.verifications.attach(pair.staff, deal.deal, link)
    assert (more.verification, len(more.evidence)) == (Verification.REJECTED, 2)
    draft = deal_draft([pair.introduction])
    again = await app.deals.correct(pair.staff, deal.deal, 1, draft, "补充合同")
    assert (again.verification, again.review_text) == (Verification.DOCUMENTED, None)
    refusal = await refusal_of(app.verifications.attach(pair.staff, deal.deal, link))
    assert isinstance(refusal, Conflict)
    assert refusal.key == "evidence.exists"


async def test_both_sides_confirm_at_once(app: App) -> None:
    pair = await introduced_pair(app)
    deal = await record_deal(pair)
    await asyncio.gather(
        *(
            app.verifications.confirm(account, deal.deal, 1, EVEN)
            for account in (pair.seller_account, pair.maker_account)
        )
    )
    found = await app.deals.get(pair.staff, deal.deal)
    assert found.verification is Verification.BOTH_CONFIRMED
    assert {one.enterprise for one in found.confirmations} == {pair.seller.id, pair.maker.id}


async def test_a_confirmation_and_a_correction_at_once_never_mix(app: App) -> None:
    """The word is given on the version that was seen, or refused as stale."""
    pair = await introduced_pair(app)
    deal = await record_deal(pair)
    draft = deal_draft([pair.introduction], amount=1)
    word, _ = await asyncio.gather(
        app.verifications.confirm(pair.seller_account, deal.deal, 1, EVEN),
        app.deals.correct(pair.staff, deal.deal, 1, draft, "更正"),
        return_exceptions=True,
    )
    newest, before = await app.deals.history(pair.staff, deal.deal)
    assert newest.confirmations == ()
    assert len(before.confirmations) == (0 if isinstance(word, StaleVersion) else 1)


async def test_an_order_is_confirmed_by_seller_and_maker(app: App) -> None:
    pair = await introduced_pair(app)
    order = await record_order(pair, await record_deal(pair), pair.seller_account)
    assert [one.enterprise for one in order.confirmations] == [pair.seller.id]
    shown = await app.verifications.attach(
        pair.staff, order.order_id, paper(kind="CUSTOMS_DECLARATION", title="报关单")
    )
    assert shown.verification is Verification.DOCUMENTED
    refusal = await refusal_of(
        app.verifications.confirm(pair.maker_account, order.order_id, 1, EVEN)
    )
    assert isinstance(refusal, InvalidInput)
    both = await app.verifications.confirm(pair.maker_account, order.order_id, 1, None)
    assert both.verification is Verification.BOTH_CONFIRMED
    done = await app.verifications.review(pair.secretary, order.order_id, 1, accepted=True)
    assert done.verification is Verification.REVIEWED
    again = await app.orders.get(pair.staff, order.order_id)
    assert again == done


async def test_who_makes_and_sells_is_not_both_sides(app: App) -> None:
    pair = await introduced_pair(app)
    deal = await record_deal(pair)
    order = await record_order(pair, deal, seller=pair.maker.id)
    one = await app.verifications.confirm(pair.maker_account, order.order_id, 1, None)
    assert one.verification is Verification.SELF_REPORTED
    both = await app.verifications.confirm(pair.seller_account, order.order_id, 1, None)
    assert both.verification is Verification.BOTH_CONFIRMED
