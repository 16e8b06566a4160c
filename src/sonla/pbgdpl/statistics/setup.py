"""What statistics set up in a portal: the forms."""

from sonla.pbgdpl.core.preserved import remember_records
from sonla.pbgdpl.core.preserved import restore_records
from sonla.pbgdpl.core.setup import SetupStep
from sonla.pbgdpl.statistics.forms.store import fill_empty_forms
from sonla.pbgdpl.statistics.forms.store import RECORD
from typing import Any

FORMS_KEY = "sonla.pbgdpl.remembered_forms"


class StatisticsStep(SetupStep):
    """Fill the list of forms."""

    order = 30

    def install(self, site: Any) -> None:
        """Bring the forms back, or store those that are shipped."""
        restore_records(FORMS_KEY)
        self.fill(site)

    def fill(self, site: Any) -> None:
        """Store the shipped forms where there are none."""
        fill_empty_forms()

    def uninstall(self, site: Any) -> None:
        """Keep the forms with the first section."""
        remember_records(FORMS_KEY, [RECORD])
