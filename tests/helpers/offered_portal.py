"""A portal whose public texts others fetch, and whose time tests can advance."""

from collections.abc import Callable
from DateTime import DateTime
from http.client import HTTPConnection
from http.client import HTTPResponse
from lxml import etree
from made_once import made_once
from new_items import create
from plone import api
from plone.app.testing import setRoles
from plone.app.testing import TEST_USER_ID
from public_content import make
from public_content import make_section
from sonla.pbgdpl.exchange.ledger import HORIZON
from sonla.pbgdpl.exchange.ledger import Ledger
from sonla.pbgdpl.exchange.ledger import ledger_of
from sonla.pbgdpl.exchange.settings import PREFIX
from typing import Any
from typing import TypeVar
from urllib.parse import urlencode
from zope.event import notify
from zope.lifecycleevent import ObjectModifiedEvent

import pytest
import time
import transaction

CLOCKS = (
    "sonla.pbgdpl.exchange.collection_jsonld.now_in_seconds",
    "sonla.pbgdpl.exchange.reconciling.now_in_seconds",
    "sonla.pbgdpl.exchange.pages.oai.now_in_seconds",
    "sonla.pbgdpl.exchange.pages.feeds.now_in_seconds",
)
Result = TypeVar("Result")
OAI = {"oai": "http://www.openarchives.org/OAI/2.0/"}


class OfferedPortal:
    """Do what editors do, and ask as other systems ask."""

    def __init__(self, portal: Any, host: str, port: int) -> None:
        self.portal = portal
        self.host, self.port = host, port
        self.late = 0
        self.section = make_section(portal)
        transaction.commit()

    # Time

    def now(self) -> int:
        return int(time.time()) + self.late

    def advance(self, seconds: int = HORIZON) -> None:
        """Let time pass, by default until what was changed is listed."""
        self.late += seconds

    def content_clock(self, *told: Any) -> DateTime:
        """Stand for `DateTime` where content asks whether its dates have passed."""
        return DateTime(*told) if told else DateTime() + self.late / 86400

    # What editors do; each is committed

    def once(self, make: Callable[["OfferedPortal"], Result]) -> Result:
        """Return what a function makes here, from what it made for an earlier test if it can.

        It is as late afterwards as it was then.
        """

        def made(_portal: Any, _module: str, _name: str) -> tuple[Result, int]:
            return make(self), self.late

        named = make.__module__, make.__qualname__
        result, self.late = made_once(self.portal, made, *named)
        transaction.commit()
        return result

    def publish(self, title: str, portal_type: str = "LegalNews", **fields: Any) -> Any:
        """Make a text and publish it."""
        container = fields.pop("container", self.section)
        obj = make(container, portal_type, title, **fields)
        transaction.commit()
        return obj

    def draft(self, title: str) -> Any:
        """Make a text that is not public."""
        with api.env.adopt_roles(["Manager"]):
            obj = create(self.section, "LegalNews", title=title)
        transaction.commit()
        return obj

    def edit(self, obj: Any, **fields: Any) -> None:
        """Change fields as a form does."""
        for name, value in fields.items():
            setattr(obj, name, value)
        notify(ObjectModifiedEvent(obj))
        transaction.commit()

    def withdraw(self, obj: Any) -> None:
        self._step(obj, "withdrawn", comment="Sai số liệu.")

    def republish(self, obj: Any) -> None:
        self._step(obj, "draft")
        self._step(obj, "published")

    def _step(self, obj: Any, state: str, comment: str = "") -> None:
        setRoles(self.portal, TEST_USER_ID, ["Manager"])
        api.content.transition(obj, to_state=state, comment=comment)
        setRoles(self.portal, TEST_USER_ID, ["Member"])
        transaction.commit()

    def delete(self, *objs: Any) -> None:
        with api.env.adopt_roles(["Manager"]):
            api.content.delete(objects=list(objs), check_linkintegrity=False)
        transaction.commit()

    def move(self, obj: Any, target: Any) -> Any:
        with api.env.adopt_roles(["Manager"]):
            moved = api.content.move(obj, target)
        transaction.commit()
        return moved

    def folder(self, title: str, container: Any = None) -> Any:
        with api.env.adopt_roles(["Manager"]):
            made = create(container or self.section, "Folder", title=title)
        transaction.commit()
        return made

    def set(self, name: str, value: Any) -> None:
        """Change a setting of the exchange."""
        api.portal.set_registry_record(f"{PREFIX}.{name}", value)
        transaction.commit()

    def writes(self) -> bytes:
        """Return what stays the same as long as nothing is written."""
        return self.portal._p_jar.db().lastTransaction()

    # What is known and what others get

    @property
    def ledger(self) -> Ledger:
        """The ledger as it is committed."""
        transaction.begin()
        return ledger_of(self.portal)

    @property
    def url(self) -> str:
        """The address of the portal."""
        return f"http://{self.host}:{self.port}/{self.portal.getId()}"

    @property
    def oai_url(self) -> str:
        return f"{self.url}/@@oai"

    def fetch(
        self,
        path: str,
        method: str = "GET",
        body: str | None = None,
        **headers: str,
    ) -> HTTPResponse:
        """Ask for an address below the portal, and read the whole answer."""
        connection = HTTPConnection(self.host, self.port, timeout=60)
        sent = {name.replace("_", "-"): value for name, value in headers.items()}
        connection.request(method, f"/{self.portal.getId()}{path}", body, sent)
        response = connection.getresponse()
        response.content = response.read()
        connection.close()
        return response

    def oai(self, verb: str = "", **arguments: str) -> etree._Element:
        """Ask as a harvester, and give the document; `from_` stands for `from`."""
        told = {name.rstrip("_"): value for name, value in arguments.items()}
        query = urlencode({"verb": verb, **told} if verb else told)
        return etree.fromstring(self.fetch(f"/@@oai?{query}").content)

    def listed(self, verb: str = "ListIdentifiers", **arguments: str) -> dict[str, str]:
        """Harvest all pages: UID → datestamp, or `deleted`."""
        found: dict[str, str] = {}
        asked = {"metadataPrefix": "oai_dc", **arguments}
        while asked:
            root = self.oai(verb, **asked)
            for header in root.iterfind(".//oai:header", OAI):
                uid = header.findtext("oai:identifier", namespaces=OAI)[-32:]
                assert uid not in found, "listed twice"
                stamp = header.findtext("oai:datestamp", namespaces=OAI)
                found[uid] = "deleted" if header.get("status") else stamp
            token = root.findtext(".//oai:resumptionToken", namespaces=OAI)
            asked = {"resumptionToken": token} if token else {}
        return found


def error_of(root: etree._Element) -> str:
    """Return the code of an error; empty if there is none."""
    error = root.find("oai:error", OAI)
    return "" if error is None else error.get("code")


@pytest.fixture
def offered(functional_portal, functional, monkeypatch):
    """Return a served portal with an empty section."""
    portal = OfferedPortal(functional_portal, functional["host"], functional["port"])
    for clock in CLOCKS:
        monkeypatch.setattr(clock, portal.now)
    monkeypatch.setattr(
        "sonla.pbgdpl.editorial.effective_dates.DateTime", portal.content_clock
    )
    return portal
