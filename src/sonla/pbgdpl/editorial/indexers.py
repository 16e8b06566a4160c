"""What the desk asks the catalog: whose a text is, and when it took which step.

The catalog's own indexes know creators, which editors may change and which name nobody's
account here, and owners only while a text isn't public. Anybody who may search may ask any
index, and a pen name must stay one: so accounts stand here under names that only this
portal can make.

Steps serve Collections and figures by period, which would otherwise load every text. Neither
`modified` nor `effective` tells them: a transition changes neither (Plone sets `modified` on
edits only, and an effective date may be chosen). The subscriber that also sends the mail brings
them up to date: core reindexes no more than the state after a transition.
"""

from plone.app.iterate.interfaces import IWorkingCopy
from plone.dexterity.interfaces import IDexterityContent
from plone.indexer import indexer
from sonla.pbgdpl.core.keyed_hash import keyed_hash
from sonla.pbgdpl.core.section import require_section
from sonla.pbgdpl.editorial import LAST_STEP_INDEX
from sonla.pbgdpl.editorial import STEPS_INDEX
from sonla.pbgdpl.editorial.authorship import author_ids
from sonla.pbgdpl.editorial.history import named_steps
from sonla.pbgdpl.editorial.history import SUBMITTED
from sonla.pbgdpl.editorial.states import history_of
from typing import Any


@indexer(IDexterityContent)
def pbgdpl_author(obj: Any) -> tuple[str, ...]:
    """Index those who count as authors under four eyes, each by a keyed hash of the name."""
    require_section(obj)
    return tuple(sorted(map(keyed_hash, author_ids(obj))))


APPROVED, RETURNED = "approve", "return_to_author"
COUNTED = (SUBMITTED, APPROVED, RETURNED)
REVISION = "revision:"
"""Stands before a step that a revision of the text took."""


@indexer(IDexterityContent)
def pbgdpl_last_step(obj: Any) -> Any:
    """Index the time of the last transition; what was only created has none."""
    for entry in reversed(history_of(obj)):
        if entry.get("action"):
            return entry["time"]
    raise AttributeError(LAST_STEP_INDEX)


@indexer(IDexterityContent)
def pbgdpl_steps(obj: Any) -> tuple[tuple[str, float], ...]:
    """Index the steps that figures count, oldest first: name and seconds since 1970.

    A revision has none of its own: its steps count when they are the text's.
    """
    found = () if IWorkingCopy.providedBy(obj) else tuple(counted_steps(obj))
    if not found:
        raise AttributeError(STEPS_INDEX)
    return found


def counted_steps(obj: Any) -> Any:
    """Yield the steps of an item's own history that figures count."""
    for action, entry in named_steps(obj):
        if action in COUNTED:
            prefix = REVISION if entry.get("revision") else ""
            yield f"{prefix}{action}", entry["time"].timeTime()
