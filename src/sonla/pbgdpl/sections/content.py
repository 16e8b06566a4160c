"""The legal education section (chuyên trang PBGDPL)."""

from plone.supermodel import model
from sonla.pbgdpl import _
from sonla.pbgdpl.core.interfaces import ISectionRoot
from sonla.pbgdpl.core.orphaned import OrphanSafeContainer
from sonla.pbgdpl.core.types import ContentTypeFacts
from sonla.pbgdpl.editorial import EDITORIAL_WORKFLOW
from zope import schema
from zope.interface import implementer

DEFAULT_BLOCK_COUNT = 3


class ILegalEducationSection(model.Schema, ISectionRoot):
    """Describe the section: what its landing page shows besides title and text."""

    # Not `blocks`: Volto takes a field of that name for its own layout.
    landing_blocks = schema.Tuple(
        title=_("label_section_blocks", default="Blocks of the landing page"),
        description=_(
            "help_section_blocks",
            default="What the landing page shows, in this order. Empty: everything there is.",
        ),
        value_type=schema.Choice(vocabulary="sonla.pbgdpl.HomepageBlocks"),
        required=False,
        missing_value=(),
        default=(),
    )
    block_count = schema.Int(
        title=_("label_section_block_count", default="Items in each block"),
        description=_(
            "help_legal_education_section_block_count",
            default="How many items each block of the landing page shows.",
        ),
        min=1,
        max=20,
        default=DEFAULT_BLOCK_COUNT,
        required=False,
    )


@implementer(ILegalEducationSection)
class LegalEducationSection(OrphanSafeContainer):
    """All legal education of the portal; the border of the approval chain."""


LEGAL_EDUCATION_SECTION_FACTS = ContentTypeFacts(
    chain=EDITORIAL_WORKFLOW,
    is_versioned=True,
    is_in_navigation=True,
    icon="mortarboard",
    order=10,
    is_own=True,
)
