"""Say in one line, before any work is done, that a port cannot be served.

usage: check_port.py NAME PORT [NAME PORT ...]
"""

from collections.abc import Iterator

import socket
import sys

HOST = "127.0.0.1"


def problem(name: str, text: str, command: str = "make start") -> str | None:
    """Return why the port `text` cannot be served, None when it can.

    `name` begins with the variable by which `command` is told another one.
    """
    other = f"{command} {name.split()[0]}=8180"
    if not text.isdigit() or not 1 <= int(text) <= 65535:
        return f"{name}={text} is not a port number (1 to 65535)."
    with socket.socket() as probe:
        # As the server does: a port whose last connections are only fading is free.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, int(text)))
            probe.listen()
        except PermissionError:
            return f"Port {text} needs rights that you lack: try {other}."
        except OSError:
            return (
                f"Port {text} on {HOST} is taken: stop the program that uses it, "
                f"or choose another one: {other}."
            )
    return None


def problems(arguments: list[str], command: str = "make start") -> Iterator[str]:
    """Yield what is wrong with pairs of a name and a port."""
    named: dict[str, str] = {}
    for name, port in zip(arguments[::2], arguments[1::2], strict=True):
        if port in named:
            yield f"{named[port]} and {name} must differ, both are {port}."
        named[port] = name
    for port, name in named.items():
        if fault := problem(name, port, command):
            yield fault


if __name__ == "__main__":
    sys.exit(next(problems(sys.argv[1:]), None))
