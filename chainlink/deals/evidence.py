"""Evidence as it is handed in: a file's digest or a link; the file itself stays where it is."""

from enum import StrEnum
from typing import Annotated
from urllib.parse import urlsplit

from pydantic import AfterValidator, Field, ValidationInfo, field_validator

from chainlink.validation import EmptyIsNone, StrictDraft, Text, refused


class EvidenceKind(StrEnum):
    """What kind of paper it is."""

    CONTRACT = "CONTRACT"
    INVOICE = "INVOICE"
    CUSTOMS_DECLARATION = "CUSTOMS_DECLARATION"
    BANK_RECEIPT = "BANK_RECEIPT"
    BILL_OF_LADING = "BILL_OF_LADING"
    PHOTO = "PHOTO"
    OTHER = "OTHER"


def _digest(value: str) -> str:
    digest = value.lower()
    if len(digest) != 64 or not set(digest) <= set("0123456789abcdef"):
        raise refused("evidence.digest_form")
    return digest


def _link(value: str) -> str:
    """An address that a browser opens over TLS, without a name and password in it."""
    try:
        parts = urlsplit(value)
        sound = parts.scheme == "https" and parts.hostname and parts.username is None
        _ = parts.port  # raises where it is none
    except ValueError:
        sound = False
    if not sound or any(c.isspace() for c in value):
        raise refused("evidence.link_form")
    return value


class EvidenceDraft(StrictDraft):
    """One piece of evidence: by digest or by link, not both, so that one thing is meant."""

    kind: EvidenceKind
    title: Annotated[Text, Field(min_length=1, max_length=200)]
    digest: Annotated[Annotated[Text, AfterValidator(_digest)] | None, EmptyIsNone] = None
    link: Annotated[
        Annotated[Text, Field(max_length=1000), AfterValidator(_link)] | None, EmptyIsNone
    ] = Field(None, validate_default=True)

    @field_validator("link")
    @classmethod
    def _one_of_the_two(cls, value: str | None, info: ValidationInfo) -> str | None:
        if "digest" in info.data and (info.data["digest"] is None) == (value is None):
            raise refused("evidence.one_of_two")
        return value
