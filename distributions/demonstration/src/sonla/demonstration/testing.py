"""Test layer: the portal of the add-on's tests, where the demonstration is installed."""

from plone.app.testing import PloneSandboxLayer
from Products.GenericSetup import profile_registry
from sonla.pbgdpl.testing import FIXTURE
from sonla.pbgdpl.testing import PbgdplIntegrationTesting
from typing import Any

import sonla.demonstration


class DemonstrationLayer(PloneSandboxLayer):
    """Load the ZCML of the demonstration, and import nothing."""

    defaultBases = (FIXTURE,)

    def setUpZope(self, app: Any, configurationContext: Any) -> None:
        """Load it as autoinclude does elsewhere."""
        self.loadZCML(package=sonla.demonstration)

    def tearDownZope(self, app: Any) -> None:
        """Forget the profile: the registry of profiles belongs to the process."""
        profile_registry.unregisterProfile("default", "sonla.demonstration")


DEMONSTRATION_FIXTURE = DemonstrationLayer()
INTEGRATION = PbgdplIntegrationTesting(
    bases=(DEMONSTRATION_FIXTURE,), name="sonla.demonstration:Integration"
)
