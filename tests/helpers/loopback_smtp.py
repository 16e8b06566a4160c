"""A mail server on the loopback interface: strict, and as bad as a test wants it.

It refuses what RFC 5321 and 5322 forbid and what it has not announced, so that every test
that sends mail proves that the mail could be sent; `Received.violations` says what it
found. It announces neither 8BITMIME nor SMTPUTF8.
"""

from collections.abc import Callable
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from dataclasses import field
from email import message_from_bytes
from email import policy
from email.message import EmailMessage

import re
import socket
import socketserver
import threading

PATIENCE = 60
"""Seconds after which a busy server greets, so that a test can't hang."""
MAX_LINE_LENGTH = 1000
LONGEST_COMMAND = 512
ATOM = rb"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+"
LABEL = rb"[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?"
MAILBOX = rb"<%b(?:\.%b)*@%b(?:\.%b)*>" % (ATOM, ATOM, LABEL, LABEL)
COMMANDS = {
    b"MAIL": re.compile(rb"MAIL FROM:(?:<>|%b)(?: SIZE=\d+)?" % MAILBOX, re.IGNORECASE),
    b"RCPT": re.compile(rb"RCPT TO:%b" % MAILBOX, re.IGNORECASE),
}
HEADER = re.compile(rb"[!-9;-~]+:[ \t]?[ -~\t]*")
ONCE = ("From", "To", "Subject", "Date", "Message-ID")


@dataclass
class Received:
    """Hold what arrived, and what was refused as no mail."""

    port: int = 0
    manners: "Manners" = field(default_factory=lambda: Manners())
    mails: list[EmailMessage] = field(default_factory=list)
    recipients: list[str] = field(default_factory=list)
    violations: list[str] = field(default_factory=list)
    raw: list[bytes] = field(default_factory=list)


@dataclass
class Manners:
    """Hold how a server treats its clients.

    It refuses for good or for now the recipients that contain `refuse` or `defer`, greets
    quotes them in its answer as many servers do, greets nobody before `busy` is set; it calls `on_data` when a client begins to send a mail, and
    hangs up, and `on_mail` when it has one whole and has not answered.
    """

    refuse: str = ""
    defer: str = ""
    busy: threading.Event | None = None
    on_data: Callable[[], None] | None = None
    on_mail: Callable[[], None] | None = None


class Clerk(socketserver.StreamRequestHandler):
    """Talk SMTP with one client."""

    def handle(self) -> None:
        """Answer each command until the client goes."""
        manners = self.server.manners
        if manners.busy is not None:
            manners.busy.wait(PATIENCE)
        self.say("220 loopback")
        while line := self.rfile.readline():
            verb = line[:4].upper()
            if verb == b"QUIT":
                self.say("221 bye")
                return
            if fault := fault_of_command(line, verb):
                self.refuse(fault)
            elif verb == b"DATA":
                if not self.data():
                    return
            elif verb == b"RCPT":
                self.recipient(line.decode("ascii").strip())
            else:
                self.say("250 ok")

    def say(self, text: str) -> None:
        self.wfile.write(f"{text}\r\n".encode())

    def refuse(self, fault: str) -> None:
        self.server.received.violations.append(fault)
        self.say(f"554 {fault}")

    def recipient(self, command: str) -> None:
        manners, address = self.server.manners, command.partition(":")[2]
        if manners.refuse and manners.refuse in command:
            self.say(f"550 no such user {address}")
        elif manners.defer and manners.defer in command:
            self.say(f"451 try again later {address}")
        else:
            self.server.received.recipients.append(command)
            self.say("250 ok")

    def data(self) -> bool:
        """Take a mail in; tell whether the client is still there."""
        manners, received = self.server.manners, self.server.received
        self.say("354 go on")
        if manners.on_data is not None:
            manners.on_data()
            return False  # the connection breaks: what was sent so far is no mail
        lines = []
        while (line := self.rfile.readline()) != b".\r\n":
            if not line:
                return False  # the client went in the midst: RFC 5321 says to forget it
            lines.append(line.removeprefix(b".") if line[:1] == b"." else line)
        raw = b"".join(lines)
        if faults := list(faults_of_mail(raw)):
            self.refuse("; ".join(faults))
            return True
        if manners.on_mail is not None:
            manners.on_mail()
        received.raw.append(raw)
        received.mails.append(message_from_bytes(raw, policy=policy.default))
        self.say("250 ok")
        return True


def fault_of_command(line: bytes, verb: bytes) -> str:
    """Return what a command line breaks; empty for nothing."""
    if not line.endswith(b"\r\n") or b"\r" in line[:-2] or b"\0" in line:
        return "line ends without CRLF"
    if len(line) > LONGEST_COMMAND:
        return "command too long"
    if not line.isascii():
        return "SMTPUTF8 not announced"
    if verb in COMMANDS and not COMMANDS[verb].fullmatch(line[:-2]):
        return "address or parameter malformed"
    return ""


def faults_of_mail(raw: bytes) -> Iterator[str]:
    """Yield what the content of a mail breaks."""
    lines = raw.split(b"\r\n")
    if any(b"\n" in line or b"\r" in line for line in lines):
        yield "bare CR or LF"
    if any(len(line) + 2 > MAX_LINE_LENGTH for line in lines):
        yield "line too long"
    if b"\0" in raw:
        yield "NUL"
    if not raw.isascii():
        yield "8BITMIME not announced"
    head = raw.partition(b"\r\n\r\n")[0].split(b"\r\n")
    for line in head:
        if not HEADER.fullmatch(line) and line[:1] not in (b" ", b"\t"):
            yield f"no header: {line[:40]!r}"
    message = message_from_bytes(raw, policy=policy.default)
    for name in ONCE:
        if len(message.get_all(name, ())) != 1:
            yield f"{name} not there once"
    for name, value in message.items():
        if value.defects:
            yield f"{name}: {value.defects!r}"
    if message.defects:
        yield repr(message.defects)


class Server(socketserver.ThreadingTCPServer):
    """Hold what the clerks share."""

    daemon_threads = True
    allow_reuse_address = True


@contextmanager
def smtp_server(port: int = 0, **manners: object) -> Iterator[Received]:
    """Serve SMTP with the given `Manners`, at a free port if none is named."""
    with Server(("127.0.0.1", port), Clerk) as server:
        server.manners = Manners(**manners)
        server.received = Received(server.server_address[1], server.manners)
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield server.received
        server.shutdown()


def closed_port() -> int:
    """Find a port on which nobody listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]
