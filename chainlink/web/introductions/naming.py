"""Enterprises as a page names them: in full, or by what may be told without the name."""

from collections.abc import Iterable
from dataclasses import dataclass

from chainlink.accounts.model import Actor
from chainlink.app import App
from chainlink.enterprises.anonymity import AnonymousProfile, anonymous_profiles
from chainlink.taxonomy.regions import regions
from chainlink.web.shown import Shown


@dataclass(frozen=True, slots=True)
class Named:
    """One enterprise; `hidden` is its profile where its name must not be told."""

    id: str
    name: str
    hidden: AnonymousProfile | None = None

    def told(self, text: str) -> str:
        """A text without this enterprise's names where they must not be told."""
        return self.hidden.without_names(text, self.name) if self.hidden else text


async def named(app: App, actor: Actor, ids: Iterable[str], shown: Shown) -> dict[str, Named]:
    """Each of the enterprises by its id. Raises GraphUnavailable."""
    wanted = sorted(set(ids))
    if not wanted:
        return {}
    seen = await app.enterprises.visible_by_ids(actor, wanted)
    unseen = [id_ for id_ in wanted if id_ not in seen]
    profiles = await anonymous_profiles(app.enterprises.known, unseen) if unseen else {}
    found = {id_: Named(id_, _own_name(one, shown)) for id_, one in seen.items()}
    for id_ in unseen:
        found[id_] = Named(id_, _nameless(profiles.get(id_), shown), profiles.get(id_))
    return found


def _own_name(enterprise: object, shown: Shown) -> str:
    english = getattr(enterprise, "name_en", None) if shown.language == "en" else None
    return str(english or getattr(enterprise, "name", ""))


def _nameless(profile: AnonymousProfile | None, shown: Shown) -> str:
    parts = [shown.say("page.party.hidden")]
    if profile is not None:
        parts.append(shown.say(f"sector.{profile.sector.value}"))
        region = regions().get(profile.region or "")
        if region is not None:
            parts.append(region.name)
    return " · ".join(parts)
