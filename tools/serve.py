"""Serve the site in the foreground, and say where it is and who may log in.

Beside it runs the reference of the ministry's side, with which the site exchanges data.

usage: serve.py PORT BTP_PORT
"""

from instance import CONF
from instance import INI
from pathlib import Path

import ast
import http.client
import os
import secrets
import signal
import subprocess
import sys
import time

HOST = "127.0.0.1"
SITE = "Plone"
BIN = Path(sys.executable).parent
RECEIVED = "var/filestorage/referenceserver.jsonl"
"""What the ministry's side received; beside the database, so that it goes with it."""
CLIENT_ID = "son-la"
GATEWAY_SECRETS = (
    "PBGDPL_PULL_CLIENT_SECRET_LIEN_THONG",
    "PBGDPL_PULL_GATEWAY_TOKEN_LIEN_THONG",
)
"""What the portal and the gateway share, made anew by each start."""
SECOND_SOURCE = (
    "--list-seed",
    "2",
    "--gateway-path",
    "/api/",
    "--client-id",
    CLIENT_ID,
    "--client-secret-env",
    GATEWAY_SECRETS[0],
    "--gateway-token-env",
    GATEWAY_SECRETS[1],
)
MINISTRY = (
    str(BIN / "referenceserver"),
    "--records",
    "60",
    *SECOND_SOURCE,
    "--state",
    RECEIVED,
    "--port",
)
"""Few records: each waits on the approval desk for somebody who looks around."""
DEMO = Path("distributions/demonstration/src/sonla/demonstration/create.py")


def demo_accounts() -> list[tuple[str, str]]:
    """Read names and passwords where the demonstration declares them, the only place.

    Its source is read, not imported: this script runs without Plone.
    """
    for node in ast.parse(DEMO.read_text(encoding="utf-8")).body:
        names = [*getattr(node, "targets", []), getattr(node, "target", None)]
        if any(getattr(name, "id", None) == "DEMO_ACCOUNTS" for name in names):
            return [(row[0], row[1]) for row in ast.literal_eval(node.value)]
    return []


def gateway_variables(btp_port: int) -> dict[str, str]:
    """Return the variables by which the portal gets tokens from the gateway."""
    return {
        "PBGDPL_PULL_OAUTH_ADDRESS_LIEN_THONG": f"http://{HOST}:{btp_port}/token",
        "PBGDPL_PULL_CLIENT_ID_LIEN_THONG": CLIENT_ID,
        **{name: secrets.token_urlsafe() for name in GATEWAY_SECRETS},
    }


def banner(port: int, btp_port: int) -> str:
    """Return what a person needs to begin."""
    root = f"http://{HOST}:{port}"
    rows = [("admin", "admin"), *demo_accounts()]
    return "\n".join(
        (
            "",
            f"  Portal   {root}/{SITE}",
            f"  Log in   {root}/{SITE}/login",
            f"  Add-ons  {root}/{SITE}/prefs_install_products_form",
            f"  Exchange {root}/{SITE}/@@btp-sync-status",
            f"  Ministry http://{HOST}:{btp_port}  (a reference server, two sources)",
            "",
            *(f"  {name:<12} password {password}" for name, password in rows),
            "",
            "  Stop with Ctrl-C.",
            "",
        )
    )


def is_serving(port: int) -> bool:
    """Return whether the site answers.

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


def main(port: int, btp_port: int) -> int:
    """Run both servers until the site ends, passing on what is to stop them.

    In sessions of their own they hear of Ctrl-C once, from here, not from the terminal
    too.
    """
    # Nobody installs through a browser here, whose address would be taken.
    # Before Python begins: `DateTime` reads it when it is imported, and never again.
    os.environ.setdefault("TZ", "Asia/Ho_Chi_Minh")
    os.environ.setdefault("PBGDPL_URL", f"http://{HOST}:{port}/{SITE}")
    os.environ.update(gateway_variables(btp_port))
    servers: list[subprocess.Popen] = []
    # Before the start: a child never inherits a handler, but does inherit "ignore".
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(
            number, lambda signum, _: [s.send_signal(signum) for s in servers]
        )
    ministry = start((*MINISTRY, str(btp_port)), stdout=subprocess.DEVNULL)
    server = start(zope(port))
    servers += [ministry, server]
    try:
        while server.poll() is None and not is_serving(port):
            time.sleep(0.2)
        if server.poll() is None:
            print(banner(port, btp_port), flush=True)
        return max(server.wait(), 0)  # ended by a signal: as asked
    finally:
        ministry.terminate()
        ministry.wait()


def zope(port: int) -> tuple[str, ...]:
    """Return the command that serves the instance."""
    words = (BIN / "runwsgi", INI, f"http_port={port}", f"zope_file={CONF.name}")
    return tuple(map(str, words))


def start(command: tuple[str, ...], **options: int) -> subprocess.Popen:
    """Start a server."""
    return subprocess.Popen(command, start_new_session=True, **options)


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]), int(sys.argv[2])))
