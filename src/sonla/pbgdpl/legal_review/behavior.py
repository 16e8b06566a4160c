"""The dates on which a text was compared with the law in force, and is to be again."""

from plone.autoform import directives
from plone.autoform.interfaces import IFormFieldProvider
from plone.supermodel import model
from sonla.pbgdpl import _
from sonla.pbgdpl.core.errors import InvalidInput
from sonla.pbgdpl.ui.fields import Rows
from sonla.pbgdpl.ui.widgets.rows import BlockRowsFieldWidget
from typing import Any
from zope import schema
from zope.interface import Interface
from zope.interface import invariant
from zope.interface import provider

BEHAVIOR = "sonla.pbgdpl.legal_review"


class IChangeAhead(Interface):
    """Describe a change of the law that is known before it comes."""

    date = schema.Date(title=_("label_change_date", default="From"), required=True)
    what = schema.TextLine(
        title=_("label_change_what", default="What changes"),
        required=True,
    )


@provider(IFormFieldProvider)
class ILegalReview(model.Schema):
    """Add the dates of the review; a type joins by the behavior alone.

    Its words: ``docs/glossary.rst``, *Texts and materials*.
    """

    model.fieldset(
        "review",
        label=_("fieldset_review", default="Check and next check"),
        fields=["checked_on", "review_by", "changes_ahead"],
    )
    checked_on = schema.Date(
        title=_("label_checked_on", default="Checked on"),
        description=_(
            "help_checked_on",
            default="The day on which the text was last compared with the law in force.",
        ),
        required=False,
    )
    review_by = schema.Date(
        title=_("label_review_by", default="Check again by"),
        description=_(
            "help_review_by",
            default="From this day on readers are told that the text is being checked, and the office is reminded.",
        ),
        required=False,
    )
    directives.widget(changes_ahead=BlockRowsFieldWidget)
    changes_ahead = Rows(
        IChangeAhead,
        title=_("label_changes_ahead", default="Changes ahead"),
        description=_(
            "help_changes_ahead",
            default="Changes of the law that are known already. On each of these days the text is to be checked.",
        ),
    )

    @invariant
    def review_follows_check(data: Any) -> None:
        """Refuse a next check that would come before the last one."""
        checked, review = data.checked_on, data.review_by
        if checked and review and review <= checked:
            raise InvalidInput(
                _(
                    "msg_review_before_check",
                    default="The day of the next check is not after the day on which the text was checked.",
                )
            )
