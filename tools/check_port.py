"""Say in one line, before any work is done, that a port cannot be served.

usage: check_port.py NAME PORT [NAME PORT ...]
"""

from collections.abc import Iterator

import socket
import sys

HOST = "127.0.0.1"


def problem(name: str, text: str) -> str | None:
    """Return why the port `text` cannot be served, None when it can.

    `name` is the variable by which another one is chosen.
    """
    if not text.isdigit() or not 1 <= int(text) <= 65535:
        return f"{name}={text} is not a port number (1 to 65535)."
    with socket.socket() as probe:
        # As the server does: a port whose last connections are only fading is free.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, int(text)))
            probe.listen()
        except PermissionError:
            return (
                f"Port {text} needs rights that you lack: try make start {name}=8090."
            )
        except OSError:
            return (
                f"Port {text} on {HOST} is taken: stop the program that uses it, "
                f"or choose another one: make start {name}=8090."
            )
    return None


def problems(arguments: list[str]) -> Iterator[str]:
    """Return what is wrong with pairs of a name and a port."""
    names, ports = arguments[::2], arguments[1::2]
    if len(set(ports)) < len(ports):
        yield f"{' and '.join(names)} must differ."
    yield from filter(None, map(problem, names, ports))


if __name__ == "__main__":
    sys.exit(next(problems(sys.argv[1:]), None))
