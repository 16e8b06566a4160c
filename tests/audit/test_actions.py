"""What an entry of the log means stands with the subject that notes it."""

from importlib import import_module
from pkgutil import walk_packages
from plone import api
from sample_addon import registered
from sonla.pbgdpl.audit import log
from sonla.pbgdpl.audit.actions import AuditAction
from sonla.pbgdpl.audit.interfaces import IAuditAction
from sonla.pbgdpl.core.interfaces import IBrowserLayer
from zope.component import getUtilitiesFor
from zope.component import queryUtility
from zope.i18nmessageid import MessageFactory
from zope.interface import alsoProvides
from zope.interface.verify import verifyObject

import logging
import lxml.html
import pytest
import sonla.pbgdpl

_ = MessageFactory("sample.addon")
MEASURED = AuditAction(
    "gauge_read", _("Read a gauge"), "data", {"level": _("Water level")}
)
ZCML = '<utility component=".MEASURED" name="gauge_read" />'


class BrokenAction(AuditAction):
    """Can't tell its facts."""

    def facts(self, entry):
        raise RuntimeError("no facts")


@pytest.fixture
def lines(portal):
    """Return a function: the lines of the page for one kind of acts."""

    def read(group="data"):
        request = portal.REQUEST.clone()
        alsoProvides(request, IBrowserLayer)
        request.form["group"] = group
        with api.env.adopt_roles(["Manager"]):
            shown = lxml.html.fromstring(
                api.content.get_view("pbgdpl-audit", portal, request)()
            )
        return [
            " ".join(line.text_content().split())
            for line in shown.cssselect("#pbgdpl-audit tbody tr")
        ]

    return read


def test_an_action_of_another_add_on_is_told_in_its_words(portal, lines):
    with registered(ZCML, MEASURED=MEASURED):
        log.note(MEASURED.name, "", None, level=412, station="An")
        (line,) = lines()
        assert "Read a gauge" in line and "Water level: 412" in line
        assert "An" not in line.split()
        assert lines("exchange") == []


def test_an_action_that_nobody_registers_any_more_is_told_by_its_name(portal, lines):
    log.note(MEASURED.name, "", None, level=412, station="An", title="Nậm La")
    (line,) = lines("")
    assert "gauge_read" in line and "level: 412" in line and "station: An" in line
    assert lines("data") == []


def test_an_action_that_fails_is_logged_and_told_by_its_title(portal, lines, caplog):
    broken = BrokenAction("broken", _("Broke"), "data")
    with registered(
        f'{ZCML}<utility component=".BROKEN" name="broken" />',
        MEASURED=MEASURED,
        BROKEN=broken,
    ):
        log.note(MEASURED.name, "", None, level=412)
        log.note("broken", "", None)
        with caplog.at_level(logging.ERROR):
            newest, oldest = lines()
    assert "Broke" in newest and "Water level: 412" in oldest
    assert "The facts of an entry broken can't be told" in caplog.text


def test_every_action_is_registered_by_its_name(portal):
    actions = dict(getUtilitiesFor(IAuditAction))
    assert len(actions) >= 20
    for name, action in actions.items():
        assert verifyObject(IAuditAction, action) and action.name == name


def own_actions():
    """Yield what each module of the add-on makes."""
    for module in walk_packages(sonla.pbgdpl.__path__, f"{sonla.pbgdpl.__name__}."):
        for name, value in vars(import_module(module.name)).items():
            if isinstance(value, AuditAction):
                yield f"{module.name}.{name}", value


def test_each_action_that_is_made_is_registered(portal):
    found = dict(own_actions())
    assert len(set(map(id, found.values()))) > 40
    unknown = {
        place
        for place, action in found.items()
        if queryUtility(IAuditAction, action.name) is not action
    }
    assert unknown == set()
