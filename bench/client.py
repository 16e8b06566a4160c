"""Run Zope's own `runwsgi`, with the add-on or without.

usage: python -m bench.client with|without ZOPE_INI [name=value ...]
"""

from bench.zope_process import hide_addon

import signal
import sys


def main(side: str, *arguments: str) -> int:
    """Serve until told to end."""
    from Zope2.Startup.serve import main as serve

    # A child of a job in the background would ignore it.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    if side == "without":
        hide_addon()
    return serve(["runwsgi", *arguments]) or 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
