"""Make a record of what the expressions of a mapping found."""

from collections.abc import Callable
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from datetime import time
from datetime import timedelta
from datetime import timezone
from datetime import UTC
from functools import partial
from jmespath.parser import ParsedResult
from lxml import etree
from sonla.pbgdpl.exchange.composite_types import Code
from sonla.pbgdpl.exchange.composite_types import CompositeType
from sonla.pbgdpl.exchange.composite_types import FileKind
from sonla.pbgdpl.exchange.composite_types import ListOf
from sonla.pbgdpl.exchange.field_types import Address
from sonla.pbgdpl.exchange.field_types import as_list
from sonla.pbgdpl.exchange.field_types import Day
from sonla.pbgdpl.exchange.field_types import FieldType
from sonla.pbgdpl.exchange.field_types import InvalidValue
from sonla.pbgdpl.exchange.field_types import joined_address
from sonla.pbgdpl.exchange.field_types import Moment
from sonla.pbgdpl.exchange.field_types import Number
from sonla.pbgdpl.exchange.field_types import Text
from sonla.pbgdpl.exchange.field_types import TextList
from sonla.pbgdpl.exchange.fields import BY_NAME
from sonla.pbgdpl.exchange.fields import finished
from sonla.pbgdpl.exchange.record import FileReference
from sonla.pbgdpl.exchange.record import InvalidRecord
from sonla.pbgdpl.exchange.record import LinkedText
from sonla.pbgdpl.exchange.record import Record
from sonla.pbgdpl.exchange.record import Term
from sonla.pbgdpl.sync.mapping.definition import DateMapping
from sonla.pbgdpl.sync.mapping.definition import SourceMapping
from sonla.pbgdpl.sync.mapping.evaluation import evaluated
from sonla.pbgdpl.sync.mapping.evaluation import FAULTS
from sonla.pbgdpl.sync.record_headers import identifier_of
from sonla.pbgdpl.sync.record_headers import moment_of
from typing import Any
from zope.i18nmessageid import Message

DEFAULT_TYPE = "news"
LatestMoment = 253_402_300_799
"""Seconds since 1970 at the end of the year 9999."""


class WrongShape(InvalidRecord):
    """Raised for what no value of a field can be: the mapping points to something else."""


def search(expression: ParsedResult, data: Any, place: str) -> Any:
    """Return what an expression finds; raise `WrongShape` where the data is not made for it."""
    try:
        return evaluated(expression, data)
    except FAULTS as error:
        text = str(error).partition("\n")[0]
        raise WrongShape(place, f"is not found: {text}") from None


def identifier(expression: ParsedResult, row: Any) -> str:
    """Return the identifier of a record; empty where there is none that can be one."""
    try:
        found = search(expression, row, "id")
    except WrongShape:
        return ""
    if isinstance(found, bool) or not isinstance(found, str | int):
        return ""
    return identifier_of(str(found))


def is_true(expression: ParsedResult | None, row: Any) -> bool:
    """Return whether an expression finds `true`."""
    return expression is not None and search(expression, row, "deleted") is True


def moment(found: Any, dates: DateMapping) -> datetime | None:
    """Read a time in UTC; None for what can't be read as one.

    One that names no zone is of the zone that the mapping names. A day is its beginning.
    """
    if isinstance(found, int | float) and not isinstance(found, bool):
        try:
            seconds = found / 1000 if found > LatestMoment / 10 else found
            return datetime.fromtimestamp(int(seconds), UTC)
        except (ValueError, OverflowError, OSError):
            return None
    if not isinstance(found, str):
        return None
    text = found.strip()
    for form in dates.formats:
        try:
            return _in_zone(datetime.strptime(text, form), dates)
        except ValueError:
            continue
    try:
        read = datetime.fromisoformat(text) if len(text) >= len("2026-01-01") else None
    except ValueError:
        read = None
    return _in_zone(read, dates) if read is not None else moment_of(text)


def _in_zone(read: datetime, dates: DateMapping) -> datetime | None:
    if read.tzinfo is None:
        read = read.replace(tzinfo=zone_of(dates))
    try:
        return read.astimezone(UTC).replace(microsecond=0)
    except OverflowError:
        return None


def zone_of(dates: DateMapping) -> timezone:
    """Return the zone of times that name none."""
    read = time.fromisoformat(f"00:00{dates.zone}").utcoffset() or timedelta()
    return timezone(read)


def record_of(
    mapping: SourceMapping,
    name: str,
    row: Any,
    base_url: str = "",
    left_out: list[Message] | None = None,
) -> Record:
    """Make a record; raise `InvalidRecord`.

    A value that no record may have is left out, and noted in `left_out`: sources are filled
    carelessly, and the text matters more. What is no value of the kind at all is refused, as
    is a title or text that can't be used: then the mapping is wrong.
    """
    read = partial(_value, mapping, base_url)
    values: dict[str, Any] = {}
    for field, expression in mapping.fields.items():
        found = search(expression, row, field)
        try:
            value = read(field, BY_NAME[field].kind, found)
        except InvalidValue as error:
            invalid = InvalidRecord(field, str(error), error.words)
            if field in ("title", "body"):
                raise invalid from None
            if left_out is not None:
                left_out.append(invalid.words)
            continue
        if value is not None:
            values[field] = value
    record = finished(name, _type(mapping, row), values)
    return replace(record, linked_text=_linked_text(mapping, row, base_url))


def _type(mapping: SourceMapping, row: Any) -> str:
    expression = mapping.record.type if mapping.record is not None else None
    found = search(expression, row, "type") if expression is not None else DEFAULT_TYPE
    text = found if isinstance(found, str) else ""
    return mapping.terms.get("type", {}).get(text, text)


def _linked_text(mapping: SourceMapping, row: Any, base_url: str) -> LinkedText | None:
    if mapping.text_address is None:
        return None
    try:
        found = search(mapping.text_address, row, "text")
        url = Address().clean(joined_address(base_url, found)) if found else None
    except (InvalidValue, WrongShape, TypeError, ValueError):
        return None
    return LinkedText(url, mapping.text_element) if url else None


def _value(
    mapping: SourceMapping, base: str, field: str, kind: FieldType, found: Any
) -> Any:
    """Make a value of a kind of what was found; None for nothing."""
    if found in (None, "", [], {}):
        return None
    again = partial(_value, mapping, base, field)
    if isinstance(kind, ListOf):
        values = [again(kind.kind, one) for one in as_list(found)]
        return kind.clean([one for one in values if one is not None])
    if isinstance(kind, TextList):
        return kind.clean([text(field, one) for one in as_list(found) if one])
    if isinstance(kind, Code):
        return kind.clean(_term(mapping, field, found))
    if isinstance(kind, FileKind):
        return kind.clean(_file(field, found, base))
    if isinstance(kind, CompositeType):
        return _composite(kind, again, field, found)
    if isinstance(kind, Moment):
        return kind.clean(_moment(field, found, mapping.dates))
    if isinstance(kind, Day):
        day = _moment(field, found, mapping.dates)
        return kind.clean(day.astimezone(zone_of(mapping.dates)).date())
    if isinstance(kind, Number):
        return kind.from_text(text(field, found))
    if isinstance(kind, Address):
        return kind.clean(joined_address(base, text(field, found).strip()))
    lines = isinstance(kind, Text) and kind.lines
    joint = "\n" if lines else ", "
    return kind.clean(joint.join(text(field, one) for one in as_list(found) if one))


def text(field: str, found: Any) -> str:
    """Return a text or number as text; raise `WrongShape` for anything else."""
    if isinstance(found, bool) or not isinstance(found, str | int | float):
        raise WrongShape(field, "is no text, but a list, a table or a truth value")
    return str(found)


def _moment(field: str, found: Any, dates: DateMapping) -> datetime:
    if isinstance(found, list | dict | bool):
        raise WrongShape(field, "is no time, but a list, a table or a truth value")
    read = moment(found, dates)
    if read is None:
        raise InvalidValue("is not a time that can be read")
    return read


def _term(mapping: SourceMapping, field: str, found: Any) -> Term:
    """Return the coded value; one of a table of the mapping has the code of ours."""
    code, title = found, ""
    if isinstance(found, dict):
        code, title = found.get("code") or "", found.get("title") or ""
    written = text(field, code).strip() if code != "" else ""
    title = text(field, title)
    known = mapping.terms.get(field, {})
    if written in known or title in known:
        return Term(known.get(written) or known[title])
    if isinstance(found, dict):
        return Term(written, title)
    return Term(written if len(written) <= 100 else "", written)


def _file(field: str, found: Any, base: str) -> FileReference:
    if not isinstance(found, dict):
        return FileReference("", url=joined_address(base, text(field, found)))
    given: Mapping[str, Any] = {key: one for key, one in found.items() if one}
    size = given.get("size", 0)
    return FileReference(
        name=text(field, given.get("name", "")),
        media_type=text(field, given.get("media_type", "")),
        size=size if isinstance(size, int) and not isinstance(size, bool) else 0,
        sha256=text(field, given.get("sha256", "")),
        url=joined_address(base, text(field, given.get("url", ""))),
    )


def _composite(
    kind: CompositeType, read: Callable[[FieldType, Any], Any], field: str, found: Any
) -> Any:
    """Make a value of parts; a text alone is the number of a legal document."""
    if isinstance(found, str):
        found = {"number": found}
    if not isinstance(found, dict):
        raise WrongShape(field, f"is not {kind.called}")
    parts = {}
    for part in kind.parts:
        value = read(part.kind, found.get(part.name))
        if value is not None:
            parts[part.name] = value
    return kind.clean(kind.made(**parts)) if parts else None


def tree_of(element: etree._Element) -> dict[str, Any]:
    """Return the children of an element by name, each name with the list of all of it.

    A child without children of its own is its text; its attributes stand beside it, as
    `title@lang` beside `title`. Others are such trees themselves.
    """
    found: dict[str, Any] = {}
    for name, value in element.attrib.items():
        found[f"@{local(name)}"] = value
    for child in element.iterchildren(etree.Element):
        name = local(child.tag)
        if len(child):
            found.setdefault(name, []).append(tree_of(child))
            continue
        found.setdefault(name, []).append((child.text or "").strip())
        for attribute, value in child.attrib.items():
            found.setdefault(f"{name}@{local(attribute)}", []).append(value)
    return found


def local(name: object) -> str:
    """Return a name without its namespace."""
    return str(name).rpartition("}")[2]
