"""What is refused fills no log with tracebacks: a line at most, whoever asks."""

from Products.Five.browser import BrowserView
from Products.SiteErrorLog import SiteErrorLog
from public_content import make_section
from questions_content import answer
from questions_content import ask
from questions_content import put
from sonla.pbgdpl.ui import unread
from web_requests import Person
from zope.component import getGlobalSiteManager
from zope.interface import Interface

import logging
import pytest
import transaction

BOUNDARY = "ranh-gioi"
FORM = {"Content-Type": f"multipart/form-data; boundary={BOUNDARY}"}
FILE = (
    f"--{BOUNDARY}\r\n"
    'Content-Disposition: form-data; name="tep"; filename="a\x00.pdf"\r\n'
    f"Content-Type: application/pdf\r\n\r\n%PDF\r\n--{BOUNDARY}--\r\n"
).encode()
LOGS = (unread.logger.name, "Zope.SiteErrorLog", "waitress", "Plone")
LATER = {"effective": "2099-01-01T00:00:00"}
REFUSED = {
    "array": ("/@workflow/approve", "POST", {"json": []}),
    "string": ("/@workflow/approve", "POST", {"json": "abc"}),
    "in a section": ("/chuyen-trang/@workflow/approve", "POST", {"json": []}),
    "dates of the site": ("/@workflow/approve", "POST", {"json": LATER}),
    "children of the site": (
        "/@workflow/approve",
        "POST",
        {"json": {"include_children": True, **LATER}},
    ),
    "form of officers": ("/{question}/@@pbgdpl-question-situation", "GET", {}),
    "no number": ("/@@oai?from:int=zzz", "GET", {}),
    "file name": ("/@@ask-question", "POST", {"body": FILE, "headers": FORM}),
}


class Broken(BrowserView):
    """Fall over."""

    def __call__(self):
        """Raise an error of ours."""
        raise ValueError("our own")


@pytest.fixture
def logged(functional_portal):
    """Let Zope's logs of errors work as they do on a server; return what they hold."""
    places = (functional_portal, functional_portal.getPhysicalRoot())
    for place in places:
        if "error_log" not in place.objectIds():
            SiteErrorLog.manage_addErrorLog(place)
    transaction.commit()
    SiteErrorLog.temp_logs.clear()
    SiteErrorLog._rate_restrict_pool.clear()
    manager = getGlobalSiteManager()
    manager.registerHandler(SiteErrorLog.IPubFailureSubscriber)
    yield SiteErrorLog.temp_logs
    manager.unregisterHandler(SiteErrorLog.IPubFailureSubscriber)


@pytest.mark.parametrize("kind", REFUSED)
def test_a_refusal_is_a_line(functional_portal, logged, caplog, kind):
    section = make_section(functional_portal, "Chuyên trang")
    question = put(answer(ask(section)), "published").absolute_url_path()
    transaction.commit()
    address, method, sent = REFUSED[kind]
    caplog.set_level(logging.INFO)
    caplog.clear()
    path = f"/plone{address}".replace("/plone/{question}", question)
    answered = Person().ask(path, method, **sent)
    assert 400 <= answered.status < 500
    assert not any(logged.values())
    (entry,) = [one for one in caplog.records if one.name in LOGS]
    assert entry.levelname == "INFO" and "\n" not in entry.getMessage()


def test_an_error_of_ours_is_logged_as_before(functional_portal, logged):
    manager = getGlobalSiteManager()
    manager.registerAdapter(Broken, (Interface, Interface), Interface, "test-broken")
    try:
        assert Person().ask("/plone/@@test-broken").status == 500
    finally:
        manager.unregisterAdapter(
            Broken, (Interface, Interface), Interface, "test-broken"
        )
    assert [one["type"] for log in logged.values() for one in log] == ["ValueError"]
