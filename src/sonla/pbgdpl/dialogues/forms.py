"""The dates in the forms of a dialogue: called what they are, and no open end."""

from collections.abc import Iterator
from copy import copy
from plone.dexterity.browser.add import DefaultAddForm
from plone.dexterity.browser.edit import DefaultEditForm
from plone.z3cform.fieldsets.extensible import FormExtender
from sonla.pbgdpl import _
from sonla.pbgdpl.core.interfaces import IBrowserLayer
from sonla.pbgdpl.dialogues import DIALOGUE_TYPE
from sonla.pbgdpl.dialogues.interfaces import IDialogue
from typing import Any
from z3c.form.interfaces import HIDDEN_MODE
from zope.component import adapter
from zope.interface import Interface

PREFIX = "IEventBasic"
RESULTS, SUMMARY = "results", "summary"
"""The part of the form, and the field in it, that is filled in when a dialogue is over."""
WORDS = {
    "start": (
        _("label_dialogue_start", default="Open from"),
        _(
            "help_dialogue_start",
            default="From this moment on people can ask. Until then the page says when it opens.",
        ),
    ),
    "end": (
        _("label_dialogue_end", default="Open until"),
        _(
            "help_dialogue_end",
            default="From this moment on no question comes in any more; those that came are still answered.",
        ),
    ),
    "whole_day": (
        _("label_dialogue_whole_day", default="Whole days"),
        _(
            "help_dialogue_whole_day",
            default="Open from the beginning of the first day to the end of the last.",
        ),
    ),
}


class DialogueDates(FormExtender):
    """Rename core's dates of events in the words of a dialogue."""

    def update(self) -> None:
        """Hide the open end and rename the others.

        It is not left out: core compares the two dates of a new event only if its form
        tells that the end is not open.
        """
        for fields in self.all_fields():
            hide(fields.get(f"{PREFIX}.open_end"))
            for name, words in WORDS.items():
                rename(fields.get(f"{PREFIX}.{name}"), *words)

    def all_fields(self) -> Iterator[Any]:
        """Yield the fields of the form and of its groups."""
        yield self.form.fields
        yield from (group.fields for group in self.form.groups)


def hide(shown: Any) -> None:
    """Let a field of one form be sent unseen."""
    if shown is not None:
        shown.mode = HIDDEN_MODE


def rename(shown: Any, title: Any, description: Any) -> None:
    """Rename a field of one form; its schema keeps its own words."""
    if shown is not None:
        shown.field = copy(shown.field)
        shown.field.title = title
        shown.field.description = description


@adapter(IDialogue, IBrowserLayer, DefaultEditForm)
class DatesWhenEditing(DialogueDates):
    """Do so in the form of a dialogue."""


@adapter(Interface, IBrowserLayer, DefaultAddForm)
class DatesWhenAdding(DialogueDates):
    """Do so in the form of a new one, which has no results yet."""

    def update(self) -> None:
        """Leave the forms of other types alone."""
        if self.form.portal_type != DIALOGUE_TYPE:
            return
        super().update()
        self.remove(SUMMARY)
        self.form.groups = [
            group for group in self.form.groups if group.__name__ != RESULTS
        ]
