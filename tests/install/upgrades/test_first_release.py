"""A portal that the first release made, under the code of the day: nothing lost or broken."""

from portal_snapshot import take
from sonla.pbgdpl.core.options import all_options
from sonla.pbgdpl.core.options import options_on
from stored_content import facts_of
from ZODB.broken import Broken

import re

PROFILE = "sonla.pbgdpl:default"


def test_there_is_nothing_left_to_upgrade(upgraded):
    setup = upgraded.portal_setup
    assert setup.listUpgrades(PROFILE) == []
    assert setup.getLastVersionForProfile(PROFILE) == (
        setup.getVersionForProfile(PROFILE),
    )


def test_pages_are_served_until_somebody_upgrades(upgraded, first_release):
    answers = first_release.answers
    assert {page: a for page, a in answers.items() if a[:3] != "200"} == {}


def test_texts_states_and_versions_are_as_they_were(upgraded, first_release):
    before, now = first_release.facts, facts_of(upgraded)
    assert len(before) > 80
    changed = {
        path: {
            name: (value, now[path].get(name))
            for name, value in facts.items()
            if now[path].get(name) != value
        }
        for path, facts in before.items()
        if path in now
    }
    assert {path: found for path, found in changed.items() if found} == {}
    assert set(before) - set(now) == set()


def test_its_options_are_on_as_they_were(upgraded):
    assert options_on() == dict(all_options()).keys()


def test_every_stored_object_can_be_read(upgraded, first_release):
    connection = upgraded._p_jar
    read = [connection.get(oid) for oid in stored(first_release.storage)]
    for one in read:
        one._p_activate()
    assert len(read) > 10_000
    assert [type(one) for one in read if isinstance(one, Broken)] == []


SAME = (
    "workflows",
    "workflow chains",
    "workflow policies",
    "roles",
    "permissions",
    "indexes",
    "columns",
    "lexicons",
    "types",
    "actions",
    "configlets",
    "browser layers",
    "components",
    "versioning",
)
"""What an upgrade has to bring as an installation does; the order of values is free."""


def test_it_is_set_up_as_by_an_installation(upgraded, first_release):
    installed, now = first_release.installed, take(upgraded)
    differing = {
        (topic, name): (text, now[topic].get(name))
        for topic in SAME
        for name, text in installed[topic].items()
        if words_of(text) != words_of(now[topic].get(name, ""))
    }
    assert differing == {}
    assert set(installed["registry"]) - set(now["registry"]) == set()


def words_of(text):
    """Return all words of a description, in an order that is always the same."""
    return sorted(re.findall(r"[^\s,()\[\]{}]+", text))


def stored(storage):
    """Yield the identifiers of all records."""
    cursor = None
    while True:
        oid, _tid, _data, cursor = storage.record_iternext(cursor)
        yield oid
        if cursor is None:
            return
