"""People of the register as rows and as records, for everybody or for the office.

What everybody gets is what the public pages show in lists; the rest needs *View personal
data* and is noted in the log (`audit.log`). A row is one recognition: who has several
stands in several rows.
"""

from collections.abc import Iterable
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from sonla.pbgdpl import _
from sonla.pbgdpl.core.fields import stored_value
from sonla.pbgdpl.editorial.states import state_of
from sonla.pbgdpl.editorial.states import state_title
from sonla.pbgdpl.people.append_only import LEVELS
from sonla.pbgdpl.people.append_only import UNITS
from sonla.pbgdpl.people.importing.columns import PERSON_COLUMNS
from sonla.pbgdpl.people.importing.columns import RECOGNITION_COLUMNS
from sonla.pbgdpl.people.importing.columns import title_of
from sonla.pbgdpl.people.importing.terms import first_words
from sonla.pbgdpl.people.rules import Recognition
from sonla.pbgdpl.people.vocabularies import GENDERS
from sonla.pbgdpl.people.vocabularies import QUALIFICATIONS
from sonla.pbgdpl.settings.public_address import public_url
from sonla.pbgdpl.vocabularies import AGENCIES
from sonla.pbgdpl.vocabularies.terms import term_title
from sonla.pbgdpl.vocabularies.terms import term_titles
from typing import Any
from zope.i18n import translate

PUBLIC_FIELDS = (
    "full_name",
    "rank",
    "position",
    "agency",
    "qualification",
    "legal_work_years",
    "legal_fields",
    "languages",
)
PUBLIC_CELLS = (
    "level",
    "unit",
    "decision_number",
    "decision_date",
    "issuer",
    "valid_from",
    "ended_on",
)
"""What lists show to everybody; telephones and addresses are on a person's page alone."""

LISTED = {
    "agency": AGENCIES,
    "level": LEVELS,
    "unit": UNITS,
    "end_kind": "sonla.pbgdpl.EndKinds",
    "legal_fields": "sonla.pbgdpl.LegalFields",
    "languages": "sonla.pbgdpl.Languages",
}
FIXED = {"gender": GENDERS, "qualification": QUALIFICATIONS}
STATE = _("label_state", default="State")
PAGE = _("label_page_address", default="Address of the page")


@dataclass(frozen=True)
class Variant:
    """What one kind of export has of people and their recognitions."""

    name: str
    fields: tuple[str, ...]
    cells: tuple[str, ...]
    internal: bool

    def recognitions(self, person: Any) -> list[Recognition]:
        """Return the recognitions that it shows: those in force, or all there were."""
        if self.internal:
            return person.recognition_history()
        return person.shown_recognitions()


PUBLIC = Variant("public", PUBLIC_FIELDS, PUBLIC_CELLS, internal=False)
INTERNAL = Variant(
    "internal",
    PERSON_COLUMNS,
    tuple(name for name in RECOGNITION_COLUMNS if name != "district"),
    internal=True,
)


class Exporter:
    """Write people in the words of one request's language."""

    def __init__(self, variant: Variant, request: Any) -> None:
        self.variant = variant
        self.request = request

    def header(self) -> list[str]:
        """Name the columns; the import knows them all by these names."""
        titles = [
            title_of(name) for name in (*self.variant.fields, *self.variant.cells)
        ]
        titles += [STATE] if self.variant.internal else []
        return [self.translated(title) for title in (*titles, PAGE)]

    def rows(self, people: Iterable[Any]) -> Iterator[list[Any]]:
        """Yield a row for each recognition; one for who has none."""
        for person in people:
            facts = [
                self.words(name, stored_value(person, name))
                for name in self.variant.fields
            ]
            ends = (
                [self.translated(state_title(state_of(person)))]
                if self.variant.internal
                else []
            )
            for recognition in self.variant.recognitions(person) or [{}]:
                cells = [self.words(n, recognition.get(n)) for n in self.variant.cells]
                yield [*facts, *cells, *ends, public_url(person)]

    def records(self, people: Iterable[Any]) -> Iterator[dict[str, Any]]:
        """Yield people as machines read them: tokens with titles, days by ISO 8601."""
        for person in people:
            record = {
                name: self.value(name, stored_value(person, name))
                for name in self.variant.fields
            }
            record["recognitions"] = [
                {name: self.value(name, one.get(name)) for name in self.variant.cells}
                for one in self.variant.recognitions(person)
            ]
            if self.variant.internal:
                record["state"] = state_of(person)
            yield {**record, "url": public_url(person)}

    def words(self, name: str, value: Any) -> Any:
        """Put a value into words for a cell; days and numbers stay what they are."""
        if name == "show_official_contact":
            yes, no = first_words(name)
            return yes if value else no
        if value in (None, "", ()):
            return None
        if name in FIXED:
            return self.translated(FIXED[name].get(value, value))
        if name in LISTED and isinstance(value, str):
            return term_title(LISTED[name], value)
        if name in LISTED:
            return "; ".join(term_titles(LISTED[name], value))
        return value

    def value(self, name: str, value: Any) -> Any:
        """Return a value for a machine."""
        if isinstance(value, date):
            return value.isoformat()
        if name in LISTED and isinstance(value, str) and value:
            return {"token": value, "title": term_title(LISTED[name], value)}
        if name in LISTED and value:
            return [{"token": t, "title": term_title(LISTED[name], t)} for t in value]
        return value if value not in ((), "") else None

    def translated(self, message: Any) -> str:
        """Translate for the reader of the file."""
        return translate(message, context=self.request)
