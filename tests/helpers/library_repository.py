"""A source whose OAI-PMH is spoken by a library of others, `oai-repo`."""

from datetime import datetime
from datetime import UTC
from loopback_http import answer
from offset_token_source import CountingSource
from sonla.referenceserver.clock import stamp
from typing import Any

import oai_repo
import re


class Repo(oai_repo.DataInterface):
    """Give the records of a source to the library; pages count from the start.

    A subclass says in which format, and writes a record in it.
    """

    def __init__(self, source: CountingSource) -> None:
        self.source = source
        self.limit = source.page_size

    def get_identify(self) -> Any:
        return oai_repo.Identify(
            repository_name="Kho",
            base_url=self.source.oai_url,
            admin_email=["a@kho.example"],
            deleted_record="no",
            granularity="YYYY-MM-DDThh:mm:ssZ",
            earliest_datestamp="2020-01-01T00:00:00Z",
        )

    def is_valid_identifier(self, identifier: str) -> bool:
        return identifier in self.source.records

    def get_record_header(self, identifier: str) -> Any:
        at = datetime.fromisoformat(self.source.records[identifier][0])
        return oai_repo.RecordHeader(identifier, at.replace(tzinfo=None), [])

    def get_record_abouts(self, identifier: str) -> list[Any]:
        return []

    def list_set_specs(self, identifier: Any = None, cursor: int = 0) -> Any:
        return [], 0, None

    def get_set(self, setspec: str) -> Any:
        raise KeyError(setspec)

    def list_identifiers(
        self,
        metadataprefix: str,
        filter_from: Any = None,
        filter_until: Any = None,
        filter_set: Any = None,
        cursor: int = 0,
    ) -> Any:
        since = stamp(filter_from) if filter_from else ""
        found = self.source._within(since, stamp(filter_until or datetime.now(UTC)))
        return found[cursor : cursor + self.limit], len(found), None


class LibrarySource(CountingSource):
    """Answer by the library, at the time of our clock."""

    library = Repo
    """A subclass of it."""

    def reply(self, connection: Any, request: Any) -> None:
        asked = {**request.arguments}
        self.asked.append(dict(asked))
        body = bytes(oai_repo.OAIRepository(self.library(self)).process(asked))
        now = stamp(self.clock.now()).encode()
        date = rb"<responseDate>[^<]*</responseDate>"
        dated = re.sub(date, b"<responseDate>" + now + b"</responseDate>", body)
        connection.sendall(answer(dated))
