"""Where new items from a source are put; editors may move them later."""

from plone import api
from plone.app.uuid.utils import uuidToObject
from plone.uuid.interfaces import IUUID
from sonla.pbgdpl.config import EDITORIAL_WORKFLOW
from sonla.pbgdpl.section import all_sections
from sonla.pbgdpl.section import free_id
from sonla.pbgdpl.section import section_of
from sonla.pbgdpl.sync.failures import LocalFailure
from sonla.pbgdpl.sync.sources import Source
from sonla.pbgdpl.sync.store import SourceState
from sonla.pbgdpl.workflow.states import set_state
from typing import Any


def landing_folder(source: Source, state: SourceState) -> Any:
    """Find the folder for new items of a source, made if there is none yet.

    That which the settings name, else one of the source's own in the first section.
    Raises `LocalFailure` if there is no place inside a section: what is outside would
    not go through approval.
    """
    if source.landing:
        return _chosen(source.landing)
    made = uuidToObject(state.landing, unrestricted=True) if state.landing else None
    if made is not None and section_of(made) is not None:
        return made
    for section in all_sections():
        folder = _make_folder(section, source)
        state.landing = IUUID(folder)
        return folder
    raise LocalFailure("there is no section to put new items into")


def _chosen(path: str) -> Any:
    folder = api.portal.get().unrestrictedTraverse(path, None)
    if folder is None or section_of(folder) is None:
        raise LocalFailure(f"/{path} is not a folder of a section")
    return folder


def _make_folder(section: Any, source: Source) -> Any:
    """Make a folder that everybody may see; what stands in it has states of its own."""
    folder = api.content.create(
        container=section,
        type="Folder",
        id=free_id(section, f"tu-{source.name}"),
        title=source.title,
        exclude_from_nav=True,
    )
    # Thousands may come: the default order is one list, written anew with each item.
    folder.setOrdering("unordered")
    workflow = api.portal.get_tool("portal_workflow")[EDITORIAL_WORKFLOW]
    set_state(folder, workflow, "published")
    return folder
