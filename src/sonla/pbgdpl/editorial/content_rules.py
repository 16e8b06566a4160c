"""Words for content rules: comment, unit and the addresses of those who act next."""

from plone import api
from plone.stringinterp.adapters import BaseSubstitution
from Products.CMFCore.interfaces import IContentish
from sonla.pbgdpl import _
from sonla.pbgdpl.core.section import unit_title
from sonla.pbgdpl.editorial.mail import next_actors
from sonla.pbgdpl.editorial.states import last_step
from zope.component import adapter

CATEGORY = _("heading_substitutions", default="Legal education")


@adapter(IContentish)
class CommentSubstitution(BaseSubstitution):
    """Provide the comment of the last step of the editorial workflow."""

    category = CATEGORY
    description = _("label_substitution_comment", default="Comment of the last step")

    def safe_call(self) -> str:
        """Read the history; outside a section there is none."""
        return last_step(self.context).get("comments") or ""


@adapter(IContentish)
class UnitSubstitution(BaseSubstitution):
    """Provide the title of the contributing unit."""

    category = CATEGORY
    description = _("label_substitution_unit", default="Contributing unit")

    def safe_call(self) -> str:
        """Find the unit in whose folder the text stands."""
        return unit_title(self.context)


@adapter(IContentish)
class NextEmailsSubstitution(BaseSubstitution):
    """Provide the addresses of those who must act next, for the recipients of a mail."""

    category = CATEGORY
    description = _(
        "label_substitution_next", default="E-mail addresses of who must act next"
    )

    def safe_call(self) -> str:
        """Join the addresses with commas, as the mail action wants them."""
        state = api.content.get_state(self.context, default="")
        people = next_actors(self.context, state, last_step(self.context).get("actor"))
        return ",".join(person.email for person in people if person.email)
