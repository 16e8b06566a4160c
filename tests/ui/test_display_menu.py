"""The menu of displays names those of our types in Vietnamese."""

from content_types import OWN_TYPES
from plone.app.contentmenu.menu import DisplaySubMenuItem
from Products.CMFDynamicViewFTI.interfaces import ISelectableBrowserDefault
from searchable_items import make_all
from sonla.pbgdpl.core.interfaces import IBrowserLayer
from zope.i18n import translate
from zope.interface import alsoProvides

CONTAINERS = {
    "LegalEducationSection",
    "ContributingUnit",
    "CoordinationCouncil",
    "PolicyDialogue",
    "QuestionBank",
}
"""Types of ours on which Plone shows the menu, for it chooses the default page there, too."""


def test_displays_have_a_title_in_vietnamese(site, http_request):
    alsoProvides(http_request, IBrowserLayer)
    made = {item.portal_type: item for item in make_all(site)}
    assert set(made) == set(OWN_TYPES)
    offered = {
        portal_type: ISelectableBrowserDefault(item).getAvailableLayouts()
        for portal_type, item in made.items()
        if DisplaySubMenuItem(item, http_request).available()
    }
    assert set(offered) == CONTAINERS
    assert [
        (portal_type, name, title)
        for portal_type, displays in offered.items()
        for name, title in displays
        if translate(title, target_language="vi") in (name, title)
    ] == []
    assert all(offered.values())
