"""A mail that did not reach whom it was for is told where the thing is that it was about."""

from learning_pages import make_learned
from lxml import html
from plone import api
from public_content import make
from requests_content import ask_for
from role_tables import acting  # noqa: F401
from sonla.pbgdpl.core.clock import utc_now
from sonla.pbgdpl.core.interfaces import IBrowserLayer
from sonla.pbgdpl.editorial.mail import APPROVED
from sonla.pbgdpl.mail import traces
from source_tree import parsed
from source_tree import ROOT
from zope.globalrequest import getRequest
from zope.interface import alsoProvides

import ast
import pytest

OF_NO_ITEM = {
    "contributions/mail.py",
    "mail/queue.py",
    "options/requests/duties/mail.py",
    "people/jobs.py",
    "people/mail.py",
    "statistics/jobs.py",
    "sync/mail.py",
    "sync/outbox/ageing.py",
    "sync/outbox/jobs.py",
}
"""Modules whose mails sum up, or are of an exchange: they are told on the page of mails alone."""


def test_each_sender_names_the_item_that_its_mail_is_about():
    source = ROOT / "src" / "sonla" / "pbgdpl"
    silent = set()
    for path in source.rglob("*.py"):
        for node in ast.walk(parsed(path)):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "Notice":
                named = {word.arg for word in node.keywords}
                if not named & {"about", "concerns"}:
                    silent.add(path.relative_to(source).as_posix())
    assert silent == OF_NO_ITEM


def failed(item, outcome="refused"):
    line = (APPROVED.name, "", (item.UID(),), outcome, "550 no such user")
    traces.note(api.portal.get(), [traces.MailTrace(utc_now(), *line)])


def told(item):
    request = getRequest()
    alsoProvides(request, IBrowserLayer)
    # Only what is opened as a page of its own is marked as one
    request.set("ACTUAL_URL", item.absolute_url())
    page = html.fromstring(item())
    return " ".join(
        " ".join(one.text_content().split())
        for one in page.xpath("//*[@id='pbgdpl-failed-mails']")
    )


@pytest.fixture(params=["text", "course", "request"])
def item(request, section, unit):
    """Return one of what mails are about."""
    if request.param == "text":
        return make(section, "LegalNews", "Tin")
    if request.param == "request":
        return ask_for(section)
    return make_learned(api.portal.get(), unit.getPhysicalPath())


def test_the_page_tells_the_office(item, acting):  # noqa: F811
    failed(item)
    with acting("PBGDPL Approver"):
        assert "Refused by the mail server: 550 no such user" in told(item)
    with acting("Manager"):
        assert "did not reach" in told(item)


def test_what_arrived_or_was_not_to_be_sent_is_not_told(item, acting):  # noqa: F811
    for outcome in (traces.SENT, traces.ON_DISK, traces.JOINED, traces.OFF):
        failed(item, outcome)
    with acting("PBGDPL Approver"):
        assert told(item) == ""


def test_nobody_else_is_told(section, acting):  # noqa: F811
    text = make(section, "LegalNews", "Tin")
    failed(text)
    for role in ("Anonymous", "Member", "PBGDPL Contributor"):
        with acting(role):
            assert told(text) == ""
