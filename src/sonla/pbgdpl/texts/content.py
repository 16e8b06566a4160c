"""The texts: news, introductions to new law, guidance of the province."""

from AccessControl import ClassSecurityInfo
from AccessControl.class_init import InitializeClass
from plone.autoform import directives
from plone.supermodel import model
from Products.CMFCore.permissions import AddPortalContent
from sonla.pbgdpl import _
from sonla.pbgdpl.core.errors import InvalidInput
from sonla.pbgdpl.core.fields import searchable
from sonla.pbgdpl.core.fields import stored_value
from sonla.pbgdpl.core.fields import tokens
from sonla.pbgdpl.core.interfaces import IOwnContent
from sonla.pbgdpl.core.names import PLACE_TYPES
from sonla.pbgdpl.core.orphaned import OrphanSafeItem
from sonla.pbgdpl.core.types import ContentTypeFacts
from sonla.pbgdpl.core.types import LISTS
from sonla.pbgdpl.core.types import WRITING
from sonla.pbgdpl.editorial import EDITORIAL_WORKFLOW
from sonla.pbgdpl.legal_documents.interfaces import ILegalDocumentSource
from sonla.pbgdpl.legal_documents.query import ROW_NAMES
from sonla.pbgdpl.legal_documents.rules import DATE_NAMES
from sonla.pbgdpl.legal_documents.rules import expires_too_early
from sonla.pbgdpl.texts.rows import IPenalty
from sonla.pbgdpl.texts.rows import ITerm
from sonla.pbgdpl.ui.fields import line_field
from sonla.pbgdpl.ui.fields import Rows
from sonla.pbgdpl.ui.widgets.rows import BlockRowsFieldWidget
from sonla.pbgdpl.vocabularies.fields import TermChoice
from typing import Any
from zope import schema
from zope.component import adapter
from zope.interface import implementer
from zope.interface import invariant


class IGuidance(model.Schema, IOwnContent):
    """Describe a document by which legal education is directed.

    The field names of number, issuer and dates are those of a row of
    `legal_documents`, so that one identity serves both.

    Its words: ``docs/glossary.rst``, *Texts and materials*.
    """

    searchable("document_type", "number", "issuer", "signer", "level")
    searchable("replaces", "replaced_by")
    document_type = TermChoice(
        title=_("label_document_type", default="Type of document"),
        description=_(
            "help_guidance_document_type",
            default="Such as kế hoạch, công văn or báo cáo, as the document calls itself.",
        ),
        vocabulary="sonla.pbgdpl.DocumentTypes",
        required=True,
    )
    number = schema.TextLine(
        title=_("label_number", default="Number"),
        description=_("help_number", default="As printed, such as 218/QĐ-UBND."),
        required=False,
    )
    issuer = schema.TextLine(
        title=_("label_issuer", default="Issued by"),
        description=_(
            "help_guidance_issuer",
            default="As printed, with the name of the province or commune.",
        ),
        required=False,
    )
    signer = schema.TextLine(
        title=_("label_signer", default="Signed by"),
        description=_("help_guidance_signer", default="Full name of who signed it."),
        required=False,
    )
    issued_on = schema.Date(
        title=_("label_issued_on", default="Date of issue"),
        description=_(
            "help_guidance_issued_on",
            default="The date printed on the document; with number and issuer it tells the document from all others.",
        ),
        required=False,
    )
    effective_on = schema.Date(
        title=_("label_effective_on", default="Effective from"),
        description=_(
            "help_guidance_effective_on",
            default="From this day on it is shown as in force.",
        ),
        required=False,
    )
    expires_on = schema.Date(
        title=_("label_expires_on", default="Expires on"),
        description=_(
            "help_guidance_expires_on",
            default="The last day on which it is in force; from the next day on it is shown as expired.",
        ),
        required=False,
    )
    group = TermChoice(
        title=_("label_guidance_group", default="Group"),
        description=_(
            "help_guidance_group", default="The group under which the lists show it."
        ),
        vocabulary="sonla.pbgdpl.GuidanceGroups",
        required=False,
    )
    level = TermChoice(
        title=_("label_level", default="Level of government"),
        description=_(
            "help_guidance_level",
            default="The level of government of whoever issued it.",
        ),
        vocabulary="sonla.pbgdpl.GovernmentLevels",
        required=False,
    )
    validity = TermChoice(
        title=_("label_validity", default="Validity"),
        description=_(
            "help_guidance_validity",
            default="As decided; dates of effect and expiry that have passed are noticed without it.",
        ),
        vocabulary="sonla.pbgdpl.ValidityStatuses",
        required=False,
    )
    replaces = schema.Tuple(
        title=_("label_replaces", default="Replaces (numbers)"),
        description=_(
            "help_replaces", default="Numbers of the documents that this one replaces."
        ),
        value_type=schema.TextLine(),
        required=False,
        missing_value=(),
        default=(),
    )
    replaced_by = schema.Tuple(
        title=_("label_replaced_by", default="Replaced by (numbers)"),
        description=_(
            "help_guidance_replaced_by",
            default="One number a line, as printed. Where we have that document, readers find a link.",
        ),
        value_type=schema.TextLine(),
        required=False,
        missing_value=(),
        default=(),
    )

    @invariant
    def dates_are_in_order(data: Any) -> None:
        """Refuse an expiry before the issue or before the effect."""
        if expires_too_early({name: getattr(data, name) for name in DATE_NAMES}):
            raise InvalidInput(
                _(
                    "msg_guidance_expires_too_early",
                    default="The date of expiry is before the date of issue or of effect.",
                )
            )


@implementer(IGuidance)
class Guidance(OrphanSafeItem):
    """One document of direction, guidance, plan or report."""


@implementer(ILegalDocumentSource)
@adapter(IGuidance)
class GuidanceDocument:
    """Read guidance as the one legal document that it is."""

    states_itself = True

    def __init__(self, guidance: Guidance) -> None:
        self.guidance = guidance

    def rows(self) -> list[dict[str, Any]]:
        """Return its fields as a row; its title is the summary."""
        row = {name: stored_value(self.guidance, name) for name in ROW_NAMES}
        return [
            {
                **row,
                "summary": self.guidance.title,
                "url": None,
                "replaced_by": tokens(self.guidance, "replaced_by"),
            }
        ]

    def write(self, identity: str, changes: dict[str, Any]) -> None:
        """Set its fields."""
        for name, value in changes.items():
            setattr(self.guidance, name, value)


GUIDANCE_FACTS = ContentTypeFacts(
    chain=EDITORIAL_WORKFLOW,
    added_in=(*PLACE_TYPES, "CoordinationCouncil"),
    is_versioned=True,
    icon="file-earmark-ruled",
    menu_group=LISTS,
    menu_place=5,
    order=50,
    is_own=True,
    is_text=True,
    is_contribution=True,
    cites_documents=True,
    follows_unit=True,
    is_listed_in_unit=True,
    is_related_reading=True,
    has_costs=True,
    first_fields=(
        "title",
        "document_type",
        "number",
        "issuer",
        "issued_on",
        "pbgdpl_files",
        "legal_fields",
    ),
)


class ILegalIntroduction(model.Schema, IOwnContent):
    """Describe an introduction; the documents introduced are rows of a behavior.

    What a citizen needs stands in fields of its own, all of them optional: a page has a
    part for each that is filled in, and the body where none is.

    Its words: ``docs/glossary.rst``, *Texts and materials*.
    """

    searchable("kind", "in_brief", "affected", "changes", "to_do")
    searchable(penalties=("act", "fine", "measure"), terms=("term", "meaning"))
    model.fieldset(
        "for_citizens",
        label=_("fieldset_for_citizens", default="What a citizen needs to know"),
        fields=["in_brief", "affected", "changes", "to_do", "penalties", "terms"],
    )
    in_brief = line_field(
        _("label_in_brief", default="In one minute"),
        _(
            "help_in_brief",
            default="At most three plain sentences, one a line: what everybody has to know first.",
        ),
        max_length=3,
    )
    affected = line_field(
        _("label_affected", default="Whom it concerns"),
        _(
            "help_affected",
            default="One group of people a line, such as: Người lái xe máy, ô tô.",
        ),
    )
    changes = line_field(
        _("label_changes", default="What is new"),
        _(
            "help_changes",
            default="One change a line, with the article of the law.",
        ),
    )
    to_do = line_field(
        _("label_to_do", default="What to do"),
        _("help_to_do", default="One step a line, in the order in which it is done."),
    )
    directives.widget(penalties=BlockRowsFieldWidget)
    penalties = Rows(
        IPenalty,
        title=_("label_penalties", default="Fines"),
        description=_(
            "help_penalties",
            default="One act a row; the legal basis names decree and article.",
        ),
    )
    directives.widget(terms=BlockRowsFieldWidget)
    terms = Rows(
        ITerm,
        title=_("label_terms", default="Terms explained"),
        description=_(
            "help_terms", default="Terms of the law that not everybody knows."
        ),
    )
    kind = TermChoice(
        title=_("label_introduction_kind", default="Kind of introduction"),
        description=_(
            "help_legal_introduction_kind",
            default="Readers filter introductions by it.",
        ),
        vocabulary="sonla.pbgdpl.IntroductionKinds",
        required=True,
    )


@implementer(ILegalIntroduction)
class LegalIntroduction(OrphanSafeItem):
    """Explain new law in words that people understand."""


LEGAL_INTRODUCTION_FACTS = ContentTypeFacts(
    chain=EDITORIAL_WORKFLOW,
    added_in=PLACE_TYPES,
    is_versioned=True,
    icon="journal-text",
    answer_place=3,
    menu_group=WRITING,
    menu_place=2,
    order=40,
    is_own=True,
    is_text=True,
    is_contribution=True,
    cites_documents=True,
    follows_unit=True,
    is_listed_in_unit=True,
    is_related_reading=True,
    first_fields=(
        "legal_documents",
        "title",
        "kind",
        "in_brief",
        "text",
        "pbgdpl_files",
        "legal_fields",
    ),
)


class ILegalNews(model.Schema, IOwnContent):
    """Describe a news item; lead image, body and classification are behaviors.

    Its words: ``docs/glossary.rst``, *Texts and materials*.
    """

    searchable("author_name", "source")
    author_name = schema.TextLine(
        title=_("label_author_name", default="Author or pen name"),
        description=_(
            "help_author_name",
            default="As it shall stand in public. Your login name is never shown.",
        ),
        required=False,
    )
    source = schema.TextLine(
        title=_("label_source", default="Source"),
        description=_(
            "help_source",
            default="Where the text was taken from, if it is not your own.",
        ),
        required=False,
    )


@implementer(ILegalNews)
class LegalNews(OrphanSafeItem):
    """What happened in legal education."""

    security = ClassSecurityInfo()
    # Core writes every field of the schemas into these, without checking permissions.
    security.declareProtected(AddPortalContent, "manage_FTPget")
    security.declareProtected(AddPortalContent, "manage_DAVget")


InitializeClass(LegalNews)

LEGAL_NEWS_FACTS = ContentTypeFacts(
    chain=EDITORIAL_WORKFLOW,
    added_in=PLACE_TYPES,
    is_versioned=True,
    icon="newspaper",
    menu_group=WRITING,
    menu_place=1,
    order=30,
    is_own=True,
    is_text=True,
    is_contribution=True,
    follows_unit=True,
    is_listed_in_unit=True,
    is_related_reading=True,
    first_fields=(
        "title",
        "description",
        "text",
        "image",
        "pbgdpl_files",
        "legal_fields",
    ),
)
