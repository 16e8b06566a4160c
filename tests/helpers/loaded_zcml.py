"""Registrations of somebody else's, written as ZCML, for the time of a test."""

from collections.abc import Iterator
from contextlib import contextmanager
from plone.app.testing import popGlobalRegistry
from plone.app.testing import pushGlobalRegistry
from plone.testing import zca
from served_layer import FUNCTIONAL
from typing import Any
from zope.component.hooks import site
from zope.configuration import xmlconfig

FRAME = """<configure
    xmlns="http://namespaces.zope.org/zope"
    xmlns:browser="http://namespaces.zope.org/browser"
    >{}</configure>"""


@contextmanager
def loaded_zcml(portal: Any, elements: str, **names: Any) -> Iterator[None]:
    """Load elements of ZCML, and take back what they registered.

    Each of `names` stands for an object: `{factory}` becomes the dotted name by which ZCML
    finds it.
    """
    dotted = {key: f"{one.__module__}.{one.__name__}" for key, one in names.items()}
    context = zca.stackConfigurationContext(FUNCTIONAL.get("configurationContext"))
    pushGlobalRegistry(portal)
    try:
        # Of a site they would go into its own registry, which is stored.
        with site(None):
            xmlconfig.string(FRAME.format(elements.format(**dotted)), context=context)
        yield
    finally:
        popGlobalRegistry(portal)
