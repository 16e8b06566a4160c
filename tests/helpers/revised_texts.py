"""Texts under revision, for the workflow tests."""

from made_once import made_once
from plone import api
from Products.CMFCore.indexing import processQueue
from rich_texts import rich
from sonla.pbgdpl.editorial.revisions import revise


def public(office, portal_type="LegalNews", **fields):
    """Make a public text; copy what an earlier test made if it can."""

    def make(_portal, portal_type):
        return public_anew(office, portal_type, **fields)

    if fields:
        return make(office.portal, portal_type)
    return made_once(office.portal, make, portal_type)


def public_anew(office, portal_type, **fields):
    if portal_type == "LegalIntroduction":
        fields.setdefault("kind", "de-cuong")
    fields.setdefault("text", rich("<p>Bản đầu</p>"))
    return office.publish(office.make("contributor", portal_type, **fields))


def opened(office, source, user="editor"):
    """Open a revision as a user; copy what an earlier test made if it can."""

    def make(_portal, _path, user):
        with office.acting(user):
            return revise(source)

    return made_once(office.portal, make, source.getPhysicalPath(), user)


def revised(office, source, user="editor", **fields):
    """Open a revision, change it and bring it up to approval."""
    copy = opened(office, source, user)
    with office.acting(user):
        for name, value in fields.items():
            setattr(copy, name, value)
        copy.reindexObject()
    office.do("contributor", copy, "submit")
    return office.do("editor" if user != "editor" else "manager", copy, "forward")


def paths(office, **query):
    processQueue()
    catalog = api.portal.get_tool("portal_catalog")
    return {b.getPath() for b in catalog.unrestrictedSearchResults(**query)}
