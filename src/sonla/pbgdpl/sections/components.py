"""The listing pages of a section: the eight components of Decision 218/QĐ-UBND, and the units.

Subjects register them (`ui.section_pages.IListingPage`); here is which of them a page is.
"""

from plone.uuid.interfaces import IUUID
from sonla.pbgdpl.core.section import section_of
from typing import Any
from zope.annotation.interfaces import IAnnotations

MEMORY_KEY = "sonla.pbgdpl.structure"


def component_of(page: Any) -> str:
    """Return the key of the component for which a page was made; empty for another page.

    By its UID, so that it stays known when it is renamed or moved.
    """
    section = section_of(page)
    memory = IAnnotations(section).get(MEMORY_KEY, {}) if section is not None else {}
    keys = {uid: key for key, uid in memory.items()}
    return keys.get(IUUID(page, None), "")
