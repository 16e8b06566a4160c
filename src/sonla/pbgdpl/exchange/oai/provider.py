"""Answer one request of a harvester, from its arguments to XML."""

from collections.abc import Callable
from collections.abc import Iterable
from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import replace
from lxml import etree
from sonla.pbgdpl.exchange.formats import oai_dc
from sonla.pbgdpl.exchange.formats import pbgdpl_xml
from sonla.pbgdpl.exchange.ledger_entries import Key
from sonla.pbgdpl.exchange.oai import tokens
from sonla.pbgdpl.exchange.oai import xml
from sonla.pbgdpl.exchange.oai.arguments import checked
from sonla.pbgdpl.exchange.oai.arguments import period
from sonla.pbgdpl.exchange.oai.errors import BadArgument
from sonla.pbgdpl.exchange.oai.errors import BadResumptionToken
from sonla.pbgdpl.exchange.oai.errors import CannotDisseminateFormat
from sonla.pbgdpl.exchange.oai.errors import IdDoesNotExist
from sonla.pbgdpl.exchange.oai.errors import NoRecordsMatch
from sonla.pbgdpl.exchange.oai.errors import OaiError
from sonla.pbgdpl.exchange.oai.repository import Item
from sonla.pbgdpl.exchange.oai.repository import Repository
from sonla.pbgdpl.exchange.oai.repository import SET_PREFIX
from sonla.pbgdpl.exchange.oai.tokens import Position
from sonla.pbgdpl.exchange.record import Record
from typing import Any
from typing import NamedTuple
from ZODB.POSException import ConflictError

import logging
import re


@dataclass(frozen=True)
class Format:
    """A format; `schema` is an address, or a path from the portal."""

    prefix: str
    namespace: str
    schema: str
    dump: Callable[[Record], etree._Element]


FORMATS = {
    format.prefix: format
    for format in (
        Format(
            "oai_dc",
            "http://www.openarchives.org/OAI/2.0/oai_dc/",
            "http://www.openarchives.org/OAI/2.0/oai_dc.xsd",
            oai_dc.dump,
        ),
        Format(
            "pbgdpl",
            pbgdpl_xml.NAMESPACE,
            "++resource++sonla.pbgdpl.exchange/pbgdpl-1.0.xsd",
            pbgdpl_xml.dump,
        ),
    )
}
"""Dublin Core is compulsory; the other one carries everything."""


logger = logging.getLogger(__name__)

PAGE_SIZES: Mapping[str, int] = {"ListRecords": 100, "ListIdentifiers": 500}
COMPRESSION = "gzip"
_REPOSITORY = re.compile(r"[a-zA-Z][a-zA-Z0-9-]*(\.[a-zA-Z][a-zA-Z0-9-]*)+")
"""What `oai-identifier` takes for the id of a repository: a domain name."""


class ResponseInfo(NamedTuple):
    """What the provider says of itself."""

    name: str
    base_url: str
    site_url: str
    emails: tuple[str, ...]


class Provider:
    """Answer requests for one repository."""

    def __init__(
        self,
        repository: Repository,
        about: ResponseInfo,
        page_sizes: Mapping[str, int] = PAGE_SIZES,
    ) -> None:
        self.repository = repository
        self.about = about
        self.page_sizes = page_sizes
        self._verbs = {
            "Identify": self._identify,
            "ListMetadataFormats": self._list_formats,
            "ListSets": self._list_sets,
            "GetRecord": self._get_record,
            "ListIdentifiers": self._list,
            "ListRecords": self._list,
        }

    def answer(self, pairs: Iterable[tuple[str, str]]) -> bytes:
        """Answer a request, given as pairs of argument and value; never raises `OaiError`."""
        try:
            arguments = checked(pairs)
        except OaiError as error:
            return self._refuse({}, error)
        root = self._envelope(arguments)
        try:
            self._verbs[arguments["verb"]](root, arguments)
        except OaiError as error:
            # Wrong arguments must not be repeated in the answer (section 3.2).
            wrong = isinstance(error, BadArgument)
            return self._refuse({} if wrong else arguments, error)
        return xml.serialised(root)

    def _envelope(self, arguments: dict[str, str]) -> etree._Element:
        return xml.envelope(self.about.base_url, self.repository.now, arguments)

    def _refuse(self, arguments: dict[str, str], error: OaiError) -> bytes:
        root = self._envelope(arguments)
        xml.add_error(root, error)
        return xml.serialised(root)

    # The six verbs

    def _identify(self, root: etree._Element, arguments: dict[str, str]) -> None:
        identify = xml.add(root, "Identify")
        xml.add(identify, "repositoryName", self.about.name)
        xml.add(identify, "baseURL", self.about.base_url)
        xml.add(identify, "protocolVersion", "2.0")
        for email in self.about.emails:
            xml.add(identify, "adminEmail", email)
        xml.add(identify, "earliestDatestamp", xml.moment(self.repository.earliest))
        xml.add(identify, "deletedRecord", "persistent")
        xml.add(identify, "granularity", "YYYY-MM-DDThh:mm:ssZ")
        xml.add(identify, "compression", COMPRESSION)
        if _REPOSITORY.fullmatch(self.repository.identifier):
            xml.add_identifier(identify, self.repository.identifier)

    def _list_formats(self, root: etree._Element, arguments: dict[str, str]) -> None:
        if "identifier" in arguments:
            self._item(arguments["identifier"])
        formats = xml.add(root, "ListMetadataFormats")
        for format in FORMATS.values():
            element = xml.add(formats, "metadataFormat")
            xml.add(element, "metadataPrefix", format.prefix)
            xml.add(element, "schema", self._schema(format))
            xml.add(element, "metadataNamespace", format.namespace)

    def _list_sets(self, root: etree._Element, arguments: dict[str, str]) -> None:
        if "resumptionToken" in arguments:
            raise BadResumptionToken("The list of sets has one page.")
        sets = xml.add(root, "ListSets")
        for name, title in self.repository.types.items():
            xml.add_set(sets, f"{SET_PREFIX}{name}", title)

    def _get_record(self, root: etree._Element, arguments: dict[str, str]) -> None:
        format = self._format(arguments["metadataPrefix"])
        item = self.repository.with_record(self._item(arguments["identifier"]))
        xml.add_record(xml.add(root, "GetRecord"), item, self._metadata(item, format))

    # Lists

    def _list(self, root: etree._Element, arguments: dict[str, str]) -> None:
        position = self._position(arguments)
        format = self._format(position.prefix)
        size = self.page_sizes[position.verb]
        # One more than is shown tells whether the list goes on.
        keys = self._keys(position, size + 1)
        if not keys:
            raise NoRecordsMatch("No record of the repository is asked for by this.")
        element = xml.add(root, position.verb)
        whole = position.verb == "ListRecords"
        add_item = self._add_record if whole else self._add_header
        for key in keys[:size]:
            self._add_safely(add_item, element, key, format)
        if not len(element):
            raise RuntimeError("Nothing of a page could be given")
        self._add_token(element, position, keys[:size], goes_on=len(keys) > size)

    def _add_safely(
        self,
        add_item: Callable[..., None],
        element: etree._Element,
        key: Key,
        *more: Any,
    ) -> None:
        """Add one; that it fails is no reason to keep all that follow from others."""
        try:
            add_item(element, self.repository.header(key), *more)
        except ConflictError:
            raise
        except Exception:
            logger.exception("Could not give the record %s to harvesters", key.uid)

    def _add_record(self, element: etree._Element, item: Item, format: Format) -> None:
        item = self.repository.with_record(item)
        xml.add_record(element, item, self._metadata(item, format))

    def _add_header(self, element: etree._Element, item: Item, _format: Format) -> None:
        xml.add_header(element, self.repository.checked(item))

    def _position(self, arguments: dict[str, str]) -> Position:
        """Return where to go on: by the token, or at the beginning of the list."""
        verb, now = arguments["verb"], self.repository.now
        if "resumptionToken" in arguments:
            token = arguments["resumptionToken"]
            return tokens.read(token, verb, self.repository.ledger.secret, now)
        start, until = period(arguments)
        spec = arguments.get("set", "")
        if spec and not self._is_set(spec):
            raise NoRecordsMatch("There is no such set.")
        position = Position(
            verb=verb,
            prefix=self._format(arguments["metadataPrefix"]).prefix,
            set_spec=spec,
            start=start or 0,
            until=now if until is None else min(until, now),
            seen=now,
            datestamp=0,
            uid="",
            given=0,
            size=None,
        )
        size = self.repository.count(
            position.start, position.until, now, self._type(spec)
        )
        return replace(position, size=size)

    def _keys(self, position: Position, most: int) -> list[Key]:
        after = Key(position.datestamp, position.uid) if position.uid else None
        return self.repository.listed(
            position.start,
            position.until,
            position.seen,
            self._type(position.set_spec),
            after,
            most,
        )

    def _add_token(
        self,
        element: etree._Element,
        position: Position,
        page: list[Key],
        goes_on: bool,
    ) -> None:
        """Add the token, empty on the last of several pages, none on an only page."""
        if not goes_on:
            if position.given:
                xml.add_token(element, "", position.given, position.size, None)
            return
        last, now = page[-1], self.repository.now
        following = replace(
            position,
            datestamp=last.datestamp,
            uid=last.uid,
            given=position.given + len(page),
        )
        token = tokens.write(following, self.repository.ledger.secret, now)
        expires = now + tokens.LIFETIME
        xml.add_token(element, token, position.given, position.size, expires)

    # Parts

    def _item(self, identifier: str) -> Item:
        item = self.repository.find(identifier)
        if item is None:
            raise IdDoesNotExist("The identifier is unknown here.")
        return item

    def _format(self, prefix: str) -> Format:
        if prefix not in FORMATS:
            raise CannotDisseminateFormat("Offered are oai_dc and pbgdpl.")
        return FORMATS[prefix]

    def _schema(self, format: Format) -> str:
        if "://" in format.schema:
            return format.schema
        return f"{self.about.site_url}/{format.schema}"

    def _metadata(self, item: Item, format: Format) -> etree._Element | None:
        if item.record is None:
            return None
        metadata = format.dump(item.record)
        metadata.set(xml.SCHEMA_LOCATION, f"{format.namespace} {self._schema(format)}")
        return metadata

    def _is_set(self, spec: str) -> bool:
        return spec.startswith(SET_PREFIX) and self._type(spec) in self.repository.types

    @staticmethod
    def _type(set_spec: str) -> str:
        return set_spec.removeprefix(SET_PREFIX)
