"""Requests to the publisher in the process of the test: what the wire would carry, no wire.

And `read_as_stranger`, which asks over HTTP.
"""

from AccessControl.SecurityManagement import getSecurityManager
from AccessControl.SecurityManagement import setSecurityManager
from base64 import b64encode
from collections.abc import Iterator
from content_alone import HEADER
from contextlib import contextmanager
from dataclasses import dataclass
from plone.app.testing import SITE_OWNER_NAME
from plone.app.testing import SITE_OWNER_PASSWORD
from plone.testing.zope import Browser
from typing import Any
from urllib.parse import urljoin
from webtest import TestRequest
from zope.component.hooks import getSite
from zope.component.hooks import setSite
from ZPublisher.httpexceptions import HTTPExceptionHandler
from ZPublisher.WSGIPublisher import publish_module

import json as json_module
import pytest
import requests

HOST = "http://nohost"
UNTHEMED = {"X-Theme-Disabled": "1"}
"""Headers by which Plone sends pages without the look of the portal."""
CONTENT_ALONE = {HEADER: "1", **UNTHEMED}
"""Headers by which the layer sends pages without what stands around their content."""


@dataclass(frozen=True)
class Answer:
    """Hold what came back."""

    status: int
    headers: Any
    body: bytes

    @property
    def text(self) -> str:
        """The body as text."""
        return self.body.decode("utf-8", "replace")

    @property
    def location(self) -> str:
        """The address to which it leads."""
        return self.headers.get("Location", "")

    @property
    def outcome(self) -> int | str:
        """The status, or `login` for the way that Plone leads strangers."""
        leads_to_login = self.status == 302 and "/require_login" in self.location
        return "login" if leads_to_login else self.status


@dataclass(frozen=True)
class Person:
    """Ask as somebody; as nobody without a name.

    A `token` of plone.restapi spares the portal the slow hash of a password.
    """

    name: str = ""
    password: str = ""
    token: str = ""

    def ask(
        self,
        path: str,
        method: str = "GET",
        form: dict[str, Any] | None = None,
        json: Any = None,
        body: bytes | None = None,
        headers: dict[str, str] | None = None,
    ) -> Answer:
        """Send one request; `path` begins with a slash and may have a query."""
        sent = dict(headers or {})
        if self.name:
            pair = b64encode(f"{self.name}:{self.password}".encode()).decode()
            sent["Authorization"] = f"Basic {pair}"
        if self.token:
            sent["Authorization"] = f"Bearer {self.token}"
        parts: dict[str, Any] = {"method": method, "headers": sent}
        if form is not None:
            parts["POST"] = form
        if json is not None:
            sent |= {"Content-Type": "application/json", "Accept": "application/json"}
            parts["body"] = json_module.dumps(json).encode()
        if body is not None:
            parts["body"] = body
        parts["environ"] = {"REMOTE_ADDR": "127.0.0.1"}
        request = TestRequest.blank(f"{HOST}{path}", **parts)
        with state_kept():
            answer = request.get_response(PUBLISHER)
        return Answer(answer.status_int, answer.headers, answer.body)


@contextmanager
def state_kept() -> Iterator[None]:
    """Keep who acts in the test, and where, while the publisher works in its thread."""
    manager, site = getSecurityManager(), getSite()
    try:
        yield
    finally:
        setSecurityManager(manager)
        setSite(site)


PUBLISHER = HTTPExceptionHandler(publish_module)


@pytest.fixture
def browser(functional, functional_portal):
    """Return a browser without scripts in which the owner of the site is logged in."""
    browser = Browser(functional["app"])
    browser.handleErrors = False
    browser.addHeader("Authorization", f"Basic {SITE_OWNER_NAME}:{SITE_OWNER_PASSWORD}")
    return browser


@pytest.fixture
def browser_of_content(browser):
    """Let the browser have the content of pages alone."""
    ask_for_content(browser)


def ask_for_content(browser: Browser) -> None:
    """Let a browser have the content of pages alone: the rest is half of the work."""
    for name, value in CONTENT_ALONE.items():
        browser.addHeader(name, value)


def read_as_stranger(url: str) -> requests.Response:
    """Get what somebody without an account gets; of what leads to the login, the way there.

    The form of the login is the same page wherever one comes from.
    """
    answer = requests.get(url, timeout=60, allow_redirects=False)
    while answer.is_redirect and "/require_login?" not in answer.headers["Location"]:
        following = urljoin(url, answer.headers["Location"])
        answer = requests.get(following, timeout=60, allow_redirects=False)
    return answer
