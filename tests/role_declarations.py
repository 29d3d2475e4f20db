"""What the rules of masking declare beyond the permission table: for whom each private word is."""

from chainlink.accounts.model import Role
from chainlink.accounts.permissions import NOBODY, Action, Owner, Resource, allows
from tests.every_mutation import owner_of
from tests.whole_world import EVERYBODY, WholeWorld

Who = set[str]
READ = Action.READ
OVERSEERS = {"auditor", "admin"}
KA = {"staff of ka", "secretary of ka"}
KB = {"staff of kb", "secretary of kb"}
KC = {"staff of kc", "secretary of kc"}
OFFICERS = KA | KB | KC | OVERSEERS
MEMBERS = {"seeker", "provider", "refused", "foreign"}
# an introduction, or a deal, of an enterprise of ka with one of kb
OF_BOTH = KA | KB | OVERSEERS
PARTIES = {"seeker", "provider"}

MARKS: dict[str, Who] = {
    "mark-browser": {"seeker"},
    "mark-mail": {"staff of ka"},
    "mark-webhook": {"seeker"},
    # contacts: one's own, one's committee's members', and of whom both sides have let
    "mark-contact-seeker": {"seeker", "provider", "admin"} | KA,
    "mark-contact-provider": {"seeker", "provider", "admin"} | KB,
    "mark-contact-refused": {"refused", "admin"} | KB,
    "mark-contact-foreign": {"foreign", "admin"} | KC,
    "mark-contact-waiting": {"waiting", "admin"} | KA,
    "mark-name-provider": {"seeker", "provider"} | OFFICERS,
    "mark-name-refused": {"refused"} | OFFICERS,
    "mark-name-unseen": KB | OVERSEERS,
    "mark-name-waiting": {"waiting"} | KA | OVERSEERS,
    "mark-claim-need": MEMBERS | OFFICERS,
    "mark-claim-private-need": {"seeker", "admin"},
    "mark-claim-capability": PARTIES | OFFICERS,
    "mark-claim-shared-capability": {"refused"} | KB | OVERSEERS,
    "mark-claim-unseen-capability": KB | OVERSEERS,
    "mark-claim-foreign-capability": {"foreign"} | OFFICERS,
    # introductions: words are for officers, and each side's for itself
    "mark-next-step": OF_BOTH,
    "mark-hidden-next-step": OF_BOTH,
    "mark-introduction-note": OF_BOTH,
    "mark-end-note": OF_BOTH,
    "mark-withdrawal": OF_BOTH,
    "mark-dispute": OF_BOTH,
    "mark-follow-up": OF_BOTH,
    "mark-own-note": {"seeker"} | OF_BOTH,
    "mark-refusal": {"seeker"} | OF_BOTH,
    "mark-refusal-evidence": {"seeker"} | OF_BOTH,
    "mark-consent-evidence": {"provider"} | OF_BOTH,
    "mark-purpose-done": PARTIES | OF_BOTH,
    **{
        f"mark-purpose-{name}": {"seeker", "refused"} | OF_BOTH
        for name in ("refusal", "withdrawal", "given", "unanswered")
    },
    "mark-own-dismissal": {"seeker"} | OVERSEERS,
    "mark-dismissal-of-kb": KB | OVERSEERS,
    "mark-deal": PARTIES | OF_BOTH,
    "mark-evidence": PARTIES | OF_BOTH,
    "mark-review": PARTIES | OF_BOTH,
    "mark-order": PARTIES | OF_BOTH,
}

_ALL_PARTIES = {"seeker", "provider", "refused"}
# fields that are told differently, or not at all, to who sees the thing that they are of
CUT: dict[str, Who] = {
    "Confirmation.additionality": PARTIES,  # each answers for itself
    "Consent.decidedAt": PARTIES,
    "Consent.decidedBy": PARTIES,
    "Consent.manner": PARTIES,
    "Consent.evidence": {"seeker"},
    "Enterprise.contacts fewer": set(EVERYBODY) - {"public", "waiting", "admin"},
    "FollowUp.doneBy": PARTIES,
    "FollowUp.note": PARTIES,
    "Introduction.allowedSteps fewer": _ALL_PARTIES | {"auditor"},
    "Introduction.consents fewer": {"seeker", "refused"},
    "Introduction.disputeText": PARTIES,
    "Introduction.nextStep": PARTIES,
    "Introduction.overdue": _ALL_PARTIES,
    "Introduction.owner": _ALL_PARTIES,
    "Introduction.provider masked": {"seeker"},
    "Introduction.reason": {"seeker", "refused"},
    "Introduction.reasonText": {"seeker", "refused"},
    "Introduction.recordedAt": _ALL_PARTIES,
    "Introduction.state": {"refused"},
    "Introduction.steps fewer": _ALL_PARTIES,
}
# compared otherwise
PRIVATE_LISTS = {"Enterprise.matchingAdvice fewer"}


def by_table(world: WholeWorld, resource: Resource, owner: Owner = NOBODY) -> Who:
    """Who reads a thing of that owner by the table."""
    return {who for who in EVERYBODY if allows(world.actors[who], READ, resource, owner)}


def declared(world: WholeWorld) -> dict[str, Who]:
    """Who may see each thing: by the table, and of that what the rules leave."""
    parties = {"seeker", "provider", "refused", "foreign"}
    found: dict[str, Who] = {}
    pair = owner_of(world, "seeker", "provider")
    failed = owner_of(world, "seeker", "refused")
    own = owner_of(world, "seeker", "foreign")
    of_pair = by_table(world, Resource.INTRODUCTIONS, pair)
    of_failed = by_table(world, Resource.INTRODUCTIONS, failed)
    found |= dict.fromkeys(("refusal", "withdrawal", "given", "unanswered"), of_failed)
    found |= {"done": of_pair, "hidden": of_failed - parties}  # what a committee thinks of
    found["own"] = by_table(world, Resource.INTRODUCTIONS, own) - {"foreign"}
    found |= dict.fromkeys(("deal", "order"), by_table(world, Resource.DEALS, pair))
    found["event"] = by_table(world, Resource.EVENTS)
    found["own dismissal"] = {"seeker", "auditor", "admin"}
    found["dismissal of kb"] = {"staff of kb", "secretary of kb", "auditor", "admin"}
    found["webhook"] = {"seeker"}
    officers = {who for who in EVERYBODY if world.actors[who].role not in {Role.ENTERPRISE}}
    officers -= {"public"}
    everybody = by_table(world, Resource.ENTERPRISE) - {"waiting"}  # who waits reaches its own
    to_kb = {"staff of kb", "secretary of kb", "auditor", "admin"}
    profiles = {
        "seeker": everybody,
        "foreign": everybody,
        "provider": officers | {"provider", "seeker"},  # which it has agreed with
        "refused": officers | {"refused"},
        "waiting": {"waiting", "staff of ka", "secretary of ka", "auditor", "admin"},
        "unseen": to_kb,
    }
    found |= {f"#{name}": who for name, who in profiles.items()}
    found |= {"need": everybody, "private need": {"seeker", "admin"}}
    found |= {"capability": profiles["provider"], "unseen capability": to_kb}
    found["shared capability"] = to_kb | {"refused"}
    found["foreign capability"] = officers | {"foreign"}
    return found
