"""Every kind of mail passes a server that refuses what the RFCs forbid, and arrives equal."""

from desk_content import deliver
from email import message_from_bytes
from email.header import decode_header
from email.header import make_header
from email.message import EmailMessage
from plone import api
from served_mail import use_port
from sonla.pbgdpl.editorial.mail import RETURNED
from sonla.pbgdpl.mail import failures
from sonla.pbgdpl.mail import messages
from sonla.pbgdpl.mail.delivery import masked
from sonla.pbgdpl.mail.interfaces import IMailKind
from sonla.pbgdpl.mail.messages import compose
from sonla.pbgdpl.mail.mime import BadAddress
from sonla.pbgdpl.mail.mime import clean
from sonla.pbgdpl.mail.mime import message_of
from sonla.pbgdpl.mail.mime import one_line
from sonla.pbgdpl.mail.mime import shortened
from sonla.pbgdpl.mail.mime import usable_address
from sonla.pbgdpl.mail.notice import Notice
from sonla.pbgdpl.mail.notice import Recipient
from sonla.pbgdpl.mail.outbox import enqueue
from sonla.pbgdpl.mail.queue import queue_of
from zope.component import getUtilitiesFor

import datetime
import loopback_smtp as loopback
import pytest
import smtplib
import unicodedata

NFD = unicodedata.normalize("NFD", "Phổ biến Luật Đất đai ở xã Chiềng Ngần")
HOSTILE = {
    "newlines": "Tin\r\nBcc: ke-xau@evil.example\n\nThân\rthư",
    "NUL and controls": "Tin\x00 mới\x07\x1b[31m\x85",
    "half of a character": "Tin \ud800 mới",
    "right to left": "Tin \u202eiớm\u202c \u2067מים\u2069 שלום",
    "emoji": "Tin 👩🏽‍⚖️ mới 🇻🇳",
    "2,000 characters": "Phổ biến giáo dục pháp luật " * 72,
    "2,000 letters in one word": "ấ" * 2000,
    "2,000 ASCII letters in one word": "a" * 2000,
    "NFD": NFD,
    "dots on lines of their own": "Tin\n.\n..\n.QUIT",
    "encoded word": '=?utf-8?b?VGluIG3hu5tp?= "x" <a@b.example>, (c);',
    "bare From": "From ai đó\nFrom: x",
}


@pytest.fixture
def server(functional_portal):
    with loopback.smtp_server() as found:
        use_port(
            found.port,
            email_from_name="Cổng thông tin điện tử, tỉnh Sơn La (PBGDPL)",
            site_title="Sơn La",
        )
        yield found


def notice(kind: str, words: str = "Tập huấn", email: str = "a@sonla.example"):
    return Notice(
        kind=kind,
        recipient=Recipient("", words, email),
        title=words,
        url="https://sonla.example/chuyen-trang/" + "tin-" * 60,
        desk_url="https://sonla.example/chuyen-trang/@@pbgdpl-review",
        unit=words,
        actor=words,
        comment=words,
        text=words,
    )


def written(one: Notice) -> str:
    """Write the text of a mail as it must arrive."""
    language = api.portal.get_default_language()
    (mail,) = compose([one], "Sơn La", language)
    return clean(mail.body)


def subject(one: Notice) -> str:
    """Write the subject that must arrive."""
    (mail,) = compose([one], "Sơn La", api.portal.get_default_language())
    return shortened(one_line(mail.subject))


def content(mail: EmailMessage) -> str:
    return mail.get_content().replace("\r\n", "\n")


def sender_of(raw: bytes) -> str:
    """Read the sender as clients do; the newer parser puts blanks between encoded words."""
    sender = message_from_bytes(raw)["From"]
    return str(make_header(decode_header(sender)))


def test_every_kind_of_mail_passes(server, functional_portal):
    kinds = [name for name, _kind in getUtilitiesFor(IMailKind)]
    sent = [
        notice(kind, email=f"{number}@a.example") for number, kind in enumerate(kinds)
    ]
    enqueue(*sent)
    deliver()
    assert server.violations == []
    found = {
        mail["To"]: (mail, raw)
        for mail, raw in zip(server.mails, server.raw, strict=True)
    }
    assert len(found) == len(kinds)
    for one in sent:
        mail, raw = found[one.recipient.email]
        assert content(mail) == written(one)
        assert "Cổng thông tin điện tử, tỉnh Sơn La (PBGDPL)" in sender_of(raw)
        assert mail["Subject"] == subject(one)
        assert mail["Message-ID"].endswith("@sonla.example>")
        assert mail["Auto-Submitted"] == "auto-generated"
        assert mail["Date"].datetime.tzinfo is not None
    assert len({mail["Message-ID"] for mail in server.mails}) == len(kinds)
    assert len(queue_of(functional_portal)) == 0


@pytest.mark.parametrize("words", HOSTILE.values(), ids=HOSTILE)
def test_hostile_words_arrive_as_text(server, words):
    api.portal.set_registry_record("plone.site_title", "Sơn La")
    one = notice(RETURNED.name, words)
    enqueue(one)
    deliver()
    assert server.violations == []
    (mail,) = server.mails
    assert content(mail) == written(one)
    assert mail["Bcc"] is None and len(server.recipients) == 1
    assert mail["Subject"] == subject(one)
    assert one_line(words)[:60] in mail["Subject"]


@pytest.mark.parametrize(
    "address,wire",
    [
        ("nguoi.hoi+tin@sonla.example", "nguoi.hoi+tin@sonla.example"),
        ("a@sơnla.example", "a@xn--snla-lgb.example"),
        (unicodedata.normalize("NFD", "a@Sơnla.example"), "a@xn--snla-lgb.example"),
    ],
)
def test_addresses_on_the_wire(server, address, wire):
    enqueue(notice(RETURNED.name, email=address))
    deliver()
    assert server.violations == []
    (command,) = server.recipients
    assert command.upper() == f"RCPT TO:<{wire}>".upper()


@pytest.mark.parametrize(
    "address",
    [
        "không@sonla.example",
        "a b@sonla.example",
        "a@sonla.example\r\nBcc: b@evil.example",
        "a@b@sonla.example",
        ".a@sonla.example",
        "a..b@sonla.example",
        "a@-sonla.example",
        "a@sonla..example",
        "<a@sonla.example>",
        "a,b@sonla.example",
        "a@sonla.example,b@evil.example",
        "a@" + "s" * 64 + ".example",
        "a" * 65 + "@sonla.example",
        "@sonla.example",
        "a@",
        "a",
        "a\x00@sonla.example",
    ],
)
def test_what_is_no_address_never_reaches_a_server(server, functional_portal, address):
    enqueue(notice(RETURNED.name, email=address))
    deliver()
    assert server.mails == [] and server.recipients == [] and server.violations == []
    (found,) = failures.recorded(functional_portal)
    assert (found.reason, found.about) == ("bad_address", masked(address))
    assert len(queue_of(functional_portal)) == 0


def test_a_sender_with_letters_beyond_ascii():
    """A name may be anything; the panel takes no such address, another product's may."""
    mail = messages.Mail(Recipient("", "A", "a@b.example"), "Tin", "Chào\n")
    sender = (NFD + "\r\nBcc: x@y.example", "pbgdpl@sơnla.example")
    now = datetime.datetime(2026, 11, 27, tzinfo=datetime.UTC)
    raw = message_of(mail, sender, "1", now).as_bytes()
    assert list(loopback.faults_of_mail(raw)) == []
    assert sender_of(raw) == f"{NFD} Bcc: x@y.example <pbgdpl@xn--snla-lgb.example>"
    assert message_from_bytes(raw)["Bcc"] is None


@pytest.mark.parametrize(
    "broken,fault",
    [
        (lambda raw: raw.replace(b"\r\n", b"\n"), "bare CR or LF"),
        (lambda raw: raw + b"x" * 999 + b"\r\n", "line too long"),
        (lambda raw: raw + b"\0\r\n", "NUL"),
        (lambda raw: raw + "ấ\r\n".encode(), "8BITMIME"),
        (lambda raw: raw.replace(b"Date:", b"X-Date:"), "Date not there once"),
        (
            lambda raw: raw.replace(b"Message-ID:", b"X-ID:"),
            "Message-ID not there once",
        ),
        (lambda raw: raw.replace(b"From:", b"X-From:"), "From not there once"),
        (lambda raw: b"Tin\r\n" + raw, "no header"),
    ],
)
def test_the_server_is_strict(broken, fault):
    """The other tests prove something only if the server refuses what they don't send."""
    mail = messages.Mail(Recipient("", "A", "a@b.example"), "Tin", "Chào\n")
    now = datetime.datetime(2026, 11, 27, tzinfo=datetime.UTC)
    raw = message_of(mail, ("S", "s@b.example"), "1", now).as_bytes()
    with loopback.smtp_server() as server:
        with smtplib.SMTP("127.0.0.1", server.port) as client:
            client.sendmail("s@b.example", "a@b.example", raw)
            with pytest.raises(smtplib.SMTPDataError, match=fault):
                client.sendmail("s@b.example", "a@b.example", broken(raw))
            client.sock.sendall("MAIL FROM:<không@b.example>\r\n".encode())
            assert client.getreply()[0] == 554
            assert client.docmd("MAIL FROM:<s@b.example> SMTPUTF8")[0] == 554
            with pytest.raises(smtplib.SMTPRecipientsRefused):
                client.sendmail("s@b.example", "a..b@c.example", raw)
    assert len(server.mails) == 1


def test_bad_address_is_said_before_anything_is_made():
    with pytest.raises(BadAddress):
        usable_address("không phải địa chỉ")
