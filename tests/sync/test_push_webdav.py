"""Sending to a server that others wrote: WsgiDAV, which keeps what is put as files."""

from collections.abc import Iterator
from contextlib import contextmanager
from harvested_portal import HarvestedPortal
from harvested_portal import name_repository
from harvested_portal import set_record
from pathlib import Path
from plone import api
from public_content import make
from public_content import make_section
from push_schedules import Killed
from sonla.pbgdpl.exchange.formats import jsonld
from sonla.pbgdpl.exchange.settings import identifier_of
from sonla.pbgdpl.sync.outbox.sender import Sender
from sonla.referenceserver.clock import Clock
from threading import Thread
from typing import Any
from waitress import create_server
from wsgidav.wsgidav_app import WsgiDAVApp
from zope.event import notify
from zope.lifecycleevent import ObjectModifiedEvent

import pytest
import transaction

USER, PASSWORD = "so-tu-phap", "mat-khau-mau"


class WebDavServer:
    """Serve a folder; stands for the server of a harvested portal, whose clock is asked."""

    def __init__(self, folder: Path, port: int) -> None:
        self.records = folder / "records"
        self.host = f"127.0.0.1:{port}"
        self.clock = Clock()

    def advance(self, **time: float) -> None:
        """Let time go by."""
        self.clock.advance(**time)

    def titles(self) -> dict[str, Any]:
        """Return the titles of the records that are kept, by the names of their files."""
        return {
            path.name: jsonld.loads(path.read_bytes())["title"]
            for path in self.records.iterdir()
        }


@contextmanager
def webdav(folder: Path) -> Iterator[WebDavServer]:
    """Serve a folder to whoever has the password."""
    (folder / "records").mkdir()
    application = WsgiDAVApp(
        {
            "provider_mapping": {"/": {"root": str(folder), "readonly": False}},
            "simple_dc": {"user_mapping": {"*": {USER: {"password": PASSWORD}}}},
            "http_authenticator": {"accept_digest": False},
            "verbose": 0,
        }
    )
    server = create_server(application, host="127.0.0.1", port=0)
    thread = Thread(target=server.run, daemon=True)
    thread.start()
    try:
        yield WebDavServer(folder, server.effective_port)
    finally:
        server.close()
        thread.join(10)


@pytest.fixture
def sending(functional_portal, tmp_path, monkeypatch):
    """Yield a portal that sends to the server."""
    make_section(functional_portal)
    with webdav(tmp_path) as server:
        monkeypatch.setenv("PBGDPL_ALLOWED_HOSTS", server.host)
        monkeypatch.setenv("PBGDPL_ALLOWED_NETWORKS", "127.0.0.0/8")
        monkeypatch.setenv("PBGDPL_PUSH_USER", USER)
        monkeypatch.setenv("PBGDPL_PUSH_PASSWORD", PASSWORD)
        name_repository("sonla.example")
        set_record("push_authentication", "basic")
        set_record("push_url", f"http://{server.host}")
        set_record("push_enabled", True)
        transaction.commit()
        yield HarvestedPortal(functional_portal, server)


def here(*texts: Any) -> dict[str, str]:
    return {identifier_of(text.UID()): text.title for text in texts}


def edit(text: Any, title: str) -> None:
    text.title = title
    notify(ObjectModifiedEvent(text))
    transaction.commit()


def test_records_are_files_that_change_and_go(sending):
    first, second = (make(sending.section, "LegalNews", one) for one in ("Một", "Hai"))
    transaction.commit()
    assert sending.run().state == "done"
    assert sending.server.titles() == here(first, second)
    edit(first, "Một đã sửa")
    assert sending.run().state == "done"
    assert sending.server.titles() == here(first, second)
    with api.env.adopt_roles(["Manager"]):
        api.content.delete(second, check_linkintegrity=False)
    transaction.commit()
    assert sending.run().state == "done"
    assert sending.server.titles() == here(first)
    assert not sending.store.outbox.dirty


@pytest.mark.parametrize("edited", [False, True])
def test_an_answer_that_nobody_heard_is_asked_for(sending, monkeypatch, edited):
    """The server has the file by then, and refuses it as a new one."""
    text = make(sending.section, "LegalNews", "Một")
    transaction.commit()

    def die(self, *arguments):
        raise Killed

    with monkeypatch.context() as patched:
        patched.setattr(Sender, "_mark_acknowledged", die)
        with pytest.raises(Killed):
            sending.run()
    transaction.abort()
    assert sending.server.titles() == here(text)
    if edited:
        edit(text, "Một đã sửa")
    sending.run_until_done()
    assert sending.server.titles() == here(text)
    assert sending.store.outbox.deliveries[text.UID()].state == "acknowledged"


def test_what_somebody_else_put_there_is_not_overwritten_unseen(sending):
    text = make(sending.section, "LegalNews", "Một")
    transaction.commit()
    sending.run()
    (path,) = sending.server.records.iterdir()
    theirs = path.read_bytes().replace("Một".encode(), "Của bên kia".encode())
    path.write_bytes(theirs)
    edit(text, "Một đã sửa")
    sending.run()
    assert path.read_bytes() == theirs
    assert sending.store.outbox.deliveries[text.UID()].state == "conflict"
