"""Where questions are kept: a folder a month below the section.

Not in the section itself: a container of Plone writes the order of all its items anew
for each one that comes, which is nothing for tens of thousands, and editors who add
texts to the section would be in their way. The folders are structure, so they are open
like others; what stands in them is not.
"""

from collections.abc import Iterator
from datetime import datetime
from plone import api
from plone.dexterity.utils import addContentToContainer
from plone.dexterity.utils import createContent
from sonla.pbgdpl import _
from sonla.pbgdpl.core.clock import in_portal_zone
from sonla.pbgdpl.core.section import all_sections
from sonla.pbgdpl.core.section import section_of
from sonla.pbgdpl.editorial.states import publish
from sonla.pbgdpl.questions.interfaces import IQuestionContainer
from sonla.pbgdpl.questions.interfaces import IQuestionsFolder
from typing import Any
from zope.i18n import translate
from zope.i18nmessageid import Message
from zope.interface import alsoProvides
from zope.interface import noLongerProvides

FOLDER = "cau-hoi"
FOLDER_TYPE = "Folder"
TITLE = _("title_questions_folder", default="Questions of citizens")
MONTH_TITLE = _("title_questions_of_month", default="Questions of ${month}/${year}")


def section_for(context: Any) -> Any | None:
    """Find the section that takes the questions asked at a place; None where none does.

    At the root of a portal with several: the first one by path.
    """
    own = section_of(context)
    return own if own is not None else next(iter(all_sections()), None)


def folder_for(section: Any, moment: datetime) -> Any:
    """Return the folder of the month, made when its first question comes."""
    root = ensure_folder(section, FOLDER, TITLE)
    day = in_portal_zone(moment)
    values = {"month": str(day.month), "year": str(day.year)}
    return ensure_folder(
        root, day.strftime("%Y-%m"), Message(MONTH_TITLE, mapping=values)
    )


def container_for(context: Any, section: Any, moment: datetime) -> Any:
    """Return where a question asked at a place is kept: a container keeps its own."""
    if IQuestionContainer.providedBy(context):
        return context
    return folder_for(section, moment)


def ensure_folder(container: Any, name: str, title: Message) -> Any:
    """Return a folder, made unless it is there; it shows in no navigation."""
    if name in container.objectIds():
        return container[name]
    with api.env.adopt_roles(["Manager"]):
        folder = createContent(
            FOLDER_TYPE,
            id=name,
            title=translate(title, target_language=api.portal.get_default_language()),
            exclude_from_nav=True,
        )
        alsoProvides(folder, IQuestionsFolder)
        folder = addContentToContainer(container, folder, checkConstraints=False)
        publish(folder)
    return folder


def all_folders() -> Iterator[Any]:
    """Yield the folders of all sections in which questions are kept."""
    for section in all_sections():
        root = section.get(FOLDER) if FOLDER in section.objectIds() else None
        if root is not None and root.portal_type == FOLDER_TYPE:
            yield root
            yield from root.objectValues()


def mark_folders() -> None:
    """Mark the folders that an earlier installation left."""
    for folder in all_folders():
        alsoProvides(folder, IQuestionsFolder)
        folder.reindexObject(idxs=["object_provides"])


def unmark_folders() -> None:
    """Take the marks away: folders are Plone's own and outlive this package."""
    for folder in all_folders():
        noLongerProvides(folder, IQuestionsFolder)
        folder.reindexObject(idxs=["object_provides"])
