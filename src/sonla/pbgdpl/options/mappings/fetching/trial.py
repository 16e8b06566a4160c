"""Try a mapping on one page of a source, or on an answer that somebody has; nothing is stored."""

from collections.abc import Collection
from collections.abc import Iterator
from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import field
from datetime import datetime
from functools import partial
from sonla.pbgdpl.exchange.record import InvalidRecord
from sonla.pbgdpl.exchange.record import Record
from sonla.pbgdpl.exchange.record import UNREADABLE
from sonla.pbgdpl.exchange.sanitizing import sanitise
from sonla.pbgdpl.jobs.failures import classify
from sonla.pbgdpl.jobs.failures import Failure
from sonla.pbgdpl.options.mappings.fetching.mapped_json import MappedJsonDriver
from sonla.pbgdpl.sync.drivers.base import Client
from sonla.pbgdpl.sync.drivers.base import SOURCE_WARNINGS
from sonla.pbgdpl.sync.drivers.base import SourcePage
from sonla.pbgdpl.sync.drivers.base import Window
from sonla.pbgdpl.sync.drivers.oaipmh import OaiPmhDriver
from sonla.pbgdpl.sync.http.responses import Answer
from sonla.pbgdpl.sync.mapping.definition import SourceMapping
from zope.i18nmessageid import Message

SHOWN = 5
"""Records that are shown; all of the page are read."""


@dataclass(frozen=True)
class TriedRecord:
    """A record as it would be stored, or why it can't be."""

    number: int
    remote_id: str
    datestamp: datetime | None = None
    record: Record | None = None
    deleted: bool = False
    left_out: tuple[Message, ...] = ()
    """What is wrong with fields whose values no record may have."""
    problem: str = ""


@dataclass
class Trial:
    """What one page gave."""

    listed: int = 0
    declared: int | None = None
    continues: bool = False
    records: list[TriedRecord] = field(default_factory=list)
    """The first of them."""
    faulty: list[TriedRecord] = field(default_factory=list)
    """Further ones that can't be stored, or only in part."""
    warnings: list[tuple[str, Message]] = field(default_factory=list)
    """Identifier, which may be empty, and what is to be known."""
    failure: Failure | None = None
    answer: Answer | None = None
    """The last that came, as it came; without the secrets by which it was asked for."""


class SampleClient:
    """Answer every request with one body that is at hand."""

    def __init__(self, body: bytes, media_type: str) -> None:
        self.body = body
        self.media_type = media_type

    def request(
        self,
        method: str,
        url: str,
        *,
        params: Mapping[str, str] | None = None,
        accept: Collection[str] = (),
    ) -> Answer:
        """Return the answer."""
        return Answer(200, url, {"content-type": self.media_type}, self.body)


@dataclass
class NotingClient:
    """Ask another client, and note in a trial what it answers."""

    client: Client
    trial: Trial

    def request(
        self,
        method: str,
        url: str,
        *,
        params: Mapping[str, str] | None = None,
        accept: Collection[str] = (),
    ) -> Answer:
        """Return the answer."""
        self.trial.answer = None
        self.trial.answer = self.client.request(
            method, url, params=params, accept=accept
        )
        return self.trial.answer


def try_mapping(mapping: SourceMapping, asked: Client, base_url: str) -> Trial:
    """Read one page; what goes wrong is part of the result."""
    trial = Trial()
    client = NotingClient(asked, trial)
    driver: MappedJsonDriver | OaiPmhDriver
    try:
        if mapping.reads == "json":
            driver = MappedJsonDriver(client, base_url, mapping)
        else:
            driver = OaiPmhDriver(client, base_url, mapping=mapping)
        page = next(iter(driver.pages(Window())), None)
    except Failure as failure:
        trial.failure = failure
        return trial
    if page is not None:
        fill(trial, driver, page)
    return trial


def fill(
    trial: Trial, driver: MappedJsonDriver | OaiPmhDriver, page: SourcePage
) -> None:
    """Read the records of a page."""
    trial.listed, trial.declared = page.listed, page.declared
    trial.continues = page.token is not None
    trial.warnings += list(warnings_of(page))
    for number, change in enumerate(page.changes, 1):
        left_out: list[Message] = []
        tried = partial(
            TriedRecord,
            number,
            change.remote_id,
            change.datestamp,
            deleted=change.state == "deleted",
        )
        record, problem = None, ""
        if change.state == "live":
            try:
                record = sanitise(driver.parse(change, left_out))
            except (Failure, InvalidRecord) as error:
                problem = classify(error).detail
        found = tried(record=record, left_out=tuple(left_out), problem=problem)
        if number <= SHOWN:
            trial.records.append(found)
        elif problem or left_out:
            trial.faulty.append(found)


def warnings_of(page: SourcePage) -> Iterator[tuple[str, Message]]:
    """Yield what was odd about records, and which can't be read at all."""
    for warning in page.warnings:
        yield warning.remote_id, SOURCE_WARNINGS[warning.code]
    for unreadable in page.unreadable:
        yield (
            unreadable.remote_id,
            SOURCE_WARNINGS.get(unreadable.code) or UNREADABLE,
        )
