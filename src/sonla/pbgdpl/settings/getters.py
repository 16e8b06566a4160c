"""Read access to the settings of the add-on."""

from sonla.pbgdpl.settings.records import records_of
from sonla.pbgdpl.settings.schema import ISettings

PREFIX = "sonla.pbgdpl"


def get_settings() -> ISettings:
    """Return the settings as attributes; a record that is missing has its default."""
    return records_of(ISettings, PREFIX)
