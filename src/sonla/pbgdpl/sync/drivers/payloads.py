"""Make records of payloads."""

from collections.abc import Callable
from lxml import etree
from sonla.pbgdpl.exchange.record import InvalidRecord
from sonla.pbgdpl.exchange.record import Record
from sonla.pbgdpl.jobs.failures import classify
from sonla.pbgdpl.sync.drivers.base import SourceChange
from sonla.pbgdpl.sync.drivers.xml import parse_xml
from sonla.pbgdpl.sync.failures import DataFailure


def parsed(change: SourceChange, load: Callable[[etree._Element], Record]) -> Record:
    """Load the payload of a live change; raise `DataFailure` for one that won't do."""
    if change.payload is None:
        raise DataFailure("no_content")
    try:
        return load(parse_xml(change.payload))
    except InvalidRecord as error:
        raise classify(error) from error
