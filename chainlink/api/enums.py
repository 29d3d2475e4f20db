"""The enumerations of the rooms, made known to GraphQL under the names that programs use."""

from enum import StrEnum

import strawberry

from chainlink.accounts.model import Scope
from chainlink.enterprises.claim_model import Evidence, Origin, Urgency
from chainlink.enterprises.duplicates import Likeness
from chainlink.enterprises.model import EnterpriseStatus, Sector, SizeClass, Visibility
from chainlink.matching.model import MatchType
from chainlink.taxonomy.model import CategoryKind, ClaimKind, Scheme


class ViewerRole(StrEnum):
    """The roles that an account can have: whoever is not signed in has none."""

    ADMIN = "ADMIN"
    SECRETARY = "SECRETARY"
    STAFF = "STAFF"
    ENTERPRISE = "ENTERPRISE"
    AUDITOR = "AUDITOR"


NAMES: dict[type[StrEnum], str] = {
    CategoryKind: "CategoryKind",
    ClaimKind: "ClaimKind",
    EnterpriseStatus: "EnterpriseStatus",
    Evidence: "Evidence",
    Likeness: "Likeness",
    MatchType: "MatchType",
    Origin: "CategoryOrigin",
    Scheme: "CategoryScheme",
    Scope: "TokenScope",
    Sector: "Sector",
    SizeClass: "SizeClass",
    Urgency: "Urgency",
    ViewerRole: "Role",
    Visibility: "Visibility",
}

for _enumeration, _name in NAMES.items():
    strawberry.enum(_enumeration, name=_name)
