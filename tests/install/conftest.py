"""Fixtures of the tests of installation: the foreign portal, with and without us."""

from collections.abc import Iterator
from contextlib import contextmanager
from foreign_portal import change_settings
from foreign_portal import FOREIGN
from foreign_portal import FOREIGN_FIXTURE
from foreign_portal import manager_browser
from foreign_portal import SITE_ID
from foreign_portal import with_addon
from harvested_portal import lasting_server  # noqa: F401
from made_once import made_once
from plone.app.testing import SITE_OWNER_NAME
from plone.testing.layer import Layer
from plone.testing.zope import login
from plone.testing.zope import logout
from pytest_plone import fixtures_factory
from sonla.demonstration import create
from typing import Any
from zope.component.hooks import setSite
from zope.pytestlayer.fixture import teardown_layer

import pytest
import transaction

globals().update(fixtures_factory(((FOREIGN, "foreign"),), keep_session=False))


@pytest.fixture(scope="module", autouse=True)
def keep_foreign(request: pytest.FixtureRequest) -> Iterator[None]:
    """Keep the layer from one test of a file to the next, as the first that asks makes it.

    Not for the session: its registrations stand over those of all other layers. What is
    merely in `keep` the plugin forgets after each test.
    """
    state, layers = request.session.zopelayer_state, (FOREIGN, FOREIGN_FIXTURE)
    state.keep_for_whole_session |= set(layers)
    yield
    state.keep_for_whole_session -= set(layers)
    for layer in layers:
        if layer in state.current:
            teardown_layer(layer, request)


@contextmanager
def opened(layer: Layer) -> Iterator[Any]:
    """Yield the foreign portal while its Manager is logged in."""
    app = layer["app"]
    before = layer["portal"]
    setSite(app[SITE_ID])
    login(app["acl_users"], SITE_OWNER_NAME)
    yield app[SITE_ID]
    logout()
    setSite(before)


def with_demo(portal: Any) -> None:
    """Install the add-on with its demonstration, and let an administrator change it.

    Without the units of all communes: what is made in each of them is alike.
    """
    with_addon(portal)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(create, "other_communes", lambda codes: [])
        portal.portal_setup.runAllImportStepsFromProfile(
            "profile-sonla.demonstration:default"
        )
    change_settings(portal)
    transaction.commit()


@pytest.fixture()
def foreign_portal(foreign):
    """Yield the foreign portal, new for each test."""
    with opened(foreign) as portal:
        yield portal


@pytest.fixture()
def manager(foreign):
    """Return a browser logged in as the Manager."""
    return manager_browser(foreign["app"])


@pytest.fixture()
def installed(foreign_portal):
    """Return the foreign portal with the add-on, new for each test."""
    made_once(foreign_portal, with_addon)
    transaction.commit()
    return foreign_portal


@pytest.fixture()
def demo(foreign_portal):
    """Return the foreign portal with add-on and demonstration, new for each test."""
    made_once(foreign_portal, with_demo)
    transaction.commit()
    return foreign_portal


@pytest.fixture(scope="class")
def shared_demo(foreign_class):
    """Yield the same, and the manager's browser, once for a class that only looks."""
    foreign_class.testSetUp()
    with opened(foreign_class) as portal:
        made_once(portal, with_demo)
        transaction.commit()
        yield portal, manager_browser(foreign_class["app"])
    foreign_class.testTearDown()
