"""A host that a stranger sends stands in no mail and in nothing that leaves the portal."""

from collections.abc import Callable
from collections.abc import Iterator
from desk_content import deliver
from io import BytesIO
from loopback_smtp import smtp_server
from pathlib import Path
from plone import api
from public_content import make
from questions_content import ask
from secured_portal import make_one_of_each
from secured_portal import people
from secured_portal import warm_up
from sonla.pbgdpl import exchange
from sonla.pbgdpl import mail as notifications
from sonla.pbgdpl import sync
from sonla.pbgdpl.mail.messages import compose
from sonla.pbgdpl.mail.notice import Notice
from sonla.pbgdpl.questions.form_tokens import new_stamp
from sonla.pbgdpl.questions.mail import notices_to_askers
from sonla.pbgdpl.settings.getters import PREFIX
from sonla.pbgdpl.settings.public_address import public_root
from source_tree import ROOT
from typing import Any
from view_table import all_rows
from view_table import Row
from web_requests import Answer
from web_requests import UNTHEMED
from zipfile import BadZipFile
from zipfile import ZipFile

import ast
import lxml.html
import pytest
import re
import time
import transaction

SOURCE = ROOT / "src" / "sonla" / "pbgdpl"
ADDRESS = "https://pbgdpl.sonla.example"
EVIL = "evil.example"
FORGED = (
    {"Host": EVIL},
    {"Host": f"{EVIL}:8443"},
    {"X-Forwarded-Host": EVIL, "X-Forwarded-Server": EVIL, "X-Host": EVIL},
    {"Forwarded": f"host={EVIL};proto=https", "X-Original-URL": f"//{EVIL}/"},
    {"X-VHM-Host": EVIL, "X-VHM-Root": f"/{EVIL}"},
)
PREFIXES = ("", f"/VirtualHostBase/https/{EVIL}:443")
"""What a proxy that lets everything through passes on."""
ASKED = {
    "question": "Khi nào được đăng ký kết hôn?",
    "legal_field": "dat-dai",
    "commune": "03646",
    "public_name": "L. T. M.",
    "asker_email": "nan-nhan@example.org",
    "asker_phone": "",
    "consent": "1",
    "website": "",
    "proof": "",
}
FROM_THE_REQUEST = {
    "absolute_url",
    "getURL",
    "navigation_root_url",
    "physicalPathToURL",
    "portal_url",
    "view_url",
}
"""Where Plone takes the host of the request."""
LEAVING = [Path(package.__file__).parent for package in (exchange, notifications, sync)]
"""Packages that make nothing but what leaves the portal."""
PUBLIC = [
    row
    for row in all_rows()
    if "Anonymous" in row.allowed and row.answer == 200 and not row.is_rest
]
"""REST services are Plone's own, as its pages are: no proxy passes a forged host to them."""
ANYBODY = people()["Anonymous"]
MANAGER = people()["Manager"]


def modules() -> list[Any]:
    """List the modules that make mail or what leaves the portal."""
    found = []
    for path in sorted(SOURCE.rglob("*.py")):
        place = path.relative_to(SOURCE)
        leaves = any(path.is_relative_to(folder) for folder in LEAVING)
        makes_mail = f"{Notice.__module__} import" in path.read_text(encoding="utf-8")
        if (leaves and "pages" not in place.parts) or makes_mail:
            found.append(pytest.param(path, id=str(place)))
    return found


@pytest.mark.parametrize("path", modules())
def test_no_module_that_makes_mail_or_records_asks_the_request(path):
    called = set(attributes(ast.parse(path.read_text(encoding="utf-8"))))
    assert not called & FROM_THE_REQUEST


def attributes(tree: ast.AST) -> Iterator[str]:
    """Yield the names of all attributes; what only the log is told leaves nothing."""
    if isinstance(tree, ast.Attribute):
        yield tree.attr
    if isinstance(tree, ast.Call) and ast.unparse(tree.func).startswith("logger."):
        return
    for child in ast.iter_child_nodes(tree):
        yield from attributes(child)


def told(question: Any) -> Notice:
    """Return the mail to whoever asked."""
    (notice,) = notices_to_askers(question, "received", "")
    return notice


def test_mail_names_the_public_address_alone(section, http_request):
    """Whatever the request says, in every word that a mail has from the database."""
    api.portal.set_registry_record(f"{PREFIX}.public_address", ADDRESS)
    http_request.setServerURL("https", EVIL)
    question = ask(section)
    assert EVIL in question.absolute_url()
    assert told(question).desk_url.startswith(f"{ADDRESS}/")
    (mail,) = compose([told(question)], "Sơn La", "vi")
    assert EVIL not in mail.body


def test_mail_without_a_public_address_says_where_to_look(section, http_request):
    api.portal.set_registry_record(f"{PREFIX}.public_address", "")
    http_request.setServerURL("https", EVIL)
    place = f"/{section.getId()}/@@question-status"
    assert told(ask(section)).desk_url.partition("?")[0] == place


class TestServed:
    """One portal for all that is asked for."""

    @pytest.fixture(scope="class")
    def places(self, functional_portal_class):
        places = make_one_of_each(functional_portal_class)
        record = f"{PREFIX}.public_address"
        api.portal.set_registry_record(record, f"{ADDRESS}/cong")
        api.portal.set_registry_record("plone.email_from_address", "a@sonla.example")
        make(places["unit"], "LegalNews", "Mới", text=None)
        transaction.commit()
        warm_up(functional_portal_class, places)
        return {name: place.absolute_url_path() for name, place in places.items()}

    @pytest.fixture
    def get(self, places) -> Callable[..., Answer]:
        def get(row: Row, forged: dict[str, str], prefix: str = "") -> Answer:
            headers = {**UNTHEMED, **forged}
            if row.is_rest:
                headers["Accept"] = "application/json"
            path = places[row.place] + row.address.replace("&ajax_load=1", "")
            return ANYBODY.ask(
                prefix + path, row.method, json=row.json, headers=headers
            )

        return get

    @pytest.mark.parametrize("row", PUBLIC, ids=lambda row: f"{row.name}-{row.place}")
    def test_nothing_of_ours_names_a_forged_host(self, get, row):
        for forged in FORGED:
            for prefix in PREFIXES:
                answer = get(row, forged, prefix)
                assert not named_by_us(answer), (forged, prefix)

    @pytest.mark.parametrize("place", ["section", "unit", "news", "question"])
    def test_search_engines_keep_the_public_address(self, places, place):
        path = places[place]
        page = lxml.html.fromstring(ANYBODY.ask(path, headers={"Host": EVIL}).body)
        (kept,) = page.xpath("//link[@rel='canonical']/@href")
        assert kept == f"{ADDRESS}/cong{path.removeprefix('/plone')}"
        shared = page.xpath("//meta[@property or @itemprop]/@content")
        assert [word for word in shared if word.startswith(f"{ADDRESS}/")]
        assert not [word for word in shared if EVIL in word]

    @pytest.mark.parametrize("forged", FORGED, ids=str)
    def test_a_question_of_a_stranger(self, places, forged):
        sent = {**ASKED, "stamp": new_stamp(time.time() - 60), "seen": "1"}
        path = f"{places['section']}/@@ask-question"
        with smtp_server() as server:
            api.portal.set_registry_record("plone.smtp_host", "127.0.0.1")
            api.portal.set_registry_record("plone.smtp_port", server.port)
            transaction.commit()
            answer = ANYBODY.ask(path, "POST", form=sent, headers=forged)
            assert "pbgdpl-code" in answer.text
            deliver()
            mails = [mail.get_content() for mail in server.mails]
        assert mails
        for mail in mails:
            assert EVIL not in mail
            assert f"{ADDRESS}/cong/" in mail


def named_by_us(answer: Answer) -> list[str]:
    """Return where an answer of ours names the forged host.

    Of a page Plone writes the links, and the proxy lets no forged host come to it; of ours
    are its scripts and styles, what it tells machines, and what else is no page.
    """
    kind = answer.headers.get("Content-Type", "")
    if "html" not in kind:
        text = unpacked(answer.body)
        return re.findall(rf".{{0,60}}{re.escape(EVIL)}.{{0,20}}", text)
    page = lxml.html.fromstring(answer.body or b"<p/>")
    links = page.xpath("//script[@src]/@src | //link[@rel!='canonical']/@href")
    said = page.xpath(
        "//script[@type='application/ld+json']/text()"
        " | //meta[not(starts-with(@property, 'og:'))]/@content"
    )
    found = [url for url in links if EVIL in url and is_ours(url)]
    return [*found, *(text for text in said if EVIL in text)]


def is_ours(url: str) -> bool:
    """Return whether it is a file or feed of ours."""
    return "sonla.pbgdpl" in url or "/chuyen-trang/" in url


def unpacked(body: bytes) -> str:
    """Return what stands in an answer; a workbook is a packed folder."""
    try:
        packed = ZipFile(BytesIO(body))
    except BadZipFile:
        return body.decode("utf-8", "replace")
    return "\n".join(
        packed.read(name).decode("utf-8", "replace") for name in packed.namelist()
    )


def test_the_setting_is_read_as_it_was_meant(portal):
    for written in (ADDRESS, f"{ADDRESS}/"):
        api.portal.set_registry_record(f"{PREFIX}.public_address", written)
        assert public_root() == ADDRESS
