"""A clock that tests set, so that a year passes in a line and no two changes share an instant."""

from datetime import UTC, date, datetime, time, timedelta

START = datetime(2026, 11, 24, 8, tzinfo=UTC)
TICK = timedelta(milliseconds=1)


class SettableClock:
    """Gives the instant that was set, a millisecond later at each call."""

    def __init__(self, start: datetime = START) -> None:
        self._now = start

    def __call__(self) -> datetime:
        self._now += TICK
        return self._now

    @property
    def now(self) -> datetime:
        """The instant given last."""
        return self._now

    def set(self, moment: datetime) -> None:
        """Go to an instant (with its zone), forwards or back."""
        self._now = moment.astimezone(UTC)

    def advance(self, **parts: float) -> None:
        """Go forwards: ``advance(days=30)``, as timedelta takes it."""
        self._now += timedelta(**parts)

    def set_day(self, day: date) -> None:
        """Go to noon in China of a day."""
        self._now = datetime.combine(day, time(4), UTC)
