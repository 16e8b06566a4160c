"""Read access to the settings: all of them, the hosts of materials, the imprint."""

from sonla.pbgdpl.settings.records import records_of
from sonla.pbgdpl.settings.records import SettingsFields
from sonla.pbgdpl.settings.schema import ISectionSettings
from typing import Any

PREFIX = "sonla.pbgdpl"


SETTINGS = SettingsFields(10, ISectionSettings, PREFIX)


def get_settings() -> ISectionSettings:
    """Return the settings as attributes; a record that is missing has its default."""
    return records_of(ISectionSettings, PREFIX)


YOUTUBE_HOSTS = frozenset({"youtube.com", "www.youtube.com", "m.youtube.com"})
YOUTUBE_SHORT_HOST = "youtu.be"
YOUTUBE_PLAYERS = frozenset({"www.youtube.com", "www.youtube-nocookie.com"})
VIMEO_HOSTS = frozenset({"vimeo.com", "www.vimeo.com", "player.vimeo.com"})
VIMEO_PLAYER = "player.vimeo.com"


def allowed_hosts() -> set[str]:
    """Return the host names that the administrator allows, in lower case."""
    hosts = get_settings().allowed_hosts or ()
    return {host.strip().lower() for host in hosts if host.strip()}


def player_hosts() -> set[str]:
    """Return the hosts whose players may stand in texts.

    Those that the administrator allows, and where the films of such a host are played.
    """
    hosts = allowed_hosts()
    if hosts & (YOUTUBE_HOSTS | {YOUTUBE_SHORT_HOST}):
        hosts |= YOUTUBE_PLAYERS
    if hosts & VIMEO_HOSTS:
        hosts.add(VIMEO_PLAYER)
    return hosts


FIELDS = (
    "managing_agency",
    "editorial_head",
    "licence",
    "contact_officers",
    "reuse_terms",
)


def imprint() -> dict[str, Any]:
    """Return what the administrator entered, an empty dictionary for nothing."""
    settings = get_settings()
    values = {name: getattr(settings, name, None) for name in FIELDS}
    return values if any(values.values()) else {}
