"""All mappings: those that distributions bring, and those that administrators wrote."""

from collections.abc import Callable
from dataclasses import dataclass
from importlib.resources import files
from plone.registry.interfaces import IRegistry
from sonla.pbgdpl import _
from sonla.pbgdpl.core.names import MAPPINGS
from sonla.pbgdpl.core.options import options_on
from sonla.pbgdpl.core.options import rests
from sonla.pbgdpl.jobs.failures import ConfigurationFailure
from sonla.pbgdpl.sync.failures import SettingFailure
from sonla.pbgdpl.sync.interfaces import ISourceMapping
from sonla.pbgdpl.sync.mapping.definition import InvalidMapping
from sonla.pbgdpl.sync.mapping.definition import SourceMapping
from sonla.pbgdpl.sync.mapping.reading import read_mapping
from sonla.pbgdpl.sync.messages import NEEDS_MAPPINGS
from zope.component import getUtilitiesFor
from zope.component import getUtility
from zope.component import queryUtility
from zope.interface import implementer

RECORD = "sonla.pbgdpl.sync.mappings"
PACKAGE = "sonla.pbgdpl.sync.mapping"


@implementer(ISourceMapping)
@dataclass(frozen=True)
class MappingFile:
    """A mapping that is a file of a distribution."""

    package: str
    name: str
    """Path of the file below the package."""
    belongs_to: str = ""
    """The option without which nothing is read or sent by it; empty for one that protocols need."""

    def text(self) -> str:
        """Read the file."""
        return files(self.package).joinpath(self.name).read_text(encoding="utf-8")


OWN_FORMAT = "pbgdpl"
"""What stands in the settings of a source where no mapping was chosen."""
OAI_DC = MappingFile(PACKAGE, "files/oai_dc.toml")


class MappingsRest(ConfigurationFailure):
    """K: the option is off without which nothing is read or sent by this mapping."""

    message = NEEDS_MAPPINGS

    def __init__(self) -> None:
        super().__init__(NEEDS_MAPPINGS)


def shipped_mappings() -> dict[str, str]:
    """Return the texts of the mappings that distributions bring, by name."""
    return {name: one.text() for name, one in sorted(getUtilitiesFor(ISourceMapping))}


def stored_mappings() -> dict[str, str]:
    """Return the texts of the mappings that administrators wrote, by name."""
    rows = getUtility(IRegistry).get(RECORD) or ()
    return {row["name"]: row["text"] for row in rows}


def mapping_texts() -> dict[str, str]:
    """Return the texts of all mappings by name; shipped ones can't be replaced."""
    return {**stored_mappings(), **shipped_mappings()}


def mapping_rests(name: str) -> bool:
    """Return whether a mapping belongs to an option that is off here; what was written here does."""
    shipped = queryUtility(ISourceMapping, name)
    if shipped is not None:
        return rests(shipped)
    return MAPPINGS not in options_on() and name in stored_mappings()


def mapping_named(name: str) -> SourceMapping:
    """Return a mapping; raise `SettingFailure` for one that is none any more.

    Raises `MappingsRest` for one that rests with its option.
    """
    if mapping_rests(name):
        raise MappingsRest
    text = mapping_texts().get(name)
    if text is None:
        raise SettingFailure(
            _(
                "detail_mapping_unchosen",
                default="This source is read by a mapping, and none is chosen for it in the settings.",
            )
            if name == OWN_FORMAT
            else _(
                "detail_mapping_gone",
                default="There is no mapping ${name} any more.",
                mapping={"name": name},
            )
        )
    try:
        return read_mapping(text)
    except InvalidMapping as error:
        place = error.faults[0].place
        raise SettingFailure(
            _(
                "detail_mapping_fault",
                default="The mapping ${name} has a fault (${place}). Open it on the page “Mappings”.",
                mapping={"name": name, "place": place},
            )
        ) from None


def mapping_titles(
    wanted: Callable[[SourceMapping], bool] | None = None,
) -> dict[str, str]:
    """Return the titles of mappings by name: all, or those that are wanted.

    One with a fault is called by its name among all, and wanted by nobody.
    """
    found = {}
    for name, text in mapping_texts().items():
        try:
            mapping = read_mapping(text)
        except InvalidMapping:
            if wanted is None:
                found[name] = name
        else:
            if wanted is None or wanted(mapping):
                found[name] = mapping.title
    return found
