"""No field of ours has a name that something else takes for its own."""

from collections.abc import Iterator
from importlib import import_module
from pkgutil import walk_packages
from zope.interface.interface import InterfaceClass
from zope.schema import getFieldNames

import pytest
import sonla.pbgdpl

PACKAGE = sonla.pbgdpl.PACKAGE_NAME
VOLTOS = {"blocks", "blocks_layout"}
"""Volto keeps the layout of a page in them; its tools rewrite what they find there."""


def schemata() -> Iterator[InterfaceClass]:
    """Yield each interface of ours that has fields: content, behaviors, settings, forms."""
    for module in walk_packages(sonla.pbgdpl.__path__, f"{PACKAGE}."):
        for found in vars(import_module(module.name)).values():
            if isinstance(found, InterfaceClass) and found.__module__ == module.name:
                if getFieldNames(found):
                    yield found


@pytest.mark.usefixtures("portal")
def test_no_field_of_ours_is_voltos():
    found = list(schemata())
    names = {schema.__identifier__: set(getFieldNames(schema)) for schema in found}
    assert len(names) > 40
    assert {"landing_blocks", "homepage_blocks"} <= set().union(*names.values())
    assert {
        name: fields & VOLTOS for name, fields in names.items() if fields & VOLTOS
    } == {}
