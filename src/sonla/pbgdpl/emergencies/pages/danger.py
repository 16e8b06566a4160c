"""The forms for one danger and for one helpline."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from plone import api
from sonla.pbgdpl import _
from sonla.pbgdpl.core.clock import today
from sonla.pbgdpl.core.names import MANAGE_SETTINGS
from sonla.pbgdpl.editorial.pages.row_form import RowForm
from sonla.pbgdpl.editorial.pages.row_form import SAVE
from sonla.pbgdpl.editorial.pages.row_form import WHY
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
from sonla.pbgdpl.ui.fields import choices_of
from sonla.pbgdpl.ui.fields import Day
from sonla.pbgdpl.ui.fields import line_field
from sonla.pbgdpl.ui.fields import short_line
from sonla.pbgdpl.ui.office_forms import CANCEL
from sonla.pbgdpl.ui.office_forms import PostForm
from sonla.pbgdpl.ui.office_forms import with_widget
from typing import Any
from typing import ClassVar
from z3c.form.browser.checkbox import CheckBoxFieldWidget
from zope.globalrequest import getRequest
from zope.i18nmessageid import Message
from zope.interface import provider
from zope.schema import Choice
from zope.schema import Tuple
from zope.schema.interfaces import IContextSourceBinder
from zope.schema.vocabulary import SimpleVocabulary

HOME = "pbgdpl-dangers"
SAVED = _("msg_row_saved", default="The changes were saved.")
PENDING = _("label_not_confirmed", default="not confirmed: citizens don't see it")


@provider(IContextSourceBinder)
def known_helplines(context: Any) -> SimpleVocabulary:
    """Return the helplines that the user may see, those of the danger in their order first."""
    found = shown_helplines(context)
    danger = find_danger(str(getRequest().form.get("key", "")))
    chosen = danger.helplines if danger else ()
    order = dict.fromkeys((*(key for key in chosen if key in found), *found))
    return choices_of({key: title_of(found[key]) for key in order})


class DangerForm(RowForm):
    """Add a danger, or change its words and its helplines."""

    table = DANGERS
    saved = SAVED
    home_view = HOME
    post_forms: ClassVar = {
        "save": PostForm(
            SAVE,
            (
                short_line("title", _("label_danger", default="Danger"), required=True),
                short_line(
                    "advice",
                    _("label_danger_advice", default="What to do at once"),
                    _(
                        "help_danger_advice",
                        default="One short sentence that an office in charge has checked, or nothing.",
                    ),
                ),
                with_widget(
                    Tuple(
                        __name__="helplines",
                        title=_("label_helplines", default="Helplines"),
                        description=_(
                            "help_danger_helplines",
                            default="A number that nobody has confirmed is shown to nobody but administrators.",
                        ),
                        value_type=Choice(source=known_helplines),
                        required=False,
                    ),
                    CheckBoxFieldWidget,
                ),
                line_field(
                    _("label_crisis_words", default="Crisis words"),
                    _(
                        "help_crisis_words",
                        default="One term a line; it is found with and without accents. “/” parts words of which one is enough, “…” stands for up to four words: chồng/bố … đánh.",
                    ),
                    __name__="words",
                ),
                line_field(
                    _(
                        "label_accented_words",
                        default="Crisis words that need their accents",
                    ),
                    _(
                        "help_accented_words",
                        default="Without accents they would be other words, such as tự tử and từ từ.",
                    ),
                    __name__="accented_words",
                ),
                line_field(
                    _(
                        "label_danger_topics",
                        default="Words that may be a mere subject",
                    ),
                    _(
                        "help_danger_topics",
                        default="They tell of danger, but not in a question about the law, such as “mức phạt bạo lực gia đình”.",
                    ),
                    __name__="topics",
                ),
                line_field(
                    _("label_danger_harmless", default="Words that are no danger"),
                    _(
                        "help_danger_harmless",
                        default="Terms with a word of the lists above that mean something else: phòng cháy, đánh giá.",
                    ),
                    __name__="harmless",
                ),
                Choice(
                    __name__="status",
                    title=_("label_state", default="State"),
                    vocabulary=choices_of(STATUS_TITLES),
                ),
                WHY,
            ),
        ),
        "cancel": CANCEL,
    }
    new_title = _("heading_new_danger", default="New danger")

    def find(self, key: str) -> Danger | None:
        """Return the danger of a key, be it one of the package."""
        return find_danger(key)

    def blank(self) -> Danger:
        """Return a danger that is used once it is stored."""
        return Danger("", "")

    def wrong(self, row: Danger) -> Iterator[Message]:
        """Yield why the danger can't be stored."""
        yield from problems(row)
        for one in dangers():
            if one.key != row.key and one.title == row.title:
                yield is_there(one.title)

    def sent(self, values: dict[str, Any]) -> Danger:
        """Return what was sent; helplines that the user doesn't see stay where they are."""
        row: Danger = super().sent(values)
        before, sent = (self.stored.helplines if self.stored else ()), row.helplines
        shown = shown_helplines(self.context)
        stay = [key for key in before if key in sent or key not in shown]
        return replace(row, helplines=tuple(dict.fromkeys((*stay, *sent))))


class HelplineForm(RowForm):
    """Add a helpline, or change one, and confirm its number."""

    table = HELPLINES
    saved = SAVED
    home_view = HOME
    post_forms: ClassVar = {
        "save": PostForm(
            SAVE,
            (
                short_line("number", _("label_helpline_number", default="Telephone")),
                short_line(
                    "name",
                    _("label_helpline_name", default="Who answers"),
                    required=True,
                ),
                short_line("when", _("label_helpline_when", default="When to call")),
                short_line(
                    "note", _("label_helpline_note", default="Where it is from")
                ),
                short_line(
                    "confirmed_by",
                    _("label_confirmed_by", default="Confirmed by"),
                    _(
                        "help_confirmed_by",
                        default="The name of who called the number, and heard the right people answer. Until then citizens don't see it.",
                    ),
                ),
                Day(
                    __name__="confirmed_on",
                    title=_("label_confirmed_on", default="Confirmed on"),
                    required=False,
                ),
                WHY,
            ),
        ),
        "cancel": CANCEL,
    }
    new_title = _("heading_new_helpline", default="New helpline")

    def find(self, key: str) -> Helpline | None:
        """Return the helpline of a key; none of those of the whole country."""
        found = helplines().get(key)
        return None if found is None or found.is_national else found

    def blank(self) -> Helpline:
        """Return a helpline that nobody has confirmed."""
        return Helpline("", "")

    def first_values(self, name: str) -> dict[str, Any]:
        """Begin with what is stored, its day as a day."""
        values = super().first_values(name)
        day = values["confirmed_on"]
        return {**values, "confirmed_on": date.fromisoformat(day) if day else None}

    def sent(self, values: dict[str, Any]) -> Helpline:
        """Return what was sent; another number is not the one that was confirmed."""
        day = values["confirmed_on"]
        row: Helpline = super().sent(
            {**values, "confirmed_on": day and day.isoformat()}
        )
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

    def store_save(self, sent: dict[str, Any]) -> None:
        """Store it; say so where the confirmation went with the number."""
        had = self.stored is not None and self.stored.is_confirmed
        super().store_save(sent)
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


def find_danger(key: str) -> Danger | None:
    """Return the danger of a key, be it one of the package."""
    return next((one for one in dangers() if one.key == key), None)


def shown_helplines(context: Any) -> dict[str, Helpline]:
    """Return the helplines that the user may see: of those not confirmed, administrators alone."""
    sees_all = api.user.has_permission(MANAGE_SETTINGS, obj=context)
    return {
        key: line for key, line in helplines().items() if sees_all or line.is_confirmed
    }


def title_of(line: Helpline) -> str:
    """Return number and name, and whether citizens see it."""
    title = f"{line.number} {line.name}".strip()
    return title if line.is_confirmed else f"{title} ({api.portal.translate(PENDING)})"


def is_there(name: str) -> Message:
    """Return that a row needs not be added, and would be shown twice."""
    return _(
        "msg_row_there",
        default="“${name}” is there already. Change that one instead.",
        mapping={"name": name},
    )
