"""Who we are to others: the name of our repository and of our records in it."""

from sonla.pbgdpl.core.validators import is_host_name
from sonla.pbgdpl.exchange.settings import get_exchange_settings
from sonla.pbgdpl.settings.public_address import host_of
from sonla.pbgdpl.settings.public_address import public_root


def repository_id() -> str:
    """Return the name of our repository: the setting, else the public host name."""
    named = get_exchange_settings().repository_id
    return named or host_of(public_root()) or "localhost"


def name_repository() -> None:
    """Take the public host for the name of our repository, if it has none yet.

    Written down, for the address may change and the name must not.
    """
    settings, host = get_exchange_settings(), host_of(public_root())
    if not settings.repository_id and is_host_name(host):
        settings.repository_id = host


def identifier_of(uid: str) -> str:
    """Return the identifier of a record of ours, which never changes."""
    return f"oai:{repository_id()}:{uid}"
