"""What every driver must do, as tests: those of other add-ons run against them, too.

A test module subclasses `DriverConformance`, names the driver and a source, and says how
the service would answer; no network is needed. Plain assertions, so that any runner does.
"""

from abc import ABC
from abc import abstractmethod
from collections.abc import Callable
from collections.abc import Collection
from collections.abc import Iterable
from collections.abc import Iterator
from collections.abc import Mapping
from collections.abc import Sequence
from contextlib import suppress
from datetime import datetime
from datetime import timedelta
from datetime import UTC
from random import Random
from sonla.pbgdpl.jobs.failures import Bug
from sonla.pbgdpl.jobs.failures import Failure
from sonla.pbgdpl.jobs.failures import TransientFailure
from sonla.pbgdpl.sync.drivers.base import Client
from sonla.pbgdpl.sync.drivers.base import Driver
from sonla.pbgdpl.sync.drivers.base import SourceChange
from sonla.pbgdpl.sync.drivers.base import SourcePage
from sonla.pbgdpl.sync.drivers.base import Window
from sonla.pbgdpl.sync.failures import ProtocolFailure
from sonla.pbgdpl.sync.http.responses import Answer
from sonla.pbgdpl.sync.http.responses import failure_of
from sonla.pbgdpl.sync.http.responses import refusal
from sonla.pbgdpl.sync.interfaces import ISourceDriver
from typing import Any
from typing import NamedTuple
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sonla.pbgdpl.sync.sources import Source

NOW = datetime(2026, 3, 1, 8, tzinfo=UTC)
"""The clock of the service in all tests."""
PAGE_SIZE = 2
"""Records of a page: a service that serves more makes one page of them all."""
SCHEDULES = 50
"""Seeds from which schedules of faults are drawn."""
FAULTY = 25
"""Requests of a schedule that may go wrong; whatever comes later is well."""
MAX_READINGS = 60


class SampleRecord(NamedTuple):
    """A record that the service has; `name` is a part of whatever identifies it."""

    name: str
    title: str
    changed: datetime
    deleted: bool = False


RECORDS = (
    *(
        SampleRecord(f"so-{number}", f"Tin số {number}", NOW - timedelta(9 - number))
        for number in range(1, 6)
    ),
    SampleRecord("da-go", "Tin đã gỡ", NOW - timedelta(3), deleted=True),
    SampleRecord("cuoi", "Luật & “nghị định” mới", NOW - timedelta(2)),
)
LIVE = {one.name: one for one in RECORDS if not one.deleted}


class Reply(NamedTuple):
    """What a service answers."""

    body: bytes
    media_type: str
    status: int = 200


PAGE = b"<!DOCTYPE html><html><title>Log in</title><form></form><br></html>"

Service = Callable[[str, Mapping[str, str]], Reply]
"""Answers an address with its parameters."""
Fault = Callable[[Reply, Reply | None], Reply]
"""Makes another reply of one, by the reply before it; or raises."""


def _failing(reply: Reply, before: Reply | None) -> Reply:
    raise TransientFailure("the connection broke off")


FAULTS: Mapping[str, Fault] = {
    "broken connection": _failing,
    "maintenance": lambda reply, before: Reply(b"", "text/plain", 503),
    "quota used up": lambda reply, before: Reply(b"", "text/plain", 429),
    "access refused": lambda reply, before: Reply(b"", "text/plain", 401),
    "no such address": lambda reply, before: Reply(b"?", "text/plain", 404),
    "redirected": lambda reply, before: Reply(b"", "text/plain", 302),
    "page for people": lambda reply, before: Reply(PAGE, "text/html"),
    "page for people, called data": lambda reply, before: Reply(PAGE, reply.media_type),
    "nothing": lambda reply, before: Reply(b"", reply.media_type),
    "half of it": lambda reply, before: reply._replace(
        body=reply.body[: len(reply.body) // 2]
    ),
    "noise": lambda reply, before: Reply(b"\xff\x00<{[" * 9, reply.media_type),
    "the page before": lambda reply, before: before or _failing(reply, before),
}


class SampleClient:
    """Ask a service as `OutboundClient` does; each request may have a fault."""

    def __init__(self, service: Service, faults: Iterable[Fault | None] = ()) -> None:
        self.service = service
        self.faults = iter(faults)
        self.asked = 0
        self.before: Reply | None = None

    def request(
        self,
        method: str,
        url: str,
        *,
        params: Mapping[str, str] | None = None,
        accept: Collection[str] = (),
        **unused: Any,
    ) -> Answer:
        """Return the answer or raise the failure that the client would make of it."""
        self.asked += 1
        reply = self.service(url, dict(params or {}))
        fault = next(self.faults, None)
        found = fault(reply, self.before) if fault else reply
        self.before = reply
        headers = {
            "content-type": found.media_type,
            "date": NOW.strftime("%a, %d %b %Y %H:%M:%S GMT"),
        }
        failure = failure_of(found.status, headers, accept, NOW)
        if failure is not None:
            raise failure
        if found.status >= 400:
            raise refusal(found.status, headers, found.body)
        return Answer(found.status, url, headers, found.body)


class DriverConformance(ABC):
    """Test one driver; subclasses are collected by pytest when their name begins so."""

    driver: type[Any]
    """The class of the driver, or whatever else is registered."""
    source: "Source"

    @abstractmethod
    def answer(
        self, records: Sequence[SampleRecord], url: str, params: Mapping[str, str]
    ) -> Reply:
        """Return what the service answers that has these records; `PAGE_SIZE` a page."""

    # Helpers

    def client(self, faults: Iterable[Fault | None] = ()) -> SampleClient:
        """Return a client of the service with `RECORDS`."""
        return SampleClient(
            lambda url, params: self.answer(RECORDS, url, params), faults
        )

    def opened(self, client: Client | None = None) -> Driver:
        """Return the driver of the source."""
        found: Driver = self.driver.open(client or self.client(), self.source)
        return found

    def whole(self) -> dict[str, SourceChange]:
        """Return what is read without any fault."""
        return changes_of(self.opened().pages(Window()))

    def read_under(self, client: Client) -> dict[str, SourceChange]:
        """Read as the engine does: go on at the last token, or begin anew."""
        found: dict[str, SourceChange] = {}
        driver, token = self.opened(client), None
        seen: list[str] = []
        for _number in range(MAX_READINGS):
            try:
                for page in driver.pages(Window(), token, tuple(seen)):
                    found.update(changes_of([page]))
                    token = page.token
                    seen.append(page.digest)
                return found
            except ProtocolFailure:
                token, seen = None, []
            except Failure:
                pass
        raise AssertionError(f"not read to the end in {MAX_READINGS} tries")

    # What holds without faults

    def test_it_keeps_to_the_interface(self) -> None:
        """It can be registered, and has what the settings show."""
        assert ISourceDriver.providedBy(self.driver)
        assert self.driver.title
        assert isinstance(self.driver.order, int)
        assert isinstance(self.driver.readable_formats, Mapping)

    def test_nothing_is_asked_when_it_is_opened(self) -> None:
        """The run decides when the network is used."""
        client = self.client()
        self.opened(client)
        assert client.asked == 0

    def test_the_source_is_the_same_each_time(self) -> None:
        """Else each run would be held."""
        driver = self.opened()
        first, second = driver.identify(), driver.identify()
        assert first.differences(second) == ()
        assert first.response_date.tzinfo is not None
        assert first.response_date <= NOW

    def test_each_record_comes_once_and_is_read(self) -> None:
        """Live ones with their title, deleted ones without content or not at all."""
        driver = self.opened()
        can = driver.capabilities(driver.identify())
        pages = list(driver.pages(Window()))
        listed = [change for page in pages for change in page.changes]
        assert len({change.remote_id for change in listed}) == len(listed)
        live = [change for change in listed if change.state == "live"]
        titles = sorted(driver.parse(change)["title"] for change in live)
        assert titles == sorted(one.title for one in LIVE.values())
        assert all(change.datestamp.tzinfo is not None for change in listed)
        deleted = [change for change in listed if change.state == "deleted"]
        assert all(change.payload is None for change in deleted)
        assert len(deleted) <= 1
        assert deleted or not can.deletions

    def test_the_same_content_has_the_same_digest(self) -> None:
        """Else each run would write everything anew."""
        assert self.whole() == self.whole()

    def test_pages_are_asked_for_when_they_are_wanted(self) -> None:
        """Nothing is held between two pages, and a run may end behind each."""
        client = self.client()
        asked = []
        for _page in self.opened(client).pages(Window()):
            asked.append(client.asked)
        assert asked == sorted(set(asked))

    def test_reading_goes_on_at_a_token(self) -> None:
        """Each run has little time."""
        first = next(self.opened().pages(Window()))
        found = changes_of([first])
        if first.token is not None:
            rest = self.opened().pages(Window(), first.token, (first.digest,))
            found.update(changes_of(rest))
        assert found == self.whole()

    def test_a_window_has_all_that_changed_in_it(self) -> None:
        """More may come, and changes nothing."""
        driver = self.opened()
        if not driver.capabilities(driver.identify()).incremental:
            return
        since = RECORDS[3].changed
        found = changes_of(driver.pages(Window(since=since)))
        wanted = {
            name for name, change in self.whole().items() if change.datestamp >= since
        }
        assert wanted and wanted <= found.keys()

    def test_an_inventory_has_all_that_is_there(self) -> None:
        """What it lacks would be withdrawn."""
        driver = self.opened()
        if not driver.capabilities(driver.identify()).complete_inventory:
            return
        pages = list(driver.inventory())
        assert live_names(changes_of(pages)) == live_names(self.whole())
        assert pages[-1].token is None

    def test_one_record_is_had_by_its_name(self) -> None:
        """As it is in the list, so that it needs no second reading."""
        driver = self.opened()
        if not driver.capabilities(driver.identify()).by_name:
            return
        for name, change in self.whole().items():
            if change.state == "live":
                assert driver.get(name) == change
        assert driver.get(f"{next(iter(self.whole()))}-nobody") is None

    # What holds under faults

    def test_a_fault_is_told_and_never_taken_for_the_end(self) -> None:
        """A list that breaks off raises a failure, or nothing of it is missing."""
        whole, requests = self.whole(), self.client()
        list(self.opened(requests).pages(Window()))
        for name, fault in FAULTS.items():
            for place in range(requests.asked):
                client = self.client([*([None] * place), fault])
                found: dict[str, SourceChange] = {}
                try:
                    for page in self.opened(client).pages(Window()):
                        found.update(changes_of([page]))
                except Failure:
                    assert found.items() <= whole.items(), (name, place)
                else:
                    assert found == whole, (name, place)

    def test_a_source_that_answers_nonsense_is_not_known(self) -> None:
        """Neither is another identity made of it."""
        known = self.opened().identify()
        for name, fault in FAULTS.items():
            with suppress(Failure):
                found = self.opened(self.client([fault])).identify()
                assert known.differences(found) == (), name

    def test_broken_content_fails_one_record(self) -> None:
        """With a failure of its class, and no other exception."""
        driver = self.opened()
        for change in self.whole().values():
            for payload in broken(change.payload or b""):
                try:
                    driver.parse(change._replace(payload=payload))
                except Failure as failure:
                    assert not isinstance(failure, Bug), payload

    def test_all_is_read_under_any_schedule_of_faults(self) -> None:
        """Nothing is lost, nothing is added, nothing is deleted that is there."""
        whole, names = self.whole(), list(FAULTS)
        for seed in range(SCHEDULES):
            chance = Random(seed)
            drawn = [
                FAULTS[chance.choice(names)] if chance.random() < 0.4 else None
                for _number in range(FAULTY)
            ]
            assert self.read_under(self.client(drawn)) == whole, f"schedule {seed}"


def changes_of(pages: Iterable[SourcePage]) -> dict[str, SourceChange]:
    """Return the changes of pages by identifier, the latest last."""
    return {change.remote_id: change for page in pages for change in page.changes}


def live_names(changes: Mapping[str, SourceChange]) -> set[str]:
    """Return the identifiers of what is there."""
    return {name for name, change in changes.items() if change.state == "live"}


def broken(payload: bytes) -> Iterator[bytes]:
    """Yield payloads that are none."""
    yield b""
    yield payload[: len(payload) // 2]
    yield b"\xff\x00<{["
    yield PAGE
    yield b"[]"
    yield b"{}"
