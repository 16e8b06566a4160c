"""Mail goes after the transaction, through a real server, and fails nothing."""

from collective.MockMailHost.MockMailHost import MockMailHost
from desk_content import deliver
from desk_content import step
from desk_content import walk
from desk_content import write
from plone import api
from Products.CMFCore.utils import getToolByName
from sonla.pbgdpl.editorial.states import state_of
from sonla.pbgdpl.mail import failures
from sonla.pbgdpl.mail.interfaces import IMailer
from sonla.pbgdpl.mail.queue import queue_of
from zope.component import getUtility

import loopback_smtp as loopback
import pytest
import threading
import transaction


@pytest.fixture
def mail_portal(served_unit):
    """Return a portal whose mail settings are complete but for the server's port."""
    api.portal.set_registry_record("plone.email_from_address", "pbgdpl@sonla.example")
    api.portal.set_registry_record("plone.email_from_name", "Cổng Sơn La")
    api.portal.set_registry_record("plone.site_title", "Sơn La")
    api.portal.set_registry_record("plone.smtp_host", "127.0.0.1")
    transaction.commit()
    return api.portal.get()


@pytest.fixture
def draft(mail_portal, served_unit):
    """Return a committed draft."""
    text = write(served_unit, "tac-gia", "Tập huấn Luật Đất đai")
    transaction.commit()
    return text


def use_port(portal, port: int) -> None:
    api.portal.set_registry_record("plone.smtp_port", port)
    transaction.commit()


def reasons(portal) -> list[tuple[str, str]]:
    return [(found.reason, found.about) for found in failures.problems(portal)]


def test_a_mail_arrives_whole(mail_portal, draft):
    with loopback.smtp_server() as server:
        use_port(mail_portal, server.port)
        walk(draft, ("tac-gia", "submit"))
        deliver()
        server.mails.clear()
        walk(draft, ("bien-tap", "return_to_author", "Thiếu nguồn.\nXem lại số liệu."))
        deliver()
    (mail,) = server.mails
    assert mail["To"] == "tac-gia@sonla.example"
    assert mail["From"] == "Cổng Sơn La <pbgdpl@sonla.example>"
    assert mail["Auto-Submitted"] == "auto-generated"
    assert mail["Subject"].startswith("[Sơn La] ")
    assert mail["Subject"].endswith("Tập huấn Luật Đất đai")
    body = mail.get_content()
    for part in (
        "Lò Thị Tác",
        "Sở Tư pháp",
        "Cầm Văn Biên",
        "Thiếu nguồn.",
        "Xem lại số liệu.",
        draft.absolute_url(),
        "@@pbgdpl-review",
    ):
        assert part in body
    assert reasons(mail_portal) == []


def test_nothing_is_sent_before_the_commit_or_after_an_abort(mail_portal, draft):
    with loopback.smtp_server() as server:
        use_port(mail_portal, server.port)
        step(draft, "tac-gia", "submit")
        getUtility(IMailer).wait()
        assert server.mails == []
        transaction.abort()
        deliver()
        assert server.mails == []


def test_a_savepoint_takes_its_mail_back(mail_portal, draft, served_unit):
    other = write(served_unit, "tac-gia", "Bài thứ hai")
    transaction.commit()
    with loopback.smtp_server() as server:
        use_port(mail_portal, server.port)
        before_any = transaction.savepoint()
        step(draft, "tac-gia", "submit")
        before_any.rollback()
        step(draft, "tac-gia", "submit")
        between = transaction.savepoint()
        step(other, "tac-gia", "submit")
        between.rollback()
        deliver()
    (mail,) = server.mails
    assert "Tập huấn Luật Đất đai" in mail["Subject"]
    assert state_of(other) == "draft"


def test_many_texts_make_one_mail_a_person(mail_portal, served_unit):
    texts = [write(served_unit, "tac-gia", f"Bài số {n}") for n in range(5)]
    transaction.commit()
    with loopback.smtp_server() as server:
        use_port(mail_portal, server.port)
        for text in texts:
            step(text, "tac-gia", "submit")
        deliver()
    (mail,) = server.mails
    assert "5" in mail["Subject"]
    assert all(text.absolute_url() in mail.get_content() for text in texts)


def test_a_title_can_not_add_mail_headers(mail_portal, served_unit):
    title = "Tin\r\nBcc: ke-xau@evil.example"
    text = write(served_unit, "tac-gia", title)
    with loopback.smtp_server() as server:
        use_port(mail_portal, server.port)
        step(text, "tac-gia", "submit")
        deliver()
    (mail,) = server.mails
    assert mail["Bcc"] is None
    assert len(server.recipients) == 1


def test_server_down_is_recorded_and_the_step_is_done(mail_portal, draft):
    use_port(mail_portal, loopback.closed_port())
    step(draft, "tac-gia", "submit")
    deliver()
    assert state_of(draft) == "pending_edit"
    assert reasons(mail_portal) == [("server", "Cầm Văn Biên")]


def test_a_slow_server_delays_nothing(mail_portal, draft):
    busy = threading.Event()
    with loopback.smtp_server(busy=busy) as server:
        use_port(mail_portal, server.port)
        step(draft, "tac-gia", "submit")
        transaction.commit()
        assert server.mails == []  # the step is done, the server still greets nobody
        busy.set()
        deliver()
    assert len(server.mails) == 1


def test_a_refused_recipient_does_not_hinder_the_others(mail_portal, draft):
    with loopback.smtp_server(refuse="tac-gia@") as server:
        use_port(mail_portal, server.port)
        step(draft, "tac-gia", "submit")
        step(draft, "bien-tap", "forward")
        deliver()
    assert {mail["To"] for mail in server.mails} == {
        "bien-tap@sonla.example",
        "phe-duyet@sonla.example",
    }
    assert reasons(mail_portal) == [("refused", "Lò Thị Tác")]


@pytest.mark.parametrize(
    "address,reason", [("", "no_address"), ("không phải địa chỉ", "bad_address")]
)
def test_a_person_without_a_usable_address(mail_portal, draft, address, reason):
    api.user.get(userid="bien-tap").setMemberProperties({"email": address})
    with loopback.smtp_server() as server:
        use_port(mail_portal, server.port)
        step(draft, "tac-gia", "submit")
        deliver()
    assert server.mails == []
    assert reasons(mail_portal) == [(reason, "Cầm Văn Biên")]


def without_host(portal) -> None:
    api.portal.set_registry_record("plone.smtp_host", "")


def without_sender(portal) -> None:
    del api.portal.get_tool("portal_registry").records["plone.email_from_address"]


def without_mail_host(portal) -> None:
    portal._delObject("MailHost")


@pytest.mark.parametrize("damage", [without_host, without_sender, without_mail_host])
def test_incomplete_mail_settings(mail_portal, draft, damage):
    damage(mail_portal)
    transaction.commit()
    step(draft, "tac-gia", "submit")
    deliver()
    assert state_of(draft) == "pending_edit"
    assert [reason for reason, about in reasons(mail_portal)] == ["not_configured"]


class BrokenMailHost(MockMailHost):
    """Fail in a way nobody thought of."""

    def _send(self, *args, **kwargs):
        raise ZeroDivisionError("broken mail host")


def test_an_exception_at_send_is_recorded(mail_portal, draft):
    mail_portal._delObject("MailHost")
    mail_portal._setObject("MailHost", BrokenMailHost("MailHost"))
    transaction.commit()
    step(draft, "tac-gia", "submit")
    deliver()
    (found,) = failures.problems(mail_portal)
    assert found.reason == "error"
    assert "broken mail host" in found.detail
    assert state_of(draft) == "pending_edit"


def test_another_products_mail_host_is_used_as_it_is(mail_portal, draft):
    mail_portal._delObject("MailHost")
    mail_portal._setObject("MailHost", MockMailHost("MailHost"))
    transaction.commit()
    step(draft, "tac-gia", "submit")
    deliver()
    assert len(getToolByName(mail_portal, "MailHost").messages) == 1


def test_a_queue_directory_is_used(mail_portal, draft, tmp_path, monkeypatch):
    monkeypatch.setenv("MAILHOST_QUEUE_ONLY", "1")
    mail_portal.MailHost.smtp_queue = True
    mail_portal.MailHost.smtp_queue_directory = str(tmp_path / "queue")
    transaction.commit()
    step(draft, "tac-gia", "submit")
    deliver()
    (mail,) = (tmp_path / "queue" / "new").iterdir()
    envelope, raw = mail.read_bytes().split(b"X-Zope-To: ", 1)[1].split(b"\n", 1)
    assert b"bien-tap@sonla.example" in envelope
    assert list(loopback.faults_of_mail(raw)) == []
    assert len(queue_of(mail_portal)) == 0


def test_the_same_failure_is_one_line_with_a_count(mail_portal, served_unit):
    use_port(mail_portal, loopback.closed_port())
    for number in range(3):
        step(write(served_unit, "tac-gia", f"Bài {number}"), "tac-gia", "submit")
        deliver()
    (found,) = failures.problems(mail_portal)
    assert found.count == 3


def test_the_record_of_failures_is_bounded(portal):
    from sonla.pbgdpl.mail.notice import DeliveryProblem

    many = [DeliveryProblem("server", f"Người {n}") for n in range(failures.LIMIT + 20)]
    failures.remember(portal, many)
    kept = failures.recorded(portal)
    assert len(kept) == failures.LIMIT
    assert f"Người {failures.LIMIT + 19}" in {found.about for found in kept}
    failures.forget(portal)
    assert failures.recorded(portal) == []
