"""Names that more than one package needs; each is public and changes only by an upgrade step."""

SECTION_TYPE = "LegalEducationSection"
UNIT_TYPE = "ContributingUnit"
PLACE_TYPES = (SECTION_TYPE, UNIT_TYPE)


ADMINISTRATORS = ("Manager", "Site Administrator")
"""The only roles of the host portal that mean anything inside a section."""

CONTRIBUTOR_ROLE = "PBGDPL Contributor"
EDITOR_ROLE = "PBGDPL Editor"
APPROVER_ROLE = "PBGDPL Approver"
SYNC_ROLE = "PBGDPL Sync"
CHAIN_ROLES = (CONTRIBUTOR_ROLE, EDITOR_ROLE, APPROVER_ROLE)
"""Roles that people hold in the section, in the order in which they act on a text."""

OWN_ROLES = (*CHAIN_ROLES, SYNC_ROLE)
"""Roles that come and go with the add-on; held only locally, in sections."""

HOST_ROLES = ("Contributor", "Editor", "Reader", "Reviewer")
"""Plone's roles for content: inside a section somebody who holds one is a member like any other."""

DECIDING_ROLES = (EDITOR_ROLE, APPROVER_ROLE, *ADMINISTRATORS)
INSIDERS = (*CHAIN_ROLES, "Owner", *ADMINISTRATORS)
"""Roles that see what is not public; the same ones as in the workflow definitions."""

GROUP_ROLES = {
    "pbgdpl-contributors": CONTRIBUTOR_ROLE,
    "pbgdpl-editors": EDITOR_ROLE,
    "pbgdpl-approvers": APPROVER_ROLE,
    "pbgdpl-sync": SYNC_ROLE,
}
"""Group → the role that it has on each section, and nowhere else."""

MANAGE_SETTINGS = "sonla.pbgdpl: Manage settings"

VIEW_PERSONAL_DATA = "sonla.pbgdpl: View personal data"


KIND_INDEX = "pbgdpl_kind"
LANGUAGE_INDEX = "pbgdpl_language"
AI_INDEX = "pbgdpl_made_with_ai"

LEVEL_INDEX = "pbgdpl_level"
SPOKEN_INDEX = "pbgdpl_spoken"

NEXT_CHANGE_INDEX = "pbgdpl_next_change"
ORGANISER_INDEX = "pbgdpl_organiser"

REFERS_INDEX = "pbgdpl_refers_to"
"""Index of what an item names by UID, as keyed hashes: who spoke, what money was spent for."""

FINANCE, FORMS, LEARNING = "finance", "forms", "learning"
MAPPINGS, MOVING, REQUESTS = "mappings", "moving", "requests"
"""Names of options, which records store (`core.options`)."""
