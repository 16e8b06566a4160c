"""What an answer in JSON holds; what it doesn't is a failure of its partner."""

from sonla.pbgdpl.exchange.formats.safe_parsers import read_json
from sonla.pbgdpl.exchange.formats.safe_parsers import UnreadableDocument
from sonla.pbgdpl.sync.failures import ProtocolFailure
from sonla.pbgdpl.sync.mapping.values import search
from sonla.pbgdpl.sync.mapping.values import WrongShape
from sonla.pbgdpl.sync.messages import NO_FIT
from sonla.pbgdpl.sync.messages import NO_JSON
from typing import Any
from zope.i18nmessageid import Message


def json_of(body: bytes) -> Any:
    """Read an answer; raise `ProtocolFailure` for what is no JSON."""
    try:
        return read_json(body)
    except UnreadableDocument as error:
        raise ProtocolFailure(Message(NO_JSON, mapping={"why": error.why})) from None


def found_by(expression: Any, data: Any, place: str) -> Any:
    """Return what an expression finds in an answer; raise `ProtocolFailure`."""
    try:
        return search(expression, data, place)
    except WrongShape:
        raise ProtocolFailure(Message(NO_FIT, mapping={"place": place})) from None
