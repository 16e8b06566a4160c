"""A mail server on the loopback interface, as bad as a test wants it."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from dataclasses import field
from email import message_from_bytes
from email import policy
from email.message import EmailMessage

import socket
import socketserver
import threading

PATIENCE = 60
"""Seconds after which a busy server greets, so that a test can't hang."""


@dataclass
class Received:
    """Hold what arrived."""

    port: int = 0
    mails: list[EmailMessage] = field(default_factory=list)
    recipients: list[str] = field(default_factory=list)


class Clerk(socketserver.StreamRequestHandler):
    """Talk SMTP with one client."""

    def handle(self) -> None:
        """Answer each command until the client goes."""
        if self.server.busy is not None:
            self.server.busy.wait(PATIENCE)
        self.say("220 loopback")
        while line := self.rfile.readline():
            command = line.decode("utf-8", "replace").strip()
            verb = command[:4].upper()
            if verb == "QUIT":
                self.say("221 bye")
                return
            if verb == "DATA":
                self.data()
            elif verb == "RCPT":
                self.recipient(command)
            else:
                self.say("250 ok")

    def say(self, text: str) -> None:
        self.wfile.write(f"{text}\r\n".encode())

    def recipient(self, command: str) -> None:
        refuse = self.server.refuse
        if refuse and refuse in command:
            self.say("550 no such user")
        else:
            self.server.received.recipients.append(command)
            self.say("250 ok")

    def data(self) -> None:
        self.say("354 go on")
        lines = []
        while (line := self.rfile.readline()) != b".\r\n":
            lines.append(line)
        mail = message_from_bytes(b"".join(lines), policy=policy.default)
        self.server.received.mails.append(mail)
        self.say("250 ok")


@contextmanager
def smtp_server(
    refuse: str = "", busy: threading.Event | None = None
) -> Iterator[Received]:
    """Serve SMTP; `refuse` is a recipient to refuse, no client is greeted before `busy`."""
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Clerk) as server:
        server.daemon_threads = True
        server.refuse, server.busy = refuse, busy
        server.received = Received(server.server_address[1])
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield server.received
        server.shutdown()


def closed_port() -> int:
    """Find a port on which nobody listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]
