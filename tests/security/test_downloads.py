"""`@@download` and `@@display-file` give files; asked for any other field they say 404.

Core falls over what is no file. Each field that a type of ours has today or gets tomorrow is
asked for, by who may read all and by visitors, as are attributes that are no fields.
"""

from collections.abc import Iterator
from people import enter
from plone.dexterity.utils import iterSchemata
from plone.namedfile.interfaces import INamed
from secured_portal import account
from secured_portal import make_one_of_each
from typing import Any
from urllib.parse import quote
from web_requests import Person
from web_requests import UNTHEMED
from zope.schema import getFieldNames

import pytest
import transaction

VIEWS = ("@@download", "@@display-file")
NO_FIELDS = (
    "",
    "__annotations__",
    "__dict__",
    "__parent__",
    "aq_parent",
    "Title",
    "attachments",
    "contentIds",
    "portal_type",
    "workflow_history",
    "đơn.pdf",
    "\x00",
)
ASKING = ("Manager", "Anonymous")


def other_fields(item: Any) -> Iterator[str]:
    """Yield the fields of an item that hold no file now, and what is no field."""
    for schema in iterSchemata(item):
        for name in getFieldNames(schema):
            if not INamed.providedBy(getattr(item.aq_base, name, None)):
                yield name
    yield from NO_FIELDS


def person_of(section: Any, asking: str) -> Person:
    """Return who asks, by a token: the hash of a password is slow on purpose."""
    if asking == "Anonymous":
        return Person()
    plugin = section.acl_users["jwt_auth"]
    return Person(token=plugin.create_token(account(asking)))


class TestNoFiles:
    @pytest.fixture(scope="class")
    def places(self, functional_portal_class):
        places = make_one_of_each(functional_portal_class)
        section = places["section"]
        places["propagandist"] = enter(section, "Lường Thị B", "LegalPropagandist")
        transaction.commit()
        return {
            name: item
            for name, item in places.items()
            if type(item.aq_base).__module__.startswith("sonla.pbgdpl.")
        }

    def test_all_types_are_asked(self, places, functional_portal_class):
        transaction.begin()
        types = functional_portal_class.portal_types
        ours = {
            name
            for name in types.objectIds()
            if getattr(types[name], "klass", "").startswith("sonla.pbgdpl.")
        }
        assert {item.portal_type for item in places.values()} >= ours
        assert len(ours) >= 10
        names = {name for item in places.values() for name in other_fields(item)}
        assert {"title", "text", "attachments", "subjects"} <= names

    @pytest.mark.sample(1)
    @pytest.mark.parametrize("view", VIEWS)
    @pytest.mark.parametrize("asking", ASKING)
    def test_what_is_no_file_is_not_there(self, places, view, asking):
        """Each name is asked for once, of the first item that has it."""
        asked, known = [], set()
        for item in places.values():
            names = set(other_fields(item)) - known
            asked += [(item, name) for name in sorted(names)]
            known |= names
        assert len(asked) > 100
        assert faults(person_of(places["section"], asking), view, asked) == []

    @pytest.mark.long
    @pytest.mark.parametrize("view", VIEWS)
    @pytest.mark.parametrize("asking", ASKING)
    def test_nor_is_it_below_any_item(self, places, view, asking):
        asked = [
            (item, name)
            for item in places.values()
            for name in sorted(set(other_fields(item)))
        ]
        assert len(asked) > 250
        assert faults(person_of(places["section"], asking), view, asked) == []


def faults(person: Person, view: str, asked: list[tuple[Any, str]]) -> list[str]:
    """Ask for fields of items; name those that answer with 200 or a server error."""
    found = []
    transaction.begin()
    for item, name in asked:
        for ending in ("", "/x.pdf") if name else ("",):
            address = f"{item.absolute_url_path()}/{view}/{quote(name)}{ending}"
            status = person.ask(address, headers=UNTHEMED).status
            # Without a name the file that is the item itself is asked for
            if status >= 500 or (name and status == 200):
                found.append(f"{status} {address}")
    return found
