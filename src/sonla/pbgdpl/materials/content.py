"""Materials, publications and videos (tài liệu, ấn phẩm, video)."""

from plone.namedfile.field import NamedBlobFile
from plone.namedfile.field import NamedBlobImage
from plone.supermodel import model
from sonla.pbgdpl import _
from sonla.pbgdpl.core.errors import InvalidInput
from sonla.pbgdpl.core.fields import searchable
from sonla.pbgdpl.core.interfaces import IOwnContent
from sonla.pbgdpl.core.names import PLACE_TYPES
from sonla.pbgdpl.core.orphaned import OrphanSafeItem
from sonla.pbgdpl.core.types import ContentTypeFacts
from sonla.pbgdpl.core.types import WRITING
from sonla.pbgdpl.core.urls import split_address
from sonla.pbgdpl.editorial import EDITORIAL_WORKFLOW
from sonla.pbgdpl.settings.getters import allowed_hosts
from sonla.pbgdpl.ui.fields import Year
from sonla.pbgdpl.vocabularies.fields import TermChoice
from zope import schema
from zope.interface import implementer


def material_address(address: str) -> bool:
    """Accept an https address on a host that the administrator allows.

    Materials from elsewhere are embedded on our pages: only hosts that somebody
    answers for, only encrypted, the host whole (`youtube.com.example` is another).
    """
    parts = split_address(address, ("https",))
    if parts.hostname not in allowed_hosts():
        raise InvalidInput(
            _(
                "msg_host_not_allowed",
                default="Materials from “${host}” are not allowed. Upload the file, or ask the administrator to allow this host in the PBGDPL settings.",
                mapping={"host": parts.hostname or ""},
            )
        )
    return True


class IEducationMaterial(model.Schema, IOwnContent):
    """Describe something to read, watch or hear.

    Its words: ``docs/glossary.rst``, *Texts and materials*.
    """

    searchable("kind", "publisher", "year")
    kind = TermChoice(
        title=_("label_material_kind", default="Kind of material"),
        description=_(
            "help_education_material_kind",
            default="Visitors filter the bookcase by it.",
        ),
        vocabulary="sonla.pbgdpl.MaterialKinds",
        required=True,
    )
    file = NamedBlobFile(
        title=_("label_material_file", default="File, video or sound"),
        description=_(
            "help_material_file",
            default="PDF, MP4, WebM, MP3 or an image. Leave empty if the material stands at another address.",
        ),
        required=False,
    )
    external_url = schema.TextLine(
        title=_("label_external_url", default="Address of the material elsewhere"),
        description=_(
            "help_external_url",
            default="Starts with https://. Only hosts that the administrator has allowed. Nothing is loaded from there before a visitor clicks.",
        ),
        constraint=material_address,
        required=False,
    )
    poster = NamedBlobImage(
        title=_("label_poster", default="Cover or still image"),
        description=_(
            "help_education_material_poster",
            default="Shown on cards and before a film is played; 4:3 fits best.",
        ),
        required=False,
    )
    poster_alt = schema.TextLine(
        title=_("label_poster_alt", default="What the image shows"),
        description=_(
            "help_poster_alt", default="Read aloud to people who can't see it."
        ),
        required=False,
    )
    publisher = schema.TextLine(
        title=_("label_publisher", default="Publisher"),
        description=_(
            "help_education_material_publisher",
            default="Who published it, written the same way each time: visitors filter by it.",
        ),
        required=False,
    )
    year = Year(
        title=_("label_year", default="Year of publication"),
        description=_("help_year", default="Four digits, 1945 or later."),
        min=1945,
        max=2200,
        required=False,
    )


@implementer(IEducationMaterial)
class EducationMaterial(OrphanSafeItem):
    """One material of the legal bookcase (tủ sách pháp luật)."""


EDUCATION_MATERIAL_FACTS = ContentTypeFacts(
    chain=EDITORIAL_WORKFLOW,
    added_in=PLACE_TYPES,
    is_versioned=True,
    icon="collection-play",
    menu_group=WRITING,
    menu_place=3,
    order=60,
    is_own=True,
    is_text=True,
    is_contribution=True,
    cites_documents=True,
    follows_unit=True,
    is_listed_in_unit=True,
    is_related_reading=True,
    counts_visits=True,
    has_costs=True,
    first_fields=(
        "title",
        "kind",
        "file",
        "external_url",
        "description",
        "poster",
        "legal_fields",
    ),
)
