"""Content for the tests of searching."""

from made_once import made_once
from new_items import create
from plone import api
from plone.app.textfield.value import RichTextValue
from sonla.pbgdpl.core.interfaces import IBrowserLayer
from sonla.pbgdpl.search.stock_search import munge_search_term
from zope.globalrequest import setRequest
from zope.interface import alsoProvides


def make_section(portal, **fields):
    """Make a section, or copy the one that an earlier test made."""
    fields = {"id": "pl", "title": "Chuyen trang", **fields}
    return made_once(portal, make_section_anew, fields)


def make_section_anew(portal, fields):
    with api.env.adopt_roles(["Manager"]):
        return create(portal, "LegalEducationSection", **fields)


def make(container, portal_type="LegalNews", **fields):
    """Create content whose id and title say nothing, unless given."""
    number = len(container.objectIds())
    fields = {"id": f"x{number}", "title": f"x{number}", **fields}
    if isinstance(fields.get("text"), str):
        fields["text"] = RichTextValue(fields["text"], "text/html", "text/x-html-safe")
    with api.env.adopt_roles(["Manager"]):
        return create(container, portal_type, **fields)


def publish(*items):
    with api.env.adopt_roles(["Manager", "PBGDPL Approver"]):
        for item in items:
            tool = api.portal.get_tool("portal_workflow")
            for workflow in tool.getWorkflowsFor(item):
                status = {**tool.getStatusOf(workflow.getId(), item)}
                status["review_state"] = "published"
                tool.setStatusOf(workflow.getId(), item, status)
                workflow.updateRoleMappingsFor(item)
            item.reindexObject()


def stock_search(typed):
    """Search as Plone's own search page does; give ids."""
    catalog = api.portal.get_tool("portal_catalog")
    brains = catalog(SearchableText=munge_search_term(typed))
    return [brain.getId for brain in brains]


def request_for(portal, form=None):
    request = portal.REQUEST.clone()
    alsoProvides(request, IBrowserLayer)
    request.form.clear()
    request.form.update(form or {})
    setRequest(request)
    return request


def search_view(context, **form):
    """Make our search page; the view's own answers are looked at."""
    request = request_for(api.portal.get(), form)
    return api.content.get_view("pbgdpl-search", context, request)


def found_ids(context, **form):
    view = search_view(context, **form)
    brains = view.finding.brains(view.start, 1000)
    return [brain.getId for brain in brains]
