"""What was done about a collection round: who was reminded, when it was closed and reopened.

Kept on the section for each form and period, as plain data that any release can read. What
was sent upward stays readable here when a unit, or a version of a form, is gone.
"""

from collections.abc import Iterable
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from datetime import datetime
from persistent.list import PersistentList
from persistent.mapping import PersistentMapping
from sonla.pbgdpl.core.clock import in_portal_zone
from sonla.pbgdpl.core.clock import utc_now
from typing import Any
from zope.annotation.interfaces import IAnnotations

KEY = "sonla.pbgdpl.statistics.rounds"
REMINDERS, CLOSINGS, DEADLINES = "reminders", "closings", "deadlines"
WAITING, OUTCOMES = "waiting", "outcomes"


@dataclass(frozen=True)
class Reminder:
    """One mail to the people of one unit."""

    at: datetime
    unit: str
    """UID of the unit."""
    by: str
    """Name of who sent it; empty: the clock."""
    people: int
    """How many have an address."""

    @property
    def day(self) -> date:
        """The day by the clock of the portal."""
        return in_portal_zone(self.at).date()


@dataclass(frozen=True)
class Closing:
    """One closing: the version of the round that went upward."""

    number: int
    at: datetime
    by: str
    reason: str
    """Why it was closed though units were missing; empty where none was."""
    report: str
    """UID of the province's report."""
    title: str
    units: tuple[Mapping[str, Any], ...] = ()
    """UID, title and version of the report of each unit that was accepted."""
    missing: tuple[str, ...] = ()
    """The units, by name, that were not."""
    reopened_at: datetime | None = None
    reopened_by: str = ""
    reopened_for: str = ""


class RoundHistory:
    """Read and write what was done about one form and period in a section."""

    def __init__(self, section: Any, key: str) -> None:
        self.section, self.key = section, key

    def stored(self) -> Mapping[str, Any]:
        """Return what is stored; nothing before anything was done."""
        found: Mapping[str, Any] = (
            IAnnotations(self.section).get(KEY, {}).get(self.key, {})
        )
        return found

    def writable(self) -> Any:
        """Return what is stored, made if it is missing."""
        rounds = IAnnotations(self.section).setdefault(KEY, PersistentMapping())
        return rounds.setdefault(self.key, PersistentMapping())

    # Reminders

    def reminders(self) -> list[Reminder]:
        """List the reminders, the last one first."""
        return [Reminder(**one) for one in reversed(self.stored().get(REMINDERS, ()))]

    def reminders_by_unit(self) -> dict[str, list[Reminder]]:
        """Map the UIDs of units to their reminders, the last one first."""
        found: dict[str, list[Reminder]] = {}
        for one in self.reminders():
            found.setdefault(one.unit, []).append(one)
        return found

    def note_reminder(self, unit: str, by: str, people: int) -> None:
        """Note that a unit was reminded now."""
        lines = self.writable().setdefault(REMINDERS, PersistentList())
        lines.append({"at": utc_now(), "unit": unit, "by": by, "people": people})

    # Closings

    def closings(self) -> list[Closing]:
        """List the closings, the last one first."""
        lines = reversed(self.stored().get(CLOSINGS, ()))
        return [
            Closing(
                **{
                    **one,
                    "units": tuple(one["units"]),
                    "missing": tuple(one["missing"]),
                }
            )
            for one in lines
        ]

    @property
    def closed(self) -> Closing | None:
        """The closing that holds; None while the round is open."""
        last = next(iter(self.closings()), None)
        return last if last is not None and last.reopened_at is None else None

    def note_closing(
        self,
        by: str,
        reason: str,
        report: str,
        title: str,
        units: Iterable[Mapping[str, Any]],
        missing: Iterable[str],
    ) -> Closing:
        """Note that the round is closed from now on."""
        lines = self.writable().setdefault(CLOSINGS, PersistentList())
        lines.append(
            {
                "number": len(lines) + 1,
                "at": utc_now(),
                "by": by,
                "reason": reason,
                "report": report,
                "title": title,
                "units": tuple(dict(one) for one in units),
                "missing": tuple(missing),
            }
        )
        return self.closings()[0]

    def note_reopening(self, by: str, reason: str) -> None:
        """Note why the round that was closed last is open again."""
        lines = self.writable()[CLOSINGS]
        lines[-1] = {
            **lines[-1],
            "reopened_at": utc_now(),
            "reopened_by": by,
            "reopened_for": reason,
        }

    # Several reports that are being accepted

    def begin(self, reports: Iterable[str]) -> None:
        """Put the UIDs of reports in line to be accepted, after those that wait already."""
        stored = self.writable()
        if not self.waiting:
            stored[OUTCOMES] = ()
        stored[WAITING] = tuple(dict.fromkeys((*self.waiting, *reports)))

    @property
    def waiting(self) -> tuple[str, ...]:
        """The UIDs of the reports that are still to be accepted."""
        return tuple(self.stored().get(WAITING, ()))

    @property
    def outcomes(self) -> tuple[tuple[str, str, str], ...]:
        """Title, address and reason, empty for what was accepted, of each one done."""
        return tuple(self.stored().get(OUTCOMES, ()))

    def note_outcome(self, title: str, url: str, reason: str) -> None:
        """Take the first report out of the line."""
        stored = self.writable()
        stored[WAITING] = stored[WAITING][1:]
        stored[OUTCOMES] = (*stored[OUTCOMES], (title, url, reason))

    # Days

    def announced_deadlines(self) -> dict[str, date]:
        """Map parties to the days that units were told last."""
        return dict(self.stored().get(DEADLINES, {}))

    def note_deadlines(self, deadlines: Mapping[str, date]) -> None:
        """Note the days that units know."""
        self.writable()[DEADLINES] = dict(deadlines)
