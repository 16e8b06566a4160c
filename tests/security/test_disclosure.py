"""No answer tells strangers anything of what is not public: all that has an address × states.

Whatever the status: refusals have bodies, and pages of errors have titles.
"""

from collections import Counter
from collections.abc import Iterator
from host_people import HOST_ROLES
from mutation_sweep_requests import Asked
from mutation_sweep_requests import everything_read
from new_items import create
from plone import api
from plone.namedfile.file import NamedBlobFile
from private_items import make_all
from private_items import mark
from private_items import SECRET
from public_content import make
from public_content import make_section
from questions_content import ask
from typing import Any
from web_requests import Answer
from web_requests import Person
from web_requests import UNTHEMED

import pytest
import transaction

AS_BROWSER = UNTHEMED | {"Accept": "text/html"}
IN_JSON = {"Accept": "application/json"}
TELLING = (
    "",
    "/zzz",
    "/@@plone_context_state/object_title",
    "/@@plone_context_state/workflow_state",
    "/@@plone_context_state/zzz",
    "/@@breadcrumbs_view/breadcrumbs",
    "/@@main_template",
    "/main_template",
    "/@@sitemap",
    "/@@contact-info",
    "/@@passwordreset/x",
    "/OPTIONS",
    "/login",
    "/@@images/zzz",
)
"""Addresses that were found to tell something, or could."""
TYPES_ASKED = 4
"""Of how many types the same view is asked, the question first."""
FEWEST = 2000
STRANGERS = ["Anonymous", "has-all"]
"""Nobody, and somebody who has every role of the host portal."""


def told(answer: Answer, state: str) -> bool:
    """Return whether an answer has the mark of an item, or is the name of its state."""
    sent = f"{answer.headers} {answer.text}"
    return SECRET in sent or answer.text.strip() == state


@pytest.fixture(scope="class")
def private(functional_portal_class: Any) -> tuple[dict[str, Any], dict[str, Person]]:
    """Return what is not public by its path, and the strangers."""
    portal = functional_portal_class
    section = make_section(portal)
    with api.env.adopt_roles(["Manager"]):
        items = [*make_all(section), ask(section, "Hỏi riêng")]
        for item in items:
            mark(item)
    api.user.create("all@example.org", "has-all", "Mat-khau-1234")
    api.user.grant_roles(username="has-all", roles=list(HOST_ROLES))
    api.user.create("boss@example.org", "has-manager", "Mat-khau-1234")
    api.user.grant_roles(username="has-manager", roles=["Manager"])
    token = portal.acl_users["jwt_auth"].create_token
    transaction.commit()
    people = {
        "Anonymous": Person(),
        **{name: Person(token=token(name)) for name in ("has-all", "has-manager")},
    }
    return {item.absolute_url_path(): item for item in items}, people


@pytest.mark.long
class TestSweep:
    """One portal for all; nobody changes anything in it."""

    def of_each_type(self, items: dict[str, Any]) -> dict[str, Any]:
        """Choose one item of each type."""
        return {
            item.portal_type: (path, item) for path, item in reversed(items.items())
        }

    def asked(self, items: dict[str, Any]) -> Iterator[tuple[str, str, Asked]]:
        """Yield path, state and what is asked there; of what all types share, a few."""
        seen: Counter[Any] = Counter()
        for path, item in self.of_each_type(items).values():
            for one in everything_read(path, item):
                key = (one.name, one.kind)
                if one.kind == "method":
                    key += (getattr(type(item), one.name),)
                seen[key] += 1
                if seen[key] <= (1 if one.kind == "method" else TYPES_ASKED):
                    yield path, api.content.get_state(item, ""), one

    def test_it_would_be_found(self, private):
        items, people = private
        path = next(iter(items))
        names = {one.name for _path, _state, one in self.asked(items)}
        core = {"@@plone_context_state/object_title", "@@sitemap", "@@main_template"}
        assert core | {"@@breadcrumbs_view/breadcrumbs"} <= names
        answer = people["has-manager"].ask(f"{path}/@@plone_context_state/object_title")
        assert told(answer, "")

    @pytest.mark.parametrize("person", STRANGERS)
    def test_nothing_is_told(self, private, person):
        items, people = private
        found, number = [], 0
        for path, state, asked in self.asked(items):
            headers = IN_JSON if asked.kind == "service" else UNTHEMED
            answer = people[person].ask(f"{path}{asked.path}", headers=headers)
            number += 1
            if told(answer, state):
                found.append(f"{answer.status} {path}{asked.path}")
        assert not found, "\n".join(found)
        assert number >= FEWEST

    @pytest.mark.parametrize("person", STRANGERS)
    def test_no_state_is_told_and_no_page_of_an_error_tells(self, private, person):
        items, people = private
        found = []
        drawn = {path for path, _item in self.of_each_type(items).values()}
        for path, item in items.items():
            headers = AS_BROWSER if path in drawn else UNTHEMED
            for address in TELLING:
                answer = people[person].ask(f"{path}{address}", headers=headers)
                if told(answer, api.content.get_state(item, "")):
                    found.append(f"{answer.status} {path}{address}")
        assert not found, "\n".join(found)

    @pytest.mark.parametrize("person", STRANGERS)
    def test_options_and_head_are_refused_and_write_nothing(self, private, person):
        items, people = private
        item = next(iter(items.values()))
        database = item._p_jar.db()
        before = database.lastTransaction()
        for path in items:
            for method in ("OPTIONS", "HEAD"):
                answer = people[person].ask(path, method, headers=UNTHEMED)
                assert answer.outcome in (401, "login")
        assert database.lastTransaction() == before


class TestPublicItems:
    """OPTIONS and HEAD of what everybody may see: answered, and nothing is written."""

    @pytest.fixture
    def paths(self, functional_portal):
        section = make_section(functional_portal)
        file = NamedBlobFile(b"%PDF-1.4", filename="a.pdf")
        with api.env.adopt_roles(["Manager"]):
            stock = create(section, "File", title="Tệp", file=file)
        stock.manage_permission("View", ["Anonymous"], acquire=0)
        items = (section, make(section, "LegalNews", "Tin"), stock)
        transaction.commit()
        return [item.absolute_url_path() for item in items]

    def test_nothing_is_written(self, functional_portal, paths):
        person, database = Person(), functional_portal._p_jar.db()
        for path in paths:
            assert person.ask(path).status == 200
        before = database.lastTransaction()
        for path in paths:
            options = person.ask(path, "OPTIONS")
            assert (options.status, options.body) == (204, b"")
            assert options.headers["Allow"] == "GET, HEAD, POST, OPTIONS"
            head = person.ask(path, "HEAD")
            assert (head.status, head.body) == (200, b"")
            for name in ("OPTIONS", "HEAD"):
                assert person.ask(f"{path}/{name}", "POST", {}).status == 404
        assert database.lastTransaction() == before

    def test_browsers_ask_before_scripts_do(self, paths):
        origin = {
            "Origin": "https://app.example",
            "Access-Control-Request-Method": "GET",
            "Accept": "application/json",
        }
        answer = Person().ask(paths[1], "OPTIONS", headers=origin)
        assert answer.status in (200, 204)

    def test_what_is_public_stands_below_what_is_not(self, functional_portal, paths):
        section = functional_portal.unrestrictedTraverse(paths[0])
        section.manage_permission("View", ["Manager"], acquire=0)
        news = functional_portal.unrestrictedTraverse(paths[1])
        news.manage_permission("View", ["Anonymous"], acquire=0)
        transaction.commit()
        assert Person().ask(paths[0], headers=UNTHEMED).outcome == "login"
        assert Person().ask(paths[1], headers=UNTHEMED).status == 200
