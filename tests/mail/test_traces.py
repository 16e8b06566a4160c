"""What became of a mail can be told afterwards: sent or not, when, about what; no address."""

from datetime import timedelta
from desk_content import deliver
from loopback_smtp import closed_port
from loopback_smtp import smtp_server
from plone import api
from served_mail import call
from served_mail import use_port
from sonla.pbgdpl.core.clock import utc_now
from sonla.pbgdpl.editorial.mail import RETURNED
from sonla.pbgdpl.mail import traces
from sonla.pbgdpl.mail.failures import REASONS
from sonla.pbgdpl.mail.failures import UNQUEUED
from sonla.pbgdpl.mail.limits import MAX_PER_HOUR
from sonla.pbgdpl.mail.limits import OFFICE
from sonla.pbgdpl.mail.notice import Notice
from sonla.pbgdpl.mail.notice import NotSent
from sonla.pbgdpl.mail.notice import Recipient
from sonla.pbgdpl.mail.outbox import enqueue
from sonla.pbgdpl.mail.queue import PAUSES
from sonla.pbgdpl.mail.queue import queue_of
from sonla.pbgdpl.mail.setup import MailStep
from zope.annotation.interfaces import IAnnotations
from zope.globalrequest import getRequest

import logging
import lxml.html
import pytest
import transaction

ADDRESS = "nguoi.hoi@sonla.example"


def notice(email=ADDRESS, **facts):
    return Notice(
        kind=RETURNED.name,
        recipient=Recipient("", "Lò Thị Tác", email),
        title="Tin",
        url="https://sonla.example/tin",
        desk_url="https://sonla.example/@@pbgdpl-review",
        **facts,
    )


def kept(portal, about=""):
    return [
        (one.kind, one.about, one.outcome, one.host)
        for one in traces.newest_traces(portal, about)
    ]


def test_a_mail_that_was_sent_leaves_a_trace_and_no_address(
    functional_portal, server, caplog
):
    begun = utc_now()
    with caplog.at_level(logging.INFO, "sonla.pbgdpl.mail.traces"):
        enqueue(notice(about="uid-1", typed=True), notice("b@sonla.example"))
        deliver()
    assert len(server.mails) == 2
    sent = ("127.0.0.1",)
    assert sorted(kept(functional_portal)) == [
        (RETURNED.name, (), traces.SENT, *sent),
        (RETURNED.name, ("uid-1",), traces.SENT, *sent),
    ]
    assert len(kept(functional_portal, "uid-1")) == 1
    (one, _other) = traces.newest_traces(functional_portal)
    assert begun <= one.at <= utc_now() and one.key
    told = f"{dict(IAnnotations(functional_portal)[traces.KEY])} {caplog.text}"
    assert ADDRESS not in told and "nguoi.hoi" not in told
    assert f"sent {RETURNED.name}" in caplog.text and "about=uid-1" in caplog.text


def test_why_a_mail_was_rightly_not_sent_is_kept(functional_portal, server):
    enqueue(NotSent(RETURNED.name, "off", "uid-2"))
    enqueue(notice(""))
    deliver()
    assert not server.mails
    assert {one[2] for one in kept(functional_portal)} == {"off", "no_address"}


@pytest.mark.parametrize(
    ("manners", "port", "reason"),
    [
        ({"refuse": "nguoi.hoi"}, None, "refused"),
        ({"defer": "nguoi.hoi"}, None, "later"),
        ({}, closed_port, "server"),
        ({}, None, "not_configured"),
        ({}, None, "error"),
    ],
)
def test_a_mail_that_nobody_will_take_leaves_a_trace(
    functional_portal, monkeypatch, at, manners, port, reason
):
    """As soon as it waits no longer: whoever was to be told was not."""
    with smtp_server(**manners) as server:
        use_port(port() if port else server.port)
        at()
        enqueue(notice(about="uid-3", typed=True))
        transaction.commit()
        if reason == "not_configured":
            api.portal.set_registry_record("plone.smtp_host", "")
        if reason == "error":
            (mail,) = (one for _key, one in queue_of(functional_portal).items())
            mail.rows = ()
        transaction.commit()
        for day in range(len(PAUSES) + 1):
            assert kept(functional_portal) == []
            at(days=day + 1)
            call(functional_portal)
            if reason == "refused":
                break
    ((_kind, about, outcome, said),) = kept(functional_portal, "uid-3")
    assert (about, outcome) == (("uid-3",), reason)
    assert ADDRESS not in said
    (one,) = traces.newest_traces(functional_portal)
    assert one.words.mapping["said"] == said
    assert ("no such user" in one.words.mapping["said"]) == (reason == "refused")


def test_whatever_ends_the_waiting_is_told_in_words():
    """Every reason for which a mail is not sent, but those that are not of one mail."""
    assert {*REASONS} - {*traces.OUTCOMES} == {"full", "nobody", UNQUEUED}


def test_what_goes_in_the_mail_of_another_is_told(functional_portal, server):
    _span, most = MAX_PER_HOUR[OFFICE][0]
    for number in range(most + 2):
        enqueue(notice(limited=True, about=f"uid-{number}"))
        transaction.commit()
    call(functional_portal)
    outcomes = [one[2] for one in kept(functional_portal)]
    assert outcomes.count(traces.SENT) == len(server.mails)
    assert traces.JOINED in outcomes


def test_what_is_kept_is_bounded(portal):
    begun = utc_now()
    old = traces.MailTrace(begun - timedelta(days=1), "a", "", (), "off")
    traces.note(portal, [old])
    new = traces.MailTrace(begun, "a", "", (), traces.SENT)
    traces.note(portal, [new] * (traces.KEPT + 5))
    found = list(traces.newest_traces(portal))
    assert len(found) == traces.KEPT + 1 and old in found


def test_a_flood_of_what_is_not_sent_pushes_nothing_out_that_was(portal):
    for outcome in traces.OUTCOMES:
        if outcome not in (traces.SENT, traces.ON_DISK):
            line = traces.MailTrace(utc_now(), "a", "", (), outcome)
            traces.note(portal, [line] * (traces.KEPT + 5))
    assert len(list(traces.newest_traces(portal))) == traces.KEPT
    sent = traces.MailTrace(utc_now(), "a", "", ("uid-1",), traces.SENT)
    traces.note(portal, [sent])
    traces.note(portal, [sent._replace(outcome="unproved")] * (traces.KEPT + 5))
    assert sent in traces.newest_traces(portal)


def test_the_page_tells_them_with_what_they_were_about(portal, http_request):
    with api.env.adopt_roles(["Manager"]):
        text = api.content.create(portal, "Document", title="Tập huấn")
        about = (text.UID(),)
        for outcome in traces.OUTCOMES:
            line = traces.MailTrace(
                utc_now(), RETURNED.name, "", about, outcome, "thu.example"
            )
            traces.note(portal, [line])
        page = api.content.get_view("pbgdpl-mail", portal, getRequest())()
    shown = lxml.html.fromstring(page).cssselect("#pbgdpl-mail-traces tbody tr")
    assert len(shown) == len(traces.OUTCOMES)
    words = " ".join(shown[0].text_content().split())
    assert "Tập huấn" in words
    told = " ".join(one.text_content() for one in shown)
    # Who took a mail is told, and what was said by the one that refused it
    assert told.count("thu.example") == 2
    assert shown[0].cssselect(f"a[href='{text.absolute_url()}']")


def test_uninstalling_removes_them(portal):
    for outcome in traces.OUTCOMES:
        traces.note(portal, [traces.MailTrace(utc_now(), "a", "", (), outcome)])
    MailStep().uninstall(portal)
    assert list(traces.newest_traces(portal)) == []
    assert {traces.KEY, traces.KEY_OF_REST}.isdisjoint(IAnnotations(portal))
