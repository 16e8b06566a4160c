"""Test layer: the portal of the add-on's tests, where the demonstration is installed."""

from plone.app.testing import PloneSandboxLayer
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


DEMONSTRATION_FIXTURE = DemonstrationLayer()
INTEGRATION = PbgdplIntegrationTesting(
    bases=(DEMONSTRATION_FIXTURE,), name="sonla.demonstration:Integration"
)
