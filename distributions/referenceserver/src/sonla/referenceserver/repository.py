"""The catalogue as a repository that the library `oaipmh` can serve.

The library's own resumption counts records from the start of the list, so a record that
changes between two pages moves the border and one is never sent. What we ask the
ministry for is a place in the order instead (datestamp and identifier); the library's
form of tokens is kept, and the place is one more value in it.
"""

from datetime import datetime
from datetime import timedelta
from datetime import UTC
from oaipmh import common
from oaipmh import error
from oaipmh.datestamp import DatestampError
from oaipmh.server import decodeResumptionToken
from oaipmh.server import encodeResumptionToken
from sonla.referenceserver.catalogue import Catalogue
from sonla.referenceserver.catalogue import Key
from sonla.referenceserver.clock import Clock
from sonla.referenceserver.clock import stamp
from sonla.referenceserver.formats import dublin_core
from sonla.referenceserver.formats import pbgdpl_xml
from sonla.referenceserver.records import Entry
from sonla.referenceserver.seeding.resources import load
from typing import Any

SET_PREFIX = "type:"
PREFIXES = ("oai_dc", "pbgdpl")
ADMIN_EMAIL = "quan-tri@btp.example"


class Token(str):
    """A resumption token with what its element's attributes say."""

    size: int
    cursor: int
    expires: datetime | None


class Repository(common.ResumptionOAIPMH):
    """Answer the library's calls from a catalogue.

    Method names and argument names are the library's (`oaipmh.interfaces`).
    """

    def __init__(
        self, catalogue: Catalogue, clock: Clock, page_size: int, token_minutes: int
    ) -> None:
        self.catalogue = catalogue
        self.clock = clock
        self.page_size = page_size
        self.lifetime = timedelta(minutes=token_minutes)

    def handleVerb(self, verb: str, kw: dict[str, Any]) -> Any:
        """Answer one verb; raises the library's errors."""
        return getattr(self, f"_{verb[0].lower()}{verb[1:]}")(**kw)

    def _identify(self) -> common.Identify:
        identity = self.catalogue.identity
        keys = self.catalogue.keys()
        answer = common.Identify(
            identity.name,
            identity.base_url,
            "2.0",
            [ADMIN_EMAIL],
            _naive(keys[0][0] if keys else self.clock.now()),
            identity.deleted_record,
            "YYYY-MM-DDThh:mm:ssZ",
            ["identity"],
        )
        answer.add_description(_oai_identifier(identity.repository_id))
        return answer

    def _listMetadataFormats(self, identifier: str = "") -> list[tuple[str, str, str]]:
        if identifier:
            self._entry(identifier)
        root = self.catalogue.identity.base_url.rpartition("/")[0]
        dc = "http://www.openarchives.org/OAI/2.0/oai_dc"
        schema = f"{root}/schemas/{pbgdpl_xml.SCHEMA_NAME}"
        return [
            ("oai_dc", f"{dc}.xsd", f"{dc}/"),
            ("pbgdpl", schema, pbgdpl_xml.NAMESPACE),
        ]

    def _listSets(self, resumptionToken: str = "") -> tuple[list[Any], None]:
        if resumptionToken:
            raise error.BadResumptionTokenError("The list of sets is one page")
        names = load("terms")["types"].items()
        return [(f"{SET_PREFIX}{kind}", title, None) for kind, title in names], None

    def _getRecord(self, metadataPrefix: str, identifier: str) -> Any:
        entry = self._entry(identifier)
        _refuse_unknown(metadataPrefix)
        return self._item(entry, metadataPrefix)

    def _listIdentifiers(self, **kw: Any) -> tuple[list[Any], Token | None]:
        entries, token, _prefix = self._page("ListIdentifiers", kw)
        return [_header(entry) for entry in entries], token

    def _listRecords(self, **kw: Any) -> tuple[list[Any], Token | None]:
        entries, token, prefix = self._page("ListRecords", kw)
        return [self._item(entry, prefix) for entry in entries], token

    def _page(
        self, verb: str, kw: dict[str, Any]
    ) -> tuple[list[Entry], Token | None, str]:
        cursor, after = 0, None
        if "resumptionToken" in kw:
            kw, cursor, after = self._resumed(verb, kw["resumptionToken"])
        prefix, kind, first, end = self._window(kw)
        size = end - first
        if after is not None:
            first = self.catalogue.behind(after, kind)
        keys = self.catalogue.keys(kind)[first : min(end, first + self.page_size)]
        more = first + len(keys) < end
        token = None
        if more or cursor:
            token = self._token(verb, kw, cursor, keys if more else [], size)
        return [self.catalogue.entry(key[1]) for key in keys], token, prefix

    def _window(self, kw: dict[str, Any]) -> tuple[str, str, int, int]:
        prefix, start, end = kw["metadataPrefix"], kw.get("from_"), kw.get("until")
        _refuse_unknown(prefix)
        if start and end and start > end:
            raise error.BadArgumentError("'from' is later than 'until'")
        kind = kw.get("set", "").removeprefix(SET_PREFIX)
        if "set" in kw and kw["set"] != f"{SET_PREFIX}{kind}":
            raise error.BadArgumentError("There is no such set")
        return prefix, kind, *self.catalogue.span(kind, _aware(start), _aware(end))

    def _token(
        self, verb: str, kw: dict[str, Any], cursor: int, keys: list[Key], size: int
    ) -> Token:
        """Make the token behind a page; the one of the last page is empty."""
        now, text = self.clock.now(), ""
        if keys:
            place = f"{stamp(keys[-1][0])} {keys[-1][1]}"
            marks = {"verb": verb, "after": place, "issued": stamp(now)}
            text = encodeResumptionToken(kw | marks, cursor + len(keys))
        token = Token(text)
        token.size, token.cursor = size, cursor
        token.expires = now + self.lifetime if text else None
        return token

    def _resumed(self, verb: str, text: str) -> tuple[dict[str, Any], int, Key]:
        """Read a token; raises BadResumptionTokenError for whatever we did not make."""
        try:
            kw, cursor = decodeResumptionToken(text)
            date, _space, identifier = kw.pop("after").partition(" ")
            issued, own_verb = _moment(kw.pop("issued")), kw.pop("verb")
            after = _moment(date), identifier
            kw["metadataPrefix"]
        except (KeyError, ValueError, DatestampError) as failure:
            raise error.BadResumptionTokenError("Not one of ours") from failure
        if own_verb != verb or cursor < 1:
            raise error.BadResumptionTokenError("Of another list")
        if self.clock.now() - issued >= self.lifetime:
            raise error.BadResumptionTokenError("Expired")
        return kw, cursor, after

    def _entry(self, identifier: str) -> Entry:
        if identifier not in self.catalogue:
            raise error.IdDoesNotExistError("There is no such record")
        return self.catalogue.entry(identifier)

    def _item(self, entry: Entry, prefix: str) -> tuple[Any, Any, None]:
        if entry.deleted:
            return _header(entry), None, None
        return _header(entry), self.metadata(entry, prefix), None

    def metadata(self, entry: Entry, prefix: str) -> common.Metadata:
        """Read the content of an entry as the writers want it."""
        record = self.catalogue.record(entry)
        elements = dublin_core.elements(record) if prefix == "oai_dc" else {"": record}
        return common.Metadata(None, elements)


def _header(entry: Entry) -> common.Header:
    return common.Header(
        None,
        entry.identifier,
        _naive(entry.datestamp),
        [f"{SET_PREFIX}{entry.type}"],
        entry.deleted,
    )


def _refuse_unknown(prefix: str) -> None:
    if prefix not in PREFIXES:
        raise error.CannotDisseminateFormatError("There is no such format")


def _naive(moment: datetime) -> datetime:
    """Return a moment in UTC: the library counts so without saying it."""
    return moment.astimezone(UTC).replace(tzinfo=None)


def _aware(moment: datetime | None) -> datetime | None:
    return None if moment is None else moment.replace(tzinfo=UTC)


def _moment(text: str) -> datetime:
    return datetime.strptime(text, "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC)


def _oai_identifier(repository_id: str) -> str:
    space = "http://www.openarchives.org/OAI/2.0/oai-identifier"
    return (
        f'<oai-identifier xmlns="{space}"'
        ' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"'
        f' xsi:schemaLocation="{space} {space}.xsd">'
        "<scheme>oai</scheme>"
        f"<repositoryIdentifier>{repository_id}</repositoryIdentifier>"
        "<delimiter>:</delimiter>"
        f"<sampleIdentifier>oai:{repository_id}:0</sampleIdentifier>"
        "</oai-identifier>"
    )
