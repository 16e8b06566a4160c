"""Sections and tabs of the approval desk: each subject registers its own."""

from AccessControl import Unauthorized
from desk_content import acting
from desk_content import walk
from plone.protect import createToken
from sample_addon import registered
from sonla.pbgdpl.core.interfaces import IBrowserLayer
from sonla.pbgdpl.editorial.desk_lines import DeskLine
from sonla.pbgdpl.editorial.interfaces import IDeskTab
from sonla.pbgdpl.editorial.pages.desk_sections import DeskSection
from sonla.pbgdpl.editorial.pages.desk_sections import kind_of
from sonla.pbgdpl.editorial.pages.desk_sections import sections_for
from sonla.pbgdpl.editorial.pages.desk_tabs import Tab
from sonla.pbgdpl.editorial.pages.desk_tabs import tabs_for
from types import SimpleNamespace
from zope.component import getMultiAdapter
from zope.component import getSiteManager
from zope.interface import alsoProvides
from zope.interface import implementer
from zope.interface import Interface

import lxml.html
import pytest

SAMPLE = """
  <adapter
      factory=".SampleSection"
      provides="sonla.pbgdpl.editorial.interfaces.IDeskSection"
      for="*
           sonla.pbgdpl.core.interfaces.IBrowserLayer"
      name="sample"
      />
"""


class SampleSection(DeskSection):
    """How many contests wait."""

    order = 25

    def lines(self):
        return [DeskLine("Hai cuộc thi chờ duyệt", "/cuoc-thi", "Duyệt")]

    def process_form(self, form):
        if "sample" not in form:
            return False
        self.request.response.setHeader("X-Sample", form["sample"])
        return True


class BrokenSection(SampleSection):
    def lines(self):
        raise ValueError("broken")


class ForbiddenSection(SampleSection):
    def process_form(self, form):
        raise Unauthorized("sample")


@pytest.fixture
def desk(section):
    """Return a function: the desk of an editor, and the answer to its request."""
    request = section.REQUEST.clone()
    alsoProvides(request, IBrowserLayer)

    def opened(method="GET", **form):
        request.environ["REQUEST_METHOD"] = request.method = method
        with acting("bien-tap"):
            request.form.update(form, _authenticator=createToken())
            view = getMultiAdapter((section, request), name="pbgdpl-review")
            return lxml.html.fromstring(view()), request.response

    return opened


def test_a_section_of_another_add_on_stands_in_its_place(section, desk):
    with registered(SAMPLE, SampleSection=SampleSection):
        page, _response = desk()
        names = [name for name, _one in sections_for(section, section.REQUEST)]
    (shown,) = page.cssselect(".is-now .pbgdpl-line a[href='/cuoc-thi']")
    assert shown.text_content().split() == "Duyệt: Hai cuộc thi chờ duyệt".split()
    assert names.index("sent") < names.index("sample") < names.index("questions")


def test_one_that_raises_is_logged_and_the_others_are_shown(desk, unit, caplog):
    with registered(SAMPLE, SampleSection=BrokenSection):
        page, _response = desk()
    assert page.cssselect("#pbgdpl-tools") and not page.cssselect(".pbgdpl-line")
    records = [one for one in caplog.records if "'sample'" in one.getMessage()]
    assert {one.exc_info[0] for one in records} == {ValueError}


def test_its_button_is_its_own(desk):
    with registered(SAMPLE, SampleSection=SampleSection):
        page, response = desk("POST", sample="1")
    assert response.getHeader("X-Sample") == "1"
    assert not page.cssselect(".alert-danger, #pbgdpl-outcomes")


def test_the_button_of_another_is_left_to_the_desk(desk, text):
    walk(text, ("tac-gia", "submit"))
    with registered(SAMPLE, SampleSection=SampleSection):
        page, response = desk("POST", transition="forward")
    assert response.getHeader("X-Sample") is None
    assert page.cssselect("#pbgdpl-bulk-error")


def test_what_a_button_refuses_is_refused(desk):
    with (
        registered(SAMPLE, SampleSection=ForbiddenSection),
        pytest.raises(Unauthorized),
    ):
        desk("POST", sample="1")


@implementer(IDeskTab)
class SyncedTab(Tab):
    """List what came from elsewhere, once there is anything."""

    title = "Synced"
    order = 30
    help = empty = ""
    shown = True

    def available(self):
        return self.shown

    def find(self, scope):
        return []


@pytest.fixture
def synced():
    """Register one more tab."""
    manager = getSiteManager()
    manager.registerAdapter(SyncedTab, (Interface, Interface), IDeskTab, "synced")
    yield SyncedTab
    SyncedTab.shown = True
    manager.unregisterAdapter(SyncedTab, (Interface, Interface), IDeskTab, "synced")


def names(context):
    with acting("bien-tap"):
        return [name for name, tab in tabs_for(context, context.REQUEST)]


def test_own_tabs(section):
    assert names(section) == ["waiting", "drafts", "sent"]


def test_a_further_tab_stands_in_its_place(section, synced):
    assert names(section) == ["waiting", "drafts", "sent", "synced"]


def test_a_tab_without_use_is_not_shown(section, synced):
    synced.shown = False
    assert names(section) == ["waiting", "drafts", "sent"]


def test_the_action_is_in_the_users_menu_before_the_log_out(portal):
    ids = portal.portal_actions["user"].objectIds()
    assert ids.index("pbgdpl-review") < ids.index("logout")


def test_a_type_that_is_gone_is_called_by_its_name(portal):
    assert kind_of(SimpleNamespace(portal_type="Gone")) == "Gone"
