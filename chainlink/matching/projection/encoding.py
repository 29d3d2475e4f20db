"""Facts as numbers: what stands for a name, a region, a wording or a set of markets."""

import hashlib
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from chainlink.matching.growing import Growing
from chainlink.matching.projection.codes import (
    ALWAYS,
    CLAIM_KINDS,
    EVIDENCE,
    FOREVER,
    LINK_KINDS,
    VISIBILITIES,
    Pool,
    days,
    flags,
    instants,
    pooled,
    ranked,
)
from chainlink.matching.projection.identifiers import Identifiers
from chainlink.matching.projection.tables import Tables
from chainlink.matching.texts import TextIndex

Values = dict[str, npt.NDArray[Any]]
MUTUAL = LINK_KINDS.index("SUPPLIES")  # from here on a link's end is an enterprise
BETWEEN = "\x1f"  # no letter or digit, so that no gram reaches from the title into the text


class Encoding:
    """The numbers that values have; they are only ever added to."""

    def __init__(self) -> None:
        self.ids: Pool[str] = Pool()
        self.regions: Pool[str] = Pool()
        self.sectors: Pool[str] = Pool()
        self.industries: Pool[str] = Pool()
        self.size_classes: Pool[str] = Pool()
        self.categories: Pool[str] = Pool()
        self.markets: Pool[str] = Pool()
        self.market_sets: Pool[frozenset[int]] = Pool([frozenset()])
        self.committees: Pool[str] = Pool()
        self.sources: Pool[str] = Pool()
        self.wordings: Pool[str] = Pool()  # title and text, BETWEEN between them
        self.wording_hashes = Growing(np.uint64)
        self.texts = TextIndex()
        self.identifiers = Identifiers()

    def enterprise_values(self, table: pa.Table) -> Values:
        """Columns of enterprises."""
        return {
            "sector": pooled(table["sector"], self.sectors),
            "region": pooled(table["region"], self.regions),
            "industry": pooled(table["industry"], self.industries),
            "size_class": pooled(table["size"], self.size_classes),
            "approved_at": instants(table["approved_at"]),
            "active": flags(pc.equal(table["status"], "APPROVED")) & ~flags(table["opted_out"]),
            "visibility": ranked(table["visibility"], VISIBILITIES),
        }

    def claim_values(self, tables: Tables) -> Values:
        """Columns of claims, and of their categories in the order of the claims."""
        table = tables.claims
        owner = np.array([self.ids.find(one) for one in table["enterprise"].to_pylist()], np.int32)
        count, category, certainty = self._offers(tables)
        return {
            "id": self.identifiers.pack(table["id"].to_pylist()),
            "owner": owner,
            "need": flags(table["need"]),
            "kind": ranked(table["kind"], CLAIM_KINDS),
            "visibility": ranked(table["visibility"], VISIBILITIES),
            "from_day": days(table["valid_from"], ALWAYS),
            "until_day": days(table["valid_until"], FOREVER),
            "recorded": instants(table["recorded_at"]),
            "superseded": instants(table["superseded_at"]),
            "evidence": ranked(table["evidence"], EVIDENCE),
            "checked": flags(table["checked"]),
            "urgent": flags(pc.equal(table["urgency"], "HIGH")),
            "wording": self._worded(table),
            "source": pooled(table["source"], self.sources),
            "markets": self._market_sets(tables),
            "count": count,
            "category": category,
            "certainty": certainty,
        }

    def _worded(self, table: pa.Table) -> npt.NDArray[np.int32]:
        """Wordings of claims, new ones put into the text index."""
        before = len(self.wordings)
        texts = pc.fill_null(table["text"], "")
        both = pc.binary_join_element_wise(pc.fill_null(table["title"], ""), texts, BETWEEN)
        encoded = pc.dictionary_encode(both).combine_chunks()
        if len(encoded) == 0:
            return np.zeros(0, np.int32)
        numbers = [self.wordings.add(said) for said in encoded.dictionary.to_pylist()]
        new = self.wordings.values[before:]
        self.texts.add(new)
        self.wording_hashes.extend(np.array([_text_hash(one) for one in new], np.uint64))
        found: npt.NDArray[np.int32] = np.array(numbers, np.int32)[encoded.indices.to_numpy()]
        return found

    def _offers(
        self, tables: Tables
    ) -> tuple[npt.NDArray[Any], npt.NDArray[Any], npt.NDArray[Any]]:
        """Categories in the order of their claims: how many each has, which, how surely."""
        table = tables.categories
        places = pc.index_in(table["claim"], value_set=tables.claims["id"]).to_numpy()
        category = pooled(table["category"], self.categories)
        confidence = table["confidence"].to_numpy().astype(np.float32)
        certainty = np.where(flags(table["declared"]), confidence, -confidence)
        order = np.lexsort((category, -confidence, places))
        count = np.bincount(places.astype(np.int64), minlength=tables.claims.num_rows)
        return count.astype(np.int32), category[order], certainty[order].astype(np.float32)

    def _market_sets(self, tables: Tables) -> npt.NDArray[np.int32]:
        found = np.zeros(tables.claims.num_rows, np.int32)
        table = tables.markets
        if table.num_rows == 0:
            return found
        places = pc.index_in(table["claim"], value_set=tables.claims["id"]).to_numpy()
        markets = pooled(table["market"], self.markets)
        order = np.argsort(places, kind="stable")
        starts = np.flatnonzero(np.diff(places[order], prepend=-1))
        for group in np.split(order, starts[1:]):
            found[places[group[0]]] = self.market_sets.add(frozenset(markets[group].tolist()))
        return found

    def link_values(self, table: pa.Table) -> Values:
        """Columns of links; those with an end that is not known are left out."""
        kind = ranked(table["kind"], LINK_KINDS)
        pools: tuple[Pool[str], ...] = (self.markets, self.committees, self.ids)
        end = np.array(
            [
                pools[min(number, 2)].add(one) if number < 2 else self.ids.find(one)
                for number, one in zip(kind.tolist(), table["end"].to_pylist(), strict=True)
            ],
            np.int32,
        )
        values: Values = {
            "kind": kind,
            "start": np.array([self.ids.find(one) for one in table["start"].to_pylist()], np.int32),
            "end": end,
            "from_day": days(table["valid_from"], ALWAYS),
            "until_day": days(table["valid_until"], FOREVER),
            "recorded": instants(table["recorded_at"]),
            "superseded": instants(table["superseded_at"]),
            "gone": np.zeros(table.num_rows, bool),
        }
        known = (values["start"] >= 0) & (values["end"] >= 0)
        return {name: value[known] for name, value in values.items()}


def _text_hash(wording: str) -> int:
    digest = hashlib.blake2b(wording.encode(), digest_size=8).digest()
    return int.from_bytes(digest, "little")
