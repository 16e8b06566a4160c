"""What the forms have in common that anybody may send: their stamp, and how they are shown again."""

from collections.abc import Sequence
from functools import cached_property
from sonla.pbgdpl.core.mixins import Mixin
from sonla.pbgdpl.questions.form_tokens import new_stamp
from sonla.pbgdpl.questions.spam_protection import Protection
from typing import ClassVar
from zope.i18nmessageid import Message


class StampedFormMixin(Mixin):
    """Show a form, or take in what was sent; nothing of it may be kept by a proxy."""

    stylesheets: ClassVar[Sequence[str]] = ("questions/questions.css",)
    cleans_texts = True
    schema_type = "ContactPage"
    problem: Message | None = None
    """What is wrong with the form as a whole."""

    def __call__(self) -> str:
        """Answer; each form has a stamp of its own."""
        self.request.response.setHeader("Cache-Control", "no-store")
        if self.request.method != "POST":
            self.begin()
            return self.index()
        return self.index() if self.section is None else self.receive()

    def begin(self) -> None:
        """Let an address fill the form in, but agree for nobody."""
        self.request.form.pop("consent", None)

    def show_again(self, retry_after: int) -> str:
        """Show the form with what is wrong, and by its status when a number has room again."""
        if retry_after:
            self.request.response.setStatus(429)
            self.request.response.setHeader("Retry-After", str(retry_after))
        return self.index()

    @property
    def is_right(self) -> bool:
        """Whether nothing is wrong with what was sent so far."""
        return self.problem is None and not self.typed.errors

    @cached_property
    def guard(self) -> Protection:
        """What protects the form, by numbers that all such forms share."""
        return Protection(self.request)

    @cached_property
    def stamp(self) -> str:
        """The stamp of the form: that which came, as long as it is good."""
        return self.guard.good_stamp or new_stamp()

    @property
    def url(self) -> str:
        return f"{self.context.absolute_url()}/@@{self.name}"
