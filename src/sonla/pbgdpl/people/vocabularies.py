"""Answers about people that forms of the state fix: degree and gender."""

from sonla.pbgdpl import _
from sonla.pbgdpl.vocabularies.factories import TitledFactory

QUALIFICATIONS = {
    "law": _("qualification_law", default="Degree in law"),
    "other": _("qualification_other", default="Degree in another subject"),
    "none": _("qualification_none", default="No university degree"),
}
"""Which of the two conditions of Article 35, Law 14/2012/QH13, a person can meet."""

GENDERS = {
    "female": _("gender_female", default="Female"),
    "male": _("gender_male", default="Male"),
}

qualifications = TitledFactory(QUALIFICATIONS)
genders = TitledFactory(GENDERS)
