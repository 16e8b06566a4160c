"""The tabs that the desk itself brings."""

from collections.abc import Iterable
from collections.abc import Mapping
from collections.abc import Sequence
from plone import api
from sonla.pbgdpl import _
from sonla.pbgdpl.core.options import offered
from sonla.pbgdpl.core.section import all_sections
from sonla.pbgdpl.core.section import section_of
from sonla.pbgdpl.editorial.interfaces import IDeskTab
from sonla.pbgdpl.editorial.query import count_waiting
from sonla.pbgdpl.editorial.query import drafts_of_user
from sonla.pbgdpl.editorial.query import sent_by_user
from sonla.pbgdpl.editorial.query import waiting_for_user
from typing import Any
from zope.component import getAdapters
from zope.interface import implementer


def scope_of(context: Any) -> list[Any]:
    """Return what a desk covers: a section or unit, at the site root every section."""
    return [context] if section_of(context) is not None else all_sections()


def tabs_for(context: Any, request: Any) -> list[tuple[str, IDeskTab]]:
    """List the available tabs with the names under which they are registered."""
    found = [
        (name, tab)
        for name, tab in offered(getAdapters((context, request), IDeskTab))
        if tab.available()
    ]
    return sorted(found, key=lambda pair: pair[1].order)


class Tab:
    """What tabs have in common."""

    def __init__(self, context: Any, request: Any) -> None:
        self.context = context
        self.request = request

    @property
    def parameters(self) -> Mapping[str, str]:
        """What addresses and forms of the tab carry along: nothing."""
        return {}

    def available(self) -> bool:
        """Return whether somebody is logged in: the tab is for all of them."""
        return not api.user.is_anonymous()

    def head(self) -> str:
        """Show nothing above the list."""
        return ""

    def number(self) -> int | None:
        """Count nothing while the tab isn't open: it takes looking at each text."""
        return None

    def waiting(self) -> int:
        """Count nothing: what the tab lists waits for nobody."""
        return 0

    def texts(self) -> Sequence[Any]:
        """List the texts; a portal without a section has none."""
        scope = scope_of(self.context)
        return self.find(scope) if scope else []

    def find(self, scope: Iterable[Any]) -> Sequence[Any]:
        """Find the texts below `scope`."""
        raise NotImplementedError


@implementer(IDeskTab)
class WaitingTab(Tab):
    """List what the user must act on."""

    title = _("label_tab_waiting", default="Waiting for me")
    order = 10
    help = _(
        "help_tab_waiting",
        default="What you can bring a step on, the longest wait first.",
    )
    empty = _(
        "msg_nothing_waiting",
        default="Nothing waits for you. When somebody sends you a text, it appears here.",
    )

    def waiting(self) -> int:
        """Count what the tab lists."""
        return count_waiting(scope_of(self.context))

    def find(self, scope: Iterable[Any]) -> list[Any]:
        return waiting_for_user(scope)


@implementer(IDeskTab)
class DraftsTab(Tab):
    """List what the user has begun and not sent yet."""

    title = _("label_tab_drafts", default="My drafts")
    order = 15
    help = _(
        "help_tab_drafts",
        default="What you have begun and not sent yet, the last changed first. Nobody waits for it until you send it.",
    )
    empty = _("msg_no_drafts", default="You have no drafts that were not sent.")

    def number(self) -> int:
        """Count the drafts by the catalog."""
        return len(self.texts())

    def find(self, scope: Iterable[Any]) -> Sequence[Any]:
        """Find the user's drafts."""
        return drafts_of_user(scope)


@implementer(IDeskTab)
class SentTab(Tab):
    """List what the user has sent, and what became of it."""

    title = _("label_tab_sent", default="Sent by me")
    order = 20
    help = _(
        "help_tab_sent",
        default="Your own texts and where they are now; published ones of the last "
        "12 months.",
    )
    empty = _(
        "msg_nothing_sent",
        default="You have sent nothing yet. Write a text in your unit's folder, then "
        "press “Save and send”.",
    )

    def find(self, scope: Iterable[Any]) -> Sequence[Any]:
        """Find the user's own texts."""
        return sent_by_user(scope)
