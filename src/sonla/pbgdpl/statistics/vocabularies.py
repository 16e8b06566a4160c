"""What is offered where a report is made: forms by their codes, kinds of period."""

from sonla.pbgdpl.statistics.content import Report
from sonla.pbgdpl.statistics.forms.store import all_forms
from sonla.pbgdpl.statistics.forms.store import form_titles
from sonla.pbgdpl.vocabularies.terms import titled
from typing import Any
from zope.interface import provider
from zope.schema.interfaces import IVocabularyFactory
from zope.schema.vocabulary import SimpleVocabulary


@provider(IVocabularyFactory)
def statistics_forms(context: Any) -> SimpleVocabulary:
    """Offer each form once, by the title of its version in force."""
    return titled(form_titles())


@provider(IVocabularyFactory)
def period_kinds(context: Any) -> SimpleVocabulary:
    """Offer the kinds of period of all forms, and those of the form that made a report."""
    made_by = context.form() if isinstance(context, Report) else None
    forms = [*([made_by] if made_by is not None else []), *all_forms()]
    return titled(
        {name: kind.title for form in forms for name, kind in form.periods.items()}
    )
