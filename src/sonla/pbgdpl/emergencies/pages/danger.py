"""The forms for one danger and for one helpline."""

from collections.abc import Iterator
from dataclasses import dataclass
from dataclasses import replace
from functools import cached_property
from plone import api
from sonla.pbgdpl import _
from sonla.pbgdpl.core.clock import today
from sonla.pbgdpl.core.names import MANAGE_SETTINGS
from sonla.pbgdpl.core.section import require_editor
from sonla.pbgdpl.core.vietnamese.terms import split_terms
from sonla.pbgdpl.editorial.pages.row_form import RowForm
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
from sonla.pbgdpl.ui.page import values_of
from typing import Any
from typing import ClassVar
from zope.i18nmessageid import Message

PENDING = _("label_not_confirmed", default="not confirmed: citizens don't see it")
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


class EmergencyForm(RowForm):
    """Show the fields of a row one below the other."""

    saved = _("msg_row_saved", default="The changes were saved.")
    home_view = "pbgdpl-dangers"
    fields: ClassVar[tuple[FormField, ...]]

    def sent(self) -> Any:
        """Return the row as it was sent."""
        return replace(
            self.stored or self.blank(),
            **{one.name: self.value_sent(one) for one in self.fields},
        )

    def value_sent(self, field: FormField) -> str | tuple[str, ...]:
        """Return what was sent for a field."""
        if field.kind == LINES:
            return split_terms(self.typed(field.name))
        if field.kind == CHECKS:
            return tuple(values_of(self.request.form.get(field.name)))
        return " ".join(self.typed(field.name).split())

    # What the template asks

    def value(self, field: FormField) -> str:
        """Return what stands in a field of text."""
        value = getattr(self.row, field.name)
        return "\n".join(value) if isinstance(value, tuple) else value

    def options(self, field: FormField) -> list[dict[str, Any]]:
        """List what may be chosen."""
        return []


class DangerForm(EmergencyForm):
    """Add a danger, or change its words and its helplines."""

    table = DANGERS
    fields = DANGER_FIELDS
    new_title = _("heading_new_danger", default="New danger")

    def check_access(self) -> None:
        """Let in editors and approvers."""
        require_editor(self.context)

    def find(self, key: str) -> Danger | None:
        """Return the danger of a key, be it one of the package."""
        return next((one for one in dangers() if one.key == key), None)

    def blank(self) -> Danger:
        """Return a danger that is used once it is stored."""
        return Danger("", "")

    def wrong(self, row: Danger) -> Iterator[Message]:
        """Yield why the danger can't be stored."""
        yield from problems(row)
        for one in dangers():
            if one.key != row.key and one.title == row.title:
                yield is_there(one.title)

    @cached_property
    def shown(self) -> dict[str, Helpline]:
        """The helplines that the user may see: of those not confirmed, administrators alone."""
        sees_all = api.user.has_permission(MANAGE_SETTINGS, obj=self.context)
        return {
            key: line
            for key, line in helplines().items()
            if sees_all or line.is_confirmed
        }

    def value_sent(self, field: FormField) -> str | tuple[str, ...]:
        """Return what was sent; helplines that the user doesn't see stay where they are."""
        sent = super().value_sent(field)
        if field.kind != CHECKS:
            return sent
        before = self.stored.helplines if self.stored else ()
        stay = [key for key in before if key in sent or key not in self.shown]
        return tuple(dict.fromkeys((*stay, *sent)))

    def options(self, field: FormField) -> list[dict[str, Any]]:
        """List helplines, whom to call first first, or the states."""
        if field.kind == CHOICE:
            return [
                {"value": key, "title": title, "chosen": key == self.row.status}
                for key, title in STATUS_TITLES.items()
            ]
        chosen, shown = self.row.helplines, self.shown
        order = dict.fromkeys((*(key for key in chosen if key in shown), *shown))
        return [
            {
                "value": key,
                "title": self.title_of(shown[key]),
                "chosen": key in chosen,
            }
            for key in order
        ]

    def title_of(self, line: Helpline) -> str:
        """Return number and name, and whether citizens see it."""
        title = f"{line.number} {line.name}".strip()
        return title if line.is_confirmed else f"{title} ({self.translated(PENDING)})"


class HelplineForm(EmergencyForm):
    """Add a helpline, or change one, and confirm its number."""

    table = HELPLINES
    fields = HELPLINE_FIELDS
    new_title = _("heading_new_helpline", default="New helpline")

    def find(self, key: str) -> Helpline | None:
        """Return the helpline of a key; none of those of the whole country."""
        found = helplines().get(key)
        return None if found is None or found.is_national else found

    def blank(self) -> Helpline:
        """Return a helpline that nobody has confirmed."""
        return Helpline("", "")

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
        yield from helpline_problems(row, today())
        for one in helplines().values():
            if row.url and one.url == row.url and one.key != row.key:
                yield is_there(f"{one.number} {one.name}")

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


def is_there(name: str) -> Message:
    """Return that a row needs not be added, and would be shown twice."""
    return _(
        "msg_row_there",
        default="“${name}” is there already. Change that one instead.",
        mapping={"name": name},
    )
