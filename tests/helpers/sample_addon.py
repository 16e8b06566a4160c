"""Another add-on, which registers components of its own for the time of a test."""

from collections.abc import Iterator
from contextlib import contextmanager
from types import ModuleType
from typing import Any
from zope.component import getGlobalSiteManager
from zope.component.hooks import site
from zope.component.zcml import handler
from zope.configuration import xmlconfig

import Products.Five.viewlet
import sys

NAME = "sample_addon_package"
ZCML = '<configure xmlns="http://namespaces.zope.org/zope" xmlns:browser="http://namespaces.zope.org/browser">{}</configure>'

ARGUMENTS = {"registerUtility": 3, "registerAdapter": 4, "registerHandler": 3}
"""Way of registration → how many of its arguments take it back."""


@contextmanager
def registered(elements: str, **members: Any) -> Iterator[None]:
    """Load elements of ZCML as a package whose module has `members`; take it out at the end."""
    package = ModuleType(NAME)
    vars(package).update(members)
    sys.modules[NAME] = package
    context = xmlconfig.file("meta.zcml", Products.Five)
    xmlconfig.file("meta.zcml", Products.Five.viewlet, context)
    context.package = package
    context = xmlconfig.string(ZCML.format(elements), context, execute=False)
    done = [
        action["args"] for action in context.actions if action["callable"] is handler
    ]
    with site(None):  # else they would be stored in the portal, and stay
        context.execute_actions()
    try:
        yield
    finally:
        del sys.modules[NAME]
        manager = getGlobalSiteManager()
        for method, *arguments in done:
            getattr(manager, f"un{method}")(*arguments[: ARGUMENTS[method]])
