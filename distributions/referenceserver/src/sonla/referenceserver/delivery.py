"""Ways to send an answer, good and bad."""

from collections.abc import Iterator
from sonla.referenceserver.messages import Answer
from sonla.referenceserver.messages import Wire

PIECE = 64 * 1024


def whole(wire: Wire, answer: Answer) -> None:
    """Send everything, as it should be."""
    if answer.stream is None:
        wire.head(answer, len(answer.body))
        wire.write(answer.body)
        return
    wire.head(answer, answer.length)
    for piece in answer.stream():
        if piece:
            wire.write(piece)
    if answer.length is None:
        wire.write(b"")  # the last chunk is the empty one


def pieces(body: bytes, size: int = PIECE) -> Iterator[bytes]:
    """Cut a body into pieces."""
    return (body[at : at + size] for at in range(0, len(body), size))


def nothing(wire: Wire, answer: Answer) -> None:
    """Close the connection before the status line."""
    wire.cut()
