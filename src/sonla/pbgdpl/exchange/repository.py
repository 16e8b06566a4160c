"""Who we are to others: the name of our repository and of our records in it."""

from plone import api
from sonla.pbgdpl.controlpanel.sync_settings import get_sync_settings
from urllib.parse import urlsplit


def repository_id() -> str:
    """Give the name of our repository: the setting, else the portal's host name."""
    named = get_sync_settings().repository_id
    return named or urlsplit(api.portal.get().absolute_url()).hostname or "localhost"


def identifier_of(uid: str) -> str:
    """Give the identifier of a record of ours, which never changes."""
    return f"oai:{repository_id()}:{uid}"
