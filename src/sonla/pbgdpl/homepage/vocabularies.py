"""What the portlet and the landing page of a section let editors choose from."""

from plone import api
from sonla.pbgdpl import _
from sonla.pbgdpl.homepage.region import COMPACT
from sonla.pbgdpl.homepage.region import FULL
from sonla.pbgdpl.homepage.region import LIST
from sonla.pbgdpl.homepage.rendering import offered_blocks
from sonla.pbgdpl.vocabularies.factories import TitledFactory
from typing import Any
from zope.globalrequest import getRequest
from zope.interface import implementer
from zope.schema.interfaces import IVocabularyFactory
from zope.schema.vocabulary import SimpleTerm
from zope.schema.vocabulary import SimpleVocabulary


@implementer(IVocabularyFactory)
class HomepageBlocksFactory:
    """Offer the registered blocks; a chosen one that is missing now stays choosable."""

    # The stubs say that `__call__` of the interface returns None.
    def __call__(self, context: Any) -> SimpleVocabulary:  # type: ignore[override]
        """Make the vocabulary for a portlet, or for a form that adds one."""
        portal = api.portal.get()
        offered = offered_blocks(portal, getRequest())
        known = {name for name, title in offered}
        kept = [
            (name, name)
            for name in getattr(context, "homepage_blocks", None) or ()
            if name not in known
        ]
        return SimpleVocabulary(
            [SimpleTerm(name, name, title) for name, title in (*offered, *kept)]
        )


HomepageBlocks = HomepageBlocksFactory()


# How much of the section the portlet shows
centre_displays = TitledFactory(
    {
        FULL: _("option_centre_full", default="Full: search, and all blocks below"),
        COMPACT: _(
            "option_centre_compact",
            default="Compact: search, the first block apart from the tabs, the newest of three kinds",
        ),
        LIST: _("option_centre_list", default="Only lists: the tabs"),
    }
)
