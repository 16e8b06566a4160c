"""What the desk lists: things with the day by which they are to be done, alike ones in one line.

What has no day of its own, such as a text that was sent, can be done now: it stands among what
is due today, and is called by no day.
"""

from collections.abc import Callable
from collections.abc import Iterable
from dataclasses import dataclass
from dataclasses import replace
from datetime import date
from datetime import timedelta
from sonla.pbgdpl import _
from typing import Any
from zope.i18nmessageid import Message

VERB_APPROVE = _("verb_approve", default="Approve")
VERB_CHECK = _("verb_check", default="View")
VERB_MEND = _("verb_mend", default="Correct")
MAX_LINES = 5
"""Lines of a list that are shown at once."""
DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
"""Core's names of the days, beginning with Monday."""


@dataclass(frozen=True)
class DeskLine:
    """One thing that the user is to do, or a number of things that are alike.

    `verb` is what is done about it, as a button says it, at `url`; `button` draws a form in place
    of the address, for what is yet to be made. `due` is the last day for it, None for what has no
    day of its own. `kind` is what it is: several are called so after their number. `about` says
    what else is to be known of it, `place` to which commune, agency or section it belongs,
    `remark` what somebody said when they sent it back. What several sections say of one item, by
    `uid`, is one line. In `list_url` stand others that are one line with it if kind, verb and day are the
    same; it is empty for what stands alone. What `is_apart` is named below the lists, and counted
    nowhere: it can wait.
    """

    title: Message | str
    url: str = ""
    verb: Message | str = ""
    due: date | None = None
    kind: str = ""
    about: Message | str = ""
    place: str = ""
    remark: str = ""
    list_url: str = ""
    number: int = 1
    uid: str = ""
    button: Callable[[], str] | None = None
    is_apart: bool = False

    def is_late(self, day: date) -> bool:
        """Return whether its day has passed."""
        return self.due is not None and self.due < day

    def when(self, day: date) -> Any:
        """Write its day: how late it is, the day of the week of this one, else the date."""
        if self.due is None:
            return _("label_desk_waits", default="Waits")
        if self.due < day:
            late = (day - self.due).days
            return _(
                "label_desk_late",
                default="${days} day(s) late",
                mapping={"days": late},
            )
        if self.due == day:
            return _("label_desk_today", default="Today")
        if self.due > end_of_week(day):
            return self.due.strftime(
                "%d/%m" if self.due.year == day.year else "%d/%m/%Y"
            )
        name = f"weekday_{DAYS[self.due.weekday()]}"
        near = {
            "weekday": Message(name, domain="plonelocales"),
            "day": self.due.strftime("%d/%m"),
        }
        return _("label_desk_weekday", default="${weekday}, ${day}", mapping=near)


NOW, WEEK, LATER = "now", "week", "later"
TITLES = {
    NOW: _("heading_desk_now", default="Overdue and today"),
    WEEK: _("heading_desk_week", default="This week"),
    LATER: _("heading_desk_later", default="Later"),
}


def stretch(line: DeskLine, day: date) -> str:
    """Name the list in which a line stands; empty for what stands apart from them."""
    if line.is_apart:
        return ""
    if line.due is None or line.due <= day:
        return NOW
    return WEEK if line.due <= end_of_week(day) else LATER


def end_of_week(day: date) -> date:
    """Return the Sunday of a week."""
    return day + timedelta(days=6 - day.weekday())


def work_lists(
    lines: Iterable[DeskLine], day: date, whole: str = ""
) -> list[dict[str, Any]]:
    """Sort lines by their days into the three lists; `whole` names one to be shown to its end.

    Of an empty list nothing is said, but of the first.
    """
    groups = sorted(grouped(lines), key=lambda line: line.due or day)
    found = {
        name: [one for one in groups if stretch(one, day) == name] for name in TITLES
    }
    return [
        {
            "name": name,
            "title": title,
            "lines": found[name] if name == whole else found[name][:MAX_LINES],
            "number": number_of(found[name]),
            "more": 0 if name == whole else number_of(found[name][MAX_LINES:]),
            "has_late": any(line.is_late(day) for line in found[name]),
        }
        for name, title in TITLES.items()
        if found[name] or name == NOW
    ]


def number_of(lines: Iterable[DeskLine]) -> int:
    """Count the things that lines stand for."""
    return sum(line.number for line in lines)


def merged(lines: Iterable[DeskLine]) -> list[DeskLine]:
    """Make one line of all that is said of an item: the first, with the earliest day."""
    found: dict[Any, DeskLine] = {}
    for number, line in enumerate(lines):
        key = line.uid or number
        first = found.setdefault(key, line)
        if line.due and (first.due is None or line.due < first.due):
            found[key] = replace(first, due=line.due, about=line.about or first.about)
    return list(found.values())


def grouped(lines: Iterable[DeskLine]) -> list[DeskLine]:
    """Put things that stand in one list and are alike into one line, in their order."""
    found: dict[Any, list[DeskLine]] = {}
    for number, line in enumerate(lines):
        alike = (line.list_url, line.kind, line.verb, line.due)
        found.setdefault(alike if line.list_url else number, []).append(line)
    return [one[0] if len(one) == 1 else several(one) for one in found.values()]


def several(lines: list[DeskLine]) -> DeskLine:
    """Return one line for things of a kind, with their number in front."""
    first, number = lines[0], len(lines)
    title = f"{number} {first.kind[:1].lower()}{first.kind[1:]}"
    same = {
        name: getattr(first, name)
        for name in ("about", "place", "remark")
        if len({getattr(line, name) for line in lines}) == 1
    }
    return DeskLine(title, first.list_url, first.verb, first.due, number=number, **same)


def count_due(lines: Iterable[DeskLine], day: date) -> int:
    """Count the things that are overdue or due today."""
    return number_of(line for line in lines if stretch(line, day) == NOW)
