"""People in content: whom editors name in texts, rows and notes, and who took which step.

One store for all content of sections that no other store has: a type that comes tomorrow is in it.
"""

from Acquisition import aq_base
from sonla.pbgdpl import _
from sonla.pbgdpl import PACKAGE_NAME
from sonla.pbgdpl.core.fields import stored_value
from sonla.pbgdpl.core.interfaces import ISectionRoot
from sonla.pbgdpl.core.paths import path_of
from sonla.pbgdpl.core.personal_data import ContentStore
from sonla.pbgdpl.core.personal_data import plain
from sonla.pbgdpl.core.personal_data import stores
from sonla.pbgdpl.core.section import all_sections
from typing import Any
from zope.annotation.interfaces import IAnnotations

STEP_FACTS = ("actor", "comments", "time")


class SectionContent(ContentStore):
    """Content of sections; reading it takes minutes where there are a hundred thousand items."""

    title = _("store_section_content", default="Texts and other content of sections")

    def brains(self, **query: Any) -> list[Any]:
        """Find all content of sections but what another store has."""
        taken = {
            one
            for _name, store in stores()
            if not isinstance(store, SectionContent)
            for one in store.covers
        }
        sections = [path_of(one) for one in all_sections()]
        if not sections:
            return []
        found = super().brains(path=sections, **query)
        return [brain for brain in found if brain.portal_type not in taken]

    def facts(self, item: Any) -> dict[str, Any]:
        """Return all fields that are filled in, who made it, and the steps with their comments."""
        base = aq_base(item)
        base._p_activate()
        # Not by schema: that takes most of the time, and a field that was taken out is kept
        facts = {
            name: plain(value)
            for name, value in vars(base).items()
            if not name.startswith("_") and name != "workflow_history"
        }
        facts["local_roles"] = sorted(stored_value(item, "__ac_local_roles__") or ())
        facts["steps"] = [
            {name: str(step[name]) for name in STEP_FACTS if step.get(name)}
            for steps in (stored_value(item, "workflow_history") or {}).values()
            for step in steps
        ]
        if not ISectionRoot.providedBy(item):
            facts["annotations"] = {
                key: plain(value)
                for key, value in IAnnotations(item).items()
                if key.startswith(PACKAGE_NAME)
            }
        return {name: value for name, value in facts.items() if value}
