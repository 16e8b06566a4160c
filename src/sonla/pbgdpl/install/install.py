"""What the default profile does beyond its XML files."""

from plone import api
from sonla.pbgdpl.core.setup import setup_steps
from typing import Any


def post_install(context: Any) -> None:
    """Let each subject set up what needs code, and revive what an uninstallation left."""
    site = api.portal.get()
    for step in setup_steps():
        step.install(site)
