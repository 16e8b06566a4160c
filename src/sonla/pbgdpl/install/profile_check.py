"""Compare the default profile with the portal: records and indexes.

The profile's own files say what is expected. An import step would write over what
administrators have changed, so only the elements that the portal lacks are imported:
what reads the files gets them cut down to those. Roles and permissions are `roles`' part.
"""

from collections.abc import Callable
from lxml import etree
from pathlib import Path
from plone import api
from plone.app.registry.exportimport.handler import importRegistry
from plone.registry.interfaces import IRegistry
from Products.CMFCore.exportimport.catalog import importCatalogTool
from Products.GenericSetup.context import DirectoryImportContext
from sonla.pbgdpl.core.health import SelfCheck
from sonla.pbgdpl.core.setup import setup_steps
from sonla.pbgdpl.install.content_types import missing_icons
from sonla.pbgdpl.search.setup import fill_indexes
from typing import Any
from zope.component import getUtility
from zope.dottedname.resolve import resolve
from zope.schema import getFields

PROFILE = "profile-sonla.pbgdpl:default"
CATALOG, REGISTRY = "catalog.xml", "registry/"


class ProfileCheck(SelfCheck):
    """Bring the records and indexes of the default profile, and the icons of types."""

    def context(self) -> "MissingParts":
        """Return the profile as GenericSetup reads it, less what the portal has."""
        setup = api.portal.get_tool("portal_setup")
        info = setup.getProfileInfo(PROFILE)
        return MissingParts(setup, info["path"])

    def missing(self) -> list[str]:
        """Return the names of the elements that the portal lacks."""
        context = self.context()
        for file in context.files():
            context.readDataFile(file)
        return sorted({*context.names, *missing_icons()})

    def repair(self) -> None:
        """Import what is missing; fill new indexes, and lists that came empty."""
        context = self.context()
        catalog = api.portal.get_tool("portal_catalog")
        before = set(catalog.indexes())
        importRegistry(context)
        importCatalogTool(context)
        for step in setup_steps():
            step.fill(self.site)
        if added := set(catalog.indexes()) - before:
            fill_indexes(sorted(added))


class MissingParts(DirectoryImportContext):
    """Read a profile's files without the elements that the portal has."""

    def __init__(self, tool: Any, profile_path: str) -> None:
        super().__init__(tool, profile_path)
        self.names: set[str] = set()
        """What was found missing in the files read so far."""

    def files(self) -> list[str]:
        """Return the names of the files that are compared."""
        folder = Path(self._profile_path)
        records = (folder / REGISTRY).glob("*.xml")
        return [CATALOG, *sorted(f"{REGISTRY}{path.name}" for path in records)]

    def readDataFile(self, filename: str, subdir: str | None = None) -> bytes | None:
        """Return a file with the missing elements only; None for one not compared."""
        name = filename if subdir is None else f"{subdir}/{filename}"
        if name not in self.files():
            return None
        tree = etree.fromstring(super().readDataFile(name))
        cut = cut_registry if name.startswith(REGISTRY) else cut_catalog
        self.names |= cut(tree, self._site)
        return etree.tostring(tree)


def cut_catalog(tree: Any, site: Any) -> set[str]:
    """Leave the indexes that the catalog lacks."""
    indexes = api.portal.get_tool("portal_catalog").indexes()
    return cut(tree, lambda node: node.get("name") in indexes)


def cut_registry(tree: Any, site: Any) -> set[str]:
    """Leave the records that the registry lacks, those of a schema one by one."""
    records = getUtility(IRegistry).records
    names = set()
    for node in list(tree.iterchildren("record", "records")):
        if node.tag == "records":
            missing = cut_schema(node, records)
        else:
            missing = {node.get("name")} - set(records)
        if not missing:
            tree.remove(node)
        names |= missing
    return names


def cut_schema(node: Any, records: Any) -> set[str]:
    """Leave out the records of a schema that are there, with values given for them."""
    prefix = node.get("prefix") or node.get("interface")
    try:
        schema = resolve(node.get("interface"))
    except ImportError:
        # The package of an option is gone: nobody asks for its records.
        return set()
    fields = {name for name, field in getFields(schema).items() if not field.readonly}
    present = {name for name in fields if f"{prefix}.{name}" in records}
    for value in list(node.iterchildren("value")):
        if value.get("key") in present:
            node.remove(value)
    for name in present:
        etree.SubElement(node, "omit").text = name
    return {f"{prefix}.{name}" for name in fields - present}


def cut(parent: Any, is_there: Callable[[Any], bool]) -> set[str]:
    """Remove the elements that are there; return the names of those that stay."""
    for node in list(parent.iterchildren(etree.Element)):
        if is_there(node):
            parent.remove(node)
    return {node.get("name") for node in parent.iterchildren(etree.Element)}
