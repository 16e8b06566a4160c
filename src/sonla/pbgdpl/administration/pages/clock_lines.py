"""The lines that set a clock up on this server, ready to be copied."""

from App.config import getConfiguration
from pathlib import Path
from sonla.pbgdpl.settings.public_address import is_inner
from sonla.pbgdpl.settings.public_address import public_root

import sys

COMMAND = "bin/pbgdpl-run"
CONFIGURATION = "etc/zope.conf"
PARTS = "parts"
"""Folder in which a buildout keeps its instances."""
INDENTATION = " " * 4


def cron_line(site_path: str) -> str:
    """Return the line for cron, with the folders of this installation."""
    instance = instance_folder()
    root = buildout_of(instance) or Path(sys.prefix)
    configuration = instance / CONFIGURATION
    if configuration.is_relative_to(root):
        configuration = configuration.relative_to(root)
    command = f"{COMMAND} {configuration} {site_path}"
    return f"*/5 * * * *  cd {root} && {command} >/dev/null"


def clock_section(site_path: str) -> str:
    """Return the section of zope.conf, in a buildout as buildout.cfg has it.

    An inner address is left out: it would go before the setting that is to mend it.
    """
    address = public_root()
    host = [f"  host {address}"] if address and not is_inner(address) else []
    lines = [
        "%import sonla.pbgdpl",
        "<clock-server pbgdpl>",
        f"  method {site_path}/@@pbgdpl-run",
        "  period 15m",
        "  user pbgdpl-runner",
        *host,
        "</clock-server>",
    ]
    instance = instance_folder()
    if buildout_of(instance) is not None:
        lines = [
            f"[{instance.name}]",
            "zope-conf-additional +=",
            *(f"{INDENTATION}{line}" for line in lines),
        ]
    return "\n".join(lines)


def instance_folder() -> Path:
    """Return the folder of the Zope instance that answers."""
    return Path(getConfiguration().instancehome)


def buildout_of(instance: Path) -> Path | None:
    """Return the folder of the buildout that made an instance; None without one."""
    return instance.parent.parent if instance.parent.name == PARTS else None
