"""The page of the forms of statistics: versions, drafts, files, and who has compared one with its annex.

A form is written down as tables in a draft (`editor`); whoever likes may edit the file of a version as
text here. It is checked as a whole before anything is stored.
"""

from collections.abc import Iterator
from datetime import datetime
from functools import cached_property
from hashlib import sha256
from plone import api
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
from sonla.pbgdpl import _
from sonla.pbgdpl.core.clock import today
from sonla.pbgdpl.core.dates import format_day
from sonla.pbgdpl.core.dates import format_moment
from sonla.pbgdpl.core.errors import InvalidInput
from sonla.pbgdpl.core.names import FORMS
from sonla.pbgdpl.editorial.authorship import full_name
from sonla.pbgdpl.options.forms.drafts import add_draft
from sonla.pbgdpl.options.forms.drafts import drafts
from sonla.pbgdpl.options.forms.drafts import MAX_FILE
from sonla.pbgdpl.options.forms.drafts import new_form
from sonla.pbgdpl.options.forms.drafts import next_version
from sonla.pbgdpl.options.forms.drafts import RawForm
from sonla.pbgdpl.options.forms.drafts import read_file
from sonla.pbgdpl.options.forms.pages.editor import FormEditor
from sonla.pbgdpl.options.forms.pages.preview import FormPreview
from sonla.pbgdpl.options.forms.pages.use import put_in_force
from sonla.pbgdpl.options.forms.pages.use import reports_by
from sonla.pbgdpl.options.forms.pages.use import store_forms
from sonla.pbgdpl.statistics.forms.definition import CHECKED
from sonla.pbgdpl.statistics.forms.definition import DRAFT
from sonla.pbgdpl.statistics.forms.definition import Form
from sonla.pbgdpl.statistics.forms.faults import FormRefused
from sonla.pbgdpl.statistics.forms.files import raw_form
from sonla.pbgdpl.statistics.forms.files import read_form
from sonla.pbgdpl.statistics.forms.files import write_form
from sonla.pbgdpl.statistics.forms.names import read_new_form
from sonla.pbgdpl.statistics.forms.store import stored_texts
from sonla.pbgdpl.statistics.settings import IStatisticsSettings
from sonla.pbgdpl.statistics.settings import PREFIX
from sonla.pbgdpl.ui.confirmation import Confirmation
from sonla.pbgdpl.ui.control_panel import panel_url
from sonla.pbgdpl.ui.control_panel import PanelLayout
from sonla.pbgdpl.ui.downloads import offer
from sonla.pbgdpl.ui.drafts.assets import INamedDraft
from sonla.pbgdpl.ui.fields import short_line
from sonla.pbgdpl.ui.form_page import FormPage
from sonla.pbgdpl.ui.office_forms import PostForm
from sonla.pbgdpl.ui.page import BrowserView
from sonla.pbgdpl.ui.page import Page
from typing import Any
from typing import ClassVar
from zope.i18nmessageid import Message
from zope.interface import implementer
from zope.schema import Bytes
from zope.schema import TextLine

MSG_MEANWHILE = _(
    "msg_form_meanwhile",
    default="Somebody else has changed the forms meanwhile. What you typed is still here: copy it, open the form again, and save.",
)
MSG_DRAFT_MADE = _(
    "msg_form_draft_made",
    default="This is a draft. Write the form down part by part; nobody reports by it before it is put in force.",
)
MSG_NAME_IT = _(
    "msg_form_name_it",
    default="Write number and title of the form as they are printed, or choose a file.",
)
MSG_USED = _(
    "msg_form_used",
    default="Reports were made by this form, so it stays. Give it a last day instead (valid_to in the file).",
)


@implementer(INamedDraft)
class FormsPage(FormPage, Page, PanelLayout, BrowserView):
    """List the versions of all forms; edit the one that the address names."""

    post_forms: ClassVar = {
        "new": PostForm(
            _("button_form_new", default="Begin"),
            (
                short_line(
                    "number", _("label_form_number", default="Number, as printed")
                ),
                short_line("new_title", _("label_form_line_title", default="Title")),
                Bytes(
                    __name__="upload",
                    title=_(
                        "label_form_upload",
                        default="Or from a file that was exported here or in another province (.toml)",
                    ),
                    required=False,
                ),
            ),
        ),
        "version": PostForm(
            _("button_form_next_version", default="Write down a new version")
        ),
        "check": PostForm(
            _("button_form_check", default="Confirm"),
            (
                TextLine(
                    __name__="checked_by",
                    title=_("label_form_checked_by", default="Name and office"),
                ),
            ),
            look="btn-outline-primary",
        ),
    }
    page_title = _("label_statistics_forms", default="Forms of statistics")
    page = "statistics"
    title = _("tab_statistics", default="Statistics")
    order = 30
    belongs_to = FORMS
    schema = IStatisticsSettings
    asks_about: ClassVar = {
        "remove": Confirmation(_("button_remove_form", default="Remove this version")),
    }
    prefix = PREFIX
    index = ViewPageTemplateFile("templates/statistics_forms.pt")
    saved = _("msg_forms_saved", default="The forms were saved.")

    sheet_template = ViewPageTemplateFile("templates/form_sheet.pt")
    leads_to: str | None = None

    def __call__(self) -> Any:
        """Render the page, a draft or a file, or store what was sent."""
        if "draft" in self.request.form:
            return FormEditor(self.context, self.request)()
        if "file" in self.request.form and self.is_open:
            return self.file()
        return self.answer()

    def file(self) -> bytes:
        """Answer with the file of a version."""
        form = read_form(self.stored[self.key])
        name = f"{form.code}-{form.version}.toml"
        offer(self.request, name, "application/toml; charset=utf-8")
        return self.stored[self.key].encode("utf-8")

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
            read_new_form(self.text)
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
        if self.pressed_buttons:
            super().store()
            return
        self.refuse_meanwhile()
        if "remove" in self.request.form:
            if self.is_open and self.reports():
                raise InvalidInput(MSG_USED)
            store_forms({k: v for k, v in self.stored.items() if k != self.key})
        else:
            put_in_force(read_new_form(self.text), self.text)

    def refuse_meanwhile(self) -> None:
        """Raise `InvalidInput` if the forms aren't those any more that were shown."""
        if self.request.form.get("stamp") != stamp_of(self.stored):
            raise InvalidInput(MSG_MEANWHILE)

    def begin(self, raw: RawForm) -> None:
        """Make a draft and lead to it."""
        self.saved = MSG_DRAFT_MADE
        self.leads_to = panel_url(page=self.page, draft=add_draft(raw))

    def store_new(self, sent: dict[str, Any]) -> None:
        """Begin a new form, from a file if one was sent."""
        upload = self.request.form.get("upload")
        if getattr(upload, "filename", ""):
            self.begin(read_file(upload.read(MAX_FILE + 1)))
            return
        if not sent["number"] or not sent["new_title"]:
            raise InvalidInput(MSG_NAME_IT)
        self.begin(new_form(sent["number"], sent["new_title"]))

    def store_version(self, _sent: Any) -> None:
        """Begin the version after the one that is open."""
        self.begin(next_version(raw_form(self.stored[self.key]), set(self.stored)))

    def store_check(self, sent: dict[str, Any]) -> None:
        """Store the form as one that somebody has compared with its annex.

        Raises `InvalidInput` while something in it is unknown or at second hand.
        """
        self.refuse_meanwhile()
        checked = {"status": CHECKED, "checked_on": today(), **sent}
        text = write_form(raw_form(self.stored[self.key]) | checked)
        read_form(text)
        store_forms({**self.stored, self.key: text})

    def first_values(self, name: str) -> dict[str, Any]:
        """Propose the name of whoever looks at the page."""
        user = api.user.get_current().getId()
        return {"checked_by": full_name(user)} if name == "check" else {}

    @property
    def form(self) -> Form:
        """The version that is open."""
        return read_form(self.stored[self.key])

    @property
    def checked_on(self) -> str:
        """The day on which it was compared with its annex."""
        return format_day(self.form.checked_on)

    def reports(self) -> list[dict[str, str]]:
        """List the reports that were made by this version."""
        return [
            {"title": report.title, "url": report.absolute_url()}
            for report in reports_by(self.form)
        ]

    def preview(self) -> FormPreview:
        """Return what the printed sheet shows."""
        return FormPreview(raw_form(self.stored[self.key]))

    @property
    def file_url(self) -> str:
        """The address of the file of this version."""
        return panel_url(page=self.page, form=self.key, file="1")

    def drafts(self) -> Iterator[dict[str, str]]:
        """Describe the drafts."""
        for draft in drafts():
            yield {
                "title": f"{draft.raw.get('code', '')} ({draft.raw.get('version', '')})",
                "url": panel_url(page=self.page, draft=draft.id),
                "who": full_name(draft.by),
                "at": format_moment(datetime.fromisoformat(draft.at)),
            }

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
        return self.leads_to or panel_url(page=self.page)


def stamp_of(texts: dict[str, str]) -> str:
    """Return what parts these stored forms from others."""
    return sha256("\n".join(texts.values()).encode()).hexdigest()[:20]
