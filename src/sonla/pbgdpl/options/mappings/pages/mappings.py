"""`@@btp-sync-mappings`: write a mapping, try it on one page of a source or one record, save it."""

from sonla.pbgdpl import _
from sonla.pbgdpl.core.clock import utc_now
from sonla.pbgdpl.core.errors import InvalidInput
from sonla.pbgdpl.core.validators import term_code
from sonla.pbgdpl.exchange.record import Record
from sonla.pbgdpl.jobs.context import classified
from sonla.pbgdpl.jobs.secrets import without_secrets
from sonla.pbgdpl.options.mappings.fetching.trial import SampleClient
from sonla.pbgdpl.options.mappings.fetching.trial import Trial
from sonla.pbgdpl.options.mappings.fetching.trial import try_mapping
from sonla.pbgdpl.options.mappings.pages.mapping_trial import answer_shown
from sonla.pbgdpl.options.mappings.pages.mapping_trial import failure_notes
from sonla.pbgdpl.options.mappings.pages.mapping_trial import numbers_of
from sonla.pbgdpl.options.mappings.pages.mapping_trial import receipt_shown
from sonla.pbgdpl.options.mappings.pages.mapping_trial import record_shown
from sonla.pbgdpl.options.mappings.pages.mapping_trial import request_shown
from sonla.pbgdpl.options.mappings.pages.mapping_trial import warnings_shown
from sonla.pbgdpl.options.mappings.sending.trial import newest_records
from sonla.pbgdpl.options.mappings.sending.trial import record_for_trial
from sonla.pbgdpl.options.mappings.sending.trial import SendingTrial
from sonla.pbgdpl.options.mappings.sending.trial import try_sending
from sonla.pbgdpl.sync.failures import ProtocolFailure
from sonla.pbgdpl.sync.mapping.definition import InvalidMapping
from sonla.pbgdpl.sync.mapping.definition import MappingFault
from sonla.pbgdpl.sync.mapping.definition import SourceMapping
from sonla.pbgdpl.sync.mapping.reading import read_mapping
from sonla.pbgdpl.sync.mapping.stored import mapping_titles
from sonla.pbgdpl.sync.mapping.stored import shipped_mappings
from sonla.pbgdpl.sync.mapping.stored import stored_mappings
from sonla.pbgdpl.sync.probe import DEADLINE
from sonla.pbgdpl.sync.probe import explained
from sonla.pbgdpl.sync.record_words import detail_lines
from sonla.pbgdpl.sync.settings import get_sync_settings
from sonla.pbgdpl.sync.settings import PLAIN_FORMAT
from sonla.pbgdpl.sync.settings import push_address
from sonla.pbgdpl.sync.settings import push_format
from sonla.pbgdpl.sync.sources import all_sources
from sonla.pbgdpl.sync.sources import open_client
from sonla.pbgdpl.sync.sources import Source
from sonla.pbgdpl.ui.confirmation import AsksOnce
from sonla.pbgdpl.ui.confirmation import Confirmation
from sonla.pbgdpl.ui.control_panel import panel_url
from sonla.pbgdpl.ui.page import BrowserView
from sonla.pbgdpl.ui.page import Page
from typing import Any
from typing import ClassVar
from zope.globalrequest import getRequest
from zope.i18n import translate
from zope.i18nmessageid import Message

import transaction

SENDING = _("heading_sync_push", default="Sending")
EMPTY_MAPPING = """\
title = ""
reads = "json"

[list]
records = ""
paging = "page"
page_parameter = "page"
total = ""

[record]
id = ""
changed = ""

[fields]
title = ""
body = ""
"""
"""What a new mapping begins with."""
EXAMPLE_URL = "https://mau.example/"
UNREAD = _("mapping_unread", default="Nothing could be read by this mapping.")
SAMPLE_TYPES = {"json": "application/json", "xml": "application/xml"}


class MappingsPage(AsksOnce, Page, BrowserView):
    """List the mappings; edit one. What was typed is shown again whatever happens."""

    page_title = _("heading_sync_mappings", default="Mappings of the data exchange")
    asks_about: ClassVar = {
        "delete": Confirmation(
            _("button_mapping_delete", default="Delete this mapping")
        ),
    }
    trial: Trial | None = None
    sending_trial: SendingTrial | None = None
    faults: list[MappingFault] = []
    name_problem: Message | None = None

    def __call__(self) -> str:
        """Do what a button says, and show the list or the editor."""
        form = self.request.form
        for name, act in (
            ("try", self.try_out),
            ("save", self.save),
            ("delete", self.delete),
        ):
            if name in form:
                self.check_posted()
                if asked := self.ask_about_button():
                    return asked
                if act():
                    return self.lead_to(self.url)
        self.request.response.setHeader("Cache-Control", "no-store")
        return self.index()

    # What is edited

    @property
    def opened(self) -> str:
        """The code of the mapping that is opened; empty for a new one or the list."""
        return str(self.request.form.get("mapping", ""))

    @property
    def edits(self) -> bool:
        """Whether the editor is shown."""
        return bool({"mapping", "new", "text"} & self.request.form.keys())

    @property
    def name(self) -> str:
        """The code as it was typed, or that of the mapping that is opened."""
        typed = self.request.form.get("name")
        if typed is not None:
            return str(typed).strip()
        return "" if self.is_shipped else self.opened

    @property
    def text(self) -> str:
        """The mapping as it was typed, or as it is stored."""
        typed = self.request.form.get("text")
        if typed is not None:
            return str(typed).replace("\r\n", "\n")
        return self.stored_text or EMPTY_MAPPING

    @property
    def stored_text(self) -> str:
        """The text of the mapping that is opened."""
        found = {**stored_mappings(), **shipped_mappings()}
        return found.get(self.opened, "")

    @property
    def is_shipped(self) -> bool:
        """Whether the mapping that is opened comes with the add-on: it is saved as another."""
        return self.opened in shipped_mappings()

    @property
    def can_delete(self) -> bool:
        """Whether the mapping that is opened is of somebody here, and no source needs it."""
        return self.opened in stored_mappings() and not used_by(self.opened)

    @property
    def sample(self) -> str:
        """The answer that was pasted."""
        return str(self.request.form.get("sample", ""))

    @property
    def source(self) -> Source | None:
        """The source that it is tried on."""
        return all_sources().get(str(self.request.form.get("source", "")))

    @property
    def source_choices(self) -> list[dict[str, Any]]:
        """The sources of the settings, switched on or not."""
        chosen = self.request.form.get("source")
        return [
            {
                "value": name,
                "title": f"{source.title} – {source.base_url}",
                "chosen": name == chosen
                or (chosen is None and source.metadata_prefix == self.opened != ""),
            }
            for name, source in all_sources().items()
        ]

    @property
    def answer(self) -> str:
        """The answer to what was sent, that was pasted."""
        return str(self.request.form.get("answer", ""))

    @property
    def push_url(self) -> str:
        """The address that records are sent to, or one that shows what it would be."""
        return push_address() or EXAMPLE_URL

    @property
    def record(self) -> Record:
        """The record that is tried."""
        return record_for_trial(str(self.request.form.get("record", "")))

    @property
    def record_choices(self) -> list[dict[str, Any]]:
        """What became public last."""
        chosen = self.request.form.get("record")
        return [
            {"value": uid, "title": title, "chosen": uid == chosen}
            for uid, title in newest_records()
        ]

    @property
    def rows(self) -> list[dict[str, Any]]:
        """The mappings, with the sources that are read by each."""
        stored = stored_mappings()
        return [
            {
                "url": f"{self.url}?mapping={name}",
                "name": name,
                "title": title,
                "own": name in stored,
                "used_by": ", ".join(used_by(name)),
            }
            for name, title in mapping_titles().items()
        ]

    @property
    def settings_url(self) -> str:
        """The address of the settings, where a source is given its mapping."""
        return panel_url(page="exchange")

    # What the buttons do

    def read(self) -> SourceMapping | None:
        """Read what was typed; None, and faults, where it is no mapping."""
        try:
            return read_mapping(self.text)
        except InvalidMapping as error:
            self.faults = error.faults
            return None

    def try_out(self) -> bool:
        """Read one page and keep what came of it, to be shown; no transaction is open."""
        mapping, source = self.read(), self.source
        if mapping is None:
            return False
        if mapping.sending is not None:
            self.sending_trial = try_sending(
                mapping.sending, self.push_url, self.record, self.answer
            )
        if not mapping.can_read:
            return False
        if self.sample.strip():
            sample = SampleClient(self.sample.encode(), SAMPLE_TYPES[mapping.reads])
            url = source.base_url if source is not None else EXAMPLE_URL
            self.trial = try_mapping(mapping, sample, url)
            return False
        if source is None and mapping.sending is not None:
            return False
        if source is None:
            self.name_problem = _(
                "mapping_nothing_to_try",
                default="Choose a source or paste an answer, so that there is something to read.",
            )
            return False
        transaction.abort()
        try:
            client = open_client(source, DEADLINE, utc_now)
        except Exception as error:
            self.trial = Trial(failure=classified(error))
        else:
            self.trial = try_mapping(mapping, client, source.base_url)
        return False

    def save(self) -> bool:
        """Store the mapping; return whether that was possible."""
        mapping = self.read()
        if mapping is None or not self.is_name_free():
            return False
        rows = [
            {"name": name, "text": text}
            for name, text in {**stored_mappings(), self.name: self.text}.items()
        ]
        get_sync_settings().mappings = rows
        self.show_message(
            _(
                "msg_mapping_saved",
                default="The mapping “${title}” was saved. Choose it as the format of a source in the settings.",
                mapping={"title": mapping.title},
            )
            if mapping.can_read
            else _(
                "msg_send_mapping_saved",
                default="The mapping “${title}” was saved. Choose it in the settings as the form in which records are sent.",
                mapping={"title": mapping.title},
            )
        )
        return True

    def is_name_free(self) -> bool:
        """Return whether the code can be stored; else say why not."""
        try:
            if not self.name:
                raise InvalidInput(
                    _("msg_mapping_name_missing", default="Give the mapping a code.")
                )
            term_code(self.name)
        except InvalidInput as error:
            self.name_problem = error.message
            return False
        taken = {PLAIN_FORMAT, *shipped_mappings(), *stored_mappings()} - {
            "" if self.is_shipped else self.opened
        }
        if self.name in taken:
            self.name_problem = _(
                "msg_mapping_name_taken",
                default="There is a mapping “${value}” already. Give this one another code.",
                mapping={"value": self.name},
            )
            return False
        return True

    def delete(self) -> bool:
        """Delete a mapping that no source needs."""
        if not self.can_delete:
            return False
        get_sync_settings().mappings = [
            {"name": name, "text": text}
            for name, text in stored_mappings().items()
            if name != self.opened
        ]
        self.show_message(_("msg_mapping_deleted", default="The mapping was deleted."))
        return True

    # What a trial found

    @property
    def sent(self) -> list[dict[str, Any]]:
        """The requests as they would go out."""
        trial = self.sending_trial
        return [request_shown(one) for one in trial.requests] if trial else []

    @property
    def receipts(self) -> list[dict[str, Any]]:
        """What the pasted answer says of each record."""
        trial = self.sending_trial
        return [receipt_shown(*one) for one in trial.receipts] if trial else []

    @property
    def answer_problems(self) -> list[dict[str, Any]]:
        """Why the pasted answer can't be read."""
        trial = self.sending_trial
        return failure_notes(trial.failure if trial is not None else None)

    @property
    def says_nothing(self) -> bool:
        """Whether an answer was pasted in which nothing was found."""
        found = self.receipts or self.answer_problems
        return bool(self.sending_trial and self.answer.strip() and not found)

    @property
    def failure(self) -> dict[str, Any] | None:
        """Why nothing could be read."""
        if self.trial is None or self.trial.failure is None:
            return None
        name, scheme = "", ""
        if self.source is not None:
            name, scheme = self.source.name, self.source.authentication
        found = explained(self.trial.failure, f"pull-token-{name}", scheme)
        unread = isinstance(self.trial.failure, ProtocolFailure)
        return {
            # A run would try again, and say so; here somebody writes the mapping
            "message": UNREAD if unread else found.message,
            "details": detail_lines(without_secrets(found.detail)),
        }

    @property
    def answered(self) -> dict[str, Any] | None:
        """What came from the source, whether it could be read or not."""
        return answer_shown(self.trial.answer if self.trial is not None else None)

    @property
    def tried(self) -> list[dict[str, Any]]:
        """The first records as they would be stored."""
        return [record_shown(one) for one in self.trial.records] if self.trial else []

    @property
    def faulty(self) -> list[dict[str, Any]]:
        """Further records of the page with something wrong."""
        return [record_shown(one) for one in self.trial.faulty] if self.trial else []

    @property
    def warnings(self) -> list[tuple[str, str]]:
        """What is to be known of single records."""
        return warnings_shown(self.trial)

    @property
    def numbers(self) -> dict[str, int | None]:
        """How much the page had."""
        return numbers_of(self.trial or Trial())


def used_by(name: str) -> list[str]:
    """Name the sources that are read by a mapping, and sending if it is used for that."""
    read = [one.title for one in all_sources().values() if one.metadata_prefix == name]
    sends = push_format() == name
    return [*read, *([translate(SENDING, context=getRequest())] if sends else [])]
