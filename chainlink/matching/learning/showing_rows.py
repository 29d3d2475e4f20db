"""A showing as it is kept: the answer exactly as it was, and its pairs for learning.

Both stand in one node: a node a pair took 28 ms of writing for an answer of fifty, which others
would have waited for.
"""

import base64
import hashlib
import json
import zlib
from dataclasses import dataclass
from datetime import date

from pydantic import TypeAdapter, ValidationError

from chainlink.errors import Conflict
from chainlink.graph.port import Row
from chainlink.matching.learning.examples import Shown
from chainlink.matching.model import MatchType, Recommendation

_ANSWER = TypeAdapter(tuple[Recommendation, ...])


@dataclass(frozen=True, slots=True)
class Question:
    """What was asked, by whom, of which state: with the same question comes the same answer.

    `sequence` is the journal's entry up to which the facts were followed, `most` how many were
    asked for.
    """

    asker: str
    viewer: str
    match_type: MatchType | None
    most: int
    day: date
    sequence: int
    policy_version: str

    @property
    def id(self) -> str:
        """The showing's id, the same in every process (128 bits of SHA-256)."""
        said = (
            self.asker,
            self.viewer,
            self.match_type,
            self.most,
            self.day.isoformat(),
            self.sequence,
            self.policy_version,
        )
        return hashlib.sha256(repr(said).encode()).hexdigest()[:32]


@dataclass(frozen=True, slots=True)
class Given:
    """An answer on its way into the graph; `chances` of being shown, one a recommendation."""

    id: str
    question: Question
    answer: tuple[Recommendation, ...]
    chances: tuple[float, ...]
    shown_at: str


def packed(plain: bytes) -> str:
    """Bytes as text. The lowest level of zlib is 10 % longer, in a third of the usual time."""
    return base64.b64encode(zlib.compress(plain, 1)).decode()


def unpacked(showing: str, text: str) -> bytes:
    """The bytes again. Raises Conflict where the text is not what was stored."""
    try:
        return zlib.decompress(base64.b64decode(text, validate=True))
    except (ValueError, zlib.error) as failure:
        raise Conflict("showing.damaged", id=showing) from failure


def showing_row(given: Given) -> Row:
    """The node `Showing`."""
    asked = given.question
    answer = _ANSWER.dump_json(given.answer)
    return {
        "id": given.id,
        "asker": asked.asker,
        "viewer": asked.viewer,
        "shown_at": given.shown_at,
        "day": asked.day.isoformat(),
        "sequence": asked.sequence,
        "policy_version": asked.policy_version,
        "match_type": asked.match_type.value if asked.match_type else None,
        "answer": packed(answer),
        "digest": hashlib.sha256(answer).hexdigest(),
        "pairs": packed(json.dumps(_pairs(given)).encode()),
    }


def _pairs(given: Given) -> list[Row]:
    """What learning needs of each recommendation, a twentieth of the answer."""
    return [
        {
            "asker": one.enterprise,
            "partner": one.partner,
            "seeker": one.seeker,
            "provider": one.provider,
            "match_type": one.match_type.value,
            "position": one.rank,
            "propensity": chance,
            "exploration": one.exploration,
            "policy_version": one.policy_version,
            "values": {factor.code: factor.value for factor in one.factors},
        }
        for one, chance in zip(given.answer, given.chances, strict=True)
    ]


def answer_of(showing: str, row: Row) -> tuple[Recommendation, ...]:
    """The answer exactly as it was given. Raises Conflict where the row is damaged."""
    plain = unpacked(showing, row["answer"])
    if hashlib.sha256(plain).hexdigest() != row["digest"]:
        raise Conflict("showing.damaged", id=showing)
    try:
        return _ANSWER.validate_json(plain)
    except ValidationError as failure:
        raise Conflict("showing.damaged", id=showing) from failure


def pairs_of(row: Row) -> list[Shown]:
    """The shown pairs of a node `Showing`. Raises Conflict where the row is damaged."""
    try:
        pairs = json.loads(unpacked(row["id"], row["pairs"]))
    except ValueError as failure:
        raise Conflict("showing.damaged", id=row["id"]) from failure
    return [
        Shown(
            id=shown_id(row["id"], one["position"]),
            showing=row["id"],
            shown_at=row["shown_at"],
            **one,
        )
        for one in pairs
    ]


def shown_id(showing: str, position: int) -> str:
    """By what a decision names the recommendation that it is about."""
    return f"{showing}:{position}"
