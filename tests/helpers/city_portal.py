"""A portal whose province is brought by a package of somebody else's: an invented city."""

from collections.abc import Iterator
from contextlib import contextmanager
from loaded_zcml import loaded_zcml
from pathlib import Path
from Products.GenericSetup.context import DirectoryImportContext
from typing import Any

import invented_city

COMPONENTS = '<include package="invented_city" file="components.zcml" />'


@contextmanager
def knowing_city(portal: Any) -> Iterator[Any]:
    """Load the ZCML of the package that brings the city."""
    with loaded_zcml(portal, COMPONENTS):
        yield portal


def import_city(portal: Any) -> None:
    """Import the profile of that package, of which the record is all."""
    setup = portal.portal_setup
    profile = Path(invented_city.__file__).parent / "profiles" / "default"
    context = DirectoryImportContext(setup, str(profile))
    setup.getImportStep("plone.app.registry")(context)
