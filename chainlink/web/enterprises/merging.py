"""`/enterprises/{id}/merge/{other}`: two registrations of one organisation become one."""

from collections.abc import Mapping

from pydantic.alias_generators import to_camel
from starlette.responses import Response

from chainlink.enterprises.model import Enterprise
from chainlink.graph.declaration import load_schema
from chainlink.merging.model import MergeHindrance
from chainlink.web.bodies import Sent
from chainlink.web.enterprises.deciding import enterprise_in
from chainlink.web.enterprises.typed import region_text
from chainlink.web.guests import Guest
from chainlink.web.inputs import request_of, version_of
from chainlink.web.shown import Shown
from chainlink.web.workbench import Workbench

_LABELS = {"recorded_at": "recorded"}
# edges of things that are counted themselves, and parts of such things
_COUNTED_ALREADY = {
    "OFFERS", "NEEDS", "HAS_CONTACT", "PARTY_TO", "SOLD_BY", "MADE_BY", "DISCLOSES_TO",
    "IntroductionStep", "Confirmation", "Decision",
}  # fmt: skip
_PLACES = {
    "merge.open_between": "/introductions/",
    "merge.two_open": "/introductions/",
    "merge.deal_between": "/deals/",
    "merge.same_deal": "/deals/",
    "merge.same_order": "/orders/",
    "merge.first_exports": "/orders/",
}
_COMPARED = (
    "name", "uscc", "name_en", "sector", "status", "region", "address", "industry", "founded",
    "recorded_at", "source",
)  # fmt: skip


class Merging:
    """The page before the button, and the button."""

    def __init__(self, workbench: Workbench) -> None:
        self._workbench = workbench
        self._desk, self._app = workbench.desk, workbench.app

    async def show(self, guest: Guest) -> Response:
        """Both side by side, what moves, and what hinders. Raises NotFound, Forbidden."""
        plan = await self._app.merging.plan(guest.actor, enterprise_in(guest), _other(guest))
        shown = self._desk.shown(guest)
        return self._desk.page(
            guest,
            "enterprises/merge",
            plan=plan,
            compared=_compared(plan.kept, plan.merged, shown),
            moves=_moves(plan.counts, shown),
            losing=shown.say("merge.consents", count=plan.consents) if plan.consents else "",
            hindrances=[_hindrance(one, shown) for one in plan.hindrances],
        )

    async def merge(self, guest: Guest, sent: Sent) -> Response:
        """Let the other's things be the kept one's from now on."""
        found = await self._app.merging.merge(
            guest.actor,
            enterprise_in(guest),
            _other(guest),
            sent.text("reason", required=False),
            versions=(version_of(sent, "keptVersion"), version_of(sent, "mergedVersion")),
            request=request_of(sent),
        )
        return self._workbench.done(guest, sent, "enterprises_merged", f"/enterprises/{found.id}")


def _moves(counts: Mapping[str, int], shown: Shown) -> list[tuple[str, int]]:
    """What moves, by the names of the graph's declaration; a thing counts once."""
    declared = load_schema()
    found = []
    for label, count in counts.items():
        node = declared.node.get(label) or declared.relationship.get(label)
        if label not in _COUNTED_ALREADY and node is not None:
            found.append((str(getattr(node, shown.language.value)), count))
    return found


def _hindrance(one: MergeHindrance, shown: Shown) -> tuple[str, list[str]]:
    """The sentence, and where its things can be looked at."""
    numbers = [f"({place})" for place in range(1, len(one.subjects) + 1)]
    between = shown.say("page.enterprises.between")
    place = _PLACES.get(one.key, "")
    named = numbers if place else one.subjects
    text = shown.say(one.key, count=one.count, subjects=between.join(named))
    return text, [f"{place}{subject}" for subject in one.subjects] if place else []


def _other(guest: Guest) -> str:
    return str(guest.request.path_params["other"])


def _compared(
    kept: Enterprise, merged: Enterprise, shown: Shown
) -> list[tuple[str, str, str, bool]]:
    """Field by field, and whether the two differ in it."""
    lines = []
    for name in _COMPARED:
        one, other = _text(kept, name, shown), _text(merged, name, shown)
        if one or other:
            lines.append((_LABELS.get(name) or to_camel(name), one, other, one != other))
    return lines


def _text(one: Enterprise, name: str, shown: Shown) -> str:
    value = getattr(one, name)
    if name in {"sector", "status"}:
        return shown.label(value)
    if name == "region":
        return region_text(value)
    if name == "founded":
        return shown.day(value)
    return shown.instant(value) if name == "recorded_at" else str(value or "")
