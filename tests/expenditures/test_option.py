"""Funds and royalties switched off: no figure and no field, and nothing lost."""

from expenditures import spend
from plone import api
from plone.app.testing import SITE_OWNER_NAME
from plone.app.testing import SITE_OWNER_PASSWORD
from public_content import make_section as make_public_section
from sonla.pbgdpl.core.clock import today
from sonla.pbgdpl.core.fields import stored_value
from sonla.pbgdpl.core.names import FINANCE
from sonla.pbgdpl.core.options import switch
from sonla.pbgdpl.options.finance.access import may_enter
from sonla.pbgdpl.statistics.counted_cells import count
from sonla.pbgdpl.statistics.counting import office_cells
from sonla.pbgdpl.statistics.counting import resting_cells
from sonla.pbgdpl.statistics.counting import scope_of
from sonla.pbgdpl.statistics.counting import sources_of
from sonla.pbgdpl.statistics.recounting import changes_since
from sonla.pbgdpl.vocabularies.settings import OPTION_LISTS
from sonla.pbgdpl.vocabularies.settings import shown_lists
from sonla.pbgdpl.vocabularies.settings import VOCABULARY_FIELDS
from sonla.pbgdpl.vocabularies.terms import all_terms
from statistics_content import activity
from statistics_content import report
from statistics_content import view
from web_requests import Person

import pytest
import transaction

OWNER = Person(SITE_OWNER_NAME, SITE_OWNER_PASSWORD)
ROYALTY = {"royalty_kind": "tin", "word_count": 300}
NEEDED = "“Funds and royalties” is switched off"


def figures(item):
    """Return form, and what is counted for the unit of a report."""
    unit, form, period = item.aq_parent, item.form(), item.period()
    scope = scope_of(unit, period.first, period.last)
    return form, count(form, scope)[unit.UID()]


def test_what_it_counts_is_unknown_and_never_zero_and_all_else_is_counted(unit):
    spend(unit, 1_500_000)
    activity(unit, sessions=5)
    item = report(unit)
    form, on = figures(item)
    money = office_cells(form, sources_of(form)) & set(form.typed_cells)
    assert money and 1_500_000 in {on[key] for key in money}
    switch(FINANCE, on=False)
    off = figures(item)[1]
    assert {off[key] for key in money} == {None}
    assert set(resting_cells(form)) == money
    others = set(on) - money
    assert {key: off[key] for key in others} == {key: on[key] for key in others}
    switch(FINANCE, on=True)
    assert figures(item)[1] == on and not resting_cells(form)


def test_a_report_names_the_option_that_it_needs_and_no_cell_as_changed(unit):
    spend(unit, 1_500_000)
    item = report(unit)
    before = list(item.rows)
    assert NEEDED not in view(item, "view")()
    switch(FINANCE, on=False)
    assert changes_since(item) == {}
    assert NEEDED in view(item, "view")()
    with api.env.adopt_roles(["Anonymous"]):
        assert NEEDED not in view(item, "view")()
    switch(FINANCE, on=True)
    assert list(item.rows) == before and changes_since(item) == {}


@pytest.mark.parametrize("name", sorted(VOCABULARY_FIELDS))
@pytest.mark.sample(None)
def test_the_page_of_a_list_rests_with_the_option_that_uses_it(section, name):
    terms = all_terms(name)
    for on in (False, True):
        switch(FINANCE, on)
        assert (name in shown_lists()) == (on or OPTION_LISTS.get(name) != FINANCE)
        assert all_terms(name) == terms


# In a portal that answers


@pytest.fixture
def place(functional_portal):
    """Return the path of a section."""
    section = make_public_section(functional_portal)
    transaction.commit()
    return section.absolute_url_path()


def put(on):
    """Switch the option for the next requests."""
    transaction.begin()
    switch(FINANCE, on)
    transaction.commit()


def stored(path):
    """Return what an item has in the two fields."""
    transaction.begin()
    item = api.portal.get().unrestrictedTraverse(path)
    return {name: stored_value(item, name) for name in ROYALTY}


def test_its_fields_are_in_no_form_and_no_schema_and_their_values_stay(place):
    sent = {"@type": "LegalNews", "title": "Tin", **ROYALTY}
    for name in ("mot", "hai"):
        assert OWNER.ask(place, "POST", json={**sent, "id": name}).status == 201
    forms = (f"{place}/++add++LegalNews", f"{place}/mot/edit")
    schema = "/plone/@types/LegalNews"
    accept = {"Accept": "application/json"}
    for on in (True, False, True):
        put(on)
        asked = [OWNER.ask(path) for path in forms]
        asked.append(OWNER.ask(schema, headers=accept))
        assert [one.status for one in asked] == [200] * 3
        for name in ROYALTY:
            found = [f"widgets.IRoyalty.{name}" in one.text for one in asked[:2]]
            assert found == [on] * 2, name
        assert ["fieldset-royalty" in one.text for one in asked[:2]] == [on] * 2
        for name in ROYALTY:
            assert (name in asked[2].text) == on, name
    put(False)
    assert OWNER.ask(place, "POST", json={**sent, "id": "ba"}).status == 201
    assert stored(f"{place}/ba") == dict.fromkeys(ROYALTY)
    changed = {"title": "Tin mới", "royalty_kind": "bai", "word_count": 1}
    assert OWNER.ask(f"{place}/hai", "PATCH", json=changed).status == 204
    assert stored(f"{place}/hai") == ROYALTY


def test_no_money_can_be_entered_and_what_was_is_read_by_the_office(place):
    transaction.begin()
    section = api.portal.get().unrestrictedTraverse(place)
    kept = spend(section, 1_500_000, today()).absolute_url_path()
    transaction.commit()
    sent = {"@type": "Expenditure", "amount": 5, "spent_on": "2026-03-10"}
    sent |= {"item": "to-gap", "fund": "khac", "stage": "thuc-chi"}
    sent["purpose"] = "pbgdpl"
    for on in (False, True):
        put(on)
        assert may_enter(section) == on
        answered = OWNER.ask(place, "POST", json=sent)
        assert (answered.status == 201) == on, answered.text
        pages = [OWNER.ask(one) for one in (kept, f"{place}/@@pbgdpl-expenditures")]
        assert [one.status for one in pages] == [200] * 2
        assert all("1.500.000" in one.text for one in pages)
        assert ("++add++Expenditure" in pages[1].text) == on
