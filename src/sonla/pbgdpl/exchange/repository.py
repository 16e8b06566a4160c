"""Who we are to others: the name of our repository and of our records in it."""

from plone import api
from plone.registry.interfaces import IRecordModifiedEvent
from sonla.pbgdpl.controlpanel.checks import is_host_name
from sonla.pbgdpl.controlpanel.sync_settings import get_sync_settings
from sonla.pbgdpl.controlpanel.sync_settings import PREFIX
from urllib.parse import urlsplit


def repository_id() -> str:
    """Give the name of our repository: the setting, else the portal's host name."""
    named = get_sync_settings().repository_id
    return named or urlsplit(api.portal.get().absolute_url()).hostname or "localhost"


def name_repository() -> None:
    """Take the portal's host for the name of our repository, if it has none yet.

    Written down while an administrator speaks to the portal under its public address:
    whoever asks later, the clock or a proxy from within, may know it by another.
    """
    host = urlsplit(api.portal.get().absolute_url()).hostname or ""
    if not get_sync_settings().repository_id and is_host_name(host):
        api.portal.set_registry_record(f"{PREFIX}.repository_id", host)


def setting_changed(event: IRecordModifiedEvent) -> None:
    """Have a name before anything is sent under it."""
    if event.record.__name__ == f"{PREFIX}.push_enabled" and event.newValue:
        name_repository()


def identifier_of(uid: str) -> str:
    """Give the identifier of a record of ours, which never changes."""
    return f"oai:{repository_id()}:{uid}"
