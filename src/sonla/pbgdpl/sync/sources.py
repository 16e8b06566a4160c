"""The sources that are to be fetched, as the settings name them."""

from collections.abc import Callable
from collections.abc import Collection
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from sonla.pbgdpl.core.options import rests
from sonla.pbgdpl.jobs.failures import ConfigurationFailure
from sonla.pbgdpl.sync.drivers.base import Driver
from sonla.pbgdpl.sync.environment import read_environment
from sonla.pbgdpl.sync.http.client import OutboundClient
from sonla.pbgdpl.sync.http.client import request_deadline
from sonla.pbgdpl.sync.interfaces import ISourceDriver
from sonla.pbgdpl.sync.mapping.stored import mapping_rests
from sonla.pbgdpl.sync.mapping.stored import MappingsRest
from sonla.pbgdpl.sync.messages import NOT_INSTALLED
from sonla.pbgdpl.sync.settings import get_sync_settings
from typing import Any
from zope.component import queryUtility
from zope.i18nmessageid import Message


@dataclass(frozen=True)
class Source:
    """What the settings say of one source; `sets` is never empty.

    Its words: ``docs/glossary.rst``, *Exchange*.
    """

    name: str
    title: str
    driver: str
    base_url: str
    metadata_prefix: str = "pbgdpl"
    sets: tuple[str, ...] = ("",)
    trusted_sets: frozenset[str] = frozenset()
    target: str = ""
    authentication: str = "bearer"

    @property
    def part(self) -> str:
        """The source's part of a run."""
        return f"harvest/{self.name}"

    def trusts(self, sets: tuple[str, ...], asked: str) -> bool:
        """Return whether a record of these sets, found in the set asked for, is trusted."""
        return not self.trusted_sets.isdisjoint({*sets, asked} - {""})


def is_within(sets: Collection[str], asked: str) -> bool:
    """Return whether a record of these sets is in the set asked for, or below it."""
    return any(spec == asked or spec.startswith(f"{asked}:") for spec in sets)


def source_rests(source: Source) -> bool:
    """Return whether a source is read by what belongs to an option that is off here."""
    driver = queryUtility(ISourceDriver, source.driver)
    if driver is None or rests(driver):
        return driver is not None
    name = source.metadata_prefix
    # A protocol without formats asks for none, whatever stands in the settings
    is_mapped = driver.readable_formats and name not in driver.readable_formats
    return bool(is_mapped) and mapping_rests(name)


def configured_sources() -> Iterator[Source]:
    """Yield the sources that are switched on, if fetching is."""
    if get_sync_settings().pull_enabled:
        yield from enabled_sources()


def enabled_sources() -> Iterator[Source]:
    """Yield the sources that are switched on and don't rest, whether fetching is on or not."""
    rows = get_sync_settings().sources or ()
    switched_on = (source_of(row) for row in rows if row.get("enabled"))
    return (source for source in switched_on if not source_rests(source))


def all_sources() -> dict[str, Source]:
    """Return every source of the settings by its name, switched on or not."""
    rows = get_sync_settings().sources or ()
    return {row["name"]: source_of(row) for row in rows}


def source_named(name: str) -> Source | None:
    """Find a source of the settings, switched on or not."""
    return all_sources().get(name)


def title_of(name: str) -> str:
    """Name a source as the settings do now; one that is gone from them by its code."""
    known = source_named(name)
    return known.title if known is not None else name


def source_of(row: dict[str, Any]) -> Source:
    """Read a row of the settings."""
    return Source(
        name=row["name"],
        title=row["title"],
        driver=row["driver"],
        base_url=row["base_url"],
        metadata_prefix=row.get("metadata_prefix") or "pbgdpl",
        sets=_lines(row.get("sets")) or ("",),
        trusted_sets=frozenset(_lines(row.get("trusted_sets"))),
        target=(row.get("target") or "").strip("/"),
        authentication=row.get("authentication") or "bearer",
    )


def open_client(
    source: Source, left: float, now: Callable[[], datetime]
) -> OutboundClient:
    """Make the client for a source when so many seconds of the run are left.

    Raises `ConfigurationFailure` for a configuration that is broken or lacks something.
    """
    return OutboundClient.for_source(
        read_environment(),
        source.name,
        source.base_url,
        source.authentication,
        deadline=request_deadline(left),
        now=now,
    )


def open_driver(source: Source, client: OutboundClient) -> Driver:
    """Make the driver that a source is read with.

    Raises `ConfigurationFailure` for a protocol that is not registered, `MappingsRest` for a source that rests.
    """
    if source_rests(source):
        raise MappingsRest
    driver = queryUtility(ISourceDriver, source.driver)
    if driver is None:
        raise ConfigurationFailure(
            Message(NOT_INSTALLED, mapping={"name": source.driver})
        )
    return driver.open(client, source)


def _lines(text: str | None) -> tuple[str, ...]:
    return tuple(line.strip() for line in (text or "").splitlines() if line.strip())
