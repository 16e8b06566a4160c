"""Answer one request of a harvester, from its arguments to XML."""

from collections.abc import Iterable
from dataclasses import replace
from lxml import etree
from sonla.pbgdpl.exchange.ledger import Key
from sonla.pbgdpl.exchange.oai import tokens
from sonla.pbgdpl.exchange.oai import xml
from sonla.pbgdpl.exchange.oai.arguments import checked
from sonla.pbgdpl.exchange.oai.arguments import period
from sonla.pbgdpl.exchange.oai.errors import BadArgument
from sonla.pbgdpl.exchange.oai.errors import BadResumptionToken
from sonla.pbgdpl.exchange.oai.errors import BadVerb
from sonla.pbgdpl.exchange.oai.errors import CannotDisseminateFormat
from sonla.pbgdpl.exchange.oai.errors import IdDoesNotExist
from sonla.pbgdpl.exchange.oai.errors import NoRecordsMatch
from sonla.pbgdpl.exchange.oai.errors import OaiError
from sonla.pbgdpl.exchange.oai.formats import Format
from sonla.pbgdpl.exchange.oai.formats import FORMATS
from sonla.pbgdpl.exchange.oai.repository import Item
from sonla.pbgdpl.exchange.oai.repository import Repository
from sonla.pbgdpl.exchange.oai.repository import SET_PREFIX
from sonla.pbgdpl.exchange.oai.tokens import Position
from typing import NamedTuple

PAGE_SIZES = {"ListRecords": 100, "ListIdentifiers": 500}


class About(NamedTuple):
    """Hold what the provider says of itself."""

    name: str
    base_url: str
    portal_url: str
    email: str


class Provider:
    """Answer requests for one repository."""

    def __init__(self, repository: Repository, about: About) -> None:
        self.repository = repository
        self.about = about
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
        except (BadVerb, BadArgument) as error:
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
        xml.add(identify, "adminEmail", self.about.email)
        xml.add(identify, "earliestDatestamp", xml.moment(self.repository.earliest))
        xml.add(identify, "deletedRecord", "persistent")
        xml.add(identify, "granularity", "YYYY-MM-DDThh:mm:ssZ")
        xml.add(identify, "compression", "gzip")

    def _list_formats(self, root: etree._Element, arguments: dict[str, str]) -> None:
        if "identifier" in arguments:
            self._item(arguments["identifier"])
        formats = xml.add(root, "ListMetadataFormats")
        for format in FORMATS.values():
            element = xml.add(formats, "metadataFormat")
            schema = format.schema
            if "://" not in schema:
                schema = f"{self.about.portal_url}/{schema}"
            xml.add(element, "metadataPrefix", format.prefix)
            xml.add(element, "schema", schema)
            xml.add(element, "metadataNamespace", format.namespace)

    def _list_sets(self, root: etree._Element, arguments: dict[str, str]) -> None:
        if "resumptionToken" in arguments:
            raise BadResumptionToken("The list of sets has one page.")
        sets = xml.add(root, "ListSets")
        kinds = self.repository.kinds.items()
        xml.add_sets(sets, ((f"{SET_PREFIX}{kind}", title) for kind, title in kinds))

    def _get_record(self, root: etree._Element, arguments: dict[str, str]) -> None:
        format = self._format(arguments["metadataPrefix"])
        item = self._item(arguments["identifier"])
        xml.add_record(xml.add(root, "GetRecord"), item, self._metadata(item, format))

    # Lists

    def _list(self, root: etree._Element, arguments: dict[str, str]) -> None:
        verb = arguments["verb"]
        position = self._position(arguments)
        format = self._format(position.prefix)
        page = self._page(position, PAGE_SIZES[verb])
        if not page:
            raise NoRecordsMatch("No record of the repository is asked for by this.")
        element = xml.add(root, verb)
        for item in page:
            if verb == "ListRecords":
                xml.add_record(element, item, self._metadata(item, format))
            else:
                xml.add_header(element, item)
        self._add_token(element, position, page)

    def _position(self, arguments: dict[str, str]) -> Position:
        """Give where to go on: by the token, or at the beginning of the list."""
        now = self.repository.now
        if token := arguments.get("resumptionToken"):
            return tokens.read(token, self.repository.ledger.secret, now)
        self._format(arguments["metadataPrefix"])
        start, until = period(arguments)
        spec = arguments.get("set", "")
        if spec and self._kind(spec) not in self.repository.kinds:
            raise NoRecordsMatch("There is no such set.")
        horizon = self.repository.horizon
        position = Position(
            prefix=arguments["metadataPrefix"],
            set_spec=spec,
            start=start or 0,
            until=horizon if until is None else min(until, horizon),
            datestamp=0,
            uid="",
            given=0,
            size=0,
        )
        size = self.repository.count(position.start, position.until, self._kind(spec))
        return replace(position, size=size)

    def _page(self, position: Position, most: int) -> list[Item]:
        after = Key(position.datestamp, position.uid) if position.uid else None
        found = self.repository.listed(
            position.start, position.until, self._kind(position.set_spec), after, most
        )
        return [self.repository.item(uid, entry) for uid, entry in found]

    def _add_token(
        self, element: etree._Element, position: Position, page: list[Item]
    ) -> None:
        """Add the token, empty on the last of several pages, none on an only page."""
        last = page[-1]
        following = replace(
            position,
            datestamp=last.entry.datestamp,
            uid=last.uid,
            given=position.given + len(page),
        )
        now = self.repository.now
        if self._page(following, 1):
            token = tokens.write(following, self.repository.ledger.secret, now)
            expires = now + tokens.LIFETIME
            xml.add_token(element, token, position.given, position.size, expires)
        elif position.given:
            xml.add_token(element, "", position.given, position.size, None)

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

    @staticmethod
    def _metadata(item: Item, format: Format) -> etree._Element | None:
        return None if item.deleted else format.dump(item.record)

    @staticmethod
    def _kind(set_spec: str) -> str:
        return set_spec.removeprefix(SET_PREFIX)
