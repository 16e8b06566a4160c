"""What the registry's records of our settings are called on their pages."""

from sonla.pbgdpl.controlpanel.interfaces import ISettings
from sonla.pbgdpl.controlpanel.interfaces import IVocabularySettings
from sonla.pbgdpl.controlpanel.statistics_settings import IStatisticsSettings
from sonla.pbgdpl.controlpanel.sync_settings import ISyncSettings
from zope.i18nmessageid import Message
from zope.interface.interface import InterfaceClass

SCHEMAS: dict[str, InterfaceClass] = {
    "sonla.pbgdpl": ISettings,
    "sonla.pbgdpl.vocabularies": IVocabularySettings,
    "sonla.pbgdpl.statistics": IStatisticsSettings,
    "sonla.pbgdpl.sync": ISyncSettings,
}
"""By the prefix of their records, as the default profile has them."""


def setting_title(name: str) -> Message | str:
    """Return the title of the field that a record belongs to; "" for what is no setting."""
    prefix, _, field = name.rpartition(".")
    schema = SCHEMAS.get(prefix)
    return schema[field].title if schema is not None and field in schema else ""
