"""Read access to the settings of the section."""

from sonla.pbgdpl.settings.records import records_of
from sonla.pbgdpl.settings.schema import ISectionSettings

PREFIX = "sonla.pbgdpl"


def get_settings() -> ISectionSettings:
    """Return the settings as attributes; a record that is missing has its default."""
    return records_of(ISectionSettings, PREFIX)
