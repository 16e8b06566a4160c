"""The forms for one danger and for one helpline, with who changed it, when and why."""

from collections.abc import Iterator
from dataclasses import dataclass
from dataclasses import replace
from datetime import datetime
from functools import cached_property
from sonla.pbgdpl import _
from sonla.pbgdpl.core.clock import today
from sonla.pbgdpl.core.dates import format_moment
from sonla.pbgdpl.core.errors import InvalidInput
from sonla.pbgdpl.core.section import require_editor
from sonla.pbgdpl.core.versioned_rows import VersionedRows
from sonla.pbgdpl.core.vietnamese.terms import split_terms
from sonla.pbgdpl.editorial.authorship import full_name
from sonla.pbgdpl.emergencies.checks import helpline_problems
from sonla.pbgdpl.emergencies.checks import problems
from sonla.pbgdpl.emergencies.checks import STATUS_TITLES
from sonla.pbgdpl.emergencies.helplines import is_named
from sonla.pbgdpl.emergencies.rules import Danger
from sonla.pbgdpl.emergencies.rules import Helpline
from sonla.pbgdpl.emergencies.storage import DANGERS
from sonla.pbgdpl.emergencies.storage import dangers
from sonla.pbgdpl.emergencies.storage import HELPLINES
from sonla.pbgdpl.emergencies.storage import helplines
from sonla.pbgdpl.ui.form_page import FormPage
from sonla.pbgdpl.ui.page import BrowserView
from sonla.pbgdpl.ui.page import Page
from sonla.pbgdpl.ui.page import TypedFields
from sonla.pbgdpl.ui.page import values_of
from typing import Any
from typing import ClassVar
from zExceptions import NotFound
from zope.i18nmessageid import Message

MAX_REASON = 200
CHANGED = _("change_changed", default="changed")
NO_HELP = Message("")

LINE, DAY, LINES, CHECKS, CHOICE = "text", "date", "lines", "checks", "choice"


@dataclass(frozen=True)
class FormField:
    """One field of the form, as the template shows it."""

    name: str
    kind: str
    title: Message
    help: Message = NO_HELP
    required: bool = False


DANGER_FIELDS = (
    FormField("title", LINE, _("label_danger", default="Danger"), required=True),
    FormField(
        "advice",
        LINE,
        _("label_danger_advice", default="What to do at once"),
        _(
            "help_danger_advice",
            default="One short sentence that an office in charge has checked, or nothing.",
        ),
    ),
    FormField(
        "helplines",
        CHECKS,
        _("label_helplines", default="Helplines"),
        _(
            "help_danger_helplines",
            default="A number that nobody has confirmed is shown to nobody but administrators.",
        ),
    ),
    FormField(
        "words",
        LINES,
        _("label_crisis_words", default="Crisis words"),
        _(
            "help_crisis_words",
            default="One term a line; it is found with and without accents. “/” parts words of which one is enough, “…” stands for up to four words: chồng/bố … đánh.",
        ),
    ),
    FormField(
        "accented_words",
        LINES,
        _("label_accented_words", default="Crisis words that need their accents"),
        _(
            "help_accented_words",
            default="Without accents they would be other words, such as tự tử and từ từ.",
        ),
    ),
    FormField(
        "topics",
        LINES,
        _("label_danger_topics", default="Words that may be a mere subject"),
        _(
            "help_danger_topics",
            default="They tell of danger, but not in a question about the law, such as “mức phạt bạo lực gia đình”.",
        ),
    ),
    FormField(
        "harmless",
        LINES,
        _("label_danger_harmless", default="Words that are no danger"),
        _(
            "help_danger_harmless",
            default="Terms with a word of the lists above that mean something else: phòng cháy, đánh giá.",
        ),
    ),
    FormField("status", CHOICE, _("label_state", default="State")),
)

HELPLINE_FIELDS = (
    FormField("number", LINE, _("label_helpline_number", default="Telephone")),
    FormField(
        "name", LINE, _("label_helpline_name", default="Who answers"), required=True
    ),
    FormField("when", LINE, _("label_helpline_when", default="When to call")),
    FormField("note", LINE, _("label_helpline_note", default="Where it is from")),
    FormField(
        "confirmed_by",
        LINE,
        _("label_confirmed_by", default="Confirmed by"),
        _(
            "help_confirmed_by",
            default="The name of who called the number, and heard the right people answer. Until then citizens don't see it.",
        ),
    ),
    FormField("confirmed_on", DAY, _("label_confirmed_on", default="Confirmed on")),
)


class RowForm(Page, TypedFields, FormPage, BrowserView):
    """Change one row of a table."""

    saved = _("msg_row_saved", default="The changes were saved.")
    table: ClassVar[VersionedRows[Any]]
    fields: ClassVar[tuple[FormField, ...]]

    def answer(self) -> str:
        """Store what was sent, or show the form."""
        self.hide_columns()
        if self.stored is None:
            raise NotFound(self.key)
        return super().answer()

    @property
    def key(self) -> str:
        """The key of the row."""
        return self.typed("key")

    @cached_property
    def stored(self) -> Any:
        """The row as it is now; None for none that can be changed."""
        raise NotImplementedError

    @property
    def home(self) -> str:
        return f"{self.context.absolute_url()}/@@pbgdpl-dangers"

    @property
    def why(self) -> str:
        """The reason that was typed."""
        return self.typed("why")[:MAX_REASON]

    @cached_property
    def row(self) -> Any:
        """What the form shows: what was sent, else what is stored."""
        return self.sent() if self.request.method == "POST" else self.stored

    def sent(self) -> Any:
        """Return the row as it was sent."""
        return replace(
            self.stored, **{one.name: self.value_sent(one) for one in self.fields}
        )

    def value_sent(self, field: FormField) -> str | tuple[str, ...]:
        """Return what was sent for a field."""
        if field.kind == LINES:
            return split_terms(self.typed(field.name))
        if field.kind == CHECKS:
            return tuple(values_of(self.request.form.get(field.name)))
        return " ".join(self.typed(field.name).split())

    def wrong(self, row: Any) -> Iterator[Message]:
        """Yield why a row can't be stored."""
        raise NotImplementedError

    def store(self) -> None:
        """Check and store what was sent; raises `InvalidInput`."""
        for problem in self.wrong(self.row):
            raise InvalidInput(problem)
        if not self.why:
            raise InvalidInput(
                _(
                    "msg_concept_no_reason",
                    default="Give the reason in a few words, for those who read it later.",
                )
            )
        self.table.put(self.row, self.why, "changed")

    # What the template asks

    def value(self, field: FormField) -> str:
        """Return what stands in a field of text."""
        value = getattr(self.row, field.name)
        return "\n".join(value) if isinstance(value, tuple) else value

    def options(self, field: FormField) -> list[dict[str, Any]]:
        """List what may be chosen."""
        raise NotImplementedError

    def changes(self) -> Iterator[dict[str, Any]]:
        """Yield who changed the row, when and why, the latest first."""
        for one in self.table.history(self.key):
            yield {
                "at": format_moment(datetime.fromisoformat(one["at"])),
                "who": full_name(one["who"]),
                "what": CHANGED,
                "why": one["why"],
            }


class DangerForm(RowForm):
    """Change the words and the helplines of a danger."""

    table = DANGERS
    fields = DANGER_FIELDS

    def check_access(self) -> None:
        """Let in editors and approvers."""
        require_editor(self.context)

    @property
    def page_title(self) -> str:
        return self.stored.title if self.stored is not None else ""

    @cached_property
    def stored(self) -> Danger | None:
        """The danger as it is now."""
        return next((one for one in dangers() if one.key == self.key), None)

    def wrong(self, row: Danger) -> Iterator[Message]:
        """Yield why the danger can't be stored."""
        return problems(row)

    def options(self, field: FormField) -> list[dict[str, Any]]:
        """List helplines, whom to call first first, or the states."""
        if field.kind == CHOICE:
            return [
                {"value": key, "title": title, "chosen": key == self.row.status}
                for key, title in STATUS_TITLES.items()
            ]
        chosen, known = self.row.helplines, helplines()
        order = dict.fromkeys((*(key for key in chosen if key in known), *known))
        return [
            {
                "value": key,
                "title": f"{known[key].number} {known[key].name}".strip(),
                "chosen": key in chosen,
            }
            for key in order
            if known[key].is_confirmed or key in chosen
        ]


class HelplineForm(RowForm):
    """Change a helpline, and confirm its number."""

    table = HELPLINES
    fields = HELPLINE_FIELDS

    @property
    def page_title(self) -> str:
        return self.stored.name if self.stored is not None else ""

    @cached_property
    def stored(self) -> Helpline | None:
        """The helpline as it is now; none of those of the whole country."""
        found = helplines().get(self.key)
        return None if found is None or found.is_national else found

    @cached_property
    def row(self) -> Helpline:
        """What the form shows; another number is not the one that was confirmed."""
        row = super().row
        before = self.stored
        if (
            before is not None
            and row.url != before.url
            and row.confirmed_on
            and row.confirmed_on == before.confirmed_on
            and row.confirmed_by == before.confirmed_by
        ):
            return replace(row, confirmed_by="", confirmed_on="")
        return row

    def wrong(self, row: Helpline) -> Iterator[Message]:
        """Yield why the helpline can't be stored."""
        return helpline_problems(row, today())

    def options(self, field: FormField) -> list[dict[str, Any]]:
        """Return nothing: nothing is chosen."""
        return []

    def store(self) -> None:
        """Store it; say so where the confirmation went with the number."""
        had = self.stored is not None and self.stored.is_confirmed
        super().store()
        if self.row.is_confirmed and not is_named(self.row):
            self.show_message(
                _(
                    "msg_named_nowhere",
                    default="The number is confirmed, but tied to no danger yet: nobody sees it. Choose the danger in the table, and tick the number there.",
                ),
                "warning",
            )
        if had and not self.row.is_confirmed:
            self.show_message(
                _(
                    "msg_confirm_anew",
                    default="The number is another one: citizens don't see it before it is confirmed.",
                ),
                "warning",
            )
