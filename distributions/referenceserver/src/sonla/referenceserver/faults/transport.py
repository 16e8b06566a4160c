"""Faults of the connection and of size."""

from collections.abc import Iterator
from dataclasses import dataclass
from sonla.referenceserver.delivery import nothing
from sonla.referenceserver.delivery import PIECE
from sonla.referenceserver.delivery import pieces
from sonla.referenceserver.faults.base import Context
from sonla.referenceserver.faults.base import Fault
from sonla.referenceserver.messages import Answer
from sonla.referenceserver.messages import Request
from sonla.referenceserver.messages import Wire

import zlib

MEGABYTE = 1024 * 1024
HEAD = (
    b'<?xml version="1.0" encoding="UTF-8"?>\n'
    b'<OAI-PMH xmlns="http://www.openarchives.org/OAI/2.0/"><ListRecords>'
)
TAIL = b"</ListRecords></OAI-PMH>"
GZIP = 16 + zlib.MAX_WBITS
MOMENT = 0.05
"""Seconds for what was sent to arrive before the connection breaks."""


@dataclass
class DropAnswer(Fault):
    """Do what was asked and close the connection without an answer.

    The sender of a push can't know whether it was stored. It was.
    """

    def altered(self, request: Request, answer: Answer, context: Context) -> Answer:
        """Send nothing of the answer."""
        return answer.but(deliver=nothing)


@dataclass
class Reset(Fault):
    """Break the connection off amidst the body."""

    share: float = 0.5
    """Of the body that is sent before."""

    def altered(self, request: Request, answer: Answer, context: Context) -> Answer:
        """Send a part, then reset."""

        def deliver(wire: Wire, answer: Answer) -> None:
            _send_part(wire, answer, self.share)
            wire.wait(MOMENT)
            wire.reset()

        return answer.but(deliver=deliver)


@dataclass
class TruncatedBody(Fault):
    """Announce the whole body, send a part and end."""

    share: float = 0.5

    def altered(self, request: Request, answer: Answer, context: Context) -> Answer:
        """Send a part, then close."""

        def deliver(wire: Wire, answer: Answer) -> None:
            _send_part(wire, answer, self.share)
            wire.cut()

        return answer.but(deliver=deliver)


@dataclass
class Hang(Fault):
    """Fall silent: before the status line, or after a part of the body."""

    seconds: float = 600
    share: float | None = None
    """Of the body that is sent before; None for not even the head."""

    def altered(self, request: Request, answer: Answer, context: Context) -> Answer:
        """Wait until the server stops or the time is over, then close."""

        def deliver(wire: Wire, answer: Answer) -> None:
            if self.share is not None:
                _send_part(wire, answer, self.share)
            wire.wait(self.seconds)
            wire.cut()

        return answer.but(deliver=deliver)


@dataclass
class SlowDrip(Fault):
    """Send the body in drops, each of them in time for a read time-out."""

    size: int = 1
    pause: float = 0.2
    """Seconds between drops."""

    def altered(self, request: Request, answer: Answer, context: Context) -> Answer:
        """Send drop by drop until the other side gives up."""

        def deliver(wire: Wire, answer: Answer) -> None:
            wire.head(answer, len(answer.body))
            for piece in pieces(answer.body, self.size):
                wire.write(piece)
                if wire.wait(self.pause):
                    wire.cut()
                    return

        return answer.but(deliver=deliver)


@dataclass
class HugeBody(Fault):
    """Send a body that nobody should read to its end."""

    megabytes: int = 200
    announced: bool = True
    """Whether Content-Length says how much it is; else it comes in chunks."""

    def instead(self, request: Request, context: Context) -> Answer:
        """Answer with well-formed XML, mostly spaces; none of it is kept in memory."""
        length = self.megabytes * MEGABYTE
        return Answer(
            stream=lambda: _spaces(length), length=length if self.announced else None
        )


@dataclass
class GzipBomb(Fault):
    """Send little that becomes much."""

    megabytes: int = 200

    def instead(self, request: Request, context: Context) -> Answer:
        """Answer with the huge body, compressed about a thousand times."""
        length = self.megabytes * MEGABYTE
        return Answer(
            headers={"Content-Encoding": "gzip"}, stream=lambda: _compressed(length)
        )


def _send_part(wire: Wire, answer: Answer, share: float) -> None:
    wire.head(answer, len(answer.body))
    wire.write(answer.body[: int(len(answer.body) * share)])


def _spaces(length: int) -> Iterator[bytes]:
    yield HEAD
    left = length - len(HEAD) - len(TAIL)
    blank = b" " * PIECE
    while left > 0:
        yield blank[:left]
        left -= PIECE
    yield TAIL


def _compressed(length: int) -> Iterator[bytes]:
    packer = zlib.compressobj(9, zlib.DEFLATED, GZIP)
    for piece in _spaces(length):
        yield packer.compress(piece)
    yield packer.flush()
