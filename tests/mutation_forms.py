"""The table of forms: one for every mutation of the schema, with who may send it."""

from chainlink.accounts.model import Role
from chainlink.accounts.permissions import Action, Resource, allows
from tests.every_mutation import (
    ALLOWED,
    FORBIDDEN,
    NOT_FOUND,
    Expected,
    Form,
    answer,
    attach,
    by_table,
    claimed,
    deal_said,
    fixed,
    follow_up,
    new_deal,
    new_order,
    only,
    owner_of,
    read,
    register,
    retry,
    sees_profile,
    step,
    twice,
    waiting,
)
from tests.whole_world import COMPANIES, EVERYBODY, WholeWorld

# what only a worker of the platform could make succeed: a dead delivery, a code out of an e-mail
NEVER_DONE = {"retryDelivery", "confirmMailAddress"}
WRITE, DECIDE = Action.WRITE, Action.DECIDE
# an auditor changes nothing, not even what is his own, but for what he has read
OWN_THINGS = tuple(who for who in EVERYBODY if who not in {"public", "auditor"})


def introduction(action: Action = WRITE, *, officers: bool = False) -> Expected:
    """A change of an introduction of seeker and provider."""
    return by_table(Resource.INTRODUCTIONS, action, "seeker", "provider", officers=officers)


def consent_of_seeker(world: WholeWorld) -> dict[str, str]:
    """Who answers for the seeker: its account, its committee and the one that brokers."""
    seen = by_table(Resource.INTRODUCTIONS, Action.READ, "seeker", "provider")(world)
    own = owner_of(world, "seeker")
    return {
        who: ALLOWED
        if allows(world.actors[who], WRITE, Resource.INTRODUCTIONS, own)
        else FORBIDDEN
        if seen[who] == ALLOWED
        else NOT_FOUND
        for who in EVERYBODY
    }


def shortlisted_only(world: WholeWorld) -> dict[str, str]:
    """As an introduction that no party has been told of."""
    return introduction()(world) | dict.fromkeys(("seeker", "provider"), NOT_FOUND)


def own_profile(world: WholeWorld, resource: Resource) -> dict[str, str]:
    """A change of the seeker, which everybody sees who sees enterprises."""
    return by_table(resource, WRITE, "seeker", seen=sees_profile)(world)


def profile(world: WholeWorld) -> dict[str, str]:
    return own_profile(world, Resource.ENTERPRISE)


def claims(world: WholeWorld) -> dict[str, str]:
    return own_profile(world, Resource.CLAIMS)


def waits_for_ka(world: WholeWorld) -> dict[str, str]:
    """What waits is there for its committee and for overseers."""
    seen = {"staff of ka", "secretary of ka", "auditor", "admin"}
    return {
        who: NOT_FOUND
        if who not in seen
        else ALLOWED
        if who in {"secretary of ka", "admin"}
        else FORBIDDEN
        for who in EVERYBODY
    }


def event(world: WholeWorld) -> dict[str, str]:
    """A change of an event of committee ka."""
    return by_table(
        Resource.EVENTS,
        WRITE,
        committees="ka",
        seen=lambda w, who: allows(w.actors[who], Action.READ, Resource.EVENTS),
    )(world)


def deal(action: Action = WRITE) -> Expected:
    return by_table(Resource.DEALS, action, "seeker", "provider")


def confirmed(world: WholeWorld) -> dict[str, str]:
    """Only a party says that it is so."""
    return deal(Action.READ)(world) | {
        who: FORBIDDEN
        for who in EVERYBODY
        if world.actors[who].role not in {Role.ENTERPRISE, Role.PUBLIC}
        and deal(Action.READ)(world)[who] == ALLOWED
    }


def reviewed(world: WholeWorld) -> dict[str, str]:
    return deal(DECIDE)(world)


def suggestion(world: WholeWorld) -> dict[str, str]:
    """A decision on seeker and foreigner, who are public."""
    return by_table(Resource.INTRODUCTIONS, WRITE, "seeker", "foreign", seen=sees_profile)(world)


PAIR = {"seeker": "#seeker", "provider": "#foreign", "matchType": "SUPPLY"}
FORMS: dict[str, Form] = {
    "registerEnterprise": Form(register, only("admin", *COMPANIES, public=FORBIDDEN)),
    "updateEnterprise": Form(fixed(id="#seeker", version="newest", nameEn="A"), profile),
    "approveEnterprise": Form(waiting(), waits_for_ka),
    "rejectEnterprise": Form(waiting(), waits_for_ka),
    "mergeEnterprises": Form(
        twice(reason="A"),
        by_table(Resource.ENTERPRISE, DECIDE, committees="ka", seen=sees_profile),
    ),
    "declareCapability": Form(fixed(enterprise="#seeker", title="铝压铸件"), claims),
    "updateCapability": Form(claimed("Capability", text="A"), claims),
    "withdrawCapability": Form(claimed("Capability"), claims),
    "declareNeed": Form(fixed(enterprise="#seeker", title="找铸件"), claims),
    "updateNeed": Form(claimed("Need", text="A"), claims),
    "withdrawNeed": Form(claimed("Need"), claims),
    "shortlistMatch": Form(fixed(**PAIR), suggestion),
    "undoDismissal": Form(
        fixed(dismissal="@own dismissal"),
        only("seeker", "admin", others=NOT_FOUND, auditor=FORBIDDEN),
    ),
    "askConsent": Form(step(0, "SHORTLISTED", purpose="洽谈"), shortlisted_only),
    "giveConsent": Form(answer(1, 0), consent_of_seeker, ("manner", "evidence")),
    "refuseConsent": Form(answer(2, 0), consent_of_seeker, ("manner", "evidence")),
    "withdrawConsent": Form(answer(3, 2), consent_of_seeker, ("manner", "evidence")),
    "introduceParties": Form(step(4, "SHORTLISTED", 2), introduction(officers=True)),
    "scheduleMeeting": Form(
        step(5, "INTRODUCED", meetsAt="2026-12-01T09:30:00+08:00"), introduction()
    ),
    "recordMeeting": Form(step(6, "INTRODUCED", happenedOn="2026-11-24"), introduction()),
    "advanceIntroduction": Form(step(7, "MET", state="NEGOTIATING"), introduction()),
    "closeIntroduction": Form(
        step(8, "NEGOTIATING", state="NO_DEAL", reason="PRICE"), introduction(officers=True)
    ),
    "updateIntroduction": Form(
        fixed(id="@done", version="newest", nextStep="A"), introduction(officers=True)
    ),
    "disputeIntroduction": Form(step(9, "INTRODUCED", disputed=True, text="A"), introduction()),
    "recordFollowUp": Form(follow_up, introduction(officers=True)),
    "createEvent": Form(
        fixed(committees=["ka"], kind="SALON", nameZh="新沙龙", heldOn="2026-12-01"),
        by_table(Resource.EVENTS, WRITE, committees="ka", seen=lambda _world, _who: True),
    ),
    "updateEvent": Form(fixed(id="@event", version="newest", summary="A"), event),
    "inviteToEvent": Form(fixed(event="@event", enterprises=["#foreign"]), event),
    "registerForEvent": Form(
        fixed(event="@event", enterprise="#seeker"),
        by_table(Resource.CLAIMS, WRITE, "seeker", seen=sees_profile),
    ),
    "recordAttendance": Form(fixed(event="@event", enterprises=["#seeker"]), event),
    "recordDeal": Form(deal_said, deal()),
    "correctDeal": Form(new_deal({"correctionText": "A", "title": "B"}), deal()),
    "attachEvidence": Form(attach, deal()),
    "confirmDeal": Form(new_deal({"additionality": "ABOUT_EVEN"}), confirmed),
    "reviewDeal": Form(new_deal({"accepted": False, "text": "A"}), reviewed),
    "recordCrossBorderOrder": Form(new_order, deal()),
    "correctCrossBorderOrder": Form(
        fixed(id="@order", version="newest", correctionText="A", incotermPlace="上海"), deal()
    ),
    "markNotificationsRead": Form(read, only("auditor", *OWN_THINGS)),
    "createWebhook": Form(fixed(url="http://127.0.0.1:1/other"), only(*OWN_THINGS)),
    "retryDelivery": Form(
        retry, only("seeker", others=NOT_FOUND, public=FORBIDDEN, auditor=FORBIDDEN)
    ),
    "setMailAddress": Form(fixed(address="a@example.com"), only(*OWN_THINGS)),
    "confirmMailAddress": Form(fixed(code="ABCD2345"), only(*OWN_THINGS)),
    "deleteMailAddress": Form(fixed(), only(*OWN_THINGS)),
    # these change what the others start from
    "vetoPartner": Form(fixed(enterprise="#seeker", partner="#foreign"), claims),
    "liftVeto": Form(fixed(enterprise="#seeker", partner="#foreign"), claims),
    "dismissMatch": Form(fixed(reason="PRICE", **PAIR), suggestion),
    "setMatchingOptOut": Form(fixed(id="#seeker", version="newest", optedOut=True), claims),
    "deleteWebhook": Form(
        fixed(id="@webhook"), only("seeker", others=NOT_FOUND, public=FORBIDDEN, auditor=FORBIDDEN)
    ),
    "joinIntroduction": Form(
        fixed(
            id="@done", version="newest", enterprise="#foreign", role="FINANCE_PARTNER", purpose="A"
        ),
        introduction(officers=True),
    ),
}
