"""OAI-PMH answers written by hand, and a client that gives them."""

from collections.abc import Collection
from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import field
from sonla.pbgdpl.jobs.failures import Failure
from sonla.pbgdpl.sync.drivers.base import SourceChange
from sonla.pbgdpl.sync.drivers.base import SourcePage
from sonla.pbgdpl.sync.drivers.base import Window
from sonla.pbgdpl.sync.drivers.oaipmh import OaiPmhDriver
from sonla.pbgdpl.sync.http.responses import Answer
from typing import Any
from xml.sax.saxutils import escape

RESPONSE_DATE = "2026-03-01T08:00:00Z"
URL = "https://btp.example/oai"
EVERYTHING = Window()


def envelope(
    inner: str, response_date: str = RESPONSE_DATE, doctype: str = ""
) -> bytes:
    """Write an answer around an element."""
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>{doctype}'
        '<OAI-PMH xmlns="http://www.openarchives.org/OAI/2.0/">'
        f"<responseDate>{response_date}</responseDate><request>{URL}</request>"
        f"{inner}</OAI-PMH>"
    ).encode()


def error(code: str, text: str = "") -> bytes:
    """Write an error of the protocol."""
    return envelope(f'<error code="{code}">{escape(text)}</error>')


def identify(**facts: str) -> bytes:
    """Write an answer to Identify; an empty fact is left out."""
    described = facts.pop("repositoryIdentifier", "btp.example")
    lines = {
        "repositoryName": "Kho dữ liệu",
        "baseURL": URL,
        "protocolVersion": "2.0",
        "adminEmail": "admin@btp.example",
        "earliestDatestamp": "2020-01-01T00:00:00Z",
        "deletedRecord": "persistent",
        "granularity": "YYYY-MM-DDThh:mm:ssZ",
        **facts,
    }
    inner = "".join(f"<{name}>{text}</{name}>" for name, text in lines.items() if text)
    inner += (
        "<description><oai-identifier "
        'xmlns="http://www.openarchives.org/OAI/2.0/oai-identifier">'
        f"<repositoryIdentifier>{described}</repositoryIdentifier>"
        "</oai-identifier></description>"
    )
    return envelope(f"<Identify>{inner}</Identify>")


def header(
    name: str, stamp: str, deleted: bool = False, sets: Collection[str] = ()
) -> str:
    """Write the header of a record."""
    status = ' status="deleted"' if deleted else ""
    specs = "".join(f"<setSpec>{spec}</setSpec>" for spec in sets)
    return (
        f"<header{status}><identifier>{name}</identifier>"
        f"<datestamp>{stamp}</datestamp>{specs}</header>"
    )


def record(
    name: str,
    stamp: str = "2026-02-01T00:00:00Z",
    title: str = "Tin",
    deleted: bool = False,
    sets: Collection[str] = (),
) -> str:
    """Write a record; a title of `""` leaves its metadata out."""
    content = (
        f'<metadata><record xmlns="tag:sonla.gov.vn,2026:pbgdpl/1.0" type="news">'
        f"<title>{escape(title)}</title></record></metadata>"
        if title
        else ""
    )
    return f"<record>{header(name, stamp, deleted, sets)}{content}</record>"


def listed(
    *parts: str, token: str | None = None, verb: str = "ListRecords", **facts: str
) -> bytes:
    """Write a list; a token of `""` says that it ends, None says nothing."""
    attributes = "".join(f' {name}="{value}"' for name, value in facts.items())
    mark = (
        ""
        if token is None
        else f"<resumptionToken{attributes}>{token}</resumptionToken>"
    )
    return envelope(f"<{verb}>{''.join(parts)}{mark}</{verb}>")


@dataclass
class Script:
    """Give one answer after another; the last one for ever."""

    answers: list[bytes | Failure]
    media_type: str = "text/xml"
    headers: Mapping[str, str] = field(default_factory=dict)
    asked: list[dict[str, str]] = field(default_factory=list)
    urls: list[str] = field(default_factory=list)

    def request(
        self,
        method: str,
        url: str,
        *,
        params: Mapping[str, str] | None = None,
        accept: Collection[str] = (),
    ) -> Answer:
        """Stand for the client."""
        self.asked.append(dict(params or {}))
        self.urls.append(url)
        found = self.answers[0]
        if len(self.answers) > 1:
            self.answers.pop(0)
        if isinstance(found, Failure):
            raise found
        return Answer(
            200, url, {"content-type": self.media_type, **self.headers}, found
        )


def driver_of(*answers: Any, **options: Any) -> tuple[OaiPmhDriver, Script]:
    """Return a driver whose source gives these answers, and what it is asked."""
    script = Script(list(answers))
    return OaiPmhDriver(script, URL, **options), script


def pages_of(
    *answers: Any, window: Window = EVERYTHING, **options: Any
) -> list[SourcePage]:
    """List the pages that are read from these answers."""
    driver, _script = driver_of(*answers)
    return list(driver.pages(window, **options))


def changes_of(*answers: Any) -> list[SourceChange]:
    """List the changes that are read from these answers."""
    return [change for page in pages_of(*answers) for change in page.changes]
