"""Make a draft of a Word file: title, headings, lists, tables, notes and pictures."""

from collections.abc import Container
from functools import cached_property
from plone import api
from plone.app.textfield.value import RichTextValue
from plone.dexterity.browser.add import DefaultAddView
from plone.dexterity.utils import iterSchemataForType
from Products.CMFCore.interfaces import IFolderish
from sonla.pbgdpl import _
from sonla.pbgdpl.core.errors import InvalidInput
from sonla.pbgdpl.core.fields import fields_of
from sonla.pbgdpl.core.section import section_of
from sonla.pbgdpl.editorial.additions import why_not_here
from sonla.pbgdpl.legal_documents.indexers import DOCUMENT_TYPES
from sonla.pbgdpl.legal_documents.recognition import Mention
from sonla.pbgdpl.markup.messages import report_removed
from sonla.pbgdpl.markup.stored import HTML
from sonla.pbgdpl.markup.stored import SAFE_HTML
from sonla.pbgdpl.settings.getters import get_settings
from sonla.pbgdpl.texts.word_files import MEGABYTE
from sonla.pbgdpl.texts.word_files import read_word
from sonla.pbgdpl.ui.fields import choices_of
from sonla.pbgdpl.ui.form_page import FormPage
from sonla.pbgdpl.ui.office_forms import PostForm
from sonla.pbgdpl.ui.office_forms import with_widget
from sonla.pbgdpl.ui.page import BrowserView
from sonla.pbgdpl.ui.page import Page
from sonla.pbgdpl.ui.viewlets import ConditionalViewlet
from sonla.pbgdpl.vocabularies.terms import find_term
from typing import Any
from typing import ClassVar
from urllib.parse import urlencode
from z3c.form.browser.radio import RadioFieldWidget
from zExceptions import NotFound
from zope.i18nmessageid import Message
from zope.interface import provider
from zope.schema import Bytes
from zope.schema import Choice
from zope.schema.interfaces import IContextSourceBinder
from zope.schema.vocabulary import SimpleVocabulary

PAGE = "pbgdpl-from-word"
TYPES = ("LegalNews", "LegalIntroduction", "Guidance")
MAX_TITLE_LENGTH = 300
MSG_NO_FILE = _("msg_word_no_file", default="Choose a .docx file first.")
MSG_READ = _(
    "msg_word_read",
    default="The file is now a draft. Filled in from it, beside the text: ${fields}. Compare it with the file, fill in what is missing, and save.",
)
MSG_LARGE = _(
    "msg_word_large",
    default="This file is larger than ${limit} MB, the largest size allowed.",
)


def types_here(place: Any) -> dict[str, str]:
    """Return which texts the user may add in a place, with titles."""
    allowed = {one.getId(): one.Title() for one in place.allowedContentTypes()}
    return {
        name: allowed[name]
        for name in TYPES
        if name in allowed and why_not_here(place, name) is None
    }


@provider(IContextSourceBinder)
def offered_types(place: Any) -> SimpleVocabulary:
    """Return the same to choose from."""
    return choices_of(types_here(place))


class FromWord(FormPage, Page, BrowserView):
    """Ask for a file and the type of text, and lead to the form of the draft."""

    post_forms: ClassVar = {
        "make": PostForm(
            _("button_from_word", default="Make the draft"),
            (
                with_widget(
                    Choice(
                        __name__="type",
                        title=_("label_word_type", default="What the text is"),
                        source=offered_types,
                    ),
                    RadioFieldWidget,
                ),
                Bytes(
                    __name__="file",
                    title=_("label_word_file", default="Word file (.docx)"),
                ),
            ),
        ),
        "cancel": PostForm(_("button_cancel", default="Cancel"), look="btn-secondary"),
    }
    page_title = _("heading_from_word", default="New text from a Word file")

    def check_access(self) -> None:
        """Raise `NotFound` outside of a section."""
        if section_of(self.context) is None:
            raise NotFound(PAGE)

    def offered(self) -> bool:
        """Return whether the user can make any of the types here."""
        return section_of(self.context) is not None and bool(self.types)

    @cached_property
    def types(self) -> dict[str, str]:
        """The types that the user may add here, with titles."""
        return types_here(self.context)

    def first_values(self, name: str) -> dict[str, Any]:
        """Choose the type that was asked for, else the first."""
        asked = self.request.form.get("type")
        return {"type": asked if asked in self.types else next(iter(self.types), None)}

    @property
    def home(self) -> str:
        """The form of the new draft; without one, the folder."""
        return (
            f"{self.draft.absolute_url()}/edit"
            if self.draft
            else self.context.absolute_url()
        )

    draft: Any = None

    def store(self) -> None:
        """Make the draft of what was sent; of a file no more is read than may come."""
        chosen = self.request.form.get("type")
        if chosen not in self.types:
            raise InvalidInput(why_not_here(self.context, TYPES[0]) or MSG_NO_FILE)
        upload = self.request.form.get("file")
        if not getattr(upload, "filename", ""):
            raise InvalidInput(MSG_NO_FILE)
        limit = get_settings().max_file_megabytes
        content = upload.read(limit * MEGABYTE + 1)
        if len(content) > limit * MEGABYTE:
            raise InvalidInput(Message(MSG_LARGE, mapping={"limit": str(limit)}))
        text = read_word(content, upload.filename)
        fields = fields_of(iterSchemataForType(chosen))
        values = {
            "title": text.title[:MAX_TITLE_LENGTH],
            **facts_for(fields, text.facts),
        }
        self.draft = api.content.create(
            self.context,
            chosen,
            text=RichTextValue(text.html, HTML, SAFE_HTML),
            safe_id=True,
            **values,
        )
        named = ", ".join(self.translated(fields[name].title) for name in values)
        self.saved = Message(MSG_READ, mapping={"fields": named})
        if text.removed:
            report_removed(self.draft, list(text.removed))


def facts_for(fields: Container[str], facts: Mention | None) -> dict[str, Any]:
    """Return what a head names and there is a field for; a type of document only if it is listed."""
    named = vars(facts).items() if facts else ()
    return {
        name: value
        for name, value in named
        if value and name in fields
        if name != "document_type" or find_term(DOCUMENT_TYPES, value)
    }


class FromWordViewlet(ConditionalViewlet):
    """Offer to begin with a Word file: above the form of a new text, and in its folder."""

    def available(self) -> bool:
        """Show it to who may add texts here, while nothing has been typed yet."""
        if section_of(self.context) is None or self.request.method != "GET":
            return False
        if isinstance(self.view, DefaultAddView):
            return self.type_id in TYPES
        return IFolderish.providedBy(self.context) and self.page.offered()

    @cached_property
    def page(self) -> Any:
        """The page that takes the file."""
        return api.content.get_view(PAGE, self.context, self.request)

    @property
    def type_id(self) -> str:
        """The type that the form adds; empty in a folder."""
        return self.view.ti.getId() if isinstance(self.view, DefaultAddView) else ""

    @property
    def url(self) -> str:
        """The address of the page that takes the file."""
        query = f"?{urlencode({'type': self.type_id})}" if self.type_id else ""
        return f"{self.context.absolute_url()}/@@{PAGE}{query}"
