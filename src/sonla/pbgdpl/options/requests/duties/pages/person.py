"""On the page of a person: what the law wants done by when, for those who keep the register."""

from functools import cached_property
from sonla.pbgdpl.options.requests.duties.deadlines import deadlines_of
from sonla.pbgdpl.options.requests.duties.dismissals import dismissals_of
from sonla.pbgdpl.options.requests.duties.dismissals import is_in_force
from sonla.pbgdpl.options.requests.duties.labels import deadline_lines
from sonla.pbgdpl.people.workflow import is_keeper
from sonla.pbgdpl.ui.viewlets import ConditionalViewlet
from typing import Any


class PersonDuties(ConditionalViewlet):
    """Show the days to be kept, and lead to the request for dismissal."""

    def available(self) -> bool:
        """Show it to those who keep the register, where there is anything to do or look up."""
        return is_keeper(self.context) and bool(self.lines or self.has_dismissals)

    @cached_property
    def lines(self) -> list[dict[str, Any]]:
        """What is to be done, the next day first."""
        return deadline_lines(deadlines_of(self.context))

    @cached_property
    def has_dismissals(self) -> bool:
        """Whether the page of dismissals has anything: a form, or what was noted."""
        return is_in_force(self.context) or bool(dismissals_of(self.context))
