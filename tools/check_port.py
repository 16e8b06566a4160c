"""Say in one line, before any work is done, that a port cannot be served."""

import socket
import sys

HOST = "127.0.0.1"


def problem(text: str) -> str | None:
    """Return why the port `text` cannot be served, None when it can."""
    if not text.isdigit() or not 1 <= int(text) <= 65535:
        return f"PORT={text} is not a port number (1 to 65535)."
    with socket.socket() as probe:
        # As the server does: a port whose last connections are only fading is free.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, int(text)))
            probe.listen()
        except PermissionError:
            return f"Port {text} needs rights that you lack: try make start PORT=8090."
        except OSError:
            return (
                f"Port {text} on {HOST} is taken: stop the program that uses it, "
                "or choose another one: make start PORT=8090."
            )
    return None


if __name__ == "__main__":
    sys.exit(problem(sys.argv[1]))
