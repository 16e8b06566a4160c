"""`@@pbgdpl-personal-data`: what the portal keeps of one person, for whoever asks it of the office.

Words are sent by POST, so that no access log has them, and the log of operations has how many
records there were and not whose. All stores are read to their end where little is found: that is for an
administrator's request and for no public page.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from dataclasses import replace
from functools import cached_property
from itertools import groupby
from itertools import islice
from operator import itemgetter
from plone import api
from plone.dexterity.utils import iterSchemataForType
from sonla.pbgdpl import _
from sonla.pbgdpl.audit import log
from sonla.pbgdpl.audit.actions import AuditAction
from sonla.pbgdpl.audit.actions import DATA
from sonla.pbgdpl.audit.actions import FORMAT
from sonla.pbgdpl.audit.pages.log import title_of
from sonla.pbgdpl.audit.pages.log import what
from sonla.pbgdpl.audit.personal_data import AUDIT_LOG
from sonla.pbgdpl.core.clock import today
from sonla.pbgdpl.core.dates import format_moment
from sonla.pbgdpl.core.errors import InvalidInput
from sonla.pbgdpl.core.html import running_text
from sonla.pbgdpl.core.options import options_gone
from sonla.pbgdpl.core.personal_data import ContentStore
from sonla.pbgdpl.core.personal_data import find_everywhere
from sonla.pbgdpl.core.personal_data import IPersonalDataStore
from sonla.pbgdpl.core.personal_data import MSG_GONE
from sonla.pbgdpl.core.personal_data import PersonalRecord
from sonla.pbgdpl.core.personal_data import reason_kept
from sonla.pbgdpl.core.personal_data import stores
from sonla.pbgdpl.ui.admin_pages import admin_page
from sonla.pbgdpl.ui.admin_pages import PEOPLE
from sonla.pbgdpl.ui.confirmation import AsksOnce
from sonla.pbgdpl.ui.confirmation import Confirmation
from sonla.pbgdpl.ui.downloads import keep_private
from sonla.pbgdpl.ui.downloads import offer_json
from sonla.pbgdpl.ui.office_forms import PostForm
from sonla.pbgdpl.ui.page import BrowserView
from sonla.pbgdpl.ui.page import Page
from sonla.pbgdpl.ui.page import TypedFields
from typing import Any
from typing import ClassVar
from zope.component import queryUtility
from zope.i18nmessageid import Message

import re

UID = re.compile("[0-9a-f]{32}")
MAX_RECORDS = 100
"""Records on the page; the file has all."""
MAX_LETTERS = 200
"""Letters of a fact on the page."""
HEADING = _("heading_personal_data", default="What is kept of a person")
STORE = _("label_personal_data_store", default="Where")
FOUND = AuditAction(
    "personal_data_found",
    _("log_personal_data_found", default="Looked up what is kept of a person"),
    DATA,
)
EXPORTED = AuditAction(
    "personal_data_export",
    _("log_personal_data_export", default="Downloaded what is kept of a person"),
    DATA,
    {"format": FORMAT},
)
ERASED = AuditAction(
    "personal_data_erased",
    _("log_personal_data_erased", default="Erased what was kept of a person"),
    DATA,
    {"store": STORE},
)
ASKED = Confirmation(
    _("button_personal_data_erase", default="Erase"),
    _(
        "msg_confirmation_personal_data",
        default="${where}: “${title}” is erased. This can't be undone; copies of the database keep it for as long as they are kept.",
    ),
)
NOT_READ = _("label_personal_data_not_read", default="What can't be looked through")
MSG_ERASED = _(
    "msg_personal_data_erased",
    default="It was erased. The log of operations has a line about it, without the name.",
)


@dataclass(frozen=True)
class Found:
    """What one store has."""

    name: str
    title: Message
    kept: Message | None
    """Why nothing is erased here; None where it can be."""
    records: list[dict[str, Any]]


class PersonalDataPage(AsksOnce, TypedFields, Page, BrowserView):
    """Find what is kept of a person, hand it out as a file, erase it record by record."""

    page_title = HEADING
    post_forms: ClassVar = {
        "find": PostForm(_("button_personal_data_find", default="Find")),
        "file": PostForm(
            _("button_personal_data_file", default="Download all (JSON)"),
            look="btn-secondary",
        ),
        "erase": PostForm(
            _("button_personal_data_erase_ask", default="Erase…"),
            look="btn-sm btn-outline-danger",
        ),
    }
    gone = staticmethod(options_gone)
    """What is to be said of stores that can't be asked."""
    most_typed = 200
    error: Message | None = None

    def __call__(self) -> str | bytes:
        """Show the form, or do what was sent by it."""
        keep_private(self.request)
        self.hide_columns()
        if self.request.method != "POST":
            return self.index()
        self.check_posted()
        if "erase" in self.request.form:
            record = self.typed("title")
            if asked := self.ask_first(ASKED, where=self.where, title=record):
                return asked
            self.erase()
        elif "file" in self.request.form and self.who:
            return self.file()
        elif self.who:
            log.note(FOUND.name, "", None, len(self.records))
        return self.index()

    @property
    def who(self) -> str:
        """What was sent to be looked for; words in an address don't count."""
        return self.typed("who") if self.request.method == "POST" else ""

    @property
    def store(self) -> IPersonalDataStore | None:
        """The store of the record that is to be erased."""
        return queryUtility(IPersonalDataStore, self.typed("store"))

    @property
    def where(self) -> str:
        """What the question calls that store."""
        return self.translated(self.store.title) if self.store is not None else ""

    def erase(self) -> None:
        """Erase one record; what its store says against it is shown."""
        try:
            if self.store is None or not self.store.erase(
                self.request.form.get("key", "")
            ):
                raise InvalidInput(MSG_GONE)
        except InvalidInput as refused:
            self.error = refused.message
            return
        log.note(ERASED.name, "", None, store=self.where)
        self.show_message(MSG_ERASED)

    def file(self) -> bytes:
        """Answer with all that is kept, by store, for the person."""
        found: dict[str, list[Any]] = {
            self.translated(store.title): records
            for _name, store in stores()
            if (records := store.export(self.who))
        }
        count = sum(map(len, found.values()))
        if gone := [self.translated(words) for words in self.gone()]:
            found[self.translated(NOT_READ)] = gone
        log.note(EXPORTED.name, "", None, count, format="json")
        return offer_json(self.request, f"du-lieu-ca-nhan-{today():%Y%m%d}", found)

    @cached_property
    def records(self) -> list[tuple[str, PersonalRecord]]:
        """The first that are found, and one more where there are more; no more are read."""
        return list(islice(find_everywhere(self.who), MAX_RECORDS + 1))

    @property
    def is_cut(self) -> bool:
        """Whether there are more than the page shows."""
        return len(self.records) > MAX_RECORDS

    def found(self) -> Iterator[Found]:
        """Yield what is found, by store."""
        known = dict(stores())
        for name, records in groupby(self.records[:MAX_RECORDS], itemgetter(0)):
            store = known[name]
            lines = [self.line(store, record) for _name, record in records]
            yield Found(name, store.title, reason_kept(store), lines)

    def line(self, store: IPersonalDataStore, record: PersonalRecord) -> dict[str, Any]:
        """Return what the page shows of a record; content is corrected where it stands."""
        if store is AUDIT_LOG:
            record = told(record)
        is_content = isinstance(store, ContentStore)
        address = f"{api.portal.get().absolute_url()}/{record.place}"
        return {
            "key": record.key,
            "title": record.title or record.key,
            "url": address if is_content else "",
            "facts": [
                {"title": titles_of(store).get(name, ""), "text": text}
                for name, value in record.facts.items()
                if (text := shortened(value))
            ],
        }


def told(record: PersonalRecord) -> PersonalRecord:
    """Return an entry of the log of operations as its page tells it."""
    entry = log.read(record.facts["entry"])
    title = f"{format_moment(entry.at)}: {api.portal.translate(what(entry))}"
    who = {"name": entry.name or entry.user, "item": title_of(entry)}
    return replace(record, title=title, facts=who)


def titles_of(store: IPersonalDataStore) -> dict[str, Message]:
    """Return what forms call the facts of content; facts of other stores stand by themselves."""
    if not isinstance(store, ContentStore):
        return {}
    schemata = (one for name in store.covers for one in iterSchemataForType(name))
    return {name: schema[name].title for schema in schemata for name in schema}


def shortened(value: Any) -> str:
    """Return the words of a fact for the page, as people write them."""
    words = running_text("; ".join(filter(None, words_in(value))))
    return words if len(words) <= MAX_LETTERS else f"{words[:MAX_LETTERS]}…"


def words_in(value: Any) -> Iterator[str]:
    """Yield the texts in plain values, without the names by which they are stored, and UIDs."""
    if isinstance(value, str):
        if not UID.fullmatch(value):
            yield value
    elif isinstance(value, dict | list):
        for one in value.values() if isinstance(value, dict) else value:
            yield from words_in(one)


PersonalDataAdminPage = admin_page(
    "pbgdpl-personal-data",
    title=HEADING,
    help=_(
        "help_tool_personal_data",
        default="Somebody wants to see, have or erase what the portal keeps of them: by name, telephone, mail or number of a paper.",
    ),
    order=135,
    group=PEOPLE,
)
