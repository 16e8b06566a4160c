"""From what was typed to a question: where it is kept, by whom, until when it is answered."""

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
from sonla.pbgdpl.core.catalog import load_objects
from sonla.pbgdpl.core.fields import stored_value
from sonla.pbgdpl.core.section import unit_of
from sonla.pbgdpl.editorial.authorship import agency_of
from sonla.pbgdpl.questions import QUESTION_TYPE
from sonla.pbgdpl.questions.folders import container_for
from sonla.pbgdpl.questions.form_data import Submission
from sonla.pbgdpl.questions.form_tokens import question_name
from sonla.pbgdpl.questions.interfaces import IQuestionContainer
from sonla.pbgdpl.questions.mail import notify_asker
from sonla.pbgdpl.questions.mail import notify_office
from sonla.pbgdpl.questions.tracking import new_code
from typing import Any

UNPROVED = "_pbgdpl_unproved"
"""Attribute of a question that came without the proof of work: to be looked at first."""


def submit(
    context: Any,
    section: Any,
    values: dict[str, Any],
    files: Iterable[Submission] = (),
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
        question.tracking_code = new_code()
        question.asker_consent = consent
        question.asker_files = tuple(map(blob_of, files))
        if not proved:
            setattr(question, UNPROVED, True)
        question = addContentToContainer(folder, question, checkConstraints=False)
        question.manage_delLocalRoles([name for name, _r in question.get_local_roles()])
        question.reindexObjectSecurity()
    if proved:
        notify_asker(question, "received")
        notify_office(question, limited=True)
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


def blob_of(sent: Submission) -> NamedBlobFile:
    """Store a file that was sent; what it is follows from its name, not from the sender."""
    sent.stream.seek(0)
    return NamedBlobFile(data=sent.stream.read(), filename=sent.filename)


@contextmanager
def as_nobody() -> Iterator[None]:
    """Act as somebody who is not logged in."""
    manager = getSecurityManager()
    newSecurityManager(None, nobody)
    try:
        yield
    finally:
        setSecurityManager(manager)
