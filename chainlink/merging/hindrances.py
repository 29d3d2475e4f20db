"""What a person must see to before two enterprises may become one."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from chainlink.accounts.listing import AccountListing
from chainlink.accounts.model import Actor
from chainlink.deals.first_exports import other_orders
from chainlink.deals.model import Verification
from chainlink.enterprises.model import Enterprise, EnterpriseStatus
from chainlink.enterprises.relations import vetoing
from chainlink.graph.declaration import GraphSchema
from chainlink.graph.moving import holders
from chainlink.graph.port import GraphReader, Row
from chainlink.introductions.reading import introductions_by_ids
from chainlink.merging.belongings import Belongings
from chainlink.merging.model import MergeHindrance

TWO_ACCOUNTS = "merge.two_accounts"
_UNSEEN_ACCOUNTS = "merge.two_accounts_unseen"


async def hindrances(
    reader: GraphReader,
    schema: GraphSchema,
    kept: Enterprise,
    merged: Enterprise,
    moving: Belongings,
) -> tuple[MergeHindrance, ...]:
    """Everything that hinders it, so that a person need not find it out one after the other."""
    found = {
        "merge.kept_not_in": () if kept.status is EnterpriseStatus.APPROVED else (kept.id,),
        TWO_ACCOUNTS: await _two_accounts(reader, schema, kept, moving),
        "merge.veto_between": sorted(await vetoing(reader, kept.id, merged.id)),
        **await _introductions(reader, schema, kept, merged, moving),
        **await _deals(reader, schema, kept, merged, moving),
        **await _orders(reader, schema, kept, merged, moving),
    }
    return tuple(
        MergeHindrance(key, tuple(subjects), len(subjects))
        for key, subjects in found.items()
        if subjects
    )


async def _two_accounts(
    reader: GraphReader, schema: GraphSchema, kept: Enterprise, moving: Belongings
) -> list[str]:
    """Who spoke for the one must not come to speak for the other unasked."""
    own = await holders(reader, schema, "Account", ["enterprise"], kept.id, ["active"])
    theirs = sorted(row["id"] for row in moving.nodes["Account"] if row["active"])
    ours = sorted(row["id"] for row in own if row["active"])
    return [*ours, *theirs] if ours and theirs else []


async def with_names(
    actor: Actor, accounts: AccountListing, found: Iterable[MergeHindrance]
) -> tuple[MergeHindrance, ...]:
    """Accounts by their names, as far as the actor may know them, else by their number alone."""
    told = []
    for one in found:
        if one.key != TWO_ACCOUNTS:
            told.append(one)
            continue
        names = await accounts.names(actor, one.subjects)
        known = tuple(names[id_] for id_ in one.subjects if id_ in names)
        key = TWO_ACCOUNTS if known else _UNSEEN_ACCOUNTS
        told.append(MergeHindrance(key, known, one.count))
    return tuple(told)


async def _introductions(
    reader: GraphReader,
    schema: GraphSchema,
    kept: Enterprise,
    merged: Enterprise,
    moving: Belongings,
) -> Mapping[str, Sequence[str]]:
    shared = await introductions_by_ids(reader, sorted(moving.shared))
    own = await holders(reader, schema, "Introduction", ["seeker", "provider"], kept.id)
    theirs = [row["id"] for row in moving.nodes["Introduction"]]
    known = await introductions_by_ids(reader, [*(row["id"] for row in own), *theirs])
    alike: dict[tuple[str, str, str], list[str]] = defaultdict(list)
    for one in known.values():
        if not one.ended:
            ends = [kept.id if id_ == merged.id else id_ for id_ in (one.seeker, one.provider)]
            alike[(ends[0], ends[1], one.match_type.value)].append(one.id)
    return {
        "merge.open_between": sorted(one.id for one in shared.values() if not one.ended),
        "merge.two_open": sorted(id_ for few in alike.values() if len(few) > 1 for id_ in few),
    }


async def _deals(
    reader: GraphReader,
    schema: GraphSchema,
    kept: Enterprise,
    merged: Enterprise,
    moving: Belongings,
) -> Mapping[str, Sequence[str]]:
    """Deals in force between the two, and such as would be recorded twice."""
    more = ("deal", "superseded_at", "verification", "likeness_key")
    own = _standing(await holders(reader, schema, "Deal", ["parties"], kept.id, more))
    between = [row["deal"] for row in own if merged.id in row["parties"]]
    by_key = {row["likeness_key"]: row["deal"] for row in own}
    theirs = _standing(moving.nodes["Deal"])
    twice = []
    for row in theirs:
        if other := by_key.get(key_after(row, kept.id, merged.id)):
            twice += [other, row["deal"]]
    return {"merge.deal_between": sorted(between), "merge.same_deal": twice}


def _standing(rows: Iterable[Row]) -> list[Row]:
    return [
        row
        for row in rows
        if row["superseded_at"] is None and row["verification"] != Verification.REJECTED.value
    ]


def key_after(row: Row, kept: str, merged: str) -> str:
    """A deal's likeness key with the one in the place of the other (see `likeness_key`)."""
    said = row["likeness_key"].split("|")[: -len(row["parties"])]
    parties = sorted(kept if one == merged else one for one in row["parties"])
    return "|".join([*said, *parties])


async def _orders(
    reader: GraphReader,
    schema: GraphSchema,
    kept: Enterprise,
    merged: Enterprise,
    moving: Belongings,
) -> Mapping[str, Sequence[str]]:
    """The same number twice at one seller, and first exports that would not be first any more."""
    more = ("order_id", "order_number", "superseded_at")
    own = await holders(reader, schema, "CrossBorderOrder", ["seller"], kept.id, more)
    numbers = {row["order_number"]: row["order_id"] for row in own if row["superseded_at"] is None}
    twice = []
    for row in moving.nodes["CrossBorderOrder"]:
        sold = row["superseded_at"] is None and row["seller"] == merged.id
        if sold and row["order_number"] in numbers:
            twice += [numbers[row["order_number"]], row["order_id"]]
    made = [
        *await other_orders(reader, kept.id, None),
        *await other_orders(reader, merged.id, None),
    ]
    first = min((one.ordered_on for one in made), default=None)
    flagged = [one for one in made if one.first_export]
    contradicted = len(flagged) > 1 or any(one.ordered_on != first for one in flagged)
    both = {one.maker for one in made} == {kept.id, merged.id}
    return {
        "merge.same_order": twice,
        "merge.first_exports": sorted(one.order_id for one in flagged)
        if contradicted and both
        else [],
    }
