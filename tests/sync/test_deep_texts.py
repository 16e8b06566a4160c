"""A text that comes too deep from elsewhere is left as its words, and the log says so."""

from datetime import datetime
from datetime import UTC
from sonla.pbgdpl.exchange.record import Record
from sonla.pbgdpl.sync.drivers.base import SourceChange
from sonla.pbgdpl.sync.harvest.staging import MSG_DEEP
from sonla.pbgdpl.sync.harvest.staging import read

import pytest


@pytest.mark.parametrize(("levels", "notes"), [(3, ()), (500, (MSG_DEEP,))])
def test_what_is_deep_is_noted(levels, notes):
    body = "<div>" * levels + "sâu" + "</div>" * levels
    sent = Record("oai:portal.example:1", "news", {"body": body})
    when = datetime(2026, 1, 1, tzinfo=UTC)
    change = SourceChange("1", when, "live", b"", "text/xml", (), "")
    staged = read(change, lambda _change: sent, "other.example")
    assert staged.failure is None
    assert staged.notes == notes
    assert "sâu" in staged.given["body"]
