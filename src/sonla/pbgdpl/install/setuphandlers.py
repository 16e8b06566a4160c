"""What the profiles do beyond their XML files, and which of them the Add-ons panel hides.

An uninstallation never destroys content. What must be known to bring it back whole is remembered
with it; what the portal's own tools can't take away is taken away here.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from plone import api
from plone.base.interfaces import INonInstallable
from plone.registry.interfaces import IRegistry
from sonla.pbgdpl import PACKAGE_NAME
from sonla.pbgdpl.core.setup import setup_steps
from sonla.pbgdpl.install.remaining import announce
from sonla.pbgdpl.install.roles import declare_permissions
from typing import Any
from zope.component import getUtility
from zope.interface import implementer

import logging
import transaction

logger = logging.getLogger(__name__)

OTHER_PROFILES = ("structure", "search")


@implementer(INonInstallable)
class HiddenProfiles:
    """Keep all but the default profile out of the Add-ons panel's list."""

    def getNonInstallableProfiles(self) -> list[str]:
        """List the profiles that administrators reach by other ways."""
        return [
            "sonla.pbgdpl:uninstall",
            "sonla.pbgdpl:structure",
            "sonla.pbgdpl:search",
        ]


def pre_install(context: Any) -> None:
    """Prepare for what the files of the profile name."""
    declare_permissions()


def post_install(context: Any) -> None:
    """Let each subject set up what needs code, and revive what an uninstallation left."""
    site = api.portal.get()
    for step in setup_steps():
        step.install(site)


def pre_uninstall(context: Any) -> None:
    """Report what remains, and let each subject take back what it set up.

    Before the files of the profile are imported: types and workflows still work.
    """
    with whole_or_nothing():
        announce()
        site = api.portal.get()
        for step in reversed(setup_steps()):
            step.uninstall(site)


def post_uninstall(context: Any) -> None:
    """Take back what only now can go."""
    with whole_or_nothing():
        forget_profiles()
        forget_records()


@contextmanager
def whole_or_nothing() -> Iterator[None]:
    """Let no error leave a portal half uninstalled.

    The Add-ons panel catches whatever is raised and commits the rest; a doomed
    transaction can't be committed.
    """
    try:
        yield
    except Exception:
        logger.exception("The uninstallation failed; nothing is changed.")
        transaction.doom()
        raise


def forget_records() -> None:
    """Remove our records from the registry, those of earlier versions and of missing packages, too."""
    records = getUtility(IRegistry).records
    for name in [one for one in records if one.startswith(f"{PACKAGE_NAME}.")]:
        del records[name]


def forget_profiles() -> None:
    """Let the further profiles count as not imported, as the first one does."""
    setup = api.portal.get_tool("portal_setup")
    for name in OTHER_PROFILES:
        setup.unsetLastVersionForProfile(f"sonla.pbgdpl:{name}")
