"""A situation (tình huống pháp luật) made of a question: a draft for the bookcase."""

from html import escape
from plone import api
from plone.app.textfield.value import RichTextValue
from sonla.pbgdpl.core.clock import today
from sonla.pbgdpl.core.errors import InvalidInput
from sonla.pbgdpl.core.fields import stored_value
from sonla.pbgdpl.core.section import all_sections
from sonla.pbgdpl.core.section import section_of
from sonla.pbgdpl.questions.covering import open_marks
from sonla.pbgdpl.questions.workflow import MSG_OPEN_MARKS
from typing import Any
from zope.i18nmessageid import Message

MATERIAL_TYPE = "EducationMaterial"
SITUATION = "tinh-huong"
"""Token of `sonla.pbgdpl.MaterialKinds`."""
MATERIAL_ADD = f"sonla.pbgdpl: Add {MATERIAL_TYPE}"


def situation_of(question: Any) -> dict[str, Any]:
    """Return the fields of a material: question and answer, without who asked.

    Raises `InvalidInput` while something in it may tell of people: nobody would look for it there.
    """
    if marks := open_marks(question):
        raise InvalidInput(Message(MSG_OPEN_MARKS, mapping={"number": str(len(marks))}))
    answer = getattr(stored_value(question, "answer"), "raw", None) or ""
    asked = "".join(
        f"<p>{escape(line)}</p>"
        for line in (stored_value(question, "question") or "").splitlines()
        if line.strip()
    )
    return {
        "title": question.title,
        "kind": SITUATION,
        "text": RichTextValue(f"{asked}{answer}", "text/html", "text/x-html-safe"),
        "legal_fields": tuple(stored_value(question, "legal_fields") or ()),
        "legal_documents": [
            dict(row) for row in stored_value(question, "legal_bases") or ()
        ],
        "year": today().year,
    }


def place_for(question: Any) -> Any | None:
    """Find where the user may add materials: the section, else the first of their units."""
    section = section_of(question) or next(iter(all_sections()), None)
    if section is None:
        return None
    brains = api.portal.get_tool("portal_catalog").searchResults(
        path="/".join(section.getPhysicalPath()), portal_type="ContributingUnit"
    )
    units = (brain.getObject() for brain in brains)
    for place in (section, *units):
        if api.user.has_permission(MATERIAL_ADD, obj=place):
            return place
    return None
