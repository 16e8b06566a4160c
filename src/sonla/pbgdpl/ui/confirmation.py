"""Asking once before what can't be undone: the same page for all that is revoked, deleted or sent off."""

from collections.abc import Iterator
from collections.abc import Mapping
from dataclasses import dataclass
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
from sonla.pbgdpl import _
from sonla.pbgdpl.core.mixins import Mixin
from sonla.pbgdpl.core.typed_text import clean_text
from sonla.pbgdpl.ui.office_forms import hidden_inputs
from typing import Any
from typing import ClassVar
from zope.i18n import translate
from zope.i18nmessageid import Message

CONFIRMED, REASON, REASON_CHOICE = "confirmed", "reason", "reason_choice"
HEADING = _("heading_confirmation", default="${button}?")
FOR_EVER = _("msg_confirmation_for_ever", default="This can't be undone.")


@dataclass(frozen=True)
class Confirmation:
    """What is asked before an action that can't be undone; its words may take facts."""

    button: Message
    """What is done, as the button said that was pressed."""
    text: Message = FOR_EVER
    """What happens, and who will see it."""
    reason: Message | None = None
    """Where the reason is kept, for which it asks; None where none is kept."""
    reasons: tuple[Message, ...] = ()
    """The usual reasons, to choose from; words alone, or words besides, are one, too."""


class AsksOnce(Mixin):
    """Mixin of pages whose forms ask by a page of its own before they do something.

    What was sent is carried along, with the token that came with it: no other form than that
    which was sent is confirmed.
    """

    asking = ViewPageTemplateFile("templates/confirmation.pt")
    asks_about: ClassVar[Mapping[str, Confirmation]] = {}
    """Name of a button, or name and value with `=` between → what is asked when it is pressed."""
    asked_question: Confirmation
    asked_facts: Mapping[str, str] = {}

    def ask_about_button(self) -> str | None:
        """Return the page that asks about the button that was pressed; None for all others."""
        form = self.request.form
        for button, question in self.asks_about.items():
            name, sign, value = button.partition("=")
            if name in form and (not sign or form[name] == value):
                return self.ask_first(question)
        return None

    def ask_first(self, question: Confirmation, **facts: Any) -> str | None:
        """Return the page that asks; None once the answer is yes, with a reason where one is kept."""
        self.asked_question = question
        is_confirmed = CONFIRMED in self.request.form
        if is_confirmed and (question.reason is None or self.given_reason):
            return None
        self.hide_columns()
        self.asked_facts = {name: str(fact) for name, fact in facts.items()}
        return self.asking()

    @property
    def asked_at(self) -> str:
        """The address to which who says no goes back: the page of the form."""
        return str(self.request.URL)

    @property
    def asked_heading(self) -> Message:
        """The button as a question."""
        button = translate(self.asked_question.button, context=self.request)
        return Message(HEADING, mapping={"button": button})

    @property
    def given_reason(self) -> str:
        """The reason that is to be kept: what was chosen, and what was typed."""
        return ": ".join(filter(None, (self.chosen_reason, self.typed_reason)))

    @property
    def chosen_reason(self) -> str:
        """The reason that was chosen, in words; empty for none."""
        chosen = self.request.form.get(REASON_CHOICE)
        found = [one for one in self.asked_question.reasons if one == chosen]
        return translate(found[0], context=self.request) if found else ""

    @property
    def typed_reason(self) -> str:
        """The reason as it was typed."""
        typed = self.request.form.get(REASON)
        return clean_text(typed) if isinstance(typed, str) else ""

    @property
    def lacks_reason(self) -> bool:
        """Whether somebody has confirmed and not said why."""
        return CONFIRMED in self.request.form

    def asked_words(self, message: Message) -> Message:
        """Return words of the question with what it is about."""
        return Message(message, mapping=self.asked_facts)

    def carried(self) -> Iterator[tuple[str, Any]]:
        """Return the fields that were sent, each as often as it came."""
        own = (CONFIRMED, REASON, REASON_CHOICE)
        form = self.request.form
        return hidden_inputs({name: form[name] for name in form if name not in own})
