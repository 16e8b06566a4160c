"""From what was typed to a question: where it is kept, by whom, until when it is answered.

Questions are kept in a folder a month below the section. Not in the section itself: a
container of Plone writes the order of all its items anew for each one that comes, which is
nothing for tens of thousands, and editors who add texts to the section would be in their
way. The folders are structure, so they are open like others; what stands in them is not.
"""

from AccessControl.SecurityManagement import getSecurityManager
from AccessControl.SecurityManagement import newSecurityManager
from AccessControl.SecurityManagement import setSecurityManager
from AccessControl.users import nobody
from collections.abc import Iterable
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from datetime import UTC
from plone import api
from plone.dexterity.utils import addContentToContainer
from plone.dexterity.utils import createContent
from plone.namedfile.file import NamedBlobFile
from plone.uuid.interfaces import IUUID
from sonla.pbgdpl import _
from sonla.pbgdpl.core.catalog import load_objects
from sonla.pbgdpl.core.clock import in_portal_zone
from sonla.pbgdpl.core.fields import stored_value
from sonla.pbgdpl.core.section import all_sections
from sonla.pbgdpl.core.section import unit_of
from sonla.pbgdpl.editorial.authorship import agency_of
from sonla.pbgdpl.editorial.states import publish
from sonla.pbgdpl.mail.notice import NotSent
from sonla.pbgdpl.mail.outbox import enqueue
from sonla.pbgdpl.questions import QUESTION_TYPE
from sonla.pbgdpl.questions.form_tokens import question_name
from sonla.pbgdpl.questions.interfaces import IQuestionContainer
from sonla.pbgdpl.questions.interfaces import IQuestionsFolder
from sonla.pbgdpl.questions.mail import ASKER_KINDS
from sonla.pbgdpl.questions.mail import notify_asker
from sonla.pbgdpl.questions.mail import notify_office
from sonla.pbgdpl.questions.naming import name_automatically
from sonla.pbgdpl.questions.tracking import new_code
from typing import Any
from zope.i18n import translate
from zope.i18nmessageid import Message
from zope.interface import alsoProvides
from zope.interface import Interface
from zope.interface import noLongerProvides

FOLDER = "cau-hoi"
FOLDER_TYPE = "Folder"
TITLE = _("title_questions_folder", default="Questions of citizens")
MONTH_TITLE = _("title_questions_of_month", default="Questions of ${month}/${year}")


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


def ensure_folder(
    container: Any,
    name: str,
    title: Message,
    marker: type[Interface] = IQuestionsFolder,
) -> Any:
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
        alsoProvides(folder, marker)
        folder = addContentToContainer(container, folder, checkConstraints=False)
        publish(folder)
    return folder


def folders_below(name: str) -> Iterator[Any]:
    """Yield the folder of a name of all sections, and those in it."""
    for section in all_sections():
        root = section.get(name) if name in section.objectIds() else None
        if root is not None and root.portal_type == FOLDER_TYPE:
            yield root
            yield from root.objectValues()


def mark_folders(name: str, marker: type[Interface]) -> None:
    """Mark the folders that an earlier installation left."""
    for folder in folders_below(name):
        alsoProvides(folder, marker)
        folder.reindexObject(idxs=["object_provides"])


def unmark_folders(name: str, marker: type[Interface]) -> None:
    """Take the marks away: folders are Plone's own and outlive this package."""
    for folder in folders_below(name):
        noLongerProvides(folder, marker)
        folder.reindexObject(idxs=["object_provides"])


UNPROVED = "_pbgdpl_unproved"
"""Attribute of a question that came without the proof of work: to be looked at first."""


def submit(
    context: Any,
    section: Any,
    values: dict[str, Any],
    files: Iterable[NamedBlobFile] = (),
    consent: str = "",
    proved: bool = True,
    *,
    nonce: str,
) -> Any:
    """Store a question that was asked at a place; return the question.

    `nonce` tells the form from all others. As nobody, even for a logged-in user: who asks is known by what they left alone, and is
    neither owner nor actor of the first step.
    """
    moment = datetime.now(UTC)
    with as_nobody():
        folder = container_for(context, section, moment)
        question = createContent(
            QUESTION_TYPE,
            id=question_name(nonce),
            agency=agency_for(context),
            **values,
        )
        question.received = moment
        name_automatically(question)
        question.tracking_code = new_code()
        question.asker_consent = consent
        question.asker_files = tuple(files)
        if not proved:
            setattr(question, UNPROVED, True)
        question = addContentToContainer(folder, question, checkConstraints=False)
        question.manage_delLocalRoles([name for name, _r in question.get_local_roles()])
        question.reindexObjectSecurity()
    if proved:
        notify_asker(question, "received")
        notify_office(question, limited=True)
    else:
        enqueue(NotSent(ASKER_KINDS["received"].name, "unproved", IUUID(question)))
    return question


def asked_before(nonce: str) -> Any | None:
    """Find the question that a form has become; None for a form that came for the first time."""
    found = api.portal.get_tool("portal_catalog").unrestrictedSearchResults(
        portal_type=QUESTION_TYPE, getId=question_name(nonce)
    )
    return next(load_objects(found), None) if nonce else None


def agency_for(context: Any) -> str | None:
    """Return the agency that a question is for: that of the container or unit where it is asked."""
    if IQuestionContainer.providedBy(context):
        return agency_of(context)
    unit = unit_of(context)
    return stored_value(unit, "agency") if unit is not None else None


@contextmanager
def as_nobody() -> Iterator[None]:
    """Act as somebody who is not logged in."""
    manager = getSecurityManager()
    newSecurityManager(None, nobody)
    try:
        yield
    finally:
        setSecurityManager(manager)
