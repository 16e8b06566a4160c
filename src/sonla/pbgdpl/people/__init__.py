"""The register of people who speak for the law: recognitions, names, states by the day.

May import statistics, texts and the platform.
"""

REGISTRY_WORKFLOW = "pbgdpl_registry_workflow"

PERSON_TYPES = ("LegalReporter", "LegalPropagandist")
"""Our types that stand for people, in the order of the add menu."""

MANAGE_REGISTRY = "sonla.pbgdpl: Manage registry"
IMPORT_PEOPLE = "sonla.pbgdpl: Import people"

CENTRAL_LEVEL = "tw"
"""Token of `sonla.pbgdpl.GovernmentLevels`: somebody recognised by it speaks everywhere."""

LETTER_INDEX = "pbgdpl_letter"
NAME_INDEX = "pbgdpl_name_order"
PERSON_INDEX = "pbgdpl_person"
