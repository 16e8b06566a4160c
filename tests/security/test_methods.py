"""Every page and service of ours × methods of HTTP and hostile parameters: never our fault.

What is asked for comes from the registry, by way of the table of views, so that a new page
is asked, too. The names of parameters are those that stand in the sources of its package.
"""

from collections.abc import Callable
from collections.abc import Iterator
from content_types import OWN_TYPES
from functools import cache
from pathlib import Path
from plone import api
from registered_views import PACKAGE
from registered_views import Registered
from registered_views import views_with_classes
from secured_portal import account
from secured_portal import make_one_of_each
from secured_portal import warm_up
from socket import create_connection
from sonla.pbgdpl.core.interfaces import IOwnContent
from sonla.pbgdpl.people import PERSON_TYPES
from sonla.pbgdpl.ui.page import AllowedMethods
from urllib.parse import parse_qsl
from urllib.parse import quote_from_bytes
from urllib.parse import urlsplit
from view_table import all_rows
from view_table import Row
from web_requests import Answer
from web_requests import Person
from web_requests import UNTHEMED
from zope.publisher.interfaces.browser import IBrowserPublisher

import json
import pytest
import re
import sys
import transaction

OF_ERRORS = ("NotFound", "Exception")
"""What is drawn in place of a page, whatever the method was."""

OTHER_METHODS = ("PUT", "DELETE", "PROPFIND", "PATCH", "TRACE", "MKCOL", "FOO")
"""Beside GET, HEAD, POST and OPTIONS."""
VALUES: dict[str, bytes] = {
    "empty": b"",
    "control": b"2026-01-01\x07\x1b\x0b",
    "nul": b"a\x00b",
    "encoding": b"\xff\xfe\xe1\xbb",
    "surrogate": b"\xed\xa0\x80",
    "overlong": b"9" * 5000,
    "negative": b"-1",
    "far": b"9999-12-31T23:59:59Z",
    "path": b"../../../etc/passwd",
    "format": b"%s%d{0}${x}",
    "markup": b"\"'><script>",
    "digits": "١٢٣²".encode(),
    "quote": b'"',
    "parentheses": b"((",
    "glob": b"*",
    "unprinted": b"\x01\x1b",
    "one": b"1",
    "first": b"0001",
    "last": b"9999",
}
"""What programs of strangers send."""
CONVERTERS = ("list", "record", "records", "int", "tokens", "boolean", "float", "lines")
"""What Zope makes of a value by the name of its parameter."""
NAME = r"([a-z_][\w.-]*)"
NAMES = re.compile(
    rf'(?:form|asked|typed)(?:\.get\(|\[)"{NAME}"|"{NAME}" in \S*form|request\.get\("{NAME}"|\bname="{NAME}"',
    re.ASCII,
)
WITHOUT_HEAD = {"content_status_history"}
"""Core's page, in which names are looked for as WebDAV does."""
CORES = {"ajax_load", "came_from"}
"""Parameters that core reads before any page."""
TABLE = all_rows()
PAGES = [row for row in TABLE if not row.is_rest]
"""Of a service one method is registered; the others are core's."""
PUBLIC = [row for row in PAGES if "Anonymous" in row.allowed and row.answer == 200]
LINKED_DATA = re.compile(
    r'<script type="application/ld\+json">(.*?)</script>', re.DOTALL
)
IN_JSON = {"Accept": "application/json"}


def name_of(row: Row) -> str:
    return f"{row.name}-{row.place}{row.query[:30]}"


@cache
def names_in(folder: Path) -> tuple[str, ...]:
    """Return the names of parameters that modules and templates of a folder read."""
    found = {"b_start", "SearchableText"}
    for path in folder.rglob("*"):
        if path.suffix in (".py", ".pt"):
            for names in NAMES.findall(path.read_text()):
                found |= {name for name in names if name}
    return tuple(sorted(found - CORES))


def folders() -> dict[Registered, set[Path]]:
    """Return the folders in which the classes of each view stand."""
    return {
        view: {
            Path(sys.modules[one.__module__].__file__).parent
            for one in classes
            if one.__module__.startswith(PACKAGE)
        }
        for view, classes in views_with_classes()
    }


def parameters(row: Row) -> list[str]:
    """Return the names of what a page may be sent."""
    found: set[str] = set()
    for folder in folders()[row.key]:
        found |= set(names_in(folder))
    return sorted(found)


def test_each_page_of_ours_says_which_methods_it_takes(portal):
    pages = {
        view: classes
        for view, classes in views_with_classes()
        if view.context not in OF_ERRORS
        and any(IBrowserPublisher.implementedBy(one) for one in classes)
        and any(one.__module__.startswith(PACKAGE) for one in classes)
        and "@" not in view.name
    }
    assert len(pages) > 100
    assert [
        view for view, classes in pages.items() if AllowedMethods not in classes
    ] == []


def strange_queries(names: list[str]) -> Iterator[tuple[str, str]]:
    """Yield queries in which each parameter has a strange value, or is of a strange kind."""
    for kind, value in VALUES.items():
        quoted = quote_from_bytes(value)
        yield kind, "&".join(f"{name}={quoted}" for name in names)
    for converter in CONVERTERS:
        inner = ".x" if converter.startswith("record") else ""
        yield converter, "&".join(f"{name}{inner}:{converter}=1" for name in names)
    yield "repeated", "&".join(f"{name}=1&{name}=2" for name in names)


def lasting_headers(answer: Answer) -> dict[str, str]:
    """Return the headers of an answer without those of its moment or made with its body."""
    changing = {"Date", "Content-Length", "ETag", "X-Frame-Options"}
    return {
        name: value for name, value in answer.headers.items() if name not in changing
    }


class TestPages:
    """One portal for all pages."""

    @pytest.fixture(scope="class")
    def places(self, functional_portal_class):
        places = make_one_of_each(functional_portal_class)
        transaction.commit()
        warm_up(functional_portal_class, places)
        return places

    @pytest.fixture(scope="class")
    def paths(self, places):
        return {name: place.absolute_url_path() for name, place in places.items()}

    @pytest.fixture(scope="class")
    def manager(self, functional_portal_class, paths):
        plugin = api.portal.get_tool("acl_users").jwt_auth
        token = plugin.create_token(account("Manager"))
        transaction.commit()
        return Person(token=token)

    @pytest.fixture
    def ask(self, paths, manager) -> Callable[..., Answer]:
        def ask_as(row: Row, method: str, query: str = "", stranger: bool = False):
            path = paths[row.place] + row.address
            if query:
                path += ("&" if "?" in path else "?") + query
            headers = IN_JSON if row.is_rest else UNTHEMED
            person = Person() if stranger else manager
            return person.ask(path, method, json=row.json, headers=headers)

        return ask_as

    @pytest.mark.long
    @pytest.mark.parametrize("row", PUBLIC, ids=name_of)
    def test_linked_data_names_no_context_elsewhere(self, ask, row):
        """Who reads it would have to fetch that, and it would mean what others say."""
        found = LINKED_DATA.findall(ask(row, "GET", stranger=True).text)
        for data in map(json.loads, found):
            assert isinstance(data["@context"], dict)
            assert data["@context"]["@vocab"] == "https://schema.org/"

    @pytest.mark.parametrize("row", PAGES, ids=name_of)
    def test_a_page_answers_to_each_method(self, ask, row):
        if row.name not in WITHOUT_HEAD:
            head = ask(row, "HEAD")
            assert head.status == ask(row, "GET").status
            assert head.body == b""
        stranger = "Anonymous" in row.allowed
        options = ask(row, "OPTIONS", stranger=stranger)
        assert options.status == 204
        taken = options.headers["Allow"]
        assert "OPTIONS" in taken
        for method in OTHER_METHODS:
            answer = ask(row, method, stranger=stranger)
            assert (answer.status, answer.headers["Allow"]) == (405, taken)

    @pytest.mark.long
    def test_all_content_of_ours_answers_to_head_as_to_get(self, places, manager):
        ours = [place for place in places.values() if IOwnContent.providedBy(place)]
        missing = set(OWN_TYPES) - {place.portal_type for place in ours}
        assert missing < set(PERSON_TYPES)  # which are one class
        for path in [place.absolute_url_path() for place in ours]:
            for person in (Person(), manager):
                got, head = (person.ask(path, method) for method in ("GET", "HEAD"))
                assert head.body == b"", path
                if got.outcome == "login":
                    # So core asks whoever isn't a browser
                    assert head.status == 401, path
                    continue
                assert head.status == got.status, path
                assert lasting_headers(head) == lasting_headers(got), path

    @pytest.mark.parametrize("name", ["section", "unit", "news", "question"])
    def test_head_has_no_body_on_the_wire(self, places, name):
        address = urlsplit(places[name].absolute_url())
        with create_connection(
            (address.hostname, address.port), timeout=60
        ) as connection:
            connection.sendall(b"HEAD %s HTTP/1.0\r\n\r\n" % address.path.encode())
            answer = connection.makefile("rb").read()
        head, _end, body = answer.partition(b"\r\n\r\n")
        assert b" 200 " in head.splitlines()[0]
        assert body == b""

    @pytest.mark.parametrize("row", TABLE, ids=name_of)
    def test_strange_parameters_are_no_fault_of_ours(self, ask, row):
        stranger, method = "Anonymous" in row.allowed, row.method
        sent = {name for name, _value in parse_qsl(row.query.removeprefix("?"))}
        names = [name for name in parameters(row) if name not in sent]
        found = {}
        for kind, query in strange_queries(names):
            answer = ask(row, method, query, stranger)
            if answer.status >= 500:
                found[kind] = answer.status, answer.text[-300:]
        assert found == {}
