"""A form that is open while its option is switched off: nothing is stored, nothing typed is lost."""

from learning_pages import make_asked_bank
from learning_pages import make_course
from new_items import create
from people import enter
from plone import api
from plone.app.testing import SITE_OWNER_NAME
from plone.app.testing import SITE_OWNER_PASSWORD
from public_content import make_section
from registered_views import is_view
from requests_content import form_values
from sonla.pbgdpl.core.interfaces import IContentTypeFacts
from sonla.pbgdpl.core.options import all_options
from sonla.pbgdpl.core.options import switch
from sonla.pbgdpl.core.types import content_paths
from sonla.pbgdpl.options.requests import REQUEST_TYPE
from sonla.pbgdpl.questions.form_tokens import new_stamp
from sonla.pbgdpl.ui.page import values_of
from web_requests import CONTENT_ALONE
from web_requests import Person
from zope.component import getGlobalSiteManager
from zope.component import getUtilitiesFor

import lxml.html
import pytest
import time
import transaction

OWNER, VISITOR = Person(SITE_OWNER_NAME, SITE_OWNER_PASSWORD), Person()
FORM = "pbgdpl-resting-form"
BROWSER = {"Accept": "text/html", **CONTENT_ALONE}
WORDS = 'Điều đã gõ: "một"\n<b>hai dòng</b> &amp;'
FIELDS = [("text", WORDS), ("_authenticator", "abc"), ("stamp", "abc-2")]
FIELDS += [("kinds:list", "a"), ("kinds:list", "b")]


@pytest.fixture
def places(functional_portal):
    """Return what pages of options are about: name of an interface → address."""
    section = make_section(functional_portal)
    with api.env.adopt_roles(["Manager"]):
        unit = create(section, "ContributingUnit", title="Đơn vị", code="don-vi")
    bank = make_asked_bank(section)
    found = {
        "IPloneSiteRoot": functional_portal,
        "ISectionRoot": section,
        "IPlace": section,
        "IUnitRoot": unit,
        "IRegisteredPerson": enter(section),
        "IQuestionBank": bank,
        "ITrainingCourse": make_course(unit, bank),
    }
    transaction.commit()
    return {name: place.absolute_url_path() for name, place in found.items()}


def pages(option):
    """Yield the interface and the name of each page that answers while an option is on."""
    layer = dict(all_options())[option].layer
    for one in getGlobalSiteManager().registeredAdapters():
        if is_view(one) and one.required[1] is layer:
            yield one.required[0].__name__, one.name


def forms(option, places):
    """Return the addresses to which forms of an option are sent."""
    found = [f"{places[place]}/@@{name}" for place, name in pages(option)]
    types = getUtilitiesFor(IContentTypeFacts)
    added = [name for name, facts in types if facts.belongs_to == option]
    found += [f"{places['ISectionRoot']}/++add++{name}" for name in added]
    if option == "forms":
        found.append(f"{places['IPloneSiteRoot']}/@@pbgdpl-settings?page=statistics")
    return found


def given_back(answer, address=""):
    """Return what the fields of the form hold that came back, and what is there to be copied."""
    assert answer.status == 409, address
    form = lxml.html.fromstring(answer.text).get_element_by_id(FORM)
    hidden = [(one.get("name"), one.get("value")) for one in form.cssselect("[name]")]
    return form.get("action"), hidden, form.cssselect("textarea")[0].text_content()


def put(option, on):
    switch(option, on)
    transaction.commit()


def test_every_form_comes_back_as_it_was_sent(places):
    before = content_paths()
    for option, _one in all_options():
        put(option, on=False)
        addresses = forms(option, places)
        assert addresses, option
        for address in addresses:
            asked = OWNER.ask(address, "POST", form=FIELDS, headers=BROWSER)
            action, hidden, typed = given_back(asked, address)
            assert action.endswith(address), address
            assert set(FIELDS) <= set(hidden), address
            assert WORDS in typed and "abc" not in typed, address
            program = {"Accept": "application/json"}
            asked = OWNER.ask(address, "POST", form=FIELDS, headers=program)
            assert asked.status in (404, 409), address
            if "page=" not in address:
                assert OWNER.ask(address).status == 404, "it is named to nobody"
        put(option, on=True)
        for address in addresses:
            asked = OWNER.ask(address, "POST", form=FIELDS, headers=BROWSER)
            assert asked.status != 409, address
    assert content_paths() == before


def test_what_came_back_is_taken_when_it_is_sent_again(places):
    address = f"{places['ISectionRoot']}/@@request-reporter"
    values = {**form_values(), "stamp": new_stamp(time.time() - 60)}
    sent = [(name, one) for name in values for one in values_of(values[name])]
    put("requests", on=False)
    refused = VISITOR.ask(address, "POST", form=sent, headers=BROWSER)
    _action, again, _typed = given_back(refused)
    assert REQUEST_TYPE not in content_paths().values()
    put("requests", on=True)
    assert VISITOR.ask(address, "POST", form=again, headers=BROWSER).status == 200
    transaction.begin()
    assert list(content_paths().values()).count(REQUEST_TYPE) == 1
