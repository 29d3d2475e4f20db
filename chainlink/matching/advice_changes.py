"""What an enterprise could add: changes of what it says, each as it would be recorded."""

import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from chainlink.matching.advice_openings import Opening
from chainlink.matching.projection.day import Day
from chainlink.matching.projection.encoding import BETWEEN
from chainlink.matching.projection.tables import CATEGORIES, CLAIMS, MARKETS, Tables, table
from chainlink.matching.values import EXPIRES_SOON_DAYS, HALF_LIFE_DAYS

Row = dict[str, Any]
_EACH = 3  # claims of which one kind of addition is tried, the longest unchanged first
_YEAR = timedelta(days=365)


@dataclass(frozen=True, slots=True)
class Addition:
    """One change: message key `advice.<code>`, what it is about, and what is said with it.

    `claim` is the version that is changed, None for a new one; `categories` are those of the claim
    as it would be; `than` is the code of a lesser change of the same claim that this one includes.
    """

    code: str
    claim: str | None
    title: str
    category: str | None
    need: bool
    categories: tuple[str, ...]
    tables: Tables
    than: str | None = None


class Said:
    """What one enterprise says on a day, to be changed; instants are the day's end."""

    def __init__(self, day: Day, enterprise: int, tables: Tables) -> None:
        self._day, self._tables = day, tables
        projection = day.projection
        live = day.claims_of(enterprise)
        ids = [projection.identifiers.unpack(projection.claims.id[row]) for row in live.tolist()]
        chosen = pc.is_in(tables.claims["id"], value_set=pa.array(ids, pa.string()))
        self.claims: list[Row] = tables.claims.filter(chosen).to_pylist()
        self._categories = _by_claim(tables.categories)
        self._markets = _by_claim(tables.markets)
        self.exports = [projection.markets.values[one] for one in day.exports_of(enterprise)]
        self._now = f"{np.datetime64(day.cut, 'us')}Z"
        self._today = date.fromisoformat(day.text)

    def categories(self, claim: Row) -> list[Row]:
        """Categories of a claim."""
        return self._categories.get(claim["id"], [])

    def additions(self, openings: list[Opening]) -> list[Addition]:
        """All that may be worth trying."""
        found: list[Addition] = []
        ways: tuple[Callable[[Row], Addition | None], ...] = (
            self._renewed,
            self._ticked,
            self._evidenced,
            self._with_markets,
        )
        oldest = sorted(self.claims, key=lambda one: (one["recorded_at"], one["id"]))
        for way in ways:
            made = (one for claim in oldest if (one := way(claim)) is not None)
            found += [one for one, _ in zip(made, range(_EACH), strict=False)]
        return [*found, *self._opened(openings)]

    def _renewed(self, claim: Row) -> Addition | None:
        stated = max(date.fromisoformat(claim["recorded_at"][:10]), _day(claim["valid_from"]))
        left = _day(claim["valid_until"]) - self._today
        if (self._today - stated).days < HALF_LIFE_DAYS and left.days > EXPIRES_SOON_DAYS:
            return None
        until = max(_day(claim["valid_until"]), self._today + _YEAR)
        return self._changed("renew", claim, {"valid_until": until.isoformat()})

    def _ticked(self, claim: Row) -> Addition | None:
        known = self.categories(claim)
        read = [one for one in known if not one["declared"]]
        if not read:
            return None
        sure = [one | {"declared": True, "confidence": 1.0} for one in known]
        return self._changed("tick", claim, {}, categories=sure, than="renew")

    def _evidenced(self, claim: Row) -> Addition | None:
        if claim["need"] or claim["evidence"] not in {None, "SELF_CLAIM"}:
            return None
        return self._changed("evidence", claim, {"evidence": "CERTIFICATE"}, than="renew")

    def _with_markets(self, claim: Row) -> Addition | None:
        channel = claim["kind"] == "SALES_CHANNEL" and not claim["need"]
        if not channel or not self.exports or self._markets.get(claim["id"]):
            return None
        markets = [{"claim": claim["id"], "market": one} for one in sorted(self.exports)]
        return self._changed("markets", claim, {}, markets=markets, than="renew")

    def _opened(self, openings: list[Opening]) -> Iterator[Addition]:
        for one in openings:
            if one.code == "goods":
                [claim] = [claim for claim in self.claims if claim["id"] == one.claim]
                more: Row = {"claim": one.claim, "category": one.category}
                more |= {"confidence": 1.0, "declared": True}
                with_goods = [*self.categories(claim), more]
                yield self._changed(
                    "goods", claim, {}, categories=with_goods, about=one.category, than="renew"
                )
            else:
                yield self._stated(one)

    def _stated(self, opening: Opening) -> Addition:
        """A new claim, in the words that others use for it."""
        title, _, text = opening.wording.partition(BETWEEN)
        name = f"{self._tables.enterprises['id'][0]}{opening.code}{opening.category}"
        claim: Row = dict.fromkeys(CLAIMS.names)
        claim |= {
            "id": f"{uuid.uuid5(uuid.NAMESPACE_OID, name)}:1",
            "enterprise": self._tables.enterprises["id"][0].as_py(),
            "need": opening.code == "need",
            "kind": opening.kind,
            "title": title,
            "text": text,
            "visibility": "PUBLIC",
            "valid_from": self._day.text,
            "valid_until": (self._today + _YEAR).isoformat(),
            "recorded_at": self._now,
            "checked": False,
        }
        of: Row = {"claim": claim["id"], "category": opening.category}
        of |= {"confidence": 1.0, "declared": True}
        return self._addition(
            opening.code, [*self.claims, claim], {claim["id"]: [of]}, {}, claim, opening.category
        )

    def _changed(
        self,
        code: str,
        claim: Row,
        values: Row,
        *,
        categories: list[Row] | None = None,
        markets: list[Row] | None = None,
        about: str | None = None,
        than: str | None = None,
    ) -> Addition:
        """A claim as its next version would be: recorded now."""
        new = claim | {"recorded_at": self._now} | values
        claims = [new if one is claim else one for one in self.claims]
        of = {} if categories is None else {claim["id"]: categories}
        to = {} if markets is None else {claim["id"]: markets}
        return self._addition(code, claims, of, to, claim, about, than)

    def _addition(
        self,
        code: str,
        claims: list[Row],
        categories: dict[str, list[Row]],
        markets: dict[str, list[Row]],
        claim: Row,
        about: str | None,
        than: str | None = None,
    ) -> Addition:
        of, to = self._categories | categories, self._markets | markets
        return Addition(
            code=code,
            claim=claim["id"] if claim in self.claims else None,
            title=claim["title"],
            category=about,
            need=claim["need"],
            categories=tuple(one["category"] for one in of.get(claim["id"], [])),
            tables=Tables(
                enterprises=self._tables.enterprises,
                claims=table(claims, CLAIMS),
                categories=_flat(claims, of, CATEGORIES),
                markets=_flat(claims, to, MARKETS),
                links=self._tables.links,
            ),
            than=than,
        )


def _day(text: str) -> date:
    return date.fromisoformat(text)


def _by_claim(known: pa.Table) -> dict[str, list[Row]]:
    found: dict[str, list[Row]] = {}
    for row in known.to_pylist():
        found.setdefault(row["claim"], []).append(row)
    return found


def _flat(claims: list[Row], rows: dict[str, list[Row]], schema: pa.Schema) -> pa.Table:
    return table([row for claim in claims for row in rows.get(claim["id"], [])], schema)
