"""Names that more than one room needs; each is public and changes only by an upgrade step."""

EDITORIAL_WORKFLOW = "pbgdpl_editorial_workflow"
ATTACHMENT_WORKFLOW = "pbgdpl_attachment_workflow"
WORKFLOW_POLICY = "pbgdpl_section"

SECTION_TYPE = "LegalEducationSection"
UNIT_TYPE = "ContributingUnit"
TEXT_TYPES = ("LegalNews", "LegalIntroduction", "Guidance", "EducationMaterial")
"""Our types that carry a text to be approved, in the order of the add menu."""

OWN_TYPES = (SECTION_TYPE, UNIT_TYPE, *TEXT_TYPES)

STOCK_TEXT_TYPES = ("Document", "News Item", "Folder", "Link", "Event", "Collection")
"""Stock types that follow the editorial workflow inside a section."""

ATTACHMENT_TYPES = ("File", "Image")
"""Stock types that are hidden until a text that refers to them is published."""

GROUPS = (
    "pbgdpl-contributors",
    "pbgdpl-editors",
    "pbgdpl-approvers",
    "pbgdpl-sync",
)
SYNC_ROLE = "PBGDPL Sync"

HOMEPAGE_MANAGER = "sonla.pbgdpl.homepagecentre"
