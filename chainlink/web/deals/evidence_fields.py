"""A piece of evidence in a form of its own, and in the fold of a form that records."""

from chainlink.deals.evidence import EvidenceDraft
from chainlink.errors import InvalidInput
from chainlink.validation import checked
from chainlink.web.bodies import Sent
from chainlink.web.deals.typed import Problems

_FIELDS = ("kind", "title", "digest", "link")


def evidence_of(sent: Sent) -> EvidenceDraft:
    """Raises InvalidInput."""
    return checked(EvidenceDraft, _filled(sent, ""))


def evidence_besides(sent: Sent, problems: Problems) -> EvidenceDraft | None:
    """What the fold holds, if anything; its fields are named `evidence.title` and so on."""
    values = _filled(sent, "evidence.")
    if not set(values) - {"kind"}:
        return None
    try:
        return checked(EvidenceDraft, values)
    except InvalidInput as refusal:
        problems.take(refusal, lambda path: f"evidence.{path}")
        return None


def _filled(sent: Sent, prefix: str) -> dict[str, str]:
    told = {name: sent.text(prefix + name, required=False).strip() for name in _FIELDS}
    return {name: text for name, text in told.items() if text}
