"""One item of each type in each state that isn't public, with a mark in all of its fields."""

from collections.abc import Iterator
from content_types import OWN_TYPES
from content_types import STOCK_TEXT_TYPES
from new_items import create
from plone import api
from plone.app.textfield import RichTextValue
from plone.app.textfield.interfaces import IRichText
from plone.dexterity.utils import iterSchemata
from sonla.pbgdpl.core.names import SECTION_TYPE
from sonla.pbgdpl.core.names import UNIT_TYPE
from sonla.pbgdpl.editorial import EDITORIAL_WORKFLOW
from sonla.pbgdpl.editorial.revisions import revise
from sonla.pbgdpl.editorial.states import chain_of
from sonla.pbgdpl.editorial.states import opens_to_public
from sonla.pbgdpl.editorial.states import set_state
from sonla.pbgdpl.options.learning.question_bank import BANK_QUESTION_TYPE
from sonla.pbgdpl.options.learning.question_bank import BANK_TYPE
from sonla.pbgdpl.statistics import REPORT_TYPE
from typing import Any
from zope.schema import getFieldsInOrder
from zope.schema.interfaces import IText

BANK = "ngan-hang"
TITLE = "Chưa ai được đọc"
SECRET = "khong-cong-khai"
FIELDS = {
    "LegalIntroduction": {"kind": "de-cuong"},
    "Guidance": {"document_type": "ke-hoach"},
    "EducationMaterial": {"kind": "to-gap"},
    "StatisticsReport": {
        "form_code": "ket-qua-pbgdpl",
        "period_kind": "year",
    },
}
TYPES = (
    *(one for one in OWN_TYPES if one != SECTION_TYPE),
    *STOCK_TEXT_TYPES,
    "File",
    "Image",
)
UNMARKED = ("id", "language", "code", "tracking_code", "recurrence", "timezone")
"""What addresses, or the work of the item, are made of."""


def states_not_public(item: Any) -> list[tuple[Any, str]]:
    """List the workflow and state of each state of an item's chain that is not public."""
    tool = api.portal.get_tool("portal_workflow")
    return [
        (tool[name], state.getId())
        for name in chain_of(item)
        for state in tool[name].states.objectValues()
        if not opens_to_public(state)
    ]


def make_all(section: Any) -> Iterator[Any]:
    """Make one item of each type for each state that isn't public, and a working copy."""
    for portal_type in TYPES:
        first = make_one(section, portal_type, 0)
        for number, (workflow, state) in enumerate(states_not_public(first)):
            item = make_one(section, portal_type, number) if number else first
            set_state(item, workflow, state)
            item.reindexObject()
            yield item
    text = create(section, "LegalNews", title="Công khai")
    workflow = api.portal.get_tool("portal_workflow")[EDITORIAL_WORKFLOW]
    set_state(text, workflow, "published")
    copy = revise(text)
    copy.title = f"{TITLE} {SECRET}"
    copy.reindexObject()
    yield copy


def make_one(section: Any, portal_type: str, number: int) -> Any:
    """Make one item of a type, with nothing but a title and what its type demands."""
    fields = dict(FIELDS.get(portal_type, {}))
    if portal_type == UNIT_TYPE:
        fields["code"] = f"{SECRET}-{number}"
    if portal_type == REPORT_TYPE:
        fields["year"] = 2026 - number
    return api.content.create(
        bank_in(section) if portal_type == BANK_QUESTION_TYPE else section,
        portal_type,
        f"{portal_type}-{number}".lower().replace(" ", "-"),
        title=f"{TITLE} {SECRET}",
        **fields,
    )


def bank_in(section: Any) -> Any:
    """Return the bank in which questions for tests are made."""
    if BANK not in section:
        api.content.create(section, BANK_TYPE, BANK, title=f"{TITLE} {SECRET}")
    return section[BANK]


def mark(item: Any) -> None:
    """Write the mark into all fields of text, past what they take."""
    for schema in iterSchemata(item):
        for name, field in getFieldsInOrder(schema):
            if name in UNMARKED or field.readonly or not schema.providedBy(item):
                continue
            if IRichText.providedBy(field):
                setattr(item, name, RichTextValue(f"<p>{SECRET}</p>", "text/html"))
            elif IText.providedBy(field):
                setattr(item, name, f"{SECRET}-{name}@example.org")
    item.title = f"{TITLE} {SECRET}"
    item.description = f"{TITLE} {SECRET}"
    item.reindexObject()
