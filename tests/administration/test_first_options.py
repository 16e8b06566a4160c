"""A new portal has no options but those that were ticked where its section was made."""

from options_page import owners_token
from plone.app.testing import SITE_OWNER_NAME
from plone.app.testing import SITE_OWNER_PASSWORD
from sonla.pbgdpl.core.options import all_options
from sonla.pbgdpl.core.options import options_on
from sonla.pbgdpl.core.options import switch_to
from sonla.pbgdpl.core.section import all_sections
from two_portals import new_site
from web_requests import CONTENT_ALONE
from web_requests import Person
from zope.component.hooks import setSite

import lxml.html
import pytest
import transaction

OWNER = Person(SITE_OWNER_NAME, SITE_OWNER_PASSWORD)
PAGE = "@@pbgdpl-settings?page=tools"


@pytest.fixture
def site(functional, functional_portal):
    """Return a portal on the day of its installation."""
    site = new_site(functional["app"], "moi")
    transaction.commit()
    setSite(site)
    yield site
    setSite(functional_portal)


def ticks(site):
    """Map what can be ticked to whether it is, as the owner is shown it."""
    answer = OWNER.ask(f"/{site.getId()}/{PAGE}", headers=CONTENT_ALONE)
    assert answer.status == 200
    boxes = lxml.html.fromstring(answer.text).cssselect("[name='options:list']")
    return {one.get("value"): one.get("checked") is not None for one in boxes}


def press(site, *ticked):
    form = [("create_structure", "1"), ("_authenticator", owners_token())]
    form += [("options:list", name) for name in ticked]
    answer = OWNER.ask(f"/{site.getId()}/{PAGE}", "POST", form=form)
    transaction.begin()
    return answer.status


def test_a_portal_is_installed_without_options_and_none_is_ticked(site):
    assert options_on() == frozenset()
    names = [name for name, _option in all_options()]
    assert list(ticks(site).items()) == [(name, False) for name in names]


@pytest.mark.parametrize("ticked", [(), ("requests",), ("finance", "learning")])
def test_what_is_ticked_is_on_when_the_section_is_made(site, ticked):
    assert press(site, *ticked) == 302
    assert len(all_sections()) == 1
    assert options_on() == set(ticked)
    assert ticks(site) == {}, "the section is there"


def test_nothing_is_made_with_an_option_that_is_none(site):
    assert press(site, "learning", "no-such-option") == 400
    assert (all_sections(), options_on()) == ([], frozenset())


def test_what_is_on_already_is_ticked_and_can_be_left_out(site):
    switch_to(["forms", "gone"])
    transaction.commit()
    assert [name for name, is_on in ticks(site).items() if is_on] == ["forms"]
    assert press(site, "moving") == 302
    assert options_on() == {"moving", "gone"}, "whose code is away stays as it was"


def test_the_button_for_pages_that_are_missing_switches_nothing(site):
    press(site, "forms")
    assert press(site) == 302
    assert options_on() == {"forms"}


def test_importing_the_profile_again_switches_nothing(site):
    switch_to(["forms"])
    site.portal_setup.runAllImportStepsFromProfile("profile-sonla.pbgdpl:default")
    assert options_on() == {"forms"}
