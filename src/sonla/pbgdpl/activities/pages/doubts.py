"""The box that asks about an activity before it is saved, in the forms by which it is entered."""

from abc import ABC
from abc import abstractmethod
from collections.abc import Sequence
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
from sonla.pbgdpl.activities.doubts import question_of
from sonla.pbgdpl.core.mixins import Mixin
from sonla.pbgdpl.editorial.checks import Finding


class AsksAboutDoubts(ABC, Mixin):
    """Mixin of forms that ask once; the button of the box is that which was pressed, with an answer."""

    doubts_box = ViewPageTemplateFile("templates/doubts.pt")
    form_id = "form"
    doubts: Sequence[Finding] = ()
    """What may be wrong with what was typed, though it can be right."""
    files_again = ""
    """Names of files that came along and are not kept: no browser fills them in again."""

    @property
    @abstractmethod
    def pressed(self) -> str:
        """The name of the button that was pressed."""

    @property
    def question(self) -> str:
        """What tells these doubts from others."""
        return question_of(self.doubts)

    def must_ask(self, doubts: Sequence[Finding]) -> bool:
        """Return whether something has to be asked, unless the pressed button says that it is right."""
        self.doubts = doubts
        return bool(doubts) and self.request.form.get(self.pressed) != self.question
