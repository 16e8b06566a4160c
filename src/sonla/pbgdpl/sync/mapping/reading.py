"""Read mapping files, and tell everything that is wrong with one at once."""

from dataclasses import replace
from datetime import datetime
from datetime import UTC
from functools import lru_cache
from hashlib import sha256
from jmespath.parser import ParsedResult
from lxml import etree
from sonla.pbgdpl import _
from sonla.pbgdpl.core.toml_files import read_toml
from sonla.pbgdpl.exchange.fields import BY_NAME
from sonla.pbgdpl.exchange.fields import COMPULSORY_FIELDS
from sonla.pbgdpl.sync.mapping.definition import DateMapping
from sonla.pbgdpl.sync.mapping.definition import InvalidMapping
from sonla.pbgdpl.sync.mapping.definition import ListMapping
from sonla.pbgdpl.sync.mapping.definition import MappingFault
from sonla.pbgdpl.sync.mapping.definition import RecordMapping
from sonla.pbgdpl.sync.mapping.definition import SourceMapping
from sonla.pbgdpl.sync.mapping.reading_sending import read_sending
from sonla.pbgdpl.sync.mapping.tables import is_number
from sonla.pbgdpl.sync.mapping.tables import joined
from sonla.pbgdpl.sync.mapping.tables import missing
from sonla.pbgdpl.sync.mapping.tables import of_kind
from sonla.pbgdpl.sync.mapping.tables import TableReader
from typing import Any

import jmespath
import re

MAX_LENGTH = 100_000
"""Characters of a mapping."""
PAGING = ("none", "page", "offset", "cursor", "link")
MOMENTS = ("day", "moment", "seconds", "milliseconds")
"""How a time is written in a request."""
NOT_MAPPED = frozenset({"revision", "members", "secretariat", "programme", "figures"})
"""Fields of records that nobody fetches."""
EXAMPLE = datetime(2026, 1, 31, 13, 45, tzinfo=UTC)
"""A time that each form of the mapping must be able to write and to read."""
_ZONE = re.compile(r"[+-](0[0-9]|1[0-4]):[0-5][0-9]")
_LINE = re.compile(r"\(at line (?P<line>\d+), column (?P<column>\d+)\)$")
AT_END = "(at end of document)"
SHOWN = 120
"""Characters of a line that is told with its fault."""


@lru_cache(maxsize=32)
def read_mapping(text: str) -> SourceMapping:
    """Read a mapping; raise `InvalidMapping` with everything that is wrong with it."""
    if len(text) > MAX_LENGTH:
        raise InvalidMapping(
            [
                MappingFault(
                    "",
                    _(
                        "mapping_too_long",
                        default="The mapping has more than ${most} characters.",
                        mapping={"most": MAX_LENGTH},
                    ),
                )
            ]
        )
    try:
        data = read_toml(text)
    except ValueError as error:
        raise InvalidMapping([_no_toml(str(error), text)]) from None
    reader = _Reader()
    mapping = reader.mapping(data, sha256(text.encode()).hexdigest())
    if reader.faults or mapping is None:
        raise InvalidMapping(reader.faults)
    return mapping


def _no_toml(error: str, text: str) -> MappingFault:
    """Return where a text stops being TOML; the words of the reader are English."""
    if found := _LINE.search(error):
        return MappingFault(
            "",
            _(
                "mapping_no_toml_line",
                default="Line ${line}, sign ${column}: this can't be read as TOML, “${text}”. A text stands between quotation marks, a name stands once in a table.",
                mapping={
                    "line": found["line"],
                    "column": found["column"],
                    "text": text.splitlines()[int(found["line"]) - 1].strip()[:SHOWN],
                },
            ),
        )
    if error.endswith(AT_END):
        return MappingFault(
            "",
            _(
                "mapping_no_toml_end",
                default="The text ends in the middle: the last line lacks a value, a quotation mark or a bracket.",
            ),
        )
    return MappingFault("", _("mapping_no_toml", default="This can't be read as TOML."))


LIST_KEYS = (
    "path", "records", "parameters", "paging", "page_parameter", "first_page",
    "size_parameter", "size", "next", "total", "since_parameter", "until_parameter",
    "moments", "set_parameter",
)  # fmt: skip
RECORD_KEYS = ("id", "changed", "deleted", "type")
TABLES: dict[str, tuple[str, ...]] = {
    "list": LIST_KEYS,
    "record": (*RECORD_KEYS, "all_deletions_reported"),
    "detail": ("path", "record"),
    "deletions": (*LIST_KEYS, *RECORD_KEYS),
    "dates": ("formats", "zone"),
    "text": ("address", "element"),
}
TOP_KEYS = ("title", "reads", "prefix", "fields", "terms", "send", *TABLES)
READING_KEYS = frozenset({"reads", "fields", "list", "record"})


class _Reader(TableReader):
    """Read the tables of one file and collect what is wrong."""

    def mapping(self, data: dict[str, Any], digest: str) -> SourceMapping | None:
        """Return the mapping; None, and faults, where it lacks what it needs."""
        self.known_keys(data, TOP_KEYS, "")
        for name, keys in TABLES.items():
            self.known_keys(self.table(data, name), keys, name)
        reading = "send" not in data or bool(READING_KEYS & data.keys())
        reads = self.choice(data, "reads", "", ("json", "xml"), "json")
        json = reading and reads == "json"
        title = self.text(data, "title", "")
        if not title:
            self.fault("title", missing())
        record = self.table(data, "record")
        text = self.table(data, "text")
        dates = self.table(data, "dates")
        detail = self.table(data, "detail")
        removals = self.table(data, "deletions")
        found = SourceMapping(
            title=title,
            digest=digest,
            fields=self.fields(data, reading),
            reads=reads,
            prefix=self.text(data, "prefix", ""),
            record=self.record(record, "record", needed=json),
            listing=self.listing(self.table(data, "list"), "list", json),
            detail_path=self.text(detail, "path", "detail"),
            detail_record=self.expression(detail, "record", "detail"),
            removals=self.listing(removals, "deletions", bool(removals)),
            removal=self.record(removals, "deletions", needed=bool(removals)),
            all_removals_reported=self.truth(
                record, "all_deletions_reported", "record"
            ),
            dates=DateMapping(self.formats(dates), self.zone(dates) or "+07:00"),
            terms=self.terms(data),
            text_address=self.expression(text, "address", "text"),
            text_element=self.xpath(text),
        )
        if "send" in data:
            found = replace(
                found, sending=read_sending(self, data, found.terms, found.dates)
            )
        if reads == "xml" and not found.prefix:
            self.fault("prefix", missing())
        if found.detail_path and "{id}" not in found.detail_path:
            self.fault(
                "detail.path",
                _(
                    "mapping_no_placeholder",
                    default="The address must have {id} where the identifier stands.",
                ),
            )
        return found

    def listing(
        self, table: dict[str, Any], place: str, needed: bool
    ) -> ListMapping | None:
        """Return a list; None where there is none."""
        records = self.expression(table, "records", place, needed)
        if records is None:
            return None
        paging = self.choice(table, "paging", place, PAGING, "none")
        found = ListMapping(
            records=records,
            path=self.text(table, "path", place).strip("/"),
            parameters=self.parameters(table, place),
            paging=paging,
            page_parameter=self.text(table, "page_parameter", place),
            first_page=self.number(table, "first_page", place, int(paging == "page")),
            size_parameter=self.text(table, "size_parameter", place),
            size=self.number(table, "size", place),
            following=self.expression(table, "next", place),
            total=self.expression(table, "total", place),
            since_parameter=self.text(table, "since_parameter", place),
            until_parameter=self.text(table, "until_parameter", place),
            moments=self.choice(table, "moments", place, MOMENTS, "day"),
            set_parameter=self.text(table, "set_parameter", place),
        )
        wanted: dict[str, dict[str, object]] = {
            "page": {"page_parameter": found.page_parameter},
            "offset": {"page_parameter": found.page_parameter},
            "cursor": {"page_parameter": found.page_parameter, "next": found.following},
            "link": {"next": found.following},
        }
        for key, value in wanted.get(paging, {}).items():
            if not value and not table.get(key):
                self.fault(joined(place, key), missing())
        return found

    def parameters(self, table: dict[str, Any], place: str) -> dict[str, str]:
        """Return fixed parameters of requests."""
        found = table.get("parameters", {})
        if isinstance(found, dict) and all(
            isinstance(value, str) or is_number(value) for value in found.values()
        ):
            return {key: str(value) for key, value in found.items()}
        self.fault(joined(place, "parameters"), of_kind("text"))
        return {}

    def record(
        self, table: dict[str, Any], place: str, needed: bool
    ) -> RecordMapping | None:
        """Return what names a record."""
        identifier = self.expression(table, "id", place, needed)
        changed = self.expression(table, "changed", place)
        deleted = self.expression(table, "deleted", place)
        kind = self.expression(table, "type", place)
        if identifier is None and needed:
            return None
        return RecordMapping(
            identifier or jmespath.compile("@"), changed, deleted, kind
        )

    def fields(self, data: dict[str, Any], compulsory: bool) -> dict[str, ParsedResult]:
        """Return the expressions of fields."""
        table = self.table(data, "fields")
        self.known_keys(table, MAPPED_FIELDS, "fields")
        found = {
            name: self.expression(table, name, "fields")
            for name in MAPPED_FIELDS
            if name in table
        }
        for name in COMPULSORY_FIELDS:
            if compulsory and not table.get(name):
                self.fault(f"fields.{name}", missing())
        return {name: one for name, one in found.items() if one is not None}

    def terms(self, data: dict[str, Any]) -> dict[str, dict[str, str]]:
        """Return the codes of values."""
        table = self.table(data, "terms")
        self.known_keys(table, (*MAPPED_FIELDS, "type"), "terms")
        found: dict[str, dict[str, str]] = {}
        for name, codes in table.items():
            if isinstance(codes, dict) and all(
                isinstance(one, str) for one in codes.values()
            ):
                found[name] = dict(codes)
            else:
                self.fault(f"terms.{name}", of_kind("table"))
        return found

    def formats(self, table: dict[str, Any]) -> tuple[str, ...]:
        """Return the forms of times, each of which can be read."""
        found = self.texts(table, "formats", "dates")
        for form in found:
            try:
                datetime.strptime(EXAMPLE.strftime(form), form)
            except (ValueError, re.error):
                self.fault(
                    "dates.formats",
                    _(
                        "mapping_no_format",
                        default="“${value}” is no form of a time. Write one such as %d/%m/%Y %H:%M.",
                        mapping={"value": form},
                    ),
                )
        return found

    def zone(self, table: dict[str, Any]) -> str:
        """Return an offset from UTC."""
        found = self.text(table, "zone", "dates")
        if found and not _ZONE.fullmatch(found):
            self.fault(
                "dates.zone",
                _("mapping_no_zone", default="Write the zone as an offset: +07:00."),
            )
            return ""
        return found

    def xpath(self, table: dict[str, Any]) -> str:
        """Return an expression of XPath."""
        found = self.text(table, "element", "text")
        try:
            if found:
                etree.XPath(found)
        except etree.XPathError:
            self.fault(
                "text.element",
                _(
                    "mapping_no_xpath",
                    default="“${value}” is no XPath, such as //description.",
                    mapping={"value": found},
                ),
            )
        return found


MAPPED_FIELDS = tuple(name for name in BY_NAME if name not in NOT_MAPPED)
