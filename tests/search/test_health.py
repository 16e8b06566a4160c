"""The page for monitoring tells whether searching works."""

from plone import api
from plone.app.testing import logout
from plone.base.interfaces.siteroot import IPloneSiteRoot
from search_content import request_for
from sonla.pbgdpl.core.health import check_health
from sonla.pbgdpl.core.health import Health
from sonla.pbgdpl.core.health import IHealthCheck
from sonla.pbgdpl.core.health import NOT_MADE
from sonla.pbgdpl.search import folding_switch
from sonla.pbgdpl.search import own_index
from zope.component import getGlobalSiteManager

import json
import pytest


def answer(portal):
    request = request_for(portal)
    body = api.content.get_view("pbgdpl-health", portal, request)()
    return request.response.getStatus(), json.loads(body)


def search_health(portal):
    return dict(check_health(portal))["search"]


def test_all_is_well_after_installation(portal):
    with api.env.adopt_roles(["Manager"]):
        status, body = answer(portal)
    assert status == 200
    assert body["status"] == "ok"
    assert body["checks"]["search"]["status"] == "ok"


def test_visitors_learn_the_status_only(portal):
    logout()
    assert answer(portal) == (200, {"status": "ok"})
    own_index.remove_index()
    assert answer(portal) == (503, {"status": "fail"})


def overrule(portal):
    from Products.CMFPlone.UnicodeSplitter.splitter import I18NNormalizer
    from Products.CMFPlone.UnicodeSplitter.splitter import Splitter

    folding_switch.enable()
    portal.portal_catalog.plone_lexicon._pipeline = (Splitter(), I18NNormalizer())


def lose_folding(portal):
    folding_switch.enable()
    lexicon = portal.portal_catalog.plone_lexicon
    lexicon._pipeline = lexicon._pipeline[1:]


def change_own_pipeline(portal):
    portal.portal_catalog.pbgdpl_lexicon._pipeline = ()


@pytest.mark.parametrize(
    ("damage", "word"),
    [
        (lambda portal: portal.portal_catalog.delIndex("pbgdpl_text"), "pbgdpl_text"),
        (lambda portal: own_index.remove_index(), "pbgdpl_lexicon"),
        (change_own_pipeline, "pipeline"),
        (overrule, "plone_lexicon"),
        (lose_folding, "plone_lexicon"),
    ],
)
def test_damage_is_told(portal, damage, word):
    damage(portal)
    health = search_health(portal)
    assert not health.ok
    assert word in health.detail


def test_a_running_switch_is_no_failure(portal):
    folding_switch.start(on=True)
    health = search_health(portal)
    assert health.ok and "0 of" in health.detail


class Failing:
    def __init__(self, site):
        self.site = site

    def __call__(self):
        raise ValueError("broken")


class Passing(Failing):
    def __call__(self):
        return Health(True)


@pytest.fixture
def register():
    registered = []

    def register(factory, name):
        arguments = (factory, (IPloneSiteRoot,), IHealthCheck, name)
        getGlobalSiteManager().registerAdapter(*arguments)
        registered.append(arguments)

    yield register
    for arguments in registered:
        getGlobalSiteManager().unregisterAdapter(*arguments)


def test_a_check_that_raises_fails_and_stops_no_other(portal, register):
    register(Failing, "a-failing")
    register(Passing, "z-passing")
    found = dict(check_health(portal))
    assert found["a-failing"] == Health(False, NOT_MADE.default)
    assert found["z-passing"].ok and found["search"].ok
