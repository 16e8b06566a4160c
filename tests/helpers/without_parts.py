"""A portal without portlets, content rules and versions, in a process of its own; prints what it shows.

Plone's own code of today needs them, so they are refused to ours alone: whatever our modules,
or our ZCML, import of them isn't there. What profiles would give them to does nothing.
"""

from new_items import create
from plone import api
from plone.app.testing import applyProfile
from plone.app.testing import FunctionalTesting
from plone.app.testing import setRoles
from plone.app.testing import TEST_USER_ID
from plone.behavior.interfaces import IBehavior
from plone.testing.zope import Browser
from Products.CMFEditions.interfaces.IRepository import IRepositoryTool
from set_up_layers import set_up
from set_up_layers import set_up_test
from typing import Any
from zope.component import getGlobalSiteManager
from zope.globalrequest import getRequest
from zope.globalrequest import setRequest

import builtins
import json
import sys
import transaction

REFUSED = (
    "Products.CMFEditions",
    "plone.app.contentrules",
    "plone.app.portlets",
    "plone.app.versioningbehavior",
    "plone.contentrules",
    "plone.portlets",
)
OURS = "sonla.pbgdpl"
STEPS = ("portlets", "contentrules", "repositorytool", "difftool")
real_import = builtins.__import__
refused: set[str] = set()


def is_refused(name: str, members: tuple[str, ...]) -> bool:
    """Return whether a module, or one of what is taken from it, is one that isn't there."""
    names = (name, *(f"{name}.{member}" for member in members or ()))
    return any(f"{one}.".startswith(f"{part}.") for one in names for part in REFUSED)


def asked_by_us(frame: Any) -> bool:
    """Return whether a module of ours imports, or a file of ours is being configured."""
    caller = frame.f_globals.get("__name__", "")
    if caller in ("zope.configuration.config", "zope.configuration.xmlconfig"):
        context = frame.f_locals["self"]
        caller = getattr(context, "context", context).package.__name__
    return caller.startswith(OURS)


def partial_import(
    name: str,
    globals: Any = None,
    locals: Any = None,
    fromlist: Any = (),
    level: int = 0,
) -> Any:
    """Import, but nothing that is refused to us."""
    if level == 0 and is_refused(name, fromlist) and asked_by_us(sys._getframe(1)):
        refused.add(name)
        raise ImportError(f"{name} is not there")
    return real_import(name, globals, locals, fromlist, level)


def apply_profile(portal: Any, name: str) -> None:
    """Import a profile, but nothing that the missing parts would read."""
    applyProfile(portal, name, blacklisted_steps=STEPS)


def layer() -> Any:
    """Make our layer of a Plone in which nothing reads what is for the missing parts."""
    from sonla.pbgdpl.testing import PbgdplLayer

    class Layer(PbgdplLayer):
        def applyProfile(self, portal: Any, name: str) -> None:
            apply_profile(portal, name)

        def setUpPloneSite(self, portal: Any) -> None:
            # Else the next profile would make it again
            portal.portal_setup.getToolsetRegistry()._required.pop("portal_repository")
            portal._delObject("portal_repository", suppress_events=True)
            portal.getSiteManager().unregisterUtility(provided=IRepositoryTool)
            getGlobalSiteManager().unregisterUtility(
                provided=IBehavior, name="plone.versioning"
            )
            super().setUpPloneSite(portal)

    return Layer(name="sonla.pbgdpl:Without-parts")


def shown(layer: Any) -> str:
    """Return the homepage as visitors get it."""
    request = getRequest()
    browser = Browser(layer["app"])
    browser.open(layer["portal"].absolute_url())
    setRequest(request)
    return browser.contents


def main() -> None:
    """Set the portal up, look at it, take the add-on away."""
    builtins.__import__ = partial_import
    done: set[Any] = set()
    base = layer()
    functional = FunctionalTesting(bases=(base,), name="sonla.pbgdpl:Parts")
    set_up(functional, done)
    set_up_test(functional, set())
    portal = functional["portal"]
    setRoles(portal, TEST_USER_ID, ["Manager"])
    from sonla.pbgdpl.exchange.importer import save_version
    from sonla.pbgdpl.homepage.slot import homepage_status
    from sonla.pbgdpl.homepage.slot import manage_url
    from sonla.pbgdpl.legal_documents.decisions import keep_version

    apply_profile(portal, f"{OURS}:structure")
    api.portal.set_registry_record(f"{OURS}.four_eyes", False)
    section = portal.portal_catalog(portal_type="LegalEducationSection")[0].getObject()
    text = create(section, "LegalNews", "A text that visitors see")
    for one in (section, text):
        if api.content.get_state(one) != "published":
            api.content.transition(one, to_state="published")
    save_version(text)
    keep_version(text)
    transaction.commit()
    report = {
        "refused": sorted(refused),
        "modules": sorted(
            name for name in sys.modules if name.startswith(f"{OURS}.homepage.portlet")
        ),
        "home": shown(functional),
        "status": homepage_status(portal.REQUEST),
        "manage": manage_url(),
    }
    apply_profile(portal, f"{OURS}:uninstall")
    transaction.commit()
    report["home_after"] = shown(functional)
    report["types_after"] = portal.portal_types.objectIds()
    print("REPORT " + json.dumps(report))


if __name__ == "__main__":
    main()
