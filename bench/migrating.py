"""What a pull is compared with, too: the tools by which portals of Plone move content.

Each reads what it has itself written of a portal that had fetched the records, and makes
them anew in another portal, as its own form or program does, with its own settings.
"""

from bench.plain import create_unit
from collections.abc import Callable
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

COLLECTIVE = "collective.exportimport"
PLONE = "plone.exportimport"


def export_all(site: Any, folder: Path) -> int:
    """Let both tools write the content of the unit; tell how many texts that is."""
    unit = "/".join(create_unit(site).getPhysicalPath())
    types = sorted({brain.portal_type for brain in texts_in(site, unit)})
    with prepared(site):
        export_by_collective(site, unit, types, folder)
        export_by_plone(site, unit, types, folder)
    return len(texts_in(site, unit))


def import_all(site: Any, folder: Path, tool: str) -> None:
    """Let a tool make what it has written."""
    with prepared(site):
        IMPORTS[tool](site, folder)


def texts_in(site: Any, unit: str) -> list[Any]:
    """Find the texts of a unit, not itself."""
    return site.portal_catalog.unrestrictedSearchResults(
        path={"query": unit, "depth": 1}
    )


@contextmanager
def prepared(site: Any) -> Iterator[None]:
    """Act as their forms and programs do: a manager, with REST."""
    from plone import api
    from plone.restapi.interfaces import IPloneRestapiLayer
    from zope.interface import alsoProvides

    alsoProvides(site.REQUEST, IPloneRestapiLayer)
    site.REQUEST.form["form.submitted"] = True
    with api.env.adopt_roles(["Manager"]):
        yield


def collective_file(folder: Path) -> Path:
    """Name the file of the one tool."""
    return folder / "collective.json"


def export_by_collective(site: Any, unit: str, types: list[str], folder: Path) -> None:
    """Press the button of its form, which sends the file."""
    view = site.restrictedTraverse("@@export_content")
    view(portal_type=types, path=unit, include_blobs=1, migration=True)
    if view.errors:
        raise RuntimeError(f"{COLLECTIVE}: {view.errors}")
    answer = site.REQUEST.response.stdout.getvalue()
    _headers, _between, body = answer.partition(b"\r\n\r\n")
    collective_file(folder).write_bytes(body)


def export_by_plone(site: Any, unit: str, types: list[str], folder: Path) -> None:
    """Write a folder as the program does, of the unit's texts alone."""
    from plone.exportimport.exporters import get_exporter

    content = get_exporter(site).exporters["plone.exporter.content"]
    content.export_data(folder / "plone", query={"path": unit, "portal_type": types})
    if content.errors:
        raise RuntimeError(f"{PLONE}: {content.errors}")


def import_by_collective(site: Any, folder: Path) -> None:
    """Press the button of its form."""
    with collective_file(folder).open("rb") as file:
        site.restrictedTraverse("@@import_content")(jsonfile=file, return_json=True)


def import_by_plone(site: Any, folder: Path) -> None:
    """Read the folder as the program does."""
    from plone.exportimport.importers import get_importer

    import transaction

    importer = get_importer(site)
    importer.import_site(folder / "plone")
    transaction.commit()
    if importer.incomplete:
        raise RuntimeError(f"{PLONE}: {importer.incomplete}")


IMPORTS: dict[str, Callable[[Any, Path], None]] = {
    COLLECTIVE: import_by_collective,
    PLONE: import_by_plone,
}
