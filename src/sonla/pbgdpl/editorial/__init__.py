"""The approval chain: states, guards, embargo, attachments, working copies, desk, checks.

Knows no subject: what it needs of a workflow or type is registered by the subjects.
"""

EDITORIAL_WORKFLOW = "pbgdpl_editorial_workflow"
ATTACHMENT_WORKFLOW = "pbgdpl_attachment_workflow"

WORKFLOW_POLICY = "pbgdpl_section"

AUTHOR_INDEX = "pbgdpl_author"
LAST_STEP_INDEX = "pbgdpl_last_step"
STEPS_INDEX = "pbgdpl_steps"
