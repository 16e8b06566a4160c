"""Rows of an introduction: what a table field holds."""

from sonla.pbgdpl import _
from zope import schema
from zope.interface import Interface


class IPenalty(Interface):
    """Describe what somebody who breaks the law has to expect."""

    act = schema.TextLine(
        title=_("label_penalty_act", default="Act"),
        required=True,
    )
    fine = schema.TextLine(
        title=_("label_penalty_fine", default="Fine (in dong)"),
        required=False,
    )
    measure = schema.TextLine(
        title=_("label_penalty_measure", default="Other measure"),
        required=False,
    )
    legal_basis = schema.TextLine(
        title=_("label_penalty_basis", default="Legal basis"),
        required=False,
    )


class ITerm(Interface):
    """Describe a term of the law in plain words."""

    term = schema.TextLine(title=_("label_term", default="Term"), required=True)
    meaning = schema.TextLine(
        title=_("label_term_meaning", default="What it means"),
        required=True,
    )
