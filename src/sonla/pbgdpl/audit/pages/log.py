"""What is asked of the log: which acts, whose, in which time.

The page on which administrators read who did what, and the same as a file.
"""

from collections.abc import Iterator
from datetime import date
from datetime import timedelta
from functools import cached_property
from plone import api
from plone.batching import Batch
from sonla.pbgdpl import _
from sonla.pbgdpl.audit import log
from sonla.pbgdpl.audit.actions import action_of
from sonla.pbgdpl.audit.actions import actions_of
from sonla.pbgdpl.audit.actions import APPROVALS
from sonla.pbgdpl.audit.actions import DATA
from sonla.pbgdpl.audit.actions import EXCHANGES
from sonla.pbgdpl.audit.actions import LOG_EXPORT
from sonla.pbgdpl.audit.actions import REGISTER
from sonla.pbgdpl.audit.actions import SETTINGS
from sonla.pbgdpl.audit.settings import get_audit_settings
from sonla.pbgdpl.core.clock import midnight
from sonla.pbgdpl.core.clock import today
from sonla.pbgdpl.core.dates import format_moment
from sonla.pbgdpl.core.dates import read_day
from sonla.pbgdpl.core.errors import InvalidInput
from sonla.pbgdpl.core.numbers import parse_int
from sonla.pbgdpl.core.section import all_sections
from sonla.pbgdpl.ui.admin_pages import admin_page
from sonla.pbgdpl.ui.admin_pages import SERVER
from sonla.pbgdpl.ui.downloads import keep_private
from sonla.pbgdpl.ui.downloads import offer_csv
from sonla.pbgdpl.ui.office_forms import PostForm
from sonla.pbgdpl.ui.page import BrowserView
from sonla.pbgdpl.ui.page import Page
from sonla.pbgdpl.ui.page import TypedFields
from typing import Any
from typing import ClassVar

import logging

logger = logging.getLogger(__name__)


GROUPS = {
    APPROVALS: _("log_group_approvals", default="Approvals and withdrawals"),
    REGISTER: _("log_group_register", default="Register of people and documents"),
    DATA: _(
        "log_group_data", default="Files and personal data: downloads, lists, deletions"
    ),
    SETTINGS: _("log_group_settings", default="Settings and rights"),
    EXCHANGES: _("log_group_exchange", default="Data exchange"),
}


def what(entry: log.AuditEntry) -> Any:
    """Return what was done."""
    action = action_of(entry)
    try:
        return action.what(entry)
    except Exception:
        logger.exception("An entry of the action %s can't be told", entry.action)
        return action.title


def notes(entry: log.AuditEntry) -> list[tuple[Any, Any]]:
    """List title and value of each further fact; none where telling them fails."""
    try:
        return list(action_of(entry).facts(entry))
    except Exception:
        logger.exception("The facts of an entry %s can't be told", entry.action)
        return []


def type_title(portal_type: str) -> Any:
    """Name a type; by its id, when it is gone."""
    fti = api.portal.get_tool("portal_types").getTypeInfo(portal_type)
    return fti.Title() if fti is not None else portal_type


FIRST_DAY, LAST_DAY = date(2000, 1, 1), date(2999, 12, 31)
FIELDS = ("group", "who", "from", "to")


class LogFilter(TypedFields, BrowserView):
    """Read the form of the page, and find the entries for it."""

    error: Any = None

    @property
    def group(self) -> str:
        """The kind of acts asked for; empty for all."""
        return self.typed("group") if self.typed("group") in GROUPS else ""

    def day(self, name: str) -> date | None:
        """Read a day; a bad one is told and asks for nothing."""
        try:
            day = read_day(self.typed(name)) if self.typed(name) else None
            return day if day is None else min(max(day, FIRST_DAY), LAST_DAY)
        except InvalidInput as refused:
            self.error = refused.message
            return None

    def found(self) -> Iterator[log.AuditEntry]:
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
    def entries(self) -> list[log.AuditEntry]:
        return list(self.found())

    @property
    def asked(self) -> dict[str, str]:
        """What was asked for, as the form and the address have it."""
        return {name: self.typed(name) for name in FIELDS if self.typed(name)}


PAGE_SIZE = 50
IN_FILE = (
    _("label_log_account", default="Account"),
    _("label_log_address", default="From where"),
    _("label_log_place", default="Place"),
)
"""Columns that the page has within others."""
COLUMNS = (
    _("label_journal_at", default="When"),
    _("label_journal_who", default="Who"),
    *IN_FILE[:2],
    _("label_log_what", default="What"),
    _("label_log_item", default="To what"),
    IN_FILE[2],
    _("label_log_count", default="How many"),
    _("label_note", default="Note"),
)


class AuditPage(Page, LogFilter):
    """Show the entries, the latest first; nothing here can be changed."""

    stylesheets = ("tables.css",)
    page_title = _("heading_audit", default="Log of operations")
    post_forms: ClassVar = {
        "file": PostForm(
            _("button_log_download", default="Download (CSV)"),
            look="btn-outline-primary btn-sm",
            page="pbgdpl-audit.csv",
        )
    }
    columns = [title for title in COLUMNS if title not in IN_FILE]

    def __call__(self) -> str:
        """Show the page, and let no cache keep it."""
        self.hide_columns()
        keep_private(self.request)
        return self.index()

    @cached_property
    def batch(self) -> Batch:
        """Cut the log into pages."""
        start = parse_int(self.request.form.get("b_start"), 0)
        return Batch(self.entries, PAGE_SIZE, start)

    @property
    def years(self) -> int:
        """For how long entries are kept."""
        return get_audit_settings().audit_log_years

    @property
    def groups(self) -> list[dict[str, Any]]:
        """The kinds of acts that can be asked for."""
        return [
            {"value": name, "title": title, "selected": name == self.group or None}
            for name, title in GROUPS.items()
        ]

    def journals(self) -> list[dict[str, str]]:
        """List the journals of decisions on legal documents, which can be taken back."""
        return [
            {
                "url": f"{section.absolute_url()}/@@pbgdpl-documents-journal",
                "title": section.Title(),
            }
            for section in all_sections()
        ]

    def lines(self) -> Iterator[dict[str, Any]]:
        """Yield what the page shows of each entry."""
        for entry in self.batch:
            item = find_item(entry.place) if entry.place else None
            yield {
                "at": format_moment(entry.at),
                "name": entry.name or entry.user,
                "user": entry.user if entry.user != entry.name else "",
                "address": entry.address,
                "action": what(entry),
                "item": title_of(entry),
                "type": type_title(entry.portal_type) if entry.portal_type else "",
                "url": item.absolute_url() if item is not None else "",
                "count": entry.count if entry.count != 1 else "",
                "facts": notes(entry),
            }


class AuditFile(LogFilter):
    """Provide the entries asked for as a file, and note who took them."""

    def __call__(self) -> bytes:
        """Answer with the file; only by the form of the page."""
        self.check_posted()
        keep_private(self.request)
        rows = list(map(self.row, self.entries))
        log.note(LOG_EXPORT.name, "", None, len(rows), format="csv")
        header = [api.portal.translate(title) for title in COLUMNS]
        return offer_csv(self.request, f"nhat-ky-{today():%Y%m%d}", header, rows)

    def row(self, entry: log.AuditEntry) -> list[str]:
        """Write one entry; the moment with seconds and zone, as a record needs it."""
        translated = api.portal.translate
        return [
            entry.at.isoformat(timespec="seconds"),
            entry.name or entry.user,
            entry.user,
            entry.address,
            translated(what(entry)),
            translated(title_of(entry)),
            f"/{entry.place}",
            str(entry.count),
            "; ".join(
                f"{translated(title)}: {translated(value)}"
                for title, value in notes(entry)
            ),
        ]


def title_of(entry: log.AuditEntry) -> str:
    """Name what it was done to: as it was called then, else as it is, else its path."""
    if entry.facts.get("title") or not entry.place:
        return str(entry.facts.get("title", ""))
    item = find_item(entry.place)
    return item.Title() if item is not None else entry.place


def find_item(path: str) -> Any | None:
    """Find an item, if it is still there."""
    return api.portal.get().unrestrictedTraverse(path, None)


AuditAdminPage = admin_page(
    "pbgdpl-audit",
    title=_("heading_audit", default="Log of operations"),
    help=_(
        "help_tool_audit",
        default="Who approved, changed the register, settings or rights, took personal data out, released the exchange: when and from where.",
    ),
    order=130,
    group=SERVER,
)
