"""The box in which the office decides on words of a request that may be personal data."""

from functools import cached_property
from plone import api
from sonla.pbgdpl import _
from sonla.pbgdpl.options.requests import ASSIGN_REPORTERS
from sonla.pbgdpl.questions.pages.private_words import PrivateWordsMixin

HELP = _(
    "help_request_private_words",
    default="Who asked, and who may see their contact, still read what was written; reporters, those who manage them and the activity get it covered. Show again what the talk needs. Who says that something is no personal data is noted with the day.",
)


class RequestWordsBox(PrivateWordsMixin):
    """Mixin of pages of a request that show the box, or do what its buttons say."""

    form_id = "pbgdpl-words"
    words_help = HELP

    @cached_property
    def may_decide(self) -> bool:
        """Whether the user assigns reporters here."""
        return bool(api.user.has_permission(ASSIGN_REPORTERS, obj=self.context))
