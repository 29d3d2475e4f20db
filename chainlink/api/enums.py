"""The enumerations of the rooms, made known to GraphQL under the names that programs use."""

from enum import StrEnum

import strawberry

from chainlink.accounts.model import Scope
from chainlink.deals.customs import Incoterm
from chainlink.deals.evidence import EvidenceKind
from chainlink.deals.model import Additionality, DealKind, ReportedAs, Verification
from chainlink.enterprises.claim_model import Evidence, Origin, Urgency
from chainlink.enterprises.disclosure import ContactField
from chainlink.enterprises.duplicates import Likeness
from chainlink.enterprises.model import EnterpriseStatus, Sector, SizeClass, Visibility
from chainlink.events.model import AttendanceState, EventKind
from chainlink.introductions.machine import IntroductionState, Step
from chainlink.introductions.model import CloseReason, ConsentState, Manner, PartyRole
from chainlink.introductions.suggestion_model import DismissalReason
from chainlink.matching.model import MatchType
from chainlink.notifications.model import AudienceKind, Channel, DeliveryState, NotificationKind
from chainlink.reporting.model import Ending, Grouping, Stage
from chainlink.taxonomy.model import CategoryKind, ClaimKind, Scheme


class ViewerRole(StrEnum):
    """The roles that an account can have: whoever is not signed in has none."""

    ADMIN = "ADMIN"
    SECRETARY = "SECRETARY"
    STAFF = "STAFF"
    ENTERPRISE = "ENTERPRISE"
    AUDITOR = "AUDITOR"


NAMES: dict[type[StrEnum], str] = {
    Additionality: "Additionality",
    AttendanceState: "AttendanceState",
    AudienceKind: "NotificationAudience",
    CategoryKind: "CategoryKind",
    Channel: "DeliveryChannel",
    ClaimKind: "ClaimKind",
    CloseReason: "CloseReason",
    ConsentState: "ConsentState",
    ContactField: "ContactField",
    DealKind: "DealKind",
    DeliveryState: "DeliveryState",
    DismissalReason: "DismissalReason",
    EnterpriseStatus: "EnterpriseStatus",
    EventKind: "EventKind",
    Ending: "ReportEnding",
    Evidence: "Evidence",
    Grouping: "ReportGrouping",
    EvidenceKind: "EvidenceKind",
    Incoterm: "Incoterm",
    IntroductionState: "IntroductionState",
    Likeness: "Likeness",
    Manner: "ConsentManner",
    MatchType: "MatchType",
    NotificationKind: "NotificationKind",
    Origin: "CategoryOrigin",
    PartyRole: "PartyRole",
    ReportedAs: "ReportedAs",
    Scheme: "CategoryScheme",
    Scope: "TokenScope",
    Sector: "Sector",
    SizeClass: "SizeClass",
    Stage: "ReportStage",
    Step: "IntroductionStepKind",
    Urgency: "Urgency",
    Verification: "Verification",
    ViewerRole: "Role",
    Visibility: "Visibility",
}

for _enumeration, _name in NAMES.items():
    strawberry.enum(_enumeration, name=_name)
