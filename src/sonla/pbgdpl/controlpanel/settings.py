"""Read access to the settings of the add-on."""

from plone.registry.interfaces import IRegistry
from sonla.pbgdpl.controlpanel.interfaces import ISettings
from zope.component import getUtility

PREFIX = "sonla.pbgdpl"


def get_settings() -> ISettings:
    """Give the settings as attributes; a record that is missing has its default."""
    return getUtility(IRegistry).forInterface(ISettings, check=False, prefix=PREFIX)
