"""What is asked of the log: which acts, whose, in which time."""

from collections.abc import Iterator
from datetime import date
from datetime import timedelta
from functools import cached_property
from sonla.pbgdpl.audit import log
from sonla.pbgdpl.audit.actions import actions_of
from sonla.pbgdpl.browser.audit.words import GROUPS
from sonla.pbgdpl.core.clock import midnight
from sonla.pbgdpl.core.dates import read_day
from sonla.pbgdpl.core.errors import Refused
from sonla.pbgdpl.ui.view import BrowserView
from typing import Any
from urllib.parse import urlencode

FIRST_DAY, LAST_DAY = date(2000, 1, 1), date(2999, 12, 31)
FIELDS = ("group", "who", "from", "to")


class Asked(BrowserView):
    """Read the form of the page, and find the entries for it."""

    error: Any = None

    def typed(self, name: str) -> str:
        """Return what was typed into a field."""
        return str(self.request.form.get(name, "")).strip()

    @property
    def group(self) -> str:
        """The kind of acts asked for; empty for all."""
        return self.typed("group") if self.typed("group") in GROUPS else ""

    def day(self, name: str) -> date | None:
        """Read a day; a bad one is told and asks for nothing."""
        try:
            day = read_day(self.typed(name)) if self.typed(name) else None
            return day if day is None else min(max(day, FIRST_DAY), LAST_DAY)
        except Refused as refused:
            self.error = refused.message
            return None

    def found(self) -> Iterator[log.Entry]:
        """Yield the entries asked for, the latest first."""
        first, last = self.day("from"), self.day("to")
        who = self.typed("who").casefold()
        actions = actions_of(self.group)
        for entry in log.newest_first(
            since=midnight(first).asdatetime() if first else None,
            before=midnight(last + timedelta(days=1)).asdatetime() if last else None,
        ):
            if self.group and entry.action not in actions:
                continue
            if who in f"{entry.name} {entry.user} {entry.address}".casefold():
                yield entry

    @cached_property
    def entries(self) -> list[log.Entry]:
        """Hold the entries asked for."""
        return list(self.found())

    @property
    def query(self) -> str:
        """What was asked for as part of an address."""
        asked = {name: self.typed(name) for name in FIELDS if self.typed(name)}
        return urlencode(asked)
