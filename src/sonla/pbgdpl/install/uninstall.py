"""What the uninstall profile does beyond its XML files.

Content is never destroyed. What must be known to bring it back whole is remembered
with it; what the portal's own tools can't take away is taken away here.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from plone import api
from sonla.pbgdpl.core.setup import setup_steps
from sonla.pbgdpl.install.remaining import announce
from typing import Any

import logging
import transaction

logger = logging.getLogger(__name__)

OTHER_PROFILES = ("structure", "search")


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


def forget_profiles() -> None:
    """Let the further profiles count as not imported, as the first one does."""
    setup = api.portal.get_tool("portal_setup")
    for name in OTHER_PROFILES:
        setup.unsetLastVersionForProfile(f"sonla.pbgdpl:{name}")
