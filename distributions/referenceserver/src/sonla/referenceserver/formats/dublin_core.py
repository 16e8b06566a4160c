"""A record in the fifteen elements of Dublin Core."""

from sonla.referenceserver.records import Record
from typing import Any

DCMI_TYPES = {"audio": "Sound", "video": "MovingImage", "infographic": "StillImage"}


def elements(record: Record) -> dict[str, list[str]]:
    """Return the values of each element that the record has."""
    values = record.fields
    laws = [law["number"] for law in values.get("legalDocument", ())]
    files = [*values.get("attachment", ()), *_all(values.get("media"))]
    by_element = {
        "title": _all(values.get("title")),
        "creator": _all(values.get("creator")),
        "subject": [*_titles(values.get("subject")), *values.get("keyword", ())],
        "description": _all(values.get("description")),
        "publisher": _all(values.get("publisher")),
        "contributor": list(values.get("contributor", ())),
        "date": _all(values.get("issued")),
        "type": [record.type, _dcmi_type(values)],
        "format": sorted({file["mediaType"] for file in files}),
        "identifier": [record.identifier, *_all(values.get("url"))],
        "source": _all(values.get("source")),
        "language": _all(values.get("language")),
        "relation": laws,
        "coverage": _titles(values.get("coverage")),
        "rights": _all(values.get("rights")),
    }
    return {name: found for name, found in by_element.items() if found}


def _dcmi_type(values: Any) -> str:
    kind = values.get("kind") or {}
    return DCMI_TYPES.get(kind.get("code", ""), "Text")


def _titles(terms: Any) -> list[str]:
    return [term["title"] for term in terms or ()]


def _all(value: Any) -> list[Any]:
    return [] if value in (None, "") else [value]
