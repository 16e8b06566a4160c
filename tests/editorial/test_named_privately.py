"""No field names to visitors what they may not see: every relation field × every type."""

from collections.abc import Iterator
from DateTime import DateTime
from made_once import made_once
from plone import api
from plone.dexterity.utils import iterSchemataForType
from private_items import make_one
from private_items import SECRET
from private_items import TYPES
from sonla.pbgdpl.editorial.states import chain_of
from sonla.pbgdpl.editorial.states import opens_to_public
from sonla.pbgdpl.editorial.states import set_state
from typing import Any
from z3c.relationfield import RelationValue
from z3c.relationfield.interfaces import IRelationChoice
from z3c.relationfield.interfaces import IRelationList
from zope.component import getUtility
from zope.event import notify
from zope.intid.interfaces import IIntIds
from zope.lifecycleevent import ObjectModifiedEvent
from zope.schema import getFieldsInOrder

import pytest


def relation_fields(portal_type: str) -> Iterator[Any]:
    """Yield the fields of a type that name other items."""
    for schema in iterSchemataForType(portal_type):
        for _name, field in getFieldsInOrder(schema):
            if IRelationList.providedBy(field) or IRelationChoice.providedBy(field):
                yield field


def open_to_public(item: Any) -> None:
    """Put an item into a state that everybody sees."""
    for workflow in map(api.portal.get_tool("portal_workflow").get, chain_of(item)):
        states = workflow.states.objectValues()
        public = next(state for state in states if opens_to_public(state))
        set_state(item, workflow, public.getId())
    item.reindexObject()


@pytest.fixture
def naming(site):
    """Return a public item of each type whose relations all name a draft and a public text."""

    def make(_portal):
        draft = site.make("contributor", title=SECRET, description=SECRET)
        known = site.publish(site.make("contributor", title="Đã công bố"))
        ids = getUtility(IIntIds)
        made = {}
        with api.env.adopt_roles(["Manager"]):
            for portal_type in TYPES:
                fields = list(relation_fields(portal_type))
                if not fields:
                    continue
                item = made[portal_type] = make_one(site.section, portal_type, 9)
                item.title, item.effective_date = "Công khai", DateTime() - 1
                for field in fields:
                    named = [RelationValue(ids.getId(one)) for one in (draft, known)]
                    many = IRelationList.providedBy(field)
                    setattr(item, field.__name__, named if many else named[0])
                notify(ObjectModifiedEvent(item))
                open_to_public(item)
        return made

    made = made_once(site.portal, make)
    site.save()
    return made


def test_no_relation_tells_a_visitor_of_a_draft(site, naming):
    assert {"LegalNews", "LegalActivity", "TrainingCourse", "Document"} <= set(naming)
    for portal_type, item in naming.items():
        search = f"/@search?fullobjects=1&UID={item.UID()}"
        for where, path in ((item, ""), (site.portal, search)):
            answer = site.rest("GET", where, path)
            assert answer.status_code == 200, portal_type
            assert "Đã công bố" in str(answer.json()), portal_type
            assert SECRET not in answer.text, (portal_type, path)


def test_who_works_on_the_draft_is_told(site, naming):
    assert SECRET in site.rest("GET", naming["LegalNews"], "", "editor").text


def test_what_is_no_file_is_no_attachment(site):
    text, file = site.make("contributor"), site.make("contributor", "File")
    other = site.make("contributor", title=SECRET)
    for item, status in ((file, 204), (other, 400)):
        sent = {"attachments": [item.UID()]}
        answer = site.rest("PATCH", text, "", "contributor", json=sent)
        assert answer.status_code == status, answer.text
        assert status == 204 or "files and images" in answer.json()["message"]
