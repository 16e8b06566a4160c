"""What lists of choices have of an option is left out while it is off; what was chosen stays valid."""

from dataclasses import replace
from harvested_portal import set_record
from option_questions import WORDS
from plone import api
from public_content import make
from public_content import make_section
from sonla.pbgdpl.core.options import switch_to
from sonla.pbgdpl.exchange.interfaces import IRecordType
from sonla.pbgdpl.exchange.ledger import ledger_of
from sonla.pbgdpl.exchange.reconciling import rebuild
from sonla.pbgdpl.exchange.record_types import chosen_types
from sonla.pbgdpl.exchange.record_types import record_types
from sonla.pbgdpl.exchange.settings import IExchangeSettings
from sonla.pbgdpl.exchange.vocabularies import CHOICES
from sonla.pbgdpl.options.forms.pages.part_table import source_titles
from sonla.pbgdpl.options.mappings.shipped import REST_BATCH
from sonla.pbgdpl.texts.record import NEWS
from sonla.pbgdpl.units.access_roles import private_content
from sonla.pbgdpl.vocabularies.settings import OPTION_LISTS
from zope.component import getGlobalSiteManager
from zope.component import getUtilitiesFor
from zope.schema.interfaces import IVocabularyFactory

import pytest
import re

OPTIONS = tuple(WORDS)
LISTS = {f"sonla.pbgdpl.{name}" for name in OPTION_LISTS}
"""Lists of terms that the fields of an option alone ask, and that rest as pages: content has them."""
FIELDS = {
    "finance": "Expenditure",
    "learning": "Bank|UsableBanks",
    "requests": "Request",
}
"""Names of lists that an option registers for its own fields, which are on no form while it is off."""


@pytest.fixture
def offered(portal):
    """Return a function that gives all choices of a portal with some options: list → term → title."""
    set_record("mappings", [{"name": "cua-tinh", "text": REST_BATCH.text()}])

    def do(*on):
        switch_to(on)
        found = {
            name: {
                str(one.token): api.portal.translate(one.title or "", lang="en")
                for one in factory(portal)
            }
            for name, factory in getUtilitiesFor(IVocabularyFactory)
            if name.startswith("sonla.pbgdpl.") and name not in LISTS
        }
        found["counters"] = dict(source_titles())
        found["private content"] = {
            str(number): api.portal.translate(one.readers, lang="en")
            for number, one in enumerate(private_content())
        }
        return found

    return do


def terms(found):
    return {
        (name, token)
        for name, choices in found.items()
        for token in choices
        if name != "private content"
    }


def naming(option, found):
    """Return the choices that name an option, but those of lists of its own."""
    words, own = re.compile(WORDS[option], re.I), FIELDS.get(option, "$^")
    return [
        (name, token)
        for name, choices in found.items()
        if not re.search(own, name)
        for token, title in choices.items()
        if words.search(f"{token} {title}")
    ]


def test_nothing_is_offered_of_options_that_are_off(offered):
    full = offered(*OPTIONS)
    bare, each = offered(), {option: offered(option) for option in OPTIONS}
    assert {one for one in OPTIONS if naming(one, full)} >= {"finance", "mappings"}
    for option in OPTIONS:
        assert naming(option, bare) == []
        others = [one for one in OPTIONS if one != option]
        assert naming(option, offered(*others)) == [], option
        assert terms(bare) <= terms(each[option]) <= terms(full)
    assert terms(full) == set().union(*map(terms, each.values()))
    gone = {name for name, _token in terms(full) - terms(bare)}
    assert gone == {
        "counters",
        "sonla.pbgdpl.SyncDrivers",
        "sonla.pbgdpl.SyncFormats",
        "sonla.pbgdpl.SyncSendFormats",
    }


@pytest.fixture(params=OPTIONS)
def of_option(request, portal):
    """Let news belong to an option as a kind of record."""
    manager = getGlobalSiteManager()
    manager.registerUtility(
        replace(NEWS, belongs_to=request.param), IRecordType, NEWS.name
    )
    yield request.param
    manager.registerUtility(NEWS, IRecordType, NEWS.name)


def kinds(portal):
    factory = dict(getUtilitiesFor(IVocabularyFactory))["sonla.pbgdpl.RecordTypes"]
    return {one.value for one in factory(portal)}


def test_a_kind_of_record_is_left_out_where_nobody_chose_it(of_option, portal):
    others = sorted({name for name, _kind in record_types()} - {NEWS.name})
    registry = portal.portal_registry
    registry[CHOICES[0]] = registry[CHOICES[1]] = others
    assert NEWS.name in kinds(portal), "its option is on"
    rest = [one for one in OPTIONS if one != of_option]
    switch_to(rest)
    assert kinds(portal) == set(others)
    for chosen in (None, [NEWS.name]):
        for name in CHOICES:
            switch_to(OPTIONS)
            registry[CHOICES[0]] = registry[CHOICES[1]] = others
            registry[name] = chosen
            switch_to(rest)
            assert NEWS.name in kinds(portal)
            IExchangeSettings["exported_types"].bind(portal).validate(chosen)


def test_the_ledger_takes_nothing_back(of_option, portal):
    section, ledger = make_section(portal), ledger_of(portal)
    uids = {make(section, "LegalNews", "Tin").UID()}
    rebuild(portal)
    assert ledger.uids_of(NEWS.name) == uids
    switch_to([])
    uids.add(make(section, "LegalNews", "Tin khác").UID())
    rebuild(portal)
    assert ledger.uids_of(NEWS.name) == uids
    assert not any(entry.deleted for _uid, entry in ledger.all_entries())
    assert chosen_types(None) == {name for name, _kind in record_types()}
