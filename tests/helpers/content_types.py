"""The content types that a section knows, by what they are, in the order of the add menu.

Written down, as tests are collected before anything is registered;
`core/test_type_facts.py` compares them with the facts of the types.
"""

TEXT_TYPES = (
    "LegalNews",
    "LegalIntroduction",
    "Guidance",
    "EducationMaterial",
    "LifeSituation",
)
PERSON_TYPES = ("LegalReporter", "LegalPropagandist")
EVENT_TYPES = ("LegalActivity", "TrainingCourse")
OWN_TYPES = (
    "LegalEducationSection",
    "ContributingUnit",
    *TEXT_TYPES,
    *PERSON_TYPES,
    *EVENT_TYPES,
    "CoordinationCouncil",
    "StatisticsReport",
    "Expenditure",
    "LegalQuestion",
    "ReporterRequest",
    "PolicyDialogue",
    "QuestionBank",
    "BankQuestion",
)
STOCK_TEXT_TYPES = ("Document", "News Item", "Folder", "Link", "Event", "Collection")
"""Plone's types that follow the editorial workflow inside a section."""
