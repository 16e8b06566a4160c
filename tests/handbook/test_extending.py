"""The examples for other add-ons are registered as they stand, and are what they say."""

from collections.abc import Iterator
from handbook_pages import blocks
from handbook_pages import DOCS
from handbook_pages import PAGES
from sample_addon import registered
from types import FunctionType
from typing import Any
from zope.component import getGlobalSiteManager
from zope.dottedname.resolve import resolve
from zope.interface import implementedBy
from zope.interface.verify import verifyClass
from zope.interface.verify import verifyObject

import pytest
import re

NAMED = re.compile(r'\b(?:factory|component|class)="\.(\w+)"')
"""What an element of ZCML registers of the code above it."""
(PAGE,) = (page for page in PAGES if page.name == "extending.rst")
SEAMS = re.findall(
    r":Interface: ``(sonla\.pbgdpl\.[\w.]+)``(, a marker)?",
    PAGE.read_text(encoding="utf-8"),
)
"""Each interface that the page describes, and whether it is a marker."""
NO_SEAMS = {
    "sonla.pbgdpl.editorial.pages.new_files.INewFiles": "fields of a form",
    "sonla.pbgdpl.editorial.pages.sending.IStepComment": "fields of a form",
    "sonla.pbgdpl.mail.interfaces.IMailer": "a service that others call",
    "sonla.pbgdpl.sync.interfaces.IMappedSending": "what the core asks of an option",
    "sonla.pbgdpl.ui.drafts.conflicts.IDigestsField": "fields of a form",
}
"""Interface that has components and is no seam → what it is."""
PAIRS = [
    pytest.param(code, elements, id=NAMED.search(elements)[1])
    for (language, code), (other, elements) in zip(
        list(blocks(PAGE))[::2], list(blocks(PAGE))[1::2], strict=True
    )
    if (language, other) == ("python", "xml")
]


def test_each_example_has_both_its_parts():
    assert len(PAIRS) * 2 == len(list(blocks(PAGE)))
    assert len(PAIRS) > 5


@pytest.mark.parametrize(("code", "elements"), PAIRS)
def test_what_is_registered_is_what_its_interface_asks(portal, code, elements):
    members: dict[str, Any] = {}
    exec(code, members)
    ours = members[NAMED.search(elements)[1]]
    assert list(registered_of(ours)) == []
    with registered(elements, **members):
        ((provided, made),) = registered_of(ours)
        if isinstance(made, type) and not provided.providedBy(made):
            # Zope's own interfaces say `*args` where their implementations take nothing.
            asked_of_it = {provided, *implementedBy(made)}
            for asked in (one for one in asked_of_it if "sonla" in one.__module__):
                assert verifyClass(asked, made)
        elif not isinstance(made, FunctionType):
            assert verifyObject(provided, made)
    assert list(registered_of(ours)) == []


def registered_of(ours: Any) -> Iterator[tuple[Any, Any]]:
    """Yield interface and component of each registration of an object or factory."""
    manager = getGlobalSiteManager()
    for one in manager.registeredUtilities():
        if one.component is ours or type(one.component) is ours:
            yield one.provided, one.component
    for one in manager.registeredAdapters():
        # A page or viewlet is registered by a class that is made of ours.
        if one.factory is ours or ours in getattr(one.factory, "__bases__", ()):
            yield one.provided, one.factory


def test_each_interface_that_has_components_is_described(portal):
    manager = getGlobalSiteManager()
    found = {
        one.provided.__identifier__
        for kind in (manager.registeredUtilities(), manager.registeredAdapters())
        for one in kind
        if one.provided.__module__.startswith("sonla.pbgdpl.")
    }
    assert len(found) > 40
    assert found - {name for name, _marker in SEAMS} == set(NO_SEAMS)


@pytest.mark.parametrize("name", [name for name, marker in SEAMS if not marker])
def test_its_interface_says_when_it_may_raise(name):
    asked = resolve(name)
    parts = [asked, *(asked[one] for one in asked.names())]
    said = " ".join(part.getDoc() for part in parts)
    assert re.search(r"(?i)\braise", said), name


@pytest.mark.parametrize("name", [name for name, _marker in SEAMS])
def test_it_is_among_the_public_modules(name):
    module, _dot, _name = name.rpartition(".")
    public = (DOCS / "api.rst").read_text(encoding="utf-8")
    assert f".. zope-interfaces:: {module}\n" in public
