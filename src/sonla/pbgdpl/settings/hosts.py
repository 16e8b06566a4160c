"""The hosts that the administrator allows for materials, and their players."""

from sonla.pbgdpl.settings.getters import get_settings

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
