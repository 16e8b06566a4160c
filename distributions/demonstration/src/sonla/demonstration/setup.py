"""What the uninstallation of the add-on says of the demonstration, and takes back."""

from collections.abc import Iterator
from plone.base.interfaces import INonInstallable
from plone.browserlayer.interfaces import ILocalBrowserLayerType
from plone.browserlayer.utils import unregister_layer
from sonla.demonstration import _
from sonla.demonstration import LOOK_PROFILE
from sonla.demonstration import PROFILE
from sonla.demonstration.create import existing_accounts
from sonla.pbgdpl.core.setup import full_name
from sonla.pbgdpl.core.setup import Link
from sonla.pbgdpl.core.setup import Remainder
from sonla.pbgdpl.core.setup import SetupStep
from typing import Any
from zope.component import queryUtility
from zope.interface import implementer

LAYER = "sonla.demonstration"
"""Name of the browser layer."""


@implementer(INonInstallable)
class HiddenProfile:
    """Keep the demonstration out of the Add-ons panel: nobody shall take it for a part."""

    def getNonInstallableProfiles(self) -> list[str]:
        """List both profiles."""
        return [PROFILE, LOOK_PROFILE]


class DemonstrationStep(SetupStep):
    """Remind of the accounts of the demonstration, which stay."""

    order = 130

    def uninstall(self, site: Any) -> None:
        """Let the profile count as not imported, as those of the add-on do; no banner stays."""
        site.portal_setup.unsetLastVersionForProfile(PROFILE)
        if queryUtility(ILocalBrowserLayerType, LAYER) is not None:
            unregister_layer(LAYER)

    def remains(self, site: Any) -> Iterator[Remainder]:
        """List the accounts, whose passwords everybody knows."""
        if people := tuple(map(full_name, existing_accounts())):
            yield Remainder(
                10,
                _(
                    "help_demo_accounts",
                    default="Their passwords are known to everybody. They lose their groups with the add-on, but can still log in: delete them. ${link}",
                ),
                Link("@@usergroup-userprefs", _("link_users", default="Users")),
                name="pbgdpl-demo-accounts",
                heading=_(
                    "heading_demo_accounts",
                    default="Accounts of the demonstration that remain",
                ),
                lines=people,
            )
