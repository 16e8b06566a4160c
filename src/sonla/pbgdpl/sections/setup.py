"""The section with its listing pages.

Importing the profile again changes nothing. What was made is remembered on the section,
so a page that was renamed, moved or deleted since is not made a second time; a page that
a later release adds is.
"""

from persistent.mapping import PersistentMapping
from plone import api
from plone.app.multilingual.interfaces import ILanguageRootFolder
from plone.uuid.interfaces import IUUID
from sonla.pbgdpl.core.names import SECTION_TYPE
from sonla.pbgdpl.core.section import all_sections
from sonla.pbgdpl.core.section import free_id
from sonla.pbgdpl.core.section import section_of
from sonla.pbgdpl.editorial.states import publish
from sonla.pbgdpl.sections.english_page import create_english_page
from sonla.pbgdpl.sections.english_page import KEY
from sonla.pbgdpl.ui.section_pages import IListingPage
from sonla.pbgdpl.ui.section_pages import listing_pages
from sonla.pbgdpl.ui.section_pages import MEMORY_KEY
from sonla.pbgdpl.ui.section_pages import pages_made
from typing import Any
from zope.annotation.interfaces import IAnnotations

BY_TITLE = "sortable_title"
UNLIMITED = 1_000_000
"""Items that a page lists at most: Plone's own limit of 1,000 would cut lists short."""
SECTION_ID = "pho-bien-giao-duc-phap-luat"
SECTION_TITLE = "Phổ biến, giáo dục pháp luật"
SECTION_DESCRIPTION = (
    "Chuyên trang phổ biến, giáo dục pháp luật: văn bản mới, tài liệu, tin tức và "
    "hướng dẫn cho người dân, cán bộ và doanh nghiệp."
)


def create_structure(context: Any) -> None:
    """Make the section and the listing pages that were never made."""
    with api.env.adopt_roles(["Manager"]):
        section = find_section() or create_section()
        memory = IAnnotations(section).setdefault(MEMORY_KEY, PersistentMapping())
        for page in listing_pages():
            if page.key not in memory:
                memory[page.key] = IUUID(create_page(section, page))
        if KEY not in memory:
            memory[KEY] = IUUID(create_english_page(section))


def find_section() -> Any | None:
    """Find the section that this profile made, else one an administrator made by hand.

    The first by path, if there are several.
    """
    sections = all_sections()
    made = [one for one in sections if MEMORY_KEY in IAnnotations(one)]
    return next(iter(made or sections), None)


def create_section() -> Any:
    """Make the section where the portal's navigation begins, and publish it."""
    start = navigation_start()
    section = api.content.create(
        start,
        SECTION_TYPE,
        id=free_id(start, SECTION_ID),
        title=SECTION_TITLE,
        description=SECTION_DESCRIPTION,
    )
    publish(section)
    return section


def navigation_start() -> Any:
    """Return the root of the portal's language where it has several, else its root."""
    portal = api.portal.get()
    root = portal.get(api.portal.get_default_language())
    return root if ILanguageRootFolder.providedBy(root) else portal


def create_page(section: Any, page: IListingPage) -> Any:
    """Make one listing page in the section, and publish it."""
    collection = api.content.create(
        section,
        "Collection",
        id=free_id(section, page.key),
        title=page.title,
        description=page.description,
        query=page.query(section),
        sort_on=page.sort_on,
        sort_reversed=page.sort_on != BY_TITLE,
        limit=UNLIMITED,
    )
    publish(collection)
    return collection


def component_of(page: Any) -> str:
    """Return the key of the component for which a page was made; empty for another page.

    By its UID, so that it stays known when it is renamed or moved.
    """
    section = section_of(page)
    made = pages_made(section) if section is not None else {}
    keys = {uid: key for key, uid in made.items()}
    return keys.get(IUUID(page, None), "")
