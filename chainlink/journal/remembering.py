"""Things by enterprise, read once and kept until the journal says that they have changed."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Generic, TypeVar

from chainlink.journal.following import JournalFollower
from chainlink.journal.news import News

Thing = TypeVar("Thing")

# Who acts, and with what credentials: nothing that is read by anybody else hangs on it.
PEOPLE = frozenset(
    {"Account", "ApiToken", "Credential", "Identity", "ResetLink", "SignInSession"}
    | {"Delivery", "MailAddress", "Webhook"}
)
# Entries that concern no enterprise and change nothing that belongs to one.
HARMLESS = (
    PEOPLE
    | {"Category", "Chain", "ChainCommittee", "PolicyVersion", "Stage"}
    | {"Decision", "DISMISSES", "Event"}
    | {"Consent", "FollowUp", "Introduction"}
)


def concerns_all(news: News) -> bool:
    """Whether anything of any enterprise may have changed."""
    return news.everything or not news.concerned.other_labels <= HARMLESS


class _Reading:
    """A reading under way, and which of it has been overtaken meanwhile."""

    def __init__(self) -> None:
        self.overtaken: set[str] = set()
        self.wholly = False


class Remembered(Generic[Thing]):
    """What `load` gives for enterprises, kept for at most `most` of them.

    What is read while it changes is given to who asked before the change and not kept.
    """

    def __init__(
        self,
        follower: JournalFollower,
        load: Callable[[list[str]], Awaitable[Mapping[str, Thing]]],
        most: int,
    ) -> None:
        self._follower = follower
        self._load = load
        self._most = most
        self._known: dict[str, Thing] = {}
        self._readings: set[_Reading] = set()
        follower.listeners.append(self._forget)

    async def of(self, enterprises: Sequence[str]) -> dict[str, Thing]:
        """The thing of each enterprise that has one. Raises GraphUnavailable."""
        await self._follower.fresh()
        known = self._known
        found = {id_: known[id_] for id_ in enterprises if id_ in known}
        if len(found) < len(enterprises):
            missing = list(dict.fromkeys(id_ for id_ in enterprises if id_ not in found))
            found |= await self._read(missing) if missing else {}
        return found

    async def _read(self, missing: list[str]) -> Mapping[str, Thing]:
        reading = _Reading()
        self._readings.add(reading)
        try:
            read = await self._load(missing)
        finally:
            self._readings.discard(reading)
        if not reading.wholly:
            self._known |= {
                id_: thing for id_, thing in read.items() if id_ not in reading.overtaken
            }
            while len(self._known) > self._most:
                del self._known[next(iter(self._known))]  # the oldest
        return read

    def _forget(self, news: News) -> None:
        if concerns_all(news):
            self._known.clear()
            for reading in self._readings:
                reading.wholly = True
            return
        for id_ in news.concerned.enterprises:
            self._known.pop(id_, None)
        for reading in self._readings:
            reading.overtaken |= news.concerned.enterprises
