"""A portal in several languages, set up as the control panel of languages does it."""

from plone import api
from plone.app.multilingual.browser.setup import SetupMultilingualSite
from plone.app.multilingual.interfaces import IPloneAppMultilingualInstalled
from plone.app.testing import applyProfile
from typing import Any
from zope.interface import alsoProvides


def speak_languages(portal: Any, *languages: str) -> None:
    """Make a root for each language; the first is the default.

    A request gets the layer when it comes in: the one of a test is told here.
    """
    alsoProvides(portal.REQUEST, IPloneAppMultilingualInstalled)
    with api.env.adopt_roles(["Manager"]):
        applyProfile(portal, "plone.app.multilingual:default")
        api.portal.set_registry_record("plone.available_languages", list(languages))
        api.portal.set_registry_record("plone.default_language", languages[0])
        SetupMultilingualSite().setupSite(portal)
