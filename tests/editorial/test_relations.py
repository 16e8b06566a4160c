"""What is not effective yet is not named to visitors by what relates to it."""

from DateTime import DateTime
from z3c.relationfield import RelationValue
from zope.component import getUtility
from zope.event import notify
from zope.intid.interfaces import IIntIds
from zope.lifecycleevent import ObjectModifiedEvent

import pytest

EARLY = "Kế hoạch sắp công bố"


@pytest.fixture
def related(site):
    """Return a public text that relates to an early one and to an effective one."""
    early = site.make("contributor", title=EARLY)
    early.effective_date = DateTime() + 2
    site.publish(early)
    known = site.publish(site.make("contributor", title="Đã công bố"))
    text = site.publish(site.make("contributor", title="Bài liên quan"))
    intids = getUtility(IIntIds)
    text.relatedItems = [RelationValue(intids.getId(one)) for one in (early, known)]
    notify(ObjectModifiedEvent(text))
    text.reindexObject()
    site.save()
    return text


@pytest.mark.parametrize("way", ["item", "search", "relations", "page"])
@pytest.mark.parametrize("user", ["", "member", "editor"])
def test_early_targets_are_for_insiders(site, related, way, user):
    if way == "page":
        answer = site.http("GET", related, "", user)
    elif way == "item":
        answer = site.rest("GET", related, "", user)
    elif way == "search":
        path = f"/@search?fullobjects=1&UID={related.UID()}"
        answer = site.rest("GET", site.portal, path, user)
    else:
        path = f"/@relations?source={related.UID()}"
        answer = site.rest("GET", site.portal, path, user)
    assert answer.status_code == 200
    said = answer.text if way == "page" else str(answer.json())
    assert "Đã công bố" in said
    if way != "page" or user != "editor":
        assert (EARLY in said) == (user == "editor")


@pytest.mark.parametrize("query", ["source=/nowhere", "relation=none", "onlyBroken=1"])
def test_nothing_found_is_no_fault(site, query):
    site.save()
    answer = site.rest("GET", site.portal, f"/@relations?{query}")
    assert answer.status_code in (200, 204, 401, 404)
