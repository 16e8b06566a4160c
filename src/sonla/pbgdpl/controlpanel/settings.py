"""Read access to the settings of the add-on."""

from sonla.pbgdpl.controlpanel.interfaces import ISettings
from sonla.pbgdpl.controlpanel.records import records_of

PREFIX = "sonla.pbgdpl"


def get_settings() -> ISettings:
    """Return the settings as attributes; a record that is missing has its default."""
    return records_of(ISettings, PREFIX)
