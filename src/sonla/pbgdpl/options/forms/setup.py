"""What a portal keeps of forms that are being written while the add-on is away."""

from sonla.pbgdpl.core.setup import SetupStep
from sonla.pbgdpl.options.forms.drafts import bring_drafts_back
from sonla.pbgdpl.options.forms.drafts import keep_drafts
from typing import Any


class FormDraftsStep(SetupStep):
    """Keep the drafts with the first section, and bring them back."""

    order = 31

    def install(self, site: Any) -> None:
        """Bring them back."""
        bring_drafts_back()

    def uninstall(self, site: Any) -> None:
        """Keep them."""
        keep_drafts()
