"""Test layers: a classic Plone portal with the add-on, in memory."""

from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from importlib.util import find_spec
from plone.app.contenttypes.testing import PLONE_APP_CONTENTTYPES_FIXTURE
from plone.app.testing import IntegrationTesting
from plone.app.testing import PloneSandboxLayer
from Products.GenericSetup import profile_registry
from sonla.pbgdpl.core.options import all_options
from sonla.pbgdpl.core.options import switch_to
from sonla.pbgdpl.settings.getters import PREFIX
from typing import Any
from zope.globalrequest import clearRequest
from zope.globalrequest import getRequest
from zope.globalrequest import setRequest

import plone.app.locales
import sonla.pbgdpl

CACHE_SIZE = 100_000
"""So many objects a connection keeps: with the few hundred that are the default, each request
reads most of the portal anew."""


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
        self["zodbDB"].setCacheSize(CACHE_SIZE)
        self.loadZCML(package=plone.app.locales)
        # What fills gaps of Plone's own Vietnamese; the add-on does without.
        if find_spec("sonla.plonevietnamese"):
            self.loadZCML(package=import_module("sonla.plonevietnamese"))
        self.loadZCML(package=sonla.pbgdpl)

    def setUpPloneSite(self, portal: Any) -> None:
        """Apply the profiles of a classic portal, then ours, and have all options on."""
        for name in portal_profiles():
            self.applyProfile(portal, name)
        switch_all_on()


@contextmanager
def no_request() -> Iterator[None]:
    """Work without the request, as an installation does.

    Else the log of operations would hold a setting that nobody changed.
    """
    request = getRequest()
    clearRequest()
    try:
        yield
    finally:
        setRequest(request)


def name_address(portal: Any) -> None:
    """Enter the address at which the tests ask: no administrator installs here."""
    with no_request():
        portal.portal_registry[f"{PREFIX}.public_address"] = portal.absolute_url()


def switch_all_on() -> None:
    """Have all options on in the current portal: a new one has none."""
    with no_request():
        switch_to(name for name, _option in all_options())


class PbgdplIntegrationTesting(IntegrationTesting):
    """Set the portal's public address."""

    def testSetUp(self) -> None:
        """Let it be that of the request of the test."""
        super().testSetUp()
        name_address(self["portal"])


FIXTURE = PbgdplLayer()
INTEGRATION = PbgdplIntegrationTesting(
    bases=(FIXTURE,), name="sonla.pbgdpl:Integration"
)
