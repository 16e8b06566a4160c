"""The fields in which the user who uploads a list says what it is: kind, columns, what holds for all."""

from collections.abc import Iterator
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from sonla.pbgdpl import _
from sonla.pbgdpl.core.dates import read_day
from sonla.pbgdpl.core.errors import InvalidInput
from sonla.pbgdpl.core.tables.reader import MAX_COLUMNS
from sonla.pbgdpl.people.append_only import LEVELS
from sonla.pbgdpl.people.importing.cells import tidy
from sonla.pbgdpl.people.importing.columns import COLUMNS
from sonla.pbgdpl.people.importing.columns import MAX_TEXT_LENGTH
from sonla.pbgdpl.people.importing.columns import title_of
from sonla.pbgdpl.people.importing.plan import ImportOptions
from sonla.pbgdpl.people.importing.plan import Plan
from sonla.pbgdpl.people.importing.suggestions import place_of
from sonla.pbgdpl.people.importing.suggestions import Suggestion
from sonla.pbgdpl.people.pages.listing import PropagandistsView
from sonla.pbgdpl.people.pages.listing import ReportersView
from sonla.pbgdpl.vocabularies import TERRITORIES
from sonla.pbgdpl.vocabularies.terms import all_terms
from sonla.pbgdpl.vocabularies.terms import find_term
from typing import Any
from zope.i18n import translate
from zope.i18nmessageid import Message

KINDS = {
    view.portal_type: view.page_title for view in (ReportersView, PropagandistsView)
}
USUAL_LEVELS = {"LegalReporter": "tinh", "LegalPropagandist": "xa"}
"""Type → token of `sonla.pbgdpl.GovernmentLevels`, where nothing else says the level."""
LISTS = {"level": LEVELS, "unit": TERRITORIES}
DAYS = ("decision_date", "valid_from")
DEFAULTS = ("level", "unit", "decision_number", "decision_date", "issuer", "valid_from")
MAX_SAMPLE = 40

MSG_TWICE = _(
    "msg_import_column_twice",
    default="Two columns are “${column}”. Choose one of them, and “Don't take” for the other.",
)


class Chosen:
    """Read the fields of a form, and give them as they stand in one."""

    headings = (
        _("label_import_heading", default="Heading in the file"),
        _("label_import_sample", default="First value"),
        _("label_import_meaning", default="Is taken as"),
    )
    """Of the table of columns."""

    def __init__(self, request: Any, choices: ImportOptions | None, place: Any) -> None:
        self.request = request
        self.kept = choices
        self.place = place

    @property
    def sent(self) -> bool:
        """Whether the fields come from a form that was sent."""
        return "portal_type" in self.request.form

    @property
    def portal_type(self) -> str:
        """The kind of people; an unknown one is that which the level of the place has."""
        kept = self.kept.portal_type if self.kept else ""
        asked = str(self.request.form.get("portal_type", kept))
        level = place_of(self.place).get("level", "tinh")
        usual = (kind for kind, own in USUAL_LEVELS.items() if own == level)
        return asked if asked in KINDS else next(usual, next(iter(KINDS)))

    def choices(self, before: Plan | None = None) -> ImportOptions:
        """Read what was chosen; raises `InvalidInput` for what makes no sense.

        `before` is the plan that was looked at. With other headings, what was chosen for
        the columns means nothing: they are matched anew.
        """
        found = before.header.number if before else 0
        asked = str(self.request.form.get("header", "")).strip()
        header = int(asked) if asked.isdecimal() and len(asked) < 6 else found
        columns = self.columns() if before and header == found else None
        kept = self.kept or ImportOptions(self.portal_type)
        return replace(
            kept,
            portal_type=self.portal_type,
            header=header,
            columns=columns,
            defaults=self.defaults(),
        )

    def first_choices(
        self, suggestions: Mapping[str, Suggestion], kind: str
    ) -> ImportOptions:
        """Read the form of the upload; what it leaves open is what the list says, or usual.

        The kind that the list names goes before that of the form, which has one from the
        beginning: nobody may have chosen it.
        """
        kind = kind or self.portal_type
        usual = {"level": USUAL_LEVELS[kind]}
        said = {
            name: one.value for name, one in suggestions.items() if name in DEFAULTS
        }
        choices = self.choices()
        defaults = {**usual, **said, **choices.defaults}
        return replace(choices, portal_type=kind, defaults=defaults)

    def columns(self) -> dict[int, str]:
        """Read what each column is; each of ours can be one of the file's."""
        found: dict[int, str] = {}
        for at in range(MAX_COLUMNS):
            name = str(self.request.form.get(f"column-{at}", ""))
            if name not in COLUMNS:
                continue
            if name in found.values():
                title = translate(title_of(name), context=self.request)
                raise InvalidInput(Message(MSG_TWICE, mapping={"column": title}))
            found[at] = name
        return found

    def defaults(self) -> dict[str, Any]:
        """Read what holds for all rows that have no value of their own."""
        values = {name: self.default(name) for name in DEFAULTS}
        return {name: value for name, value in values.items() if value}

    def default(self, name: str) -> Any:
        """Read one of them."""
        text = tidy(str(self.request.form.get(f"default-{name}", "")))[:MAX_TEXT_LENGTH]
        if name in LISTS:
            return text if find_term(LISTS[name], text) else None
        if name in DAYS:
            return read_day(text) if text else None
        return text

    # As a form shows them

    def kinds(self) -> list[dict[str, Any]]:
        """List the types of people, marking the chosen one."""
        return [
            {"value": value, "title": title, "chosen": value == self.portal_type}
            for value, title in KINDS.items()
        ]

    def shown_default(self, name: str) -> str:
        """Return the value of a field for all rows, as it is typed."""
        if self.sent:
            return str(self.request.form.get(f"default-{name}", ""))
        if self.kept is None:
            return ""
        value = self.kept.defaults.get(name, "")
        return value.isoformat() if isinstance(value, date) else value

    def fields(
        self, suggestions: Mapping[str, Suggestion] | None = None
    ) -> Iterator[dict[str, Any]]:
        """Yield the fields for all rows; `suggestions`: what the list itself says of them."""
        defaults = self.kept.defaults if self.kept else {}
        for name in DEFAULTS:
            shown = self.shown_default(name)
            yield {
                "name": f"default-{name}",
                "title": title_of(name),
                "type": "date" if name in DAYS else "text",
                "value": shown,
                "source": source_of(name, defaults, suggestions or {}),
                "options": [
                    {
                        "value": term.token,
                        "title": term.title,
                        "chosen": term.token == shown,
                    }
                    for term in (all_terms(LISTS[name]) if name in LISTS else ())
                ],
            }

    def shown_column(self, at: int, plan: Plan) -> str:
        """Return what a column is taken as; what was sent stays, refused as it may be."""
        if self.sent:
            return str(self.request.form.get(f"column-{at}", ""))
        return plan.columns.get(at, "")

    def file_columns(self, plan: Plan) -> Iterator[dict[str, Any]]:
        """Yield each column of the file: its heading, what stands in it, what it is."""
        lines = [one for one in plan.table.lines if one.number > plan.header.number]
        for at in range(plan.table.width):
            filled = (one.cell(at) for one in lines[:20])
            sample = next((cell for cell in filled if cell not in (None, "")), "")
            if isinstance(sample, date):
                sample = f"{sample:%d/%m/%Y}"
            chosen = self.shown_column(at, plan)
            yield {
                "name": f"column-{at}",
                "heading": plan.headings[at],
                "sample": str(sample)[:MAX_SAMPLE],
                "options": [
                    {"value": name, "title": title_of(name), "chosen": name == chosen}
                    for name in COLUMNS
                ],
            }


def source_of(
    name: str, defaults: Mapping[str, Any], suggestions: Mapping[str, Suggestion]
) -> Any:
    """Return where the value of a field was found; empty where the user chose it."""
    one = suggestions.get(name)
    return one.source if one is not None and defaults.get(name) == one.value else ""
