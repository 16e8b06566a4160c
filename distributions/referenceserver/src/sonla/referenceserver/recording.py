"""Pages rendered once and served as files, so that a benchmark measures the harvester.

A page of a hundred long records takes a tenth of a second to make, but some milliseconds
to read from a file.
"""

from collections.abc import Iterator
from dataclasses import asdict
from dataclasses import dataclass
from datetime import datetime
from datetime import UTC
from oaipmh.error import BadResumptionTokenError
from oaipmh.error import NoRecordsMatchError
from pathlib import Path
from sonla.referenceserver.clock import stamp
from sonla.referenceserver.loopback import LoopbackServer
from sonla.referenceserver.messages import Answer
from sonla.referenceserver.messages import problem
from sonla.referenceserver.messages import Request
from sonla.referenceserver.oai import LIST_VERBS
from sonla.referenceserver.oai import OaiEndpoint
from sonla.referenceserver.routing import serve_file
from sonla.referenceserver.settings import Settings
from sonla.referenceserver.state import State
from typing import Any
from typing import Self
from urllib.parse import urlencode

import json
import re

VERSION = 1
"""Raise it when what is recorded changes; older recordings are then made again."""
RECORDED_AT = "http://127.0.0.1:1"
"""Stands in recorded pages for the address at which they will be served."""
SINGLE = ("Identify", "ListSets", "ListMetadataFormats")
REFUSALS = {
    "noRecordsMatch": NoRecordsMatchError("No records match for request."),
    "badResumptionToken": BadResumptionTokenError("Not one of ours"),
}

_TOKEN = re.compile(rb"<resumptionToken[^>]*>([^<]+)</resumptionToken>")
_DATE = re.compile(rb"<responseDate>[^<]*</responseDate>")


@dataclass(frozen=True)
class Recording:
    """What a folder has: the file of each request."""

    folder: Path
    pages: dict[str, str]
    latest: str
    """Highest datestamp: whoever asks for later ones gets nothing."""


def recorded(folder: Path, settings: Settings, prefix: str = "pbgdpl") -> Recording:
    """Return the recording of a folder, made first unless it is that of these settings."""
    index = folder / "index.json"
    wanted = {"version": VERSION, "settings": asdict(settings), "prefix": prefix}
    if index.exists():
        known = json.loads(index.read_text(encoding="utf-8"))
        if known["of"] == wanted:
            return Recording(folder, known["pages"], known["latest"])
    folder.mkdir(parents=True, exist_ok=True)
    index.unlink(missing_ok=True)
    state = State(settings, RECORDED_AT)
    pages = _record(folder, state, prefix)
    keys = state.catalogue.keys()
    latest = stamp(keys[-1][0]) if keys else ""
    whole = {"of": wanted, "pages": pages, "latest": latest}
    index.write_text(json.dumps(whole, indent=1), encoding="utf-8")
    return Recording(folder, pages, latest)


def _record(folder: Path, state: State, prefix: str) -> dict[str, str]:
    pages = {}
    for number, (key, body) in enumerate(_bodies(state, prefix)):
        name = f"{number:06}.xml"
        (folder / name).write_bytes(body)
        pages[key] = name
    return pages


def _bodies(state: State, prefix: str) -> Iterator[tuple[str, bytes]]:
    """Yield each page with the key of its request."""
    oai, catalogue = OaiEndpoint(state.settings, state.clock), state.shown()

    def body(**arguments: str) -> bytes:
        target = f"/oai?{urlencode(arguments)}"
        return oai.answer(Request("GET", target), catalogue).body

    for verb in SINGLE:
        yield verb, body(verb=verb)
    for name, failure in REFUSALS.items():
        yield name, oai.refusal(failure, catalogue).body
    for verb in LIST_VERBS:
        page = body(verb=verb, metadataPrefix=prefix)
        yield verb, page
        while found := _TOKEN.search(page):
            token = found[1].decode()
            page = body(verb=verb, resumptionToken=token)
            yield f"{verb} {token}", page


class RecordedServer:
    """Serve a recording; a context manager, as `ReferenceServer` is.

    Windows are not looked into: a list is always the whole one, or nothing when it is
    asked for what came after the last record.
    """

    def __init__(
        self, recording: Recording, host: str = "127.0.0.1", port: int = 0
    ) -> None:
        self.recording = recording
        self._http = LoopbackServer(self.answer, host, port)
        self.base_url = self._http.base_url
        self.oai_url = f"{self.base_url}/oai"

    def answer(self, request: Request) -> Answer:
        """Answer from a file, its addresses ours and its date today's."""
        if request.path.startswith("/files/"):
            return serve_file(request)
        name = self.recording.pages.get(self._key(request))
        if request.path != "/oai" or name is None:
            return problem(404, "Not recorded")
        body = (self.recording.folder / name).read_bytes()
        body = body.replace(RECORDED_AT.encode(), self.base_url.encode())
        date = f"<responseDate>{stamp(datetime.now(UTC))}</responseDate>"
        return Answer(body=_DATE.sub(date.encode(), body, count=1))

    def _key(self, request: Request) -> str:
        verb, token = request.argument("verb"), request.argument("resumptionToken")
        if token:
            key = f"{verb} {token}"
            return key if key in self.recording.pages else "badResumptionToken"
        start = request.argument("from")
        # A day is less than each of its moments, as texts, too.
        if verb in LIST_VERBS and start > self.recording.latest:
            return "noRecordsMatch"
        return verb

    def start(self) -> Self:
        """Answer from now on."""
        self._http.start()
        return self

    def stop(self) -> None:
        """Release the port."""
        self._http.stop()

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(self, *failure: Any) -> None:
        self.stop()
