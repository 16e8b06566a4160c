"""Serve the site in the foreground, and say where it is and who may log in.

usage: serve.py PORT
"""

from pathlib import Path

import ast
import http.client
import signal
import subprocess
import sys
import time

HOST = "127.0.0.1"
SITE = "Plone"
COMMAND = ("bin/instance", "console")
DEMO = Path("src/sonla/pbgdpl/setuphandlers/demo.py")


def demo_accounts() -> list[tuple[str, str]]:
    """Read names and passwords where the demonstration declares them, the only place.

    Its source is read, not imported: this script runs without Plone.
    """
    for node in ast.parse(DEMO.read_text(encoding="utf-8")).body:
        names = [*getattr(node, "targets", []), getattr(node, "target", None)]
        if any(getattr(name, "id", None) == "DEMO_ACCOUNTS" for name in names):
            return [(row[0], row[1]) for row in ast.literal_eval(node.value)]
    return []


def banner(port: int) -> str:
    """Return what a person needs to begin."""
    root = f"http://{HOST}:{port}"
    rows = [("admin", "admin"), *demo_accounts()]
    return "\n".join(
        (
            "",
            f"  Portal   {root}/{SITE}",
            f"  Log in   {root}/{SITE}/login",
            f"  Add-ons  {root}/{SITE}/prefs_install_products_form",
            "",
            *(f"  {name:<12} password {password}" for name, password in rows),
            "",
            "  Stop with Ctrl-C.",
            "",
        )
    )


def serving(port: int) -> bool:
    """Tell whether the site answers.

    The port takes connections long before Zope is loaded, so only an answer counts; to
    wait for it here also spares the first visitor the first page's preparation.
    """
    connection = http.client.HTTPConnection(HOST, port, timeout=60)
    try:
        connection.request("GET", f"/{SITE}")
        return connection.getresponse().status < 500
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


def main(port: int) -> int:
    """Run the server until it ends, passing on what is to stop it.

    In a session of its own it hears of Ctrl-C once, from here, not from the terminal too.
    """
    servers: list[subprocess.Popen] = []
    # Before the start: a child never inherits a handler, but does inherit "ignore".
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(
            number, lambda signum, _: [s.send_signal(signum) for s in servers]
        )
    server = subprocess.Popen(COMMAND, start_new_session=True)
    servers.append(server)
    while server.poll() is None and not serving(port):
        time.sleep(0.2)
    if server.poll() is None:
        print(banner(port), flush=True)
    return max(server.wait(), 0)  # ended by a signal: as asked


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1])))
