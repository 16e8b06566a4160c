"""On pages whose readers may be watched: the way out above all, then whom to call."""

from functools import cached_property
from sonla.pbgdpl.core.fields import stored_value
from sonla.pbgdpl.core.section import section_of
from sonla.pbgdpl.emergencies.helplines import helplines_in
from sonla.pbgdpl.emergencies.pages.calls import emergencies_link
from sonla.pbgdpl.emergencies.pages.calls import ShowsCalls
from sonla.pbgdpl.emergencies.rules import Helpline
from sonla.pbgdpl.ui.section_pages import PageLink
from sonla.pbgdpl.ui.viewlets import ConditionalViewlet
from sonla.pbgdpl.ui.viewlets import LazyViewlet


class ExitViewlet(ShowsCalls, LazyViewlet):
    """Let readers leave the page at once."""


class HelplinesViewlet(ShowsCalls, ConditionalViewlet):
    """Show directly below the title whom to call; what is no number is not dialled."""

    def available(self) -> bool:
        """Show it where somebody helps by telephone."""
        return bool(self.lines)

    @cached_property
    def lines(self) -> list[Helpline]:
        """Who helps by telephone."""
        return list(helplines_in(self.context))

    @property
    def is_plain(self) -> bool:
        """Whether nobody has to call at once."""
        return not stored_value(self.context, "is_sensitive")

    @cached_property
    def more(self) -> PageLink | None:
        """The way to all emergencies, for who may be in danger."""
        section = section_of(self.context)
        return None if self.is_plain or section is None else emergencies_link(section)
