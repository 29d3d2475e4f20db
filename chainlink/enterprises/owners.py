"""Whose claim a row speaks of: an enterprise by its code or by its exact name."""

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from chainlink.enterprises.model import EnterpriseStatus
from chainlink.enterprises.registry import CYPHER
from chainlink.errors import ChainlinkError, Conflict, InvalidInput
from chainlink.graph.port import GraphReader

_CODE = re.compile(r"[0-9A-Za-z]{18}")


@dataclass(frozen=True, slots=True)
class OwnerFound:
    """An enterprise that may have claims."""

    id: str
    name: str


async def find_owners(
    reader: GraphReader, said: Iterable[str]
) -> dict[str, OwnerFound | ChainlinkError]:
    """For each code or name the enterprise, or why there is none to be had.

    That is InvalidInput for one that is unknown or whose name several bear, and Conflict for one
    that was turned down.
    """
    wanted = list(dict.fromkeys(said))
    codes = {one.upper(): one for one in wanted if _CODE.fullmatch(one)}
    names = [one for one in wanted if one.upper() not in codes]
    found: dict[str, list[tuple[OwnerFound, str]]] = defaultdict(list)
    for query, sought in (("owners_by_code", list(codes)), ("owners_by_name", names)):
        if sought:
            for row in await reader.read(CYPHER[query], wanted=sought):
                key = codes.get(str(row["said"]), str(row["said"]))
                found[key].append((OwnerFound(row["id"], row["name"]), row["status"]))
    return {one: _only(one, found[one]) for one in wanted}


def _only(said: str, found: list[tuple[OwnerFound, str]]) -> OwnerFound | ChainlinkError:
    if not found:
        return InvalidInput.of("enterprise", "enterprise.not_registered", value=said)
    if len(found) > 1:
        return InvalidInput.of("enterprise", "enterprise.several", value=said, count=len(found))
    owner, status = found[0]
    if status == EnterpriseStatus.REJECTED:
        return Conflict("enterprise.decided", status=status)
    return owner
