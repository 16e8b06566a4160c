"""A portal that is not ours: made first, with its own content, workflow and add-ons.

The layer makes a second site, `cong`, from the classic distribution, on top of the
layer that all tests share: its ZCML and its database go when the layer goes.
"""

from foreign_content import furnish
from itertools import count
from plone import api
from plone.app.testing import FunctionalTesting
from plone.app.testing import PloneSandboxLayer
from plone.app.testing import SITE_OWNER_NAME
from plone.app.testing import SITE_OWNER_PASSWORD
from plone.distribution.api import site as site_api
from plone.portlet.static import static
from plone.portlets.interfaces import IPortletAssignmentMapping
from plone.portlets.interfaces import IPortletManager
from plone.testing.zope import Browser
from plone.testing.zope import login
from plone.testing.zope import logout
from sonla.pbgdpl.homepage import HOMEPAGE_MANAGER
from sonla.pbgdpl.testing import FIXTURE
from typing import Any
from zope.component import getMultiAdapter
from zope.component import getUtility
from zope.component.hooks import setSite
from zope.globalrequest import setRequest

import collective.collectionfilter
import collective.easyform
import plone.classicui
import sonla.demonstration

SITE_ID = "cong"
SECTION = "pho-bien-giao-duc-phap-luat"
VOCABULARY = "sonla.pbgdpl.vocabularies.audiences"
OWN_TERM = {
    "token": "nguoi-cao-tuoi",
    "title": "Người cao tuổi",
    "valid_from": None,
    "valid_to": None,
    "aliases": "",
    "short_title": None,
    "icon": "users",
}
ANSWERS = {
    "site_id": SITE_ID,
    "title": "Cổng thông tin điện tử",
    "description": "",
    "default_language": "vi",
    "portal_timezone": "Asia/Ho_Chi_Minh",
    "setup_content": False,
}


class ForeignLayer(PloneSandboxLayer):
    """Make the foreign portal beside the one that all tests share."""

    defaultBases = (FIXTURE,)

    def setUpZope(self, app: Any, configurationContext: Any) -> None:
        """Load the ZCML of the distribution and of the other add-ons; make the site."""
        for package in (
            plone.classicui,
            collective.easyform,
            collective.collectionfilter,
            sonla.demonstration,
        ):
            self.loadZCML(package=package)
        setRequest(app.REQUEST)
        login(app["acl_users"], SITE_OWNER_NAME)
        site = site_api._create_site(
            context=app, distribution_name="classic", answers=dict(ANSWERS)
        )
        setSite(site)
        furnish(site)
        setSite(None)
        logout()
        setRequest(None)


FOREIGN_FIXTURE = ForeignLayer()
FOREIGN = FunctionalTesting(bases=(FOREIGN_FIXTURE,), name="sonla.pbgdpl:Foreign")


def manager_browser(app: Any) -> Browser:
    """Open a browser logged in as the Manager of the whole server."""
    browser = Browser(app)
    browser.handleErrors = False
    browser.addHeader("Authorization", f"Basic {SITE_OWNER_NAME}:{SITE_OWNER_PASSWORD}")
    return browser


def press(browser: Browser, site: Any, folder: str, field: str, product: str) -> None:
    """Press the button of a product in the Add-ons panel."""
    browser.open(f"{site.absolute_url()}/prefs_install_products_form")
    for index in count():
        form = browser.getForm(action=f"^{folder}$", index=index)
        if form.getControl(name=field).value == product:
            form.submit(name="form.submitted")
            return


def install(browser: Browser, site: Any, product: str = "sonla.pbgdpl") -> None:
    """Install a product through the Add-ons panel."""
    press(browser, site, "install_products", "install_product", product)


def with_addon(portal: Any) -> None:
    """Install the add-on as a Manager does, for `made_once`."""
    install(manager_browser(portal.getPhysicalRoot()), portal)


def uninstall(browser: Browser, site: Any, product: str = "sonla.pbgdpl") -> None:
    """Uninstall a product through the Add-ons panel."""
    press(browser, site, "uninstall_products", "uninstall_product", product)


def change_settings(portal: Any) -> None:
    """Do what administrators do: a term, a setting, portlets, a person's own role."""
    terms = [*api.portal.get_registry_record(VOCABULARY), OWN_TERM]
    api.portal.set_registry_record(VOCABULARY, terms)
    api.portal.set_registry_record("sonla.pbgdpl.managing_agency", "Sở Tư pháp (mẫu)")
    portlets = centre(portal)
    portlets["legal-education"].count = 3
    portlets["hello"] = static.Assignment(header="Lời chào", text="<p>Chào</p>")
    with api.env.adopt_roles(["Manager"]):
        portal[SECTION].manage_setLocalRoles("ai-do", ["Reader"])
        portal[SECTION].reindexObjectSecurity()


def centre(portal: Any) -> Any:
    """Return the portlets of the homepage's centre."""
    manager = getUtility(IPortletManager, name=HOMEPAGE_MANAGER, context=portal)
    return getMultiAdapter((portal, manager), IPortletAssignmentMapping)
