"""Test layers: a classic Plone portal with the add-on, in memory."""

from plone.app.contenttypes.testing import PLONE_APP_CONTENTTYPES_FIXTURE
from plone.app.testing import FunctionalTesting
from plone.app.testing import IntegrationTesting
from plone.app.testing import PloneSandboxLayer
from plone.testing.zope import WSGI_SERVER_FIXTURE
from Products.GenericSetup import profile_registry
from sonla.pbgdpl.notifications.interfaces import IPostman
from typing import Any
from zope.component import queryUtility

import plone.app.locales
import sonla.pbgdpl


def portal_profiles() -> list[str]:
    """List the profiles of a classic portal and ours, as far as this Plone has them.

    The first came with Plone 6.2: before, classic pages had no browser layer of their own.
    """
    names = (
        "plone.app.layout:default",
        "plone.restapi:default",
        "sonla.pbgdpl:default",
    )
    known = profile_registry.listProfiles()
    return [name for name in names if name in known]


class PbgdplLayer(PloneSandboxLayer):
    """Install the add-on into a portal with simple publication outside our section."""

    defaultBases = (PLONE_APP_CONTENTTYPES_FIXTURE,)

    def setUpZope(self, app: Any, configurationContext: Any) -> None:
        """Load our ZCML and core's catalogues, which only autoinclude loads elsewhere."""
        self.loadZCML(package=plone.app.locales)
        self.loadZCML(package=sonla.pbgdpl)

    def setUpPloneSite(self, portal: Any) -> None:
        """Apply the profiles of a classic portal, then ours."""
        for name in portal_profiles():
            self.applyProfile(portal, name)


class PbgdplFunctionalTesting(FunctionalTesting):
    """Serve the portal, and let the postman finish before its database is closed.

    He writes down, in a thread and a connection of his own, whom he couldn't reach.
    """

    def testTearDown(self) -> None:
        """Wait for the postman, then take the test's database away."""
        postman = queryUtility(IPostman)
        if postman is not None:
            postman.wait()
        super().testTearDown()


FIXTURE = PbgdplLayer()
INTEGRATION = IntegrationTesting(bases=(FIXTURE,), name="sonla.pbgdpl:Integration")
FUNCTIONAL = PbgdplFunctionalTesting(
    bases=(FIXTURE, WSGI_SERVER_FIXTURE),
    name="sonla.pbgdpl:Functional",
)
