"""Who we are to others: the name of our repository and of our records in it."""

from plone import api
from plone.registry.interfaces import IRecordModifiedEvent
from sonla.pbgdpl.core.validators import is_host_name
from sonla.pbgdpl.settings.public_address import host_of
from sonla.pbgdpl.settings.public_address import public_root
from sonla.pbgdpl.sync.settings import get_sync_settings
from sonla.pbgdpl.sync.settings import PREFIX


def repository_id() -> str:
    """Return the name of our repository: the setting, else the public host name."""
    named = get_sync_settings().repository_id
    return named or host_of(public_root()) or "localhost"


def name_repository() -> None:
    """Take the public host for the name of our repository, if it has none yet.

    Written down, for the address may change and the name must not.
    """
    host = host_of(public_root())
    if not get_sync_settings().repository_id and is_host_name(host):
        api.portal.set_registry_record(f"{PREFIX}.repository_id", host)


def setting_changed(event: IRecordModifiedEvent) -> None:
    """Have a name before anything is sent under it."""
    if event.record.__name__ == f"{PREFIX}.push_enabled" and event.newValue:
        name_repository()


def identifier_of(uid: str) -> str:
    """Return the identifier of a record of ours, which never changes."""
    return f"oai:{repository_id()}:{uid}"
