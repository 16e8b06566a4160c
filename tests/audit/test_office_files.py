"""Who fetches a file of the office is told to all that want to know, and noted."""

from plone.protect.interfaces import IDisableCSRFProtection
from sample_addon import registered
from sonla.pbgdpl.audit import log
from sonla.pbgdpl.ui.downloads import offer_json

import pytest

ZCML = """
  <subscriber
      for="sonla.pbgdpl.ui.interfaces.IOfficeFileFetched"
      handler=".fetched"
      />
"""


def test_another_add_on_hears_of_it_and_the_log_notes_it(section, http_request):
    heard = []

    def fetched(event):
        heard.append((event.object, event.filename, event.request))

    with registered(ZCML, fetched=fetched):
        offer_json(http_request, "bang", {}, office=section)
        offer_json(http_request, "cong-khai", {})
    assert heard == [(section, "bang.json", http_request)]
    (entry,) = log.newest_first(["file"])
    assert (entry.action, entry.facts["file"]) == ("file", "bang.json")
    assert IDisableCSRFProtection.providedBy(http_request)


def test_what_cannot_be_told_of_is_not_handed_out(section, http_request):
    def fetched(event):
        raise RuntimeError("full")

    with registered(ZCML, fetched=fetched), pytest.raises(RuntimeError, match="full"):
        offer_json(http_request, "bang", {}, office=section)
