"""The page of the forms of statistics: what there is, and one to edit as text.

A form has rows, columns, sources, formulas, checks and deadlines; that is edited as the
file in which it is stored, and checked as a whole before anything is stored.
"""

from collections.abc import Iterator
from functools import cached_property
from hashlib import sha256
from plone import api
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
from sonla.pbgdpl import _
from sonla.pbgdpl.core.catalog import load_objects
from sonla.pbgdpl.core.dates import format_day
from sonla.pbgdpl.core.errors import InvalidInput
from sonla.pbgdpl.core.fields import stored_value
from sonla.pbgdpl.settings.records import records_of
from sonla.pbgdpl.statistics import REPORT_INDEX
from sonla.pbgdpl.statistics.definitions import DRAFT
from sonla.pbgdpl.statistics.definitions import Form
from sonla.pbgdpl.statistics.form_files import FormRefused
from sonla.pbgdpl.statistics.form_files import raw_form
from sonla.pbgdpl.statistics.form_files import read_form
from sonla.pbgdpl.statistics.forms import refuse_bad_forms
from sonla.pbgdpl.statistics.forms import stored_texts
from sonla.pbgdpl.statistics.settings import IStatisticsSettings
from sonla.pbgdpl.statistics.settings import PREFIX
from sonla.pbgdpl.ui.control_panel import panel_url
from sonla.pbgdpl.ui.control_panel import PanelLayout
from sonla.pbgdpl.ui.drafts.assets import INamedDraft
from sonla.pbgdpl.ui.form_page import FormPage
from sonla.pbgdpl.ui.page import BrowserView
from sonla.pbgdpl.ui.page import Page
from typing import Any
from zope.i18nmessageid import Message
from zope.interface import implementer

MSG_MEANWHILE = _(
    "msg_form_meanwhile",
    default="Somebody else has changed the forms meanwhile. What you typed is still here: copy it, open the form again, and save.",
)
MSG_CHANGED_IN_USE = _(
    "msg_form_changed_in_use",
    default="Reports were made by this version, so it stays as it is. Give the changed form another version and the day from which it holds: both stay.",
)
MSG_USED = _(
    "msg_form_used",
    default="Reports were made by this form, so it stays. Give it an end date instead (valid_to).",
)


@implementer(INamedDraft)
class FormsPage(FormPage, Page, PanelLayout, BrowserView):
    """List the versions of all forms; edit the one that the address names."""

    page_title = _("label_statistics_forms", default="Forms of statistics")
    page = "statistics"
    title = _("tab_statistics", default="Statistics")
    order = 30
    schema = IStatisticsSettings
    prefix = PREFIX
    index = ViewPageTemplateFile("templates/statistics_forms.pt")
    saved = _("msg_forms_saved", default="The forms were saved.")

    def __call__(self) -> str:
        """Render the page, or store what was sent."""
        return self.answer()

    @property
    def draft_name(self) -> str:
        """What parts a draft of one form's text from those of the others."""
        return f"pbgdpl-settings statistics {self.key}"

    @property
    def key(self) -> str:
        """The version asked for; '' is the list."""
        return str(self.request.form.get("form", ""))

    @cached_property
    def stored(self) -> dict[str, str]:
        """Mapping of the versions to their texts."""
        return {read_form(text).key: text for text in stored_texts()}

    @property
    def faults(self) -> list[Message]:
        """All that is wrong with the form that was sent."""
        if not self.error or "remove" in self.request.form:
            return []
        try:
            read_form(self.text)
        except FormRefused as refused:
            return [one.message for one in refused.faults]
        return []

    @property
    def text(self) -> str:
        """What was typed, else what is stored."""
        return str(self.request.form.get("text") or self.stored.get(self.key, ""))

    @property
    def stamp(self) -> str:
        """What the forms are; what was sent stays, so that nothing is overwritten."""
        return str(self.request.form.get("stamp") or stamp_of(self.stored))

    @property
    def is_open(self) -> bool:
        """Whether one version is edited."""
        return self.key in self.stored

    def store(self) -> None:
        """Replace or take away one version; another code or version is a new one.

        Raises `InvalidInput` for what can't be read, is there twice or is still needed.
        """
        if self.request.form.get("stamp") != stamp_of(self.stored):
            raise InvalidInput(MSG_MEANWHILE)
        texts = dict(self.stored)
        if "remove" in self.request.form:
            if self.key in texts and is_used(read_form(texts[self.key])):
                raise InvalidInput(MSG_USED)
            texts.pop(self.key, None)
        else:
            form = read_form(self.text)
            refuse_change_in_use(form, texts.get(form.key, ""), self.text)
            texts[form.key] = self.text
        refuse_bad_forms(texts.values())
        records_of(IStatisticsSettings, PREFIX).forms = list(texts.values())

    def forms(self) -> Iterator[dict[str, Any]]:
        """Describe each version."""
        for key, text in self.stored.items():
            form = read_form(text)
            yield {
                "key": key,
                "url": panel_url(page=self.page, form=key),
                "title": form.title,
                "number": form.number,
                "version": form.version,
                "offered": form.offered,
                "first": format_day(form.valid_from),
                "last": format_day(form.valid_to),
                "draft": form.status == DRAFT,
            }

    @property
    def action(self) -> str:
        """The address that the form is sent to."""
        return panel_url(page=self.page, form=self.key)

    @property
    def home(self) -> str:
        return panel_url(page=self.page)


def stamp_of(texts: dict[str, str]) -> str:
    """Return what parts these stored forms from others."""
    return sha256("\n".join(texts.values()).encode()).hexdigest()[:20]


STATEMENTS = ("status", "offered", "valid_to", "unknown", "supersedes")
"""Keys that say something about a version, and nothing of what its reports hold."""


def refuse_change_in_use(form: Form, before: str, after: str) -> None:
    """Raise `InvalidInput` for another content of a version by which reports were made."""
    if not before:
        return
    old, new = (
        {
            name: value
            for name, value in raw_form(text).items()
            if name not in STATEMENTS
        }
        for text in (before, after)
    )
    if old != new and is_used(form):
        raise InvalidInput(MSG_CHANGED_IN_USE)


def is_used(form: Form) -> bool:
    """Return whether reports were made by a version of a form."""
    catalog = api.portal.get_tool("portal_catalog")
    if REPORT_INDEX not in catalog.indexes():
        return False
    keys = catalog.uniqueValuesFor(REPORT_INDEX)
    own = [key for key in keys if key.startswith(f"{form.code}|")]
    brains = catalog.unrestrictedSearchResults({REPORT_INDEX: own}) if own else ()
    return any(
        stored_value(report, "form_version") == form.version
        for report in load_objects(brains)
    )
