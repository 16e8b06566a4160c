"""The server's clock, which tests advance."""

from datetime import datetime
from datetime import timedelta
from datetime import UTC


class Clock:
    """The time: the machine's or a frozen one, plus what it was advanced by."""

    def __init__(self, frozen: datetime | None = None) -> None:
        """Freeze the clock at an aware moment, or let it run with the machine's."""
        self.frozen = frozen
        self.offset = timedelta(0)

    def now(self) -> datetime:
        """Return the moment in UTC, in whole seconds as datestamps are."""
        moment = (self.frozen or datetime.now(UTC)) + self.offset
        return moment.astimezone(UTC).replace(microsecond=0)

    def advance(self, seconds: float = 0, **more: float) -> datetime:
        """Go on (or back) by seconds, or by what `timedelta` takes; return the new time."""
        self.offset += timedelta(seconds=seconds, **more)
        return self.now()

    def reset(self) -> None:
        """Take back all that the clock was advanced by."""
        self.offset = timedelta(0)


def stamp(moment: datetime) -> str:
    """Write a moment as OAI-PMH does: UTC, seconds, Z."""
    return f"{moment.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"
